//! Moving the log into the file, beside the commits.
//!
//! Pages go from the log to their places in the file, all over it, and the file is brought to disk: as long as
//! several batches take. So a thread of its own does it while the writer goes on, and the writer moves only what came
//! meanwhile: once nothing is left, SQLite writes the log from its beginning again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, OpenFlags};

use crate::sqlite::open::connect;

/// So many more pages in the log, 16 MiB of them, are worth moving.
const LOG_PAGES: i64 = 4_000;
/// From so many pages on, the log is emptied even if that has to wait for the readers of the moment.
const LOG_PAGES_AT_MOST: i64 = 16_000;

/// How the log is moved, and when.
pub(in crate::sqlite) struct Moving {
    /// `None` where the log is moved by the writer alone.
    path: Option<PathBuf>,
    mover: Option<Mover>,
    /// How long the log was when it was moved last.
    tried: i64,
}

/// What can be done with the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Nothing,
    /// Move what others do not need any more, beside the commits.
    Move,
    /// Move the rest, which is little.
    Finish,
    /// Move everything, and wait for those who read it.
    Empty,
}

impl Moving {
    /// Beside the commits, for the store in this file; or else between them.
    pub(in crate::sqlite) fn of(path: Option<&Path>) -> Moving {
        Moving { path: path.map(PathBuf::from), mover: None, tried: 0 }
    }

    /// Moves the log if it has grown, while nobody waits for an answer.
    ///
    /// A fault here is none yet: everything is in the log, and the next commit shows whether it can grow.
    pub(super) fn go_on(&mut self, connection: &Connection, is_held: bool) {
        let Ok((pages, moved)) = checkpoint(connection, "PRAGMA wal_checkpoint(NOOP)") else {
            return;
        };
        let step = self.next(pages, moved, is_held);
        let done = match step {
            Step::Nothing => return,
            Step::Move if self.begin() => return,
            Step::Move | Step::Finish => checkpoint(connection, PASSIVE),
            Step::Empty => checkpoint(connection, "PRAGMA wal_checkpoint(TRUNCATE)"),
        };
        drop(done);
    }

    fn next(&mut self, pages: i64, moved: i64, is_held: bool) -> Step {
        if pages < self.tried {
            self.tried = 0;
        }
        if let Some(mover) = self.mover.as_mut().filter(|mover| mover.is_moving) {
            // Who writes faster than the log is moved waits, or it would grow for ever.
            if !mover.is_done(pages >= LOG_PAGES_AT_MOST) {
                return Step::Nothing;
            }
            self.tried = pages;
            let is_little = pages - moved < LOG_PAGES;
            return if is_little && !is_held { Step::Finish } else { Step::Nothing };
        }
        // Where somebody holds a snapshot for long, little can be moved, and each try looks at the whole log.
        if pages < self.tried + LOG_PAGES {
            return Step::Nothing;
        }
        self.tried = pages;
        if pages >= LOG_PAGES_AT_MOST && !is_held { Step::Empty } else { Step::Move }
    }

    /// Has the thread move the log. Whether it can.
    fn begin(&mut self) -> bool {
        if self.mover.is_none() {
            self.mover = self.path.as_deref().and_then(Mover::start);
        }
        self.mover.as_mut().is_some_and(Mover::begin)
    }
}

const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// How many pages are in the log then, and how many of them are in the file as well.
fn checkpoint(connection: &Connection, how: &str) -> rusqlite::Result<(i64, i64)> {
    connection.prepare_cached(how)?.query_row([], |row| Ok((row.get(1)?, row.get(2)?)))
}

/// The thread.
struct Mover {
    go: Option<Sender<()>>,
    done: Receiver<()>,
    is_moving: bool,
    thread: Option<JoinHandle<()>>,
}

