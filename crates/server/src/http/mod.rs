//! The network edge: listening, limits, time-outs, shutdown. Knows no service.

mod body;
mod connection;
mod descriptors;
mod listener;
mod stall;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub(crate) use descriptors::for_connections;
pub(crate) use listener::{bind, serve};

/// What one client may take up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest body that is taken in, in bytes.
    pub(crate) body: usize,
    /// The largest head of a request, in bytes.
    pub(crate) head: usize,
    /// How long a head, and then a body, may take to arrive, and an answer to be taken.
    pub(crate) request: Duration,
    /// How many connections may be open.
    pub(crate) connections: usize,
    /// How long requests may go on after the server was told to stop.
    pub(crate) shutdown: Duration,
}
