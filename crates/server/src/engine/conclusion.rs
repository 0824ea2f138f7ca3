//! What a command comes to for whoever asked.

use accede_membership::{Change, Event, Timestamp};
use accede_store::{Part, Seen};

use super::Failure;

/// An answer, and what is to be recorded of it.
#[derive(Debug)]
pub(crate) struct Conclusion<T> {
    pub(crate) answer: T,
    pub(crate) record: Option<Box<Event>>,
    /// Whether what was decided is stored. Not where the answer is an error after all: then nothing may change.
    pub(crate) stands: bool,
}

impl<T> Conclusion<T> {
    /// An answer of which nothing is recorded.
    pub(crate) fn unrecorded(answer: T) -> Conclusion<T> {
        Conclusion { answer, record: None, stands: true }
    }

    /// What adds a record to a commit.
    pub(super) fn part(event: Box<Event>) -> Part {
        Part { scope: None, seen: Seen::new(), changes: vec![Change::Event(event)] }
    }
}

/// The outcome itself, unrecorded.
pub(super) fn as_it_is<P, R>(_: Timestamp, outcome: Result<P, R>) -> Conclusion<Result<P, R>> {
    Conclusion::unrecorded(outcome)
}

/// Brings a refusal and a fault together.
pub(super) fn flat<P, R>(outcome: Result<Result<P, R>, super::Fault>) -> Result<P, Failure<R>> {
    outcome?.map_err(Failure::Refused)
}
