//! Looks at the whole of a large file while it is served.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{InterruptHandle, OpenFlags};

use super::damage::Damage;
use super::held::Held;
use super::open::connect;
use super::verify;
use crate::StoreError;

/// How long it rests after each slice of rows, which takes about as long: others need the disk, too.
const REST: Duration = Duration::from_millis(1);
/// How long it waits before it tries again where it could not read.
const AGAIN: Duration = Duration::from_secs(10);

/// The thread that looks, until it is through or the store is closed.
pub(super) struct Watch {
    stop: Option<Sender<()>>,
    interrupt: InterruptHandle,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl Watch {
    /// Starts to look at the file, through a connection of its own.
    pub(super) fn start(
        path: &Path,
        damage: Arc<Damage>,
        held: Arc<Held>,
    ) -> Result<Watch, StoreError> {
        let cannot = |why: String| StoreError::new(format!("cannot be looked at: {why}"));
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|error| cannot(error.to_string()))?;
        let interrupt = connection.get_interrupt_handle();
        let (stop, stopped) = channel();
        let path = PathBuf::from(path);
        let look = move || {
            loop {
                let hold = held.hold();
                let structure = verify::structure(&connection);
                drop(hold);
                let rows = structure
                    .and_then(|()| verify::rows(&connection, &mut || goes_on(&stopped, REST)));
                let rows = rows.map_err(|error| error.about(&path.display()));
                // What could not be read is not known to be damaged.
                let again = matches!(damage.note(rows), Err(error) if !error.is_damaged());
                if !again || !goes_on(&stopped, AGAIN) {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("store-watch".to_owned())
            .spawn(look)
            .map_err(|error| cannot(error.to_string()))?;
        Ok(Watch { stop: Some(stop), interrupt, thread: Some(thread) })
    }
}

/// Waits; whether nobody has said meanwhile that it is enough.
fn goes_on(stopped: &Receiver<()>, wait: Duration) -> bool {
    matches!(stopped.recv_timeout(wait), Err(RecvTimeoutError::Timeout))
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop = None;
        let Some(thread) = self.thread.take() else { return };
        // What is under way is broken off, however often it begins anew before it hears of the end.
        while !thread.is_finished() {
            self.interrupt.interrupt();
            std::thread::sleep(REST);
        }
        let _ = thread.join();
    }
}
