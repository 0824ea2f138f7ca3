//! What the command line asks for, checked.

use std::path::PathBuf;
use std::time::Duration;

use accede_membership::{AccountId, Quotas};

use crate::cli::{Auth, Log, Serve};
use crate::http::Limits;
use crate::place::Place;

/// The largest head of a request, in bytes. Signed requests with session tokens need a few KiB.
const HEAD_MAX: usize = 64 << 10;

/// How to serve.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) listen: std::net::SocketAddr,
    pub(crate) place: Place,
    /// Where the control socket has to be; absent to have it beside the store's file if it can be there.
    pub(crate) control: Option<PathBuf>,
    pub(crate) default_account: AccountId,
    pub(crate) quotas: Quotas,
    pub(crate) limits: Limits,
    pub(crate) log_requests: bool,
}

impl Config {
    /// Checks what was asked for.
    ///
    /// # Errors
    ///
    /// One line that says what cannot be.
    pub(crate) fn of(serve: Serve) -> Result<Config, String> {
        let Auth::Open = serve.auth;
        if !serve.listen.ip().is_loopback() {
            return Err(format!(
                "cannot listen on {}: in mode \"open\" whoever can connect can act for every account; \
                 choose a loopback address, such as 127.0.0.1",
                serve.listen
            ));
        }
        let seconds = Duration::from_secs(serve.request_timeout.get().into());
        Ok(Config {
            listen: serve.listen,
            place: place(serve.store)?,
            control: serve.control,
            default_account: serve.default_account,
            quotas: Quotas {
                members: serve.member_quota,
                organization: serve.organization_member_quota,
                batch: serve.batch_limit.get(),
                ..Quotas::default()
            },
            limits: Limits {
                body: serve.max_body,
                head: HEAD_MAX,
                request: seconds,
                connections: serve.max_connections.get() as usize,
                shutdown: seconds,
            },
            log_requests: serve.log == Log::Requests,
        })
    }
}

/// The store that `--store` names.
///
/// # Errors
///
/// One line that says why there is none.
pub(crate) fn place(store: Option<String>) -> Result<Place, String> {
    match store.as_deref() {
        None => default_file().map(Place::DefaultFile),
        Some("memory") => Ok(Place::Memory),
        Some("") => Err("--store is empty: name a file, or \"memory\"".to_owned()),
        Some(path) => Ok(Place::File(PathBuf::from(path))),
    }
}

/// The file in the user's data folder, by the XDG Base Directory rules: relative paths do not count.
#[allow(clippy::disallowed_methods, reason = "this is part of the command line")]
fn default_file() -> Result<PathBuf, String> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let data = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")));
    data.map(|data| data.join("accede/accede.db")).ok_or_else(|| {
        "there is no place for the store: neither XDG_DATA_HOME nor HOME is set; use --store"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn config(words: &[&str]) -> Result<Config, String> {
        let cli = Cli::try_parse_from(["accede", "serve"].iter().chain(words));
        match cli.map_err(|error| error.to_string())?.command {
            Command::Serve(serve) => Config::of(serve),
            other => Err(format!("not serve: {other:?}")),
        }
    }

    #[test]
    fn mode_open_listens_on_loopback_only() {
        for address in ["127.0.0.1:0", "127.9.9.9:80", "[::1]:4610", "localhost:4610"] {
            assert!(config(&["--store", "memory", "--listen", address]).is_ok(), "{address}");
        }
        for address in ["0.0.0.0:4610", "192.0.2.1:80", "[::]:4610", "[::ffff:192.0.2.1]:80"] {
            let why = config(&["--store", "memory", "--listen", address]).unwrap_err();
            assert!(why.starts_with("cannot listen on"), "{address}: {why}");
        }
    }

    #[test]
    fn a_store_is_a_file_or_memory() {
        let place = |store| config(&["--store", store]).map(|config| config.place);
        assert_eq!(place("memory"), Ok(Place::Memory));
        assert_eq!(place("a/b.db"), Ok(Place::File("a/b.db".into())));
        assert!(place("").is_err());
    }

    #[test]
    fn the_largest_limits_that_can_be_asked_for_can_be_kept() {
        let (limit, more) = (u32::MAX.to_string(), (u64::from(u32::MAX) + 1).to_string());
        for flag in ["--max-connections", "--request-timeout"] {
            assert!(config(&["--store", "memory", flag, &more]).is_err(), "{flag}");
            let limits = config(&["--store", "memory", flag, &limit]).unwrap().limits;
            assert!(limits.connections <= tokio::sync::Semaphore::MAX_PERMITS, "{flag}");
            assert!(crate::clock::instant().checked_add(limits.request).is_some(), "{flag}");
        }
    }
}
