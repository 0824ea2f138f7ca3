//! The connections to the database: few that loads share, others that commits have for themselves.
//!
//! A load is one statement. Many are sent through one connection without waiting for each other, so that under load
//! neither side sleeps between two of them. A commit has a connection for itself until it is made, which takes as
//! long as the disk does; so there are more of these. All are opened when they are needed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::Semaphore;

use super::address::Address;
use super::line::Line;
use super::reaching::Unreachable;
use super::shared_line::SharedLine;
use super::silence::Silence;

/// How many loads go through one connection before another one is opened.
const SHARED: usize = 8;
/// The part of all connections that loads share: one of these.
const READERS: usize = 6;

/// The connections.
#[derive(Debug)]
pub(super) struct Lines {
    address: Address,
    readers: Vec<Reader>,
    /// Connections that no commit has.
    free: Mutex<Vec<Line>>,
    /// One for each commit that may be under way.
    turns: Semaphore,
    silence: Silence,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Address({})", self.shown)
    }
}

#[derive(Debug, Default)]
struct Reader {
    line: RwLock<Option<Arc<SharedLine>>>,
    /// Only one opens it; the others wait for that.
    opening: tokio::sync::Mutex<()>,
    loads: AtomicUsize,
}

impl Lines {
    pub(super) fn to(address: Address) -> Lines {
        let readers = (address.connections / READERS).max(1);
        let writers = address.connections - readers;
        let readers = std::iter::repeat_with(Reader::default).take(readers).collect();
        Lines {
            address,
            readers,
            free: Mutex::default(),
            turns: Semaphore::new(writers),
            silence: Silence::default(),
        }
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// A connection to load through, beside others.
    pub(super) async fn shared(&self) -> Result<Shared<'_>, Unreachable> {
        let reader = self.least_busy();
        let busy = Busy::with(reader);
        let line = match reader.good_line(self) {
            Some(line) => line,
            None => reader.reach(self).await?,
        };
        Ok(Shared { line, lines: self, number: self.silence.begin(), _busy: busy })
    }

    /// The first reader with room, or the one with the fewest loads.
    fn least_busy(&self) -> &Reader {
        let mut least = &self.readers[0];
        for reader in &self.readers {
            if reader.loads.load(Ordering::Relaxed) < SHARED {
                return reader;
            }
            if reader.loads.load(Ordering::Relaxed) < least.loads.load(Ordering::Relaxed) {
                least = reader;
            }
        }
        least
    }

    /// A connection for one alone.
    pub(super) async fn alone(&self) -> Result<Alone<'_>, Unreachable> {
        // It is never closed.
        let turn = self.turns.acquire().await.map_err(|_| Unreachable::silent())?;
        let line = match self.take() {
            Some(line) => line,
            None => self.open().await?,
        };
        Ok(Alone { line: Some(line), lines: self, number: self.silence.begin(), _turn: turn })
    }

    /// The connection that was used last, so that those that are not needed stay unused.
    fn take(&self) -> Option<Line> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(mut line) = free.pop() {
            if self.silence.believes(line.heard()) && line.is_open() {
                return Some(line);
            }
            line.lose();
        }
        None
    }

    async fn open(&self) -> Result<Line, Unreachable> {
        let mut line = Line::open(&self.address).await?;
        line.hear(self.silence.now());
        Ok(line)
    }
}

impl Reader {
    fn good_line(&self, lines: &Lines) -> Option<Arc<SharedLine>> {
        let line = self.line.read().unwrap_or_else(PoisonError::into_inner);
        let is_good =
            |line: &&Arc<SharedLine>| line.is_open() && lines.silence.believes(line.heard());
        line.as_ref().filter(is_good).cloned()
    }

    async fn reach(&self, lines: &Lines) -> Result<Arc<SharedLine>, Unreachable> {
        let _opening = self.opening.lock().await;
        if let Some(line) = self.good_line(lines) {
            return Ok(line);
        }
        let line = Arc::new(SharedLine::open(&lines.address).await?);
        line.hear(lines.silence.now());
        *self.line.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&line));
        Ok(line)
    }
}

/// A load that is under way.
struct Busy<'a>(&'a Reader);

impl<'a> Busy<'a> {
    fn with(reader: &'a Reader) -> Busy<'a> {
        reader.loads.fetch_add(1, Ordering::Relaxed);
        Busy(reader)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.loads.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection that others load through too.
pub(super) struct Shared<'a> {
    line: Arc<SharedLine>,
    lines: &'a Lines,
    /// The number of the try that it is for.
    number: u64,
    _busy: Busy<'a>,
}

impl Shared<'_> {
    /// Notes that it has answered.
    pub(super) fn heard(&self) {
        self.line.hear(self.lines.silence.now());
    }

    /// Notes that no answer came in time.
    pub(super) fn silent(&self) {
        self.line.lose();
        self.lines.silence.note(self.number);
    }
}

impl std::ops::Deref for Shared<'_> {
    type Target = SharedLine;

    fn deref(&self) -> &SharedLine {
        &self.line
    }
}

/// A connection that nobody else has. It is kept for the next one unless it is lost.
pub(super) struct Alone<'a> {
    line: Option<Line>,
    lines: &'a Lines,
    /// The number of the try that it is for.
    number: u64,
    _turn: tokio::sync::SemaphorePermit<'a>,
}

impl Alone<'_> {
    /// Notes that no answer came in time.
    pub(super) fn silent(&mut self) {
        self.lose();
        self.lines.silence.note(self.number);
    }
}

impl std::ops::Deref for Alone<'_> {
    type Target = Line;

    #[allow(clippy::expect_used, reason = "it is taken when this is dropped")]
    fn deref(&self) -> &Line {
        self.line.as_ref().expect("a line until the drop")
    }
}

impl std::ops::DerefMut for Alone<'_> {
    #[allow(clippy::expect_used, reason = "it is taken when this is dropped")]
    fn deref_mut(&mut self) -> &mut Line {
        self.line.as_mut().expect("a line until the drop")
    }
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        let Some(mut line) = self.line.take() else { return };
        if line.is_open() {
            line.hear(self.lines.silence.now());
            self.lines.free.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    }
}
