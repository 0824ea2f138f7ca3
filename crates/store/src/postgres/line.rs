//! One connection to the database.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use tokio::task::AbortHandle;
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Row};

use super::address::Address;
use super::fault::{Remedy, fault, is_aftermath, leaves_doubt, remedy};
use super::param::{Param, Statement};
use super::reaching::{Reached, Unreachable, reach};

/// How many statements are kept prepared. There are far fewer; beyond it all are prepared anew.
const PREPARED: usize = 512;

/// How long the other end may take to say who it is, once it was reached.
pub(super) const GREETING: std::time::Duration = std::time::Duration::from_secs(5);

/// How long the rest of a transaction may take to come.
const ABANDONED: &str = "SET idle_in_transaction_session_timeout = 10000";
/// Has whatever changes something fail unless it is in a transaction that says that it will. What follows the beginning
/// of a transaction is sent before anybody knows that it has begun; were that beginning canceled, each statement
/// would be made by itself, and nothing would hold what it depends on.
const READ_ONLY: &str = "SET default_transaction_read_only = on";

/// A connection. Several may load through it at the same time: what they ask is answered in its order.
pub(super) struct Line {
    client: Client,
    prepares: bool,
    prepared: Mutex<HashMap<String, tokio_postgres::Statement>>,
    /// Whether changes outside of a transaction fail.
    is_strict: bool,
    /// Whether nothing more is to be expected of it.
    is_lost: AtomicBool,
    /// The last try that had begun when it was heard last.
    heard: AtomicU64,
    /// Whether the server has warned of something.
    warned: Arc<AtomicBool>,
    driver: AbortHandle,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line(open: {})", self.is_open())
    }
}

/// Leaves the connection in peace to say goodbye, unless nobody is there to hear it.
impl Drop for Line {
    fn drop(&mut self) {
        if self.is_lost.load(Ordering::Relaxed) {
            self.driver.abort();
        }
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
        let Reached { client, warned, driver } = reach(address).await?;
        let (prepared, is_lost, heard) = Default::default();
        let (prepares, is_strict) = (address.prepares, false);
        let line = Line { client, prepares, prepared, is_strict, is_lost, heard, warned, driver };
        line.settled().await
    }

    /// Tells the server to give up a transaction of which the rest does not come, because this machine is gone: it
    /// holds what others wait for. And to change nothing outside of one. Not where a pooler would tell another
    /// connection, and not where it is not known.
    async fn settled(mut self) -> Result<Line, Unreachable> {
        if !self.prepares {
            return Ok(self);
        }
        self.told_to(ABANDONED).await?;
        self.is_strict = self.told_to(READ_ONLY).await?;
        Ok(self)
    }

    /// Whether the server has taken this setting.
    async fn told_to(&self, setting: &str) -> Result<bool, Unreachable> {
        match timeout(GREETING, self.client.batch_execute(setting)).await {
            Ok(Err(error)) if error.as_db_error().is_none() => {
                Err(Unreachable { said: Some(fault(&error)), may_pass: true })
            }
            Ok(told) => Ok(told.is_ok()),
            Err(_) => Err(Unreachable::silent()),
        }
    }

    /// Whether it can be used.
    pub(super) fn is_open(&self) -> bool {
        !self.is_lost.load(Ordering::Relaxed) && !self.client.is_closed()
    }

    /// The last try that had begun when it was heard last.
    pub(super) fn heard(&self) -> u64 {
        self.heard.load(Ordering::Relaxed)
    }

    /// Notes that it is heard when this try has begun.
    pub(super) fn hear(&self, number: u64) {
        self.heard.fetch_max(number, Ordering::Relaxed);
    }

    /// Has nobody use it any more.
    pub(super) fn lose(&self) {
        self.is_lost.store(true, Ordering::Relaxed);
    }

    /// The rows of a statement, which is a transaction by itself.
    pub(super) async fn query(&self, statement: &Statement) -> Result<Vec<Row>, Error> {
        let rows = self.rows(statement).await;
        if let Err(error) = &rows
            && remedy(error) == Remedy::Reconnect
        {
            self.lose();
        }
        rows
    }

    async fn rows(&self, statement: &Statement) -> Result<Vec<Row>, Error> {
        let Statement { sql, params } = statement;
        if !self.prepares {
            return self.client.query_typed(sql, &typed(params)).await;
        }
        let prepared = self.prepared(statement).await?;
        self.client.query(&prepared, &untyped(params)).await
    }

    /// Executes a statement in a transaction of its own.
    pub(super) async fn execute(&self, statement: &Statement) -> Result<u64, Broken> {
        let doing = Doing::on(self);
        let done = self.transaction(std::slice::from_ref(statement)).await;
        doing.end();
        self.told(done)
    }

    fn told(&self, done: Result<u64, Broken>) -> Result<u64, Broken> {
        if let Err(Broken::At(error) | Broken::AtTheEnd(error)) = &done
            && remedy(error) == Remedy::Reconnect
        {
            self.lose();
        }
        done
    }

    /// Executes what is prepared, if anything is.
    async fn send(&self, Statement { sql, params }: &Statement) -> Result<u64, Error> {
        if self.prepares
            && let Some(prepared) = self.known(sql)
        {
            return self.client.execute(&prepared, &untyped(params)).await;
        }
        self.client.execute_typed(sql, &typed(params)).await
    }

    /// Executes statements of several words, such as a definition, without parameters, in a transaction of its own.
    pub(super) async fn define(&self, sql: &str) -> Result<(), Broken> {
        let doing = Doing::on(self);
        let done = self.framed(vec![self.word(sql)]).await;
        doing.end();
        self.told(done).map(drop)
    }

