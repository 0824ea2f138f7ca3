//! What the operator asks, of a store or of the server that has it open.
//!
//! A [`Request`] is carried out by one [`handle`](handler::handle), whoever asks. A command reaches the store by
//! opening it; where a running server has it open, by asking that server through a Unix-domain socket, the control
//! socket: one request in a line of JSON, one answer in a line of JSON. Only the user who runs the server can open
//! the socket, which is all the authentication there is.

mod access_words;
mod accounts;
mod answer;
mod backup;
mod client;
mod events;
mod handler;
mod initialize;
mod keys;
mod line;
mod order;
mod reach;
mod request;
mod roles;
mod server;
mod socket;
mod words;

pub(crate) use access_words::{ExternalId, IamName, MaxSession, RolePath};
pub(crate) use answer::{Answer, BackupView, EventsPage, KeyView};
pub(crate) use client::Client;
pub(crate) use reach::{Reach, Whereabouts};
pub(crate) use request::{Request, Wanted};
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use server::respond;
pub(crate) use server::serve;
pub(crate) use socket::Socket;
pub(crate) use words::{AccountName, Email, Moment};
