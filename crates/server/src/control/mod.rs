//! What the operator asks, of a store or of the server that has it open.
//!
//! A [`Request`] is carried out by one [`handle`](handler::handle), whoever asks. A command reaches the store by
//! opening it; where a running server has it open, by asking that server through a Unix-domain socket, the control
//! socket: one request in a line of JSON, one answer in a line of JSON. Only the user who runs the server can open
//! the socket, which is all the authentication there is.

mod answer;
mod client;
mod handler;
mod line;
mod reach;
mod request;
mod server;
mod socket;
mod words;

pub(crate) use answer::Answer;
pub(crate) use client::Client;
pub(crate) use reach::{Reach, Whereabouts};
pub(crate) use request::Request;
pub(crate) use server::serve;
pub(crate) use socket::Socket;
pub(crate) use words::{AccountName, Email};
