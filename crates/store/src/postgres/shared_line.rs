//! A connection that many load through.
//!
//! Whatever waits to be loaded is sent together, with one Sync: the server answers once for all of it, and while it
//! is at work, the next ones gather. What is sent together is one transaction, which only reads. Each of its loads
//! was asked for before it began, so none sees a moment that is too old; and none counts before all have succeeded. If
//! one fails, the others are sent again, each by itself.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use super::address::Address;
use super::fault::{Remedy, remedy};
use super::reaching::{Unreachable, reach};
use super::settling::settle;
use super::sql::Statement;
use super::wire::{Conversation, Error, Heard, Rows, Said, State};

/// The most loads that are sent with one Sync.
const TOGETHER: usize = 16;

/// A connection that nobody has to himself.
pub(super) struct SharedLine {
    desk: Arc<Desk>,
    /// The last try that had begun when it was heard last.
    heard: AtomicU64,
    driver: AbortHandle,
}

impl std::fmt::Debug for SharedLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SharedLine(open: {})", self.is_open())
    }
}

impl Drop for SharedLine {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Where loads wait to be sent.
#[derive(Default)]
struct Desk {
    waiting: Mutex<Waiting>,
    /// Whether nothing more is to be expected of the connection.
    is_lost: AtomicBool,
}

#[derive(Default)]
struct Waiting {
    loads: Vec<Load>,
    /// Whoever sends them, if there was nothing to do.
    driver: Option<Waker>,
}

struct Load {
    statement: Arc<Statement>,
    /// Whether it is sent with others.
    is_alone: bool,
    answer: oneshot::Sender<Result<Rows, Error>>,
}

impl SharedLine {
    /// Reaches the first of the hosts that can be written to.
    pub(super) async fn open(address: &Address) -> Result<SharedLine, Unreachable> {
        let mut talk = reach(address).await?;
        if address.prepares {
            settle(&mut talk).await?;
        }
        let desk = Arc::new(Desk::default());
        let driver = tokio::spawn(drive(talk, Arc::clone(&desk))).abort_handle();
        Ok(SharedLine { desk, heard: AtomicU64::new(0), driver })
    }

    /// Whether it can be used.
    pub(super) fn is_open(&self) -> bool {
        !self.desk.is_lost.load(Ordering::Acquire)
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
        self.desk.is_lost.store(true, Ordering::Release);
    }

    /// The rows of a statement that only reads.
    pub(super) async fn query(&self, statement: &Arc<Statement>) -> Result<Rows, Error> {
        let rows = match self.ask(statement, false).await {
            Err(Error::Beside) => self.ask(statement, true).await,
            answered => answered,
        };
        if let Err(error) = &rows
            && remedy(error) == Remedy::Reconnect
        {
            self.lose();
        }
        rows
    }

    async fn ask(&self, statement: &Arc<Statement>, is_alone: bool) -> Result<Rows, Error> {
        let (answer, answered) = oneshot::channel();
        self.desk.put(Load { statement: Arc::clone(statement), is_alone, answer });
        let lost = |_| Err(Error::Lost("the connection was closed".to_owned()));
        answered.await.unwrap_or_else(lost)
    }
}

impl Desk {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, load: Load) {
        let mut waiting = self.waiting();
        // Whoever ends the connection looks here afterwards.
        if self.is_lost.load(Ordering::Acquire) {
            return;
        }
        waiting.loads.push(load);
        let driver = waiting.driver.take();
        drop(waiting);
        if let Some(driver) = driver {
            driver.wake();
        }
    }

    /// All that waits; whoever asks is woken if it is nothing.
    fn take(&self, context: &Context<'_>) -> Vec<Load> {
        let mut waiting = self.waiting();
        if waiting.loads.is_empty() {
            waiting.driver = Some(context.waker().clone());
        }
        std::mem::take(&mut waiting.loads)
    }

    /// Gives up all that waits.
    fn close(&self) {
        let mut waiting = self.waiting();
        self.is_lost.store(true, Ordering::Release);
        waiting.loads.clear();
    }
}

/// Sends what waits and hands out the answers, until the connection is lost.
async fn drive(mut talk: Conversation, desk: Arc<Desk>) {
    while let Some(loads) = next(&mut talk, &desk).await {
        if load(&mut talk, loads).await.is_err() {
            talk.lose();
            break;
        }
    }
    desk.close();
}

/// What is to be sent; nothing once the server has said that it is over.
async fn next(talk: &mut Conversation, desk: &Desk) -> Option<Vec<Load>> {
    poll_fn(|context| {
        let loads = desk.take(context);
        if !loads.is_empty() {
            return Poll::Ready(Some(loads));
        }
        match talk.poll_hear(context) {
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Sends loads and hands out their answers. An error is one of the connection.
async fn load(talk: &mut Conversation, loads: Vec<Load>) -> Result<(), Error> {
    let mut groups: VecDeque<Vec<Load>> = VecDeque::new();
    for load in loads {
        // Whoever asked may have gone away meanwhile.
        if load.answer.is_closed() {
            continue;
        }
        let is_joined = |group: &&mut Vec<Load>| {
            group.len() < TOGETHER && !load.is_alone && !group.iter().any(|other| other.is_alone)
        };
        match groups.back_mut().filter(is_joined) {
            Some(group) => group.push(load),
            None => groups.push_back(vec![load]),
        }
    }
    for group in &mut groups {
        say(talk, group)?;
    }
    for group in groups {
        hand_out(talk, group).await?;
    }
    Ok(())
}

/// Says a group, but for what cannot be sent.
fn say(talk: &mut Conversation, group: &mut Vec<Load>) -> Result<(), Error> {
    let said: Vec<Load> = std::mem::take(group);
    for load in said {
        match talk.execute(&load.statement) {
            Ok(()) => group.push(load),
            Err(error) => drop(load.answer.send(Err(error))),
        }
    }
    talk.sync()
}

async fn hand_out(talk: &mut Conversation, group: Vec<Load>) -> Result<(), Error> {
    let mut answers = Vec::with_capacity(group.len());
    let mut why = None;
    loop {
        match talk.hear().await? {
            Heard::Done { .. } => answers.push(Rows::among(talk.take())),
            Heard::Failed(said) => {
                why.get_or_insert(said);
            }
            Heard::Ready(State::Idle) => break,
            Heard::Ready(_) => return Err(Error::Lost("a load is in a transaction".to_owned())),
        }
    }
    talk.forget();
    match why {
        None => {
            for (load, rows) in group.into_iter().zip(answers) {
                drop(load.answer.send(Ok(rows)));
            }
        }
        Some(said) => refuse(group, answers.len(), said),
    }
    Ok(())
}

/// Says that a group has failed at one of its loads.
fn refuse(group: Vec<Load>, at: usize, said: Box<Said>) {
    let is_one = group.len() == 1;
    let mut said = Some(said);
    for (place, load) in group.into_iter().enumerate() {
        let why = if place == at || is_one { said.take() } else { None };
        drop(load.answer.send(Err(why.map_or(Error::Beside, Error::Said))));
    }
}
