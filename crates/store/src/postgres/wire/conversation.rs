//! What is said on one connection: statements, a Sync after so many of them, and the answers.

use std::collections::{HashSet, VecDeque};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker, ready};

use bytes::{Buf, Bytes, BytesMut};
use postgres_protocol::message::frontend::{self, BindError};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio_postgres::types::IsNull;

use super::inbox::Inbox;
use super::said::{Error, Said};
use super::stream::Stream;
use crate::postgres::sql::{Statement, name};

/// How many statements are kept prepared. There are far fewer; beyond it all are prepared anew.
const PREPARED: usize = 512;

/// Results come as numbers and bytes, not as texts.
const BINARY: i16 = 1;

/// A session that has begun.
pub(in super::super) struct Conversation {
    stream: Stream,
    inbox: Inbox,
    outbox: BytesMut,
    /// Whether statements are prepared once and then named.
    prepares: bool,
    /// The numbers of the statements that the server knows.
    prepared: HashSet<u32>,
    /// What it was told and has not answered for yet, in this order.
    told: VecDeque<Told>,
    /// Whether the server has warned of something.
    is_warned: bool,
    /// Whether the end of a transaction that failed is still to be heard of, which nobody waits for.
    is_rolling_back: bool,
    /// Whether nothing more is to be said.
    is_over: bool,
}

/// What the server was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// To prepare the statement with this number.
    Prepare(u32),
    /// To say that it has come so far.
    Sync,
}

/// In which state the server is between two conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum State {
    Idle,
    InTransaction,
    /// In one that has failed, and has to be ended.
    InVain,
}

/// What the server has answered.
#[derive(Debug)]
pub(in super::super) enum Heard {
    /// A statement was executed, and found or changed so many rows.
    Done { rows: u64, tag: Tag },
    /// A statement failed; what follows it up to the Sync is not executed.
    Failed(Box<Said>),
    /// It has come to a Sync.
    Ready(State),
}

/// What kind of statement was executed, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Tag {
    Commit,
    /// What a commit of a transaction that has failed comes to, too.
    Rollback,
    Other,
}

impl Conversation {
    pub(in super::super) fn on(stream: Stream, prepares: bool) -> Conversation {
        let (inbox, outbox, prepared, told) = Default::default();
        Conversation {
            stream,
            inbox,
            outbox,
            prepares,
            prepared,
            told,
            is_warned: false,
            is_rolling_back: false,
            is_over: false,
        }
    }

    /// Says a statement without parameters that is a conversation by itself.
    pub(in super::super) fn say(&mut self, sql: &str) -> Result<(), Error> {
        frontend::query(sql, &mut self.outbox).map_err(unsendable)?;
        self.told.push_back(Told::Sync);
        Ok(())
    }

    /// Has a statement executed, which is prepared first if it has to be.
    pub(in super::super) fn execute(&mut self, statement: &Statement) -> Result<(), Error> {
        let (before, told) = (self.outbox.len(), self.told.len());
        let said = self.write(statement);
        if said.is_err() {
            self.outbox.truncate(before);
            self.told.truncate(told);
        }
        said
    }

    fn write(&mut self, Statement { sql, params }: &Statement) -> Result<(), Error> {
        let name = if self.prepares { sql.name() } else { "" };
        if name.is_empty() || !self.knows(sql.number()) {
            let kinds = params.iter().map(|param| param.kind().oid());
            frontend::parse(name, sql.words(), kinds, &mut self.outbox).map_err(unsendable)?;
            self.told.push_back(Told::Prepare(if name.is_empty() { 0 } else { sql.number() }));
        }
        let bound = frontend::bind(
            "",
            name,
            [BINARY],
            params,
            |param, out| match param.write(out)? {
                IsNull::No => Ok(postgres_protocol::IsNull::No),
                IsNull::Yes => Ok(postgres_protocol::IsNull::Yes),
            },
            [BINARY],
            &mut self.outbox,
        );
        bound.map_err(|error| match error {
            BindError::Conversion(error) => Error::Unsendable(error.to_string()),
            BindError::Serialization(error) => unsendable(error),
        })?;
        frontend::execute("", 0, &mut self.outbox).map_err(unsendable)
    }

