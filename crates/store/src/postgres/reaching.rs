//! Reaching the database: the first of its hosts that can be written to.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::address::Address;
use super::fault::{Remedy, remedy, words};
use super::tls;
use super::wire::{Conversation, Error, Heard, Lender, Rows, Slot, Stream, lent};
use crate::StoreError;

/// How long the other end may take to say who it is, once it was reached.
pub(super) const GREETING: Duration = Duration::from_secs(5);

/// What tells a server that can be written to from a standby.
const IS_STANDBY: &str = "SHOW transaction_read_only";

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
pub(super) async fn reach(address: &Address) -> Result<Conversation, Unreachable> {
    // Files that are just being replaced are whole the next time.
    let unread = |error| Unreachable { said: Some(error), may_pass: true };
    let connector = address.tls.connector().map_err(unread)?;
    let hosts = address.with_passwords().map_err(unread)?;
    let (prepares, mut attempts) = (address.prepares, JoinSet::new());
    for host in hosts {
        let connector = connector.clone();
        attempts.spawn(async move {
            let reached = timeout(GREETING, connect(&host, connector, prepares)).await;
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
                if why.is_none() || is_for_good || error.said().is_some() {
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

async fn connect(
    host: &Config,
    tls: tls::Connector,
    prepares: bool,
) -> Result<Conversation, Error> {
    let stream = match begin(host, tls.clone()).await {
        Err(error) if host.get_ssl_mode() == SslMode::Prefer && is_of_tls(&error) => {
            let mut without = host.clone();
            without.ssl_mode(SslMode::Disable);
            begin(&without, tls).await?
        }
        begun => begun?,
    };
    let mut talk = Conversation::on(stream, prepares);
    require_writable(&mut talk).await?;
    Ok(talk)
}

/// Whether it may go better without TLS: it is TLS that failed, or the server lets nobody in over it (`pg_hba.conf`).
fn is_of_tls(error: &Error) -> bool {
    match error {
        Error::Said(said) => said.code == "28000",
        Error::Unreached(error) => tls::why(error).is_some(),
        _ => false,
    }
}

/// Has a session begin on a connection.
async fn begin(host: &Config, tls: tls::Connector) -> Result<Stream, Error> {
    let slot = Slot::default();
    match host.get_hosts().first() {
        #[cfg(unix)]
        Some(Host::Unix(folder)) => begin_in(folder, host, &slot).await?,
        _ => {
            let (lender, asking) = Lender::to(host, tls, &slot);
            drop(asking.connect(lender).await?);
        }
    }
    slot.take().map_err(|error| Error::Lost(error.to_string()))
}

#[cfg(unix)]
async fn begin_in(folder: &std::path::Path, host: &Config, slot: &Slot) -> Result<(), Error> {
    let port = host.get_ports().first().copied().unwrap_or(5432);
    let path = folder.join(format!(".s.PGSQL.{port}"));
    let socket = tokio::net::UnixStream::connect(&path).await;
    let socket = socket.map_err(|error| Error::Lost(format!("{}: {error}", path.display())))?;
    drop(host.connect_raw(lent(slot, Box::pin(socket)), tokio_postgres::NoTls).await?);
    Ok(())
}

async fn require_writable(talk: &mut Conversation) -> Result<(), Error> {
    talk.say(IS_STANDBY)?;
    let (mut why, mut rows) = (None, Rows::default());
    loop {
        match talk.hear().await? {
            Heard::Done { .. } => rows = Rows::among(talk.take()),
            Heard::Failed(said) => why = Some(Error::Said(said)),
            Heard::Ready(_) => break,
        }
    }
    talk.forget();
    let row = rows.first()?;
    match row.and_then(|row| row.bytes(0)) {
        _ if why.is_some() => Err(why.unwrap_or(Error::Beside)),
        Some(b"on") => Err(Error::Standby),
        _ => Ok(()),
    }
}
