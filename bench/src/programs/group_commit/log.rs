//! The log, moved into the file beside the commits, as the server moves it: by a thread of its own while the writer goes
//! on, which moves only the rest.

use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::Connection;

use crate::Problem;

/// So many more pages are worth moving; from so many on, the writer waits until they are. As the server has them.
const PAGES: i64 = 4_000;
const PAGES_AT_MOST: i64 = 16_000;
const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

pub(super) struct Log {
    go: Sender<()>,
    done: Receiver<()>,
    is_moving: bool,
    /// How long the log was when it was moved last.
    tried: i64,
}

impl Log {
    pub(super) fn of(file: &str) -> Result<Log, Problem> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let ((go, going), (says, done)) = (channel(), channel());
        std::thread::Builder::new().name("log".to_owned()).spawn(move || {
            while let Ok(()) = going.recv() {
                let _ = checkpoint(&connection, PASSIVE);
                let _ = says.send(());
            }
        })?;
        Ok(Log { go, done, is_moving: false, tried: 0 })
    }

    /// Moves the log if it has grown, while nobody waits for an answer.
    pub(super) fn go_on(&mut self, connection: &Connection) {
        let Ok(pages) = checkpoint(connection, "PRAGMA wal_checkpoint(NOOP)") else { return };
        if pages < self.tried {
            self.tried = 0;
        }
        if self.is_moving {
            let is_done = match pages >= PAGES_AT_MOST {
                true => self.done.recv().is_ok(),
                false => self.done.try_recv().is_ok(),
            };
            if is_done {
                (self.is_moving, self.tried) = (false, pages);
                let _ = checkpoint(connection, PASSIVE);
            }
        } else if pages >= self.tried + PAGES {
            self.tried = pages;
            self.is_moving = self.go.send(()).is_ok();
        }
    }
}

/// How many pages are in the log then.
fn checkpoint(connection: &Connection, how: &str) -> rusqlite::Result<i64> {
    connection.prepare_cached(how)?.query_row([], |row| row.get(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_begins_anew_while_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db").to_string_lossy().into_owned();
        let connection = Connection::open(&file).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.pragma_update(None, "wal_autocheckpoint", "0").unwrap();
        connection.execute_batch("CREATE TABLE a (b)").unwrap();
        let (mut log, mut last, mut began_anew) = (Log::of(&file).unwrap(), 0, false);
        for _ in 0..300 {
            connection.execute("INSERT INTO a VALUES (randomblob(400000))", []).unwrap();
            log.go_on(&connection);
            let pages = checkpoint(&connection, "PRAGMA wal_checkpoint(NOOP)").unwrap();
            assert!(pages <= PAGES_AT_MOST + 200, "{pages}");
            began_anew |= pages < last;
            last = pages;
        }
        assert!(began_anew);
    }
}