    /// Whether the server knows a statement, or will if nothing fails before.
    fn knows(&self, number: u32) -> bool {
        self.prepared.contains(&number) || self.told.contains(&Told::Prepare(number))
    }

    /// Asks for the answers to all since the last time. If something fails, it is the end of its transaction.
    pub(in super::super) fn sync(&mut self) -> Result<(), Error> {
        frontend::sync(&mut self.outbox);
        self.told.push_back(Told::Sync);
        if self.prepared.len() + self.told.len() > PREPARED {
            for number in self.prepared.drain() {
                let name = name(number);
                frontend::close(b'S', &name, &mut self.outbox).map_err(unsendable)?;
            }
        }
        Ok(())
    }

    /// Ends a transaction that has failed. Nobody has to wait for that: it holds nothing any more.
    pub(in super::super) fn roll_back(&mut self) {
        self.is_rolling_back = true;
        if self.say("ROLLBACK").is_err() || self.send_now().is_err() {
            self.is_over = true;
        }
    }

    /// Sends what can be sent without waiting.
    fn send_now(&mut self) -> Result<(), Error> {
        self.poll_send(&mut Context::from_waker(Waker::noop()))
    }

    /// Whether the server has warned of something since it was asked the last time.
    pub(in super::super) fn was_warned(&mut self) -> bool {
        std::mem::take(&mut self.is_warned)
    }

    /// The next answer. What there is to say is sent meanwhile.
    ///
    /// If it is not waited for, the next one to ask hears it.
    pub(in super::super) async fn hear(&mut self) -> Result<Heard, Error> {
        poll_fn(|context| self.poll_hear(context)).await
    }

    /// What the server has sent since the last time that this was asked.
    pub(in super::super) fn take(&mut self) -> Bytes {
        self.inbox.take()
    }

    /// Lets go of that.
    pub(in super::super) fn forget(&mut self) {
        self.inbox.forget();
    }

