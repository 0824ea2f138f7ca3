//! One connection for commits: one transaction after the other.

use super::address::Address;
use super::fault::{Remedy, leaves_doubt, remedy, said_in_doubt};
use super::reaching::{Unreachable, reach};
use super::settling::{BEGIN, BEGIN_TO_WRITE, COMMIT, settle};
use super::sql::{Sql, Statement};
use super::wire::{Conversation, Error, Heard, Said, State, Tag};

/// A connection that one alone uses.
pub(super) struct Line {
    talk: Conversation,
    /// Whether changes outside of a transaction that says so fail.
    is_strict: bool,
    /// Whether a transaction is under way. Where it is broken off, nobody knows what the line would answer next.
    is_busy: bool,
    /// The last try that had begun when it was heard last.
    heard: u64,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line(busy: {})", self.is_busy)
    }
}

/// Why a transaction was not made, or not known to be.
#[derive(Debug)]
pub(super) enum Broken {
    /// One of its statements failed: nothing of it was made.
    At(Error),
    /// Its end failed, or was not heard of.
    AtTheEnd(Error),
    /// The server says that it was made, and warns: whoever canceled its wait for the standby left it on this server
    /// alone.
    Warned,
}

impl Line {
    /// Reaches the first of the hosts that can be written to.
    pub(super) async fn open(address: &Address) -> Result<Line, Unreachable> {
        let mut talk = reach(address).await?;
        let is_strict = address.prepares && settle(&mut talk).await?;
        Ok(Line { talk, is_strict, is_busy: false, heard: 0 })
    }

    /// Whether it can be used.
    pub(super) fn is_open(&mut self) -> bool {
        !self.is_busy && self.talk.is_open()
    }

    /// The last try that had begun when it was heard last.
    pub(super) fn heard(&self) -> u64 {
        self.heard
    }

    /// Notes that it is heard when this try has begun.
    pub(super) fn hear(&mut self, number: u64) {
        self.heard = self.heard.max(number);
    }

    /// Has nobody use it any more.
    pub(super) fn lose(&mut self) {
        self.talk.lose();
    }

    /// Executes a statement in a transaction of its own; answers how many rows it changed.
    pub(super) async fn execute(&mut self, statement: &Statement) -> Result<u64, Broken> {
        let done = self.transaction(std::slice::from_ref(statement)).await;
        if let Err(Broken::At(error) | Broken::AtTheEnd(error)) = &done
            && remedy(error) == Remedy::Reconnect
        {
            self.lose();
        }
        done
    }

    /// Executes what has no parameters, such as a definition, in a transaction of its own.
    pub(super) async fn define(&mut self, sql: &str) -> Result<(), Broken> {
        let statement = Statement { sql: Sql::once(sql), params: Vec::new() };
        self.execute(&statement).await.map(drop)
    }

    /// Executes all statements as one transaction. Everything is sent at once: nothing waits for an answer.
    pub(super) async fn transact(&mut self, statements: &[Statement]) -> Result<(), Broken> {
        self.transaction(statements).await.map(drop)
    }

    /// The rows that the last of the statements changed.
    async fn transaction(&mut self, statements: &[Statement]) -> Result<u64, Broken> {
        self.is_busy = true;
        self.say(statements).map_err(Broken::At)?;
        let mut outcome = Outcome { end: statements.len() + 1, ..Outcome::default() };
        let state = loop {
            match self.talk.hear().await {
                Ok(Heard::Done { rows, tag }) => outcome.note(rows, tag),
                Ok(Heard::Failed(said)) => drop(outcome.why.get_or_insert(said)),
                Ok(Heard::Ready(state)) => break Ok(state),
                Err(error) => break Err(error),
            }
            self.talk.forget();
        };
        self.talk.forget();
        match &state {
            Ok(State::Idle) => {}
            Ok(State::InVain) => self.talk.roll_back(),
            Ok(State::InTransaction) | Err(_) => self.lose(),
        }
        self.is_busy = false;
        let rows = outcome.judged(state.err())?;
        if self.talk.was_warned() { Err(Broken::Warned) } else { Ok(rows) }
    }

