//! What all operations have in common: connections, patience, and trying again.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::address::Address;
use super::fault::{Remedy, fault, remedy, words};
use super::line::Broken;
use super::lines::{Alone, Lines};
use super::param::Param;
use super::reaching::Unreachable;
use super::sql::Statement;
use super::wire::{Error, Rows};
use crate::StoreError;

/// How long a request is tried before it is a fault: long enough for a standby to take over.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);
/// How long the server may take for one try.
pub(super) const TRY: Duration = Duration::from_secs(5);
/// The longest pause between two tries, in milliseconds.
const PAUSE_MAX: u64 = 400;

/// A source of random numbers.
pub type Random = fn() -> u128;

/// The connections, and what it takes to use them.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) lines: Lines,
    random: Random,
}

impl Shared {
    pub(super) fn of(address: Address, random: Random) -> Shared {
        Shared { lines: Lines::to(address), random }
    }

    pub(super) fn random(&self) -> u128 {
        (self.random)()
    }

    /// Waits before the next try: longer each time, and never as long as somebody else.
    pub(super) async fn pause(&self, tries: u32) {
        let most = (1_u64 << tries.min(9)).min(PAUSE_MAX);
        let millis = u64::try_from(self.random() % u128::from(most)).unwrap_or(0) + most / 2;
        sleep(Duration::from_millis(millis.max(1))).await;
    }

    /// A connection for one alone, waited for with patience.
    pub(super) async fn line(&self) -> Result<Alone<'_>, StoreError> {
        self.patiently(|| async { self.lines.alone().await.map_err(Failed::from) }).await
    }

    /// Loads with a statement that only reads.
    pub(super) async fn query(&self, statement: Statement) -> Result<Rows, StoreError> {
        let statement = &Arc::new(statement);
        self.patiently(|| async {
            let line = self.lines.shared().await?;
            if let Ok(rows) = timeout(TRY, line.query(statement)).await {
                line.heard();
                return Ok(rows?);
            }
            line.silent();
            Err(Failed::ForNow(silent()))
        })
        .await
    }

    /// Executes a statement that may be executed twice.
    pub(super) async fn execute(&self, statement: &Statement) -> Result<u64, StoreError> {
        self.patiently(|| async {
            let mut line = self.lines.alone().await?;
            if let Ok(done) = timeout(TRY, line.execute(statement)).await {
                return Ok(done?);
            }
            line.silent();
            Err(Failed::ForNow(silent()))
        })
        .await
    }

    /// A value of the table `meta`.
    pub(super) async fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM meta WHERE name = $1";
        let params = vec![Param::Text(name.to_owned())];
        let rows = self.query(Statement::once(sql, params)).await?;
        let row = rows.first().map_err(|error| fault(&error))?;
        let wrong = |why| StoreError::new(format!("table meta, row ({name}): {why}"));
        let value = row.map(|row| row.text(0)).transpose().map_err(wrong)?;
        Ok(value.flatten().map(str::to_owned))
    }

    /// Tries until it succeeds, cannot, or has taken too long.
    async fn patiently<T, F>(&self, attempt: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, Failed>>,
    {
        let mut last = None;
        let trying = async {
            let mut tries = 1;
            loop {
                match attempt().await {
                    Ok(value) => return Ok(value),
                    Err(Failed::ForGood(error)) => return Err(error),
                    Err(Failed::ForNow(error)) => last = Some(error),
                }
                self.pause(tries).await;
                tries += 1;
            }
        };
        match timeout(PATIENCE, trying).await {
            Ok(outcome) => outcome,
            Err(_) => Err(last.unwrap_or_else(silent)),
        }
    }
}

/// Why a try failed.
#[derive(Debug)]
pub(super) enum Failed {
    /// It may succeed the next time.
    ForNow(StoreError),
    /// It will not.
    ForGood(StoreError),
}

impl From<Unreachable> for Failed {
    fn from(unreachable: Unreachable) -> Failed {
        let said = unreachable.said.unwrap_or_else(silent);
        if unreachable.may_pass { Failed::ForNow(said) } else { Failed::ForGood(said) }
    }
}

impl From<Broken> for Failed {
    fn from(broken: Broken) -> Failed {
        match broken {
            Broken::At(error) | Broken::AtTheEnd(error) => Failed::from(error),
            Broken::Warned => Failed::ForNow(alone()),
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        match remedy(&error) {
            Remedy::Again | Remedy::Reconnect => Failed::ForNow(StoreError::new(words(&error))),
            Remedy::Nothing | Remedy::Conflict => Failed::ForGood(fault(&error)),
        }
    }
}

/// What a transaction comes to that a server keeps for itself.
pub(super) fn alone() -> StoreError {
    StoreError::new("the wait for the standby was canceled")
}

/// What a server that does not answer in time says.
pub(super) fn silent() -> StoreError {
    StoreError::new("does not answer")
}
