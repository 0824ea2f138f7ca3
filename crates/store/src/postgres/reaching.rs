//! Reaching the database: the first of its hosts that can be written to.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::{AsyncMessage, Client, Config, Error};

use super::address::Address;
use super::fault::{Remedy, remedy, words};
use super::line::GREETING;
use super::tls;
use crate::StoreError;

/// A connection, and what drives it.
pub(super) struct Reached {
    pub(super) client: Client,
    /// Whether the server has warned of something, before what it answered next.
    pub(super) warned: Arc<AtomicBool>,
    pub(super) driver: AbortHandle,
}

/// Why no host can be used.
#[derive(Debug)]
pub(super) struct Unreachable {
    /// What the most telling of them said, if any said anything.
    pub(super) said: Option<StoreError>,
    /// Whether one of them may be of use the next time.
    pub(super) may_pass: bool,
}

impl Unreachable {
    /// None said anything.
    pub(super) fn silent() -> Unreachable {
        Unreachable { said: None, may_pass: true }
    }
}

/// A connection to the first of the hosts that can be written to.
///
/// All are asked at the same time: one that accepts connections and then says nothing costs the others no time.
pub(super) async fn reach(address: &Address) -> Result<Reached, Unreachable> {
    // Files that are just being replaced are whole the next time.
    let unread = |error| Unreachable { said: Some(error), may_pass: true };
    let connector = address.tls.connector().map_err(unread)?;
    let hosts = address.with_passwords().map_err(unread)?;
    let mut attempts = JoinSet::new();
    for host in hosts {
        let connector = connector.clone();
        attempts.spawn(async move {
            let reached = timeout(GREETING, connect(&host, connector)).await;
            reached.map(|reached| reached.map_err(|error| (name(&host), error)))
        });
    }
    let (mut why, mut may_pass) = (None, false);
    while let Some(attempt) = attempts.join_next().await {
        match attempt {
            Ok(Ok(Ok(reached))) => return Ok(reached),
            Ok(Ok(Err((host, error)))) => {
                let is_for_good = is_for_good(&error);
                may_pass |= !is_for_good;
                // What a server says is worth more than that another one could not be reached.
                if why.is_none() || is_for_good || error.as_db_error().is_some() {
                    why = Some((host, words(&error)));
                }
            }
            _ => may_pass = true,
        }
    }
    let said = why.map(|(host, words)| match address.hosts.len() {
        1 => StoreError::new(words),
        _ => StoreError::new(format!("{host}: {words}")),
    });
    Err(Unreachable { said, may_pass })
}

fn is_for_good(error: &Error) -> bool {
    matches!(remedy(error), Remedy::Nothing | Remedy::Conflict)
}

fn name(host: &Config) -> String {
    match host.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => String::new(),
    }
}

async fn connect(host: &Config, tls: tls::Connector) -> Result<Reached, Error> {
    match once(host, tls.clone()).await {
        Err(error) if host.get_ssl_mode() == SslMode::Prefer && is_of_tls(&error) => {
            let mut without = host.clone();
            without.ssl_mode(SslMode::Disable);
            once(&without, tls).await
        }
        reached => reached,
    }
}

/// Whether it may go better without TLS: it is TLS that failed, or the server lets nobody in over it (`pg_hba.conf`).
fn is_of_tls(error: &Error) -> bool {
    tls::why(error).is_some()
        || error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
}

async fn once(host: &Config, tls: tls::Connector) -> Result<Reached, Error> {
    let (client, mut connection) = host.connect(tls).await?;
    let warned = Arc::new(AtomicBool::new(false));
    let is_warned = Arc::clone(&warned);
    // What goes wrong with the connection is told to whoever waits for an answer.
    let driver = tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if is_warning(&message) {
                is_warned.store(true, Ordering::Relaxed);
            }
        }
    });
    Ok(Reached { client, warned, driver: driver.abort_handle() })
}

fn is_warning(message: &AsyncMessage) -> bool {
    let AsyncMessage::Notice(notice) = message else { return false };
    match notice.parsed_severity() {
        Some(severity) => severity == Severity::Warning,
        // A language of its own, of a server that says it in no other.
        None => notice.code() == &SqlState::WARNING,
    }
}