    /// Says a transaction as a whole. The server goes on with it until something fails, and then with nothing more: if it
    /// has not begun, nothing of it is made.
    fn say(&mut self, statements: &[Statement]) -> Result<(), Error> {
        self.talk.was_warned();
        self.talk.execute(if self.is_strict { &BEGIN_TO_WRITE } else { &BEGIN })?;
        for statement in statements {
            self.talk.execute(statement)?;
        }
        self.talk.execute(&COMMIT)?;
        self.talk.sync()
    }
}

/// What was heard of a transaction.
#[derive(Debug, Default)]
struct Outcome {
    /// The place of its end among its statements.
    end: usize,
    /// How many statements were executed.
    done: usize,
    /// The rows that its last statement changed.
    rows: u64,
    is_made: bool,
    /// Why it failed.
    why: Option<Box<Said>>,
}

impl Outcome {
    fn note(&mut self, rows: u64, tag: Tag) {
        if self.done == self.end {
            self.is_made = tag == Tag::Commit;
        } else {
            self.rows = rows;
        }
        self.done += 1;
    }

    /// What it comes to, where the connection broke or did not.
    fn judged(self, lost: Option<Error>) -> Result<u64, Broken> {
        let is_at_the_end = self.done >= self.end;
        match (self.why, lost) {
            // What the server says of a statement, it says of the transaction.
            (Some(said), _) if !is_at_the_end && !said_in_doubt(&said) => {
                Err(Broken::At(Error::Said(said)))
            }
            (Some(said), _) => Err(Broken::AtTheEnd(Error::Said(said))),
            // That no answer came says nothing: the end was sent, too.
            (None, Some(error)) => Err(Broken::AtTheEnd(error)),
            (None, None) if self.is_made => Ok(self.rows),
            (None, None) => {
                let error = Error::Lost("a transaction ended in another way".to_owned());
                debug_assert!(leaves_doubt(&error));
                Err(Broken::AtTheEnd(error))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: &str) -> Option<Box<Said>> {
        Some(Box::new(Said { code: code.to_owned(), ..Said::default() }))
    }

    /// What comes of a transaction of one statement after so many answers.
    fn judged(done: &[Tag], why: Option<Box<Said>>, is_lost: bool) -> Result<u64, Broken> {
        let mut outcome = Outcome { end: 2, ..Outcome::default() };
        done.iter().for_each(|tag| outcome.note(3, *tag));
        outcome.why = why;
        outcome.judged(is_lost.then(|| Error::Lost("closed".to_owned())))
    }

    const DONE: [Tag; 3] = [Tag::Other, Tag::Other, Tag::Commit];

    #[test]
    fn only_what_the_server_says_was_made_was_made() {
        assert!(matches!(judged(&DONE, None, false), Ok(3)));
        let rolled_back = [Tag::Other, Tag::Other, Tag::Rollback];
        for done in [&DONE[..2], &[], &rolled_back] {
            assert!(matches!(judged(done, None, false), Err(Broken::AtTheEnd(Error::Lost(_)))));
        }
    }

    #[test]
    fn a_statement_that_failed_says_that_nothing_was_made() {
        for is_lost in [false, true] {
            let broken = judged(&DONE[..1], said("23505"), is_lost);
            assert!(matches!(broken, Err(Broken::At(Error::Said(_)))), "{broken:?}");
            let canceled = judged(&[], said("57014"), is_lost);
            assert!(matches!(canceled, Err(Broken::At(_))), "{canceled:?}");
        }
    }

    #[test]
    fn an_end_that_failed_and_a_session_that_was_ended_leave_doubt() {
        for (done, why) in [(2, "40001"), (1, "57P01"), (0, "08006"), (2, "57P02")] {
            let broken = judged(&DONE[..done], said(why), false);
            assert!(matches!(broken, Err(Broken::AtTheEnd(Error::Said(_)))), "{broken:?}");
        }
        assert!(matches!(judged(&DONE[..1], None, true), Err(Broken::AtTheEnd(Error::Lost(_)))));
    }
}