    /// See [`hear`](Conversation::hear).
    pub(in super::super) fn poll_hear(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Heard, Error>> {
        loop {
            while let Some((tag, body)) = self.inbox.next()? {
                if let Some(heard) = self.note(tag, body)?
                    && !self.is_of_rollback(&heard)?
                {
                    return Poll::Ready(Ok(heard));
                }
            }
            self.poll_send(context)?;
            match ready!(self.inbox.poll_read(&mut self.stream, context)) {
                Ok(1..) => {}
                Ok(0) => return Poll::Ready(Err(self.end("the connection was closed"))),
                Err(error) => return Poll::Ready(Err(self.end(&error.to_string()))),
            }
        }
    }

    /// Sends as much as can be sent now.
    fn poll_send(&mut self, context: &mut Context<'_>) -> Result<(), Error> {
        while !self.outbox.is_empty() {
            match Pin::new(&mut self.stream).poll_write(context, &self.outbox) {
                Poll::Ready(Ok(sent @ 1..)) => self.outbox.advance(sent),
                Poll::Ready(Ok(0)) => return Err(self.end("the connection was closed")),
                Poll::Ready(Err(error)) => return Err(self.end(&error.to_string())),
                Poll::Pending => return Ok(()),
            }
        }
        // TLS has a buffer of its own.
        match pin!(self.stream.flush()).poll(context) {
            Poll::Ready(Err(error)) => Err(self.end(&error.to_string())),
            _ => Ok(()),
        }
    }

    fn end(&mut self, why: &str) -> Error {
        self.is_over = true;
        Error::lost(why)
    }

    /// What a message comes to, for whoever waits for answers.
    fn note(&mut self, tag: u8, body: std::ops::Range<usize>) -> Result<Option<Heard>, Error> {
        let body = self.inbox.body(body);
        match tag {
            b'1' => {
                if let Some(Told::Prepare(number @ 1..)) = self.told.pop_front() {
                    self.prepared.insert(number);
                }
            }
            b'N' => self.is_warned |= Said::read(body).is_warning(),
            b'C' => return Ok(Some(done(body))),
            b'I' => return Ok(Some(Heard::Done { rows: 0, tag: Tag::Other })),
            b'E' => return Ok(Some(Heard::Failed(Box::new(Said::read(body))))),
            b'Z' => {
                // What was not answered for was not executed.
                while !matches!(self.told.pop_front(), Some(Told::Sync) | None) {}
                return match body {
                    b"I" => Ok(Some(Heard::Ready(State::Idle))),
                    b"T" => Ok(Some(Heard::Ready(State::InTransaction))),
                    b"E" => Ok(Some(Heard::Ready(State::InVain))),
                    _ => Err(self.end("the server is in no state")),
                };
            }
            // Rows and what they are like; what was bound and closed; what happens meanwhile.
            b'D' | b'T' | b'2' | b'3' | b'n' | b't' | b'S' | b'A' => {}
            _ => {
                let why = format!("a message {:?} makes no sense here", char::from(tag));
                return Err(self.end(&why));
            }
        }
        Ok(None)
    }

    /// Whether this ends a transaction that has failed.
    fn is_of_rollback(&mut self, heard: &Heard) -> Result<bool, Error> {
        if !self.is_rolling_back {
            return Ok(false);
        }
        match heard {
            Heard::Done { .. } => {}
            Heard::Ready(State::Idle) => self.is_rolling_back = false,
            _ => return Err(self.end("a transaction that failed does not end")),
        }
        Ok(true)
    }

    /// Whether the server is still there, as far as it has said anything while it was not asked.
    pub(in super::super) fn is_open(&mut self) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        while !self.is_over {
            // Between two conversations there are notices, and the news that it is over.
            match self.poll_hear(&mut context) {
                Poll::Pending => {
                    self.inbox.forget();
                    return true;
                }
                Poll::Ready(_) => self.is_over = true,
            }
        }
        false
    }

    /// Has nothing more be said, not even a goodbye.
    pub(in super::super) fn lose(&mut self) {
        self.is_over = true;
    }
}

/// Says goodbye, if that is possible at once.
impl Drop for Conversation {
    fn drop(&mut self) {
        if self.is_over || !self.outbox.is_empty() {
            return;
        }
        frontend::terminate(&mut self.outbox);
        let _ = self.send_now();
    }
}

/// What the tag of a statement says: `INSERT 0 2`, `COMMIT`.
fn done(tag: &[u8]) -> Heard {
    let tag = tag.strip_suffix(b"\0").unwrap_or(tag);
    let last = tag.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    let rows = std::str::from_utf8(last).ok().and_then(|last| last.parse().ok());
    let tag = match tag {
        b"COMMIT" => Tag::Commit,
        b"ROLLBACK" => Tag::Rollback,
        _ => Tag::Other,
    };
    Heard::Done { rows: rows.unwrap_or(0), tag }
}

fn unsendable(error: std::io::Error) -> Error {
    Error::Unsendable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_say_what_was_done() {
        for (tag, expected) in [
            (&b"INSERT 0 2\0"[..], (2, Tag::Other)),
            (b"SELECT 17\0", (17, Tag::Other)),
            (b"BEGIN\0", (0, Tag::Other)),
            (b"COMMIT\0", (0, Tag::Commit)),
            (b"ROLLBACK\0", (0, Tag::Rollback)),
            (b"", (0, Tag::Other)),
        ] {
            let Heard::Done { rows, tag: kind } = done(tag) else { panic!("{tag:?}") };
            assert_eq!((rows, kind), expected, "{tag:?}");
        }
    }
}
