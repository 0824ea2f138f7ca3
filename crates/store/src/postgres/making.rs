//! Having a commit made, whatever happens on the way.
//!
//! Each try begins by adding the id of a request. Where the end of a transaction was not heard of, the same id is
//! added as given up, by itself: if it can be added, the transaction was not made and never will be, even if it is
//! still on its way; if it is there already, it was made.

use std::sync::LazyLock;

use tokio::time::timeout;

use super::commit::{Planned, plan};
use super::fault::{Remedy, fault, leaves_doubt, remedy, words};
use super::line::Broken;
use super::param::Param;
use super::shared::{Failed, PATIENCE, Shared, TRY, alone, silent};
use super::sql::{Sql, Statement};
use super::wire::Error;
use crate::{Commit, CommitError, StoreError};

/// The most requests that are forgotten at once.
const FORGOTTEN: i64 = 1_000;

/// How long a probe may take. Whoever asks has little patience.
const PROBE: std::time::Duration = std::time::Duration::from_secs(2);

/// What came of a try.
enum Outcome {
    Made,
    Conflict,
    /// It was not made; it can be tried again.
    NotMade(StoreError),
    /// It was not made, and will not be.
    Fault(StoreError),
    /// It may have been made.
    Unknown(StoreError),
}

/// Makes a commit, once.
pub(super) async fn make(shared: &Shared, commit: &Commit) -> Result<(), CommitError> {
    let mut last = silent();
    match timeout(PATIENCE, trying(shared, commit, &mut last)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(CommitError::Store(last)),
    }
}

async fn trying(
    shared: &Shared,
    commit: &Commit,
    last: &mut StoreError,
) -> Result<(), CommitError> {
    let mut tries = 1;
    loop {
        let id = shared.random().to_be_bytes().to_vec();
        match attempt(shared, commit, &id).await {
            Outcome::Made => return Ok(()),
            Outcome::Conflict => return Err(CommitError::Conflict),
            Outcome::Fault(error) => return Err(CommitError::Store(error)),
            Outcome::NotMade(error) => *last = error,
            Outcome::Unknown(error) => {
                *last =
                    StoreError::new(format!("{error}; whether the change was made is not known"));
                if was_made(shared, &id).await.map_err(CommitError::Store)? {
                    return Ok(());
                }
            }
        }
        shared.pause(tries).await;
        tries += 1;
    }
}

async fn attempt(shared: &Shared, commit: &Commit, id: &[u8]) -> Outcome {
    // Room for the versions that follow it.
    let version = (shared.random() >> 67) as i64;
    let hold = shared.lines.address().hold;
    let mut statements = vec![add(id)];
    match plan(commit, hold, version) {
        Ok(Planned::Statements(planned)) => statements.extend(planned),
        Ok(Planned::Conflict) => return Outcome::Conflict,
        Err(error) => return Outcome::Fault(error),
    }
    let mut line = match shared.lines.alone().await {
        Ok(line) => line,
        Err(unreachable) => return Outcome::of_none(unreachable.into()),
    };
    match timeout(TRY, line.transact(&statements)).await {
        Ok(Ok(())) => Outcome::Made,
        Ok(Err(Broken::At(error))) => {
            let outcome = Outcome::of_statement(&error);
            if remedy(&error) == Remedy::Reconnect {
                line.lose();
            }
            outcome
        }
        Ok(Err(Broken::AtTheEnd(error))) if leaves_doubt(&error) => {
            line.lose();
            Outcome::Unknown(StoreError::new(words(&error)))
        }
        Ok(Err(Broken::AtTheEnd(error))) => Outcome::of_statement(&error),
        Ok(Err(Broken::Warned)) => Outcome::Unknown(alone()),
        Err(_) => {
            line.silent();
            Outcome::Unknown(silent())
        }
    }
}

impl Outcome {
    fn of_none(failed: Failed) -> Outcome {
        match failed {
            Failed::ForNow(error) => Outcome::NotMade(error),
            Failed::ForGood(error) => Outcome::Fault(error),
        }
    }

    fn of_statement(error: &Error) -> Outcome {
        let said = StoreError::new(words(error));
        match remedy(error) {
            Remedy::Conflict => Outcome::Conflict,
            Remedy::Again | Remedy::Reconnect => Outcome::NotMade(said),
            Remedy::Nothing => Outcome::Fault(said),
        }
    }
}

static ADD: LazyLock<Sql> =
    LazyLock::new(|| Sql::kept("INSERT INTO request (id, made) VALUES ($1, 1)".to_owned()));

/// The request, as it is made with its commit.
fn add(id: &[u8]) -> Statement {
    Statement { sql: ADD.clone(), params: vec![Param::Bytes(id.to_vec())] }
}

/// Whether the transaction of a request was made. If not, it never will be.
///
/// Both statements can be executed twice. The first waits for a transaction that is still under way. It writes in either
/// case, so that a standby that has to confirm it has all that came before it: a session that is ended while it
/// waits for the standby leaves a transaction that can be seen and that the standby does not have.
async fn was_made(shared: &Shared, id: &[u8]) -> Result<bool, StoreError> {
    let give_up = "INSERT INTO request (id, made) VALUES ($1, 0) \
                   ON CONFLICT (id) DO UPDATE SET made = request.made";
    let params = vec![Param::Bytes(id.to_vec())];
    shared.execute(&Statement::once(give_up, params.clone())).await?;
    let look = "SELECT made FROM request WHERE id = $1";
    let rows = shared.query(Statement::once(look, params)).await?;
    let row = rows.first().map_err(|error| fault(&error))?;
    let made = row.map(|row| row.number(0)).transpose();
    let wrong = |why| StoreError::new(format!("table request: {why}"));
    match made.map_err(wrong)?.flatten() {
        Some(made) => Ok(made == 1),
        None => Err(wrong("a row is gone")),
    }
}

/// Makes a commit of nothing, once, within a short time: it shows that one of something would be made.
pub(super) async fn probe(shared: &Shared) -> Result<(), StoreError> {
    let probing = async {
        let mut line = shared.lines.alone().await.map_err(Failed::from)?;
        let id = shared.random().to_be_bytes();
        line.execute(&add(&id)).await.map(drop).map_err(Failed::from)
    };
    match timeout(PROBE, probing).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Failed::ForNow(error) | Failed::ForGood(error))) => Err(error),
        Err(_) => Err(silent()),
    }
}

/// Forgets the requests whose outcome nobody can be waiting for any more.
pub(super) async fn forget_requests(shared: &Shared) -> Result<(), StoreError> {
    // In their order, so that they are found by their index: a walk through the table, for each of so many that are
    // forgotten, would take as much as the commits that made them.
    let sql = "DELETE FROM request WHERE id IN \
               (SELECT id FROM request WHERE at < now() - interval '1 hour' ORDER BY at LIMIT $1)";
    let params = vec![Param::Number(FORGOTTEN)];
    let statement = Statement::once(sql, params);
    while shared.execute(&statement).await? == FORGOTTEN.unsigned_abs() {}
    Ok(())
}
