//! The network edge: listening, TLS, limits, time-outs, shutdown. Knows no service.

mod body;
mod budget;
mod connection;
mod descriptors;
mod held;
mod listener;
mod places;
mod seat;
mod stall;
#[cfg(test)]
mod tests;
mod threads;
mod tls;
mod transport;
mod watched;

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use budget::Budget;

pub(crate) use descriptors::for_connections;
pub(crate) use listener::{bind, serve};
pub(crate) use threads::Threads;
pub(crate) use tls::{Tls, TlsFiles};

/// What clients may take up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest body that is taken in, in bytes.
    pub(crate) body: usize,
    /// What all bodies, heads and answers together may take beyond 16 KiB each, in bytes.
    pub(crate) budget: usize,
    /// The largest head of a request, in bytes.
    pub(crate) head: usize,
    /// How long a handshake, a head, and then a body may take to arrive, and an answer to be taken.
    pub(crate) request: Duration,
    /// How long a connection may be idle before it gives up the memory that serving it takes.
    pub(crate) rests: Duration,
    /// How many requests may be under way.
    pub(crate) requests: usize,
    /// How many connections may be open.
    pub(crate) connections: usize,
    /// How many of them may be of one peer, if that was said.
    pub(crate) per_peer: Option<usize>,
    /// How long requests may go on after the server was told to stop.
    pub(crate) shutdown: Duration,
}

/// What all connections share.
struct Shared {
    app: Arc<App>,
    limits: Limits,
    tls: Option<Arc<Tls>>,
    /// Bytes of bodies, heads and answers.
    bodies: Arc<Budget>,
    /// Requests under way.
    requests: Budget,
}

impl Shared {
    fn new(app: Arc<App>, limits: Limits, tls: Option<Arc<Tls>>) -> Shared {
        let bodies = Arc::new(Budget::new(limits.budget));
        Shared { app, limits, tls, bodies, requests: Budget::new(limits.requests) }
    }
}
