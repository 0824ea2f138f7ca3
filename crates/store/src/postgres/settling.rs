//! What a session is told when it begins, and how its transactions begin and end.

use std::sync::LazyLock;

use tokio::time::timeout;

use super::fault::fault;
use super::reaching::{GREETING, Unreachable};
use super::sql::{Sql, Statement};
use super::wire::{Conversation, Error, Heard};

/// How long the rest of a transaction may take to come.
const ABANDONED: &str = "SET idle_in_transaction_session_timeout = 10000";
/// Has whatever changes something fail unless it is in a transaction that says that it will. Should anything between here
/// and the server take the statements of a transaction apart, none of them is made by itself.
const READ_ONLY: &str = "SET default_transaction_read_only = on";

/// The beginning of a transaction, and its end.
pub(super) static BEGIN: LazyLock<Statement> = LazyLock::new(|| word("BEGIN"));
pub(super) static BEGIN_TO_WRITE: LazyLock<Statement> = LazyLock::new(|| word("BEGIN READ WRITE"));
pub(super) static COMMIT: LazyLock<Statement> = LazyLock::new(|| word("COMMIT"));

fn word(sql: &str) -> Statement {
    Statement { sql: Sql::kept(sql.to_owned()), params: Vec::new() }
}

/// Tells the server to give up a transaction of which the rest does not come, because this machine is gone: it
/// holds what others wait for. And to change nothing outside of one; answers whether it agrees. Not where a pooler
/// would tell another connection, and not where it is not known.
pub(super) async fn settle(talk: &mut Conversation) -> Result<bool, Unreachable> {
    let unreachable = |error: &Error| Unreachable { said: Some(fault(error)), may_pass: true };
    for setting in [ABANDONED, READ_ONLY] {
        talk.say(setting).map_err(|error| unreachable(&error))?;
    }
    let telling = async {
        told(talk).await?;
        told(talk).await
    };
    match timeout(GREETING, telling).await {
        Ok(told) => told.map_err(|error| unreachable(&error)),
        Err(_) => Err(Unreachable::silent()),
    }
}

/// Whether the server did what it was told.
async fn told(talk: &mut Conversation) -> Result<bool, Error> {
    let mut is_done = true;
    loop {
        match talk.hear().await? {
            Heard::Done { .. } => {}
            Heard::Failed(_) => is_done = false,
            Heard::Ready(_) => break,
        }
    }
    talk.forget();
    Ok(is_done)
}
