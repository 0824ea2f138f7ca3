//! The protocol of PostgreSQL, as far as it is needed once a session has begun.
//!
//! `tokio-postgres` reaches the server and says who we are ([`lending`]); then the connection is taken back. What it has no
//! way to say is said here: several statements before one Sync, so that the server answers once for all of them.

mod conversation;
mod inbox;
mod lending;
mod rows;
mod said;
mod stream;

pub(super) use conversation::{Conversation, Heard, State, Tag};
pub(super) use lending::{Lender, Slot, lent};
pub(super) use rows::{Row, Rows};
pub(super) use said::{Error, Said};
pub(super) use stream::Stream;