impl Mover {
    /// `None` where there is no descriptor or no thread left: the writer can do without.
    fn start(path: &Path) -> Option<Mover> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).ok()?;
        connection.pragma_update(None, "synchronous", "FULL").ok()?;
        let ((go, going), (says, done)) = (channel(), channel());
        let work = move || {
            while let Ok(()) = going.recv() {
                // The writer finds out by itself how far this came.
                drop(checkpoint(&connection, PASSIVE));
                let _ = says.send(());
            }
        };
        let thread = std::thread::Builder::new().name("store-log".to_owned()).spawn(work).ok()?;
        Some(Mover { go: Some(go), done, is_moving: false, thread: Some(thread) })
    }

    fn begin(&mut self) -> bool {
        self.is_moving = self.go.as_ref().is_some_and(|go| go.send(()).is_ok());
        self.is_moving
    }

    /// Whether it is through; it is waited for if it must.
    fn is_done(&mut self, must: bool) -> bool {
        // One that has ended moves nothing any more, either.
        self.is_moving = if must {
            let _ = self.done.recv();
            false
        } else {
            self.done.try_recv() == Err(TryRecvError::Empty)
        };
        !self.is_moving
    }
}

impl Drop for Mover {
    fn drop(&mut self) {
        self.go = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_has_not_grown_is_left_alone() {
        let mut log = Moving::of(None);
        assert_eq!(log.next(LOG_PAGES - 1, 0, false), Step::Nothing);
        assert_eq!(log.next(LOG_PAGES, 0, false), Step::Move);
        // While somebody holds what cannot be moved, not at every batch again.
        assert_eq!(log.next(LOG_PAGES + 1, 0, true), Step::Nothing);
        assert_eq!(log.next(2 * LOG_PAGES, 0, true), Step::Move);
        // It was begun anew.
        assert_eq!(log.next(10, 0, false), Step::Nothing);
        assert_eq!(log.next(LOG_PAGES, 0, false), Step::Move);
    }

    #[test]
    fn a_log_that_is_too_long_is_emptied_unless_somebody_holds_it() {
        let mut log = Moving::of(None);
        assert_eq!(log.next(LOG_PAGES_AT_MOST, 0, true), Step::Move);
        let longer = LOG_PAGES_AT_MOST + LOG_PAGES;
        assert_eq!(log.next(longer, 0, false), Step::Empty);
        assert_eq!(log.next(longer + 1, 0, false), Step::Nothing);
    }

    /// Writes 80 MB while the log is moved by whoever is for this path. How long it was at most, in pages, and whether it began
    /// anew.
    fn moved(store: &Path, mover: &Path) -> (i64, bool) {
        let connection = Connection::open(store).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
        connection.execute_batch("CREATE TABLE x (y)").unwrap();
        let mut log = Moving::of(Some(mover));
        let (mut longest, mut began_anew, mut last) = (0, false, 0);
        for _ in 0..400 {
            connection.execute_batch("INSERT INTO x VALUES (randomblob(200000))").unwrap();
            log.go_on(&connection, false);
            let noop = "PRAGMA wal_checkpoint(NOOP)";
            let (pages, _) = checkpoint(&connection, noop).unwrap();
            longest = longest.max(pages);
            began_anew |= pages < last;
            last = pages;
        }
        (longest, began_anew)
    }

    fn count(path: &Path) -> i64 {
        let connection = Connection::open(path).unwrap();
        connection.query_row("SELECT count(*) FROM x", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn the_log_begins_anew_while_commits_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let (longest, began_anew) = moved(&path, &path);
        assert!(began_anew && longest <= LOG_PAGES_AT_MOST + 200, "{longest} pages");
        assert_eq!(count(&path), 400);
    }

    #[test]
    fn where_nothing_can_be_opened_for_it_the_writer_moves_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let (longest, began_anew) = moved(&path, &folder.path().join("none/x.db"));
        assert!(began_anew && longest <= LOG_PAGES + 200, "{longest} pages");
        assert_eq!(count(&path), 400);
    }

    #[test]
    fn a_thread_that_ended_is_done_without() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        drop(Connection::open(&path).unwrap());
        let mut mover = Mover::start(&path).unwrap();
        mover.go = None;
        mover.thread.take().unwrap().join().unwrap();
        assert!(!mover.begin());
        for must in [false, true] {
            mover.is_moving = true;
            assert!(mover.is_done(must) && !mover.is_moving);
        }
    }
}