    /// Executes all statements as one transaction. Everything is sent at once: nothing waits for an answer.
    ///
    /// Nobody else may use the line meanwhile.
    pub(super) async fn transact(&self, statements: &[Statement]) -> Result<(), Broken> {
        let doing = Doing::on(self);
        let done = self.transaction(statements).await;
        doing.end();
        done.map(drop)
    }

    /// The rows that the last of the statements changed.
    async fn transaction(&self, statements: &[Statement]) -> Result<u64, Broken> {
        if self.prepares {
            for statement in statements {
                self.prepared(statement).await.map_err(Broken::At)?;
            }
        }
        let sent = statements.iter().map(|statement| Sent::new(self.send(statement)));
        self.framed(sent.collect()).await
    }

    /// Has all this done in one transaction. Unless it ends as it should, the line is not used again.
    async fn framed(&self, inner: Vec<Sent<'_>>) -> Result<u64, Broken> {
        let mut sent = Vec::with_capacity(inner.len() + 2);
        if self.is_strict {
            sent.push(self.word("BEGIN READ WRITE"));
        } else {
            self.word("BEGIN").finish().await.map_err(|error| {
                self.lose();
                Broken::At(error)
            })?;
        }
        let begun = sent.len();
        self.warned.store(false, Ordering::Relaxed);
        sent.extend(inner);
        sent.push(self.word("COMMIT"));
        std::future::poll_fn(|context| {
            // In this order, each as far as being sent.
            sent.iter_mut().for_each(|each| each.begin(context));
            Poll::Ready(())
        })
        .await;
        let mut heard = Heard::default();
        let last = sent.len() - 1;
        for (index, each) in sent.into_iter().enumerate() {
            heard.note(each.finish().await, index < begun || index == last, index == last);
        }
        if heard.is_astray {
            self.lose();
        }
        let rows = heard.outcome()?;
        if self.warned.load(Ordering::Relaxed) { Err(Broken::Warned) } else { Ok(rows) }
    }

    /// What has no parameters.
    fn word<'a>(&'a self, sql: &'a str) -> Sent<'a> {
        Sent::new(async move { self.client.batch_execute(sql).await.map(|()| 0) })
    }

    fn known(&self, sql: &str) -> Option<tokio_postgres::Statement> {
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner).get(sql).cloned()
    }

    async fn prepared(&self, statement: &Statement) -> Result<tokio_postgres::Statement, Error> {
        let Statement { sql, params } = statement;
        if let Some(known) = self.known(sql) {
            return Ok(known);
        }
        let kinds: Vec<Type> = params.iter().map(Param::kind).collect();
        let prepared = self.client.prepare_typed(sql, &kinds).await?;
        let mut all = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= PREPARED {
            all.clear();
        }
        all.insert(sql.clone(), prepared.clone());
        Ok(prepared)
    }
}

/// What was heard of a transaction.
#[derive(Default)]
struct Heard {
    /// The rows that its last statement changed.
    rows: u64,
    /// Why it failed.
    why: Option<Error>,
    /// That it had failed before, which says why only if nothing else does.
    aftermath: Option<Error>,
    /// Why its end failed.
    end: Option<Error>,
    /// Whether it is not certain that the connection is in no transaction any more.
    is_astray: bool,
}

impl Heard {
    fn note(&mut self, answer: Result<u64, Error>, is_frame: bool, is_end: bool) {
        match answer {
            Ok(rows) if !is_frame => self.rows = rows,
            Ok(_) => {}
            Err(error) => {
                self.is_astray |= is_frame;
                let place = match () {
                    () if is_end => &mut self.end,
                    () if is_aftermath(&error) => &mut self.aftermath,
                    () => &mut self.why,
                };
                place.get_or_insert(error);
            }
        }
    }

    fn outcome(self) -> Result<u64, Broken> {
        match (self.why.or(self.aftermath), self.end) {
            (None, None) => Ok(self.rows),
            // What the server says of a statement, it says of the transaction. That no answer came says nothing: the
            // end was sent, too.
            (Some(error), _) if !leaves_doubt(&error) => Err(Broken::At(error)),
            (Some(error), _) | (None, Some(error)) => Err(Broken::AtTheEnd(error)),
        }
    }
}

/// Something that is under way on a line. Where it is broken off, nobody knows what the line would answer next, so
/// it is lost.
struct Doing<'a>(Option<&'a Line>);

impl<'a> Doing<'a> {
    fn on(line: &'a Line) -> Doing<'a> {
        Doing(Some(line))
    }

    fn end(mut self) {
        self.0 = None;
    }
}

impl Drop for Doing<'_> {
    fn drop(&mut self) {
        if let Some(line) = self.0 {
            line.lose();
        }
    }
}

/// A statement under way, or its outcome.
enum Sent<'a> {
    Waiting(Pin<Box<dyn Future<Output = Result<u64, Error>> + Send + 'a>>),
    Done(Result<u64, Error>),
}

impl<'a> Sent<'a> {
    fn new(statement: impl Future<Output = Result<u64, Error>> + Send + 'a) -> Sent<'a> {
        Sent::Waiting(Box::pin(statement))
    }

    /// Sends it.
    fn begin(&mut self, context: &mut std::task::Context<'_>) {
        if let Sent::Waiting(statement) = self
            && let Poll::Ready(outcome) = statement.as_mut().poll(context)
        {
            *self = Sent::Done(outcome);
        }
    }

    async fn finish(self) -> Result<u64, Error> {
        match self {
            Sent::Waiting(statement) => statement.await,
            Sent::Done(outcome) => outcome,
        }
    }
}

fn typed(params: &[Param]) -> Vec<(&(dyn ToSql + Sync), Type)> {
    params.iter().map(|param| (param as &(dyn ToSql + Sync), param.kind())).collect()
}

fn untyped(params: &[Param]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}
