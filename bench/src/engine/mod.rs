//! The engine's own group commit, which bounds every server on it: what it writes, and the process that has it written.

mod capture;
mod plan;
mod side;

pub(crate) use capture::Snapshot;
pub(crate) use plan::{Plan, Turn};
pub(crate) use side::{Asked, Done, Engine, Whom, copied};
