//! What the command line asks for, checked.

use std::path::PathBuf;
use std::time::Duration;

use accede_membership::{AccountId, Quotas};

use crate::cli::{Auth, Log, RateLimits, Serve};
use crate::http::{Limits, TlsFiles};
use crate::place::{Place, Url};
use crate::sealing::Source;

/// The largest head of a request, in bytes. Signed requests with session tokens need a few KiB.
const HEAD_MAX: usize = 64 << 10;

/// How long a connection keeps the memory that serving requests takes when there are none.
const RESTS: Duration = Duration::from_secs(1);

/// How to serve.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) listen: std::net::SocketAddr,
    pub(crate) place: Place,
    /// How many bytes of answers are kept in memory.
    pub(crate) cache: usize,
    /// Where the control socket has to be; absent to have it beside the store's file if it can be there.
    pub(crate) control: Option<PathBuf>,
    pub(crate) auth: Auth,
    /// Where the sealing key is.
    pub(crate) sealing: Source,
    pub(crate) tls: Option<TlsFiles>,
    pub(crate) default_account: AccountId,
    pub(crate) quotas: Quotas,
    pub(crate) limits: Limits,
    /// Whether accounts are held to the rates of AWS.
    pub(crate) rate_limits: bool,
    pub(crate) log_requests: bool,
    /// How many days the trail is kept; 0 for ever.
    pub(crate) audit_retention: u32,
}

impl Config {
    /// Checks what was asked for.
    ///
    /// # Errors
    ///
    /// One line that says what cannot be.
    pub(crate) fn of(serve: Serve) -> Result<Config, String> {
        exposure(&serve)?;
        let limits = limits(&serve);
        let tls = match (serve.tls_cert, serve.tls_key) {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            _ => None,
        };
        let place = place(serve.store)?;
        Ok(Config {
            listen: serve.listen,
            sealing: Source::of(serve.sealing, &place)?,
            place,
            cache: serve.cache,
            control: serve.control,
            auth: serve.auth,
            tls,
            default_account: serve.default_account,
            quotas: Quotas {
                members: serve.member_quota,
                organization: serve.organization_member_quota,
                batch: serve.batch_limit.get(),
                ..Quotas::default()
            },
            limits,
            rate_limits: serve.rate_limits == RateLimits::Aws,
            log_requests: serve.log == Log::Requests,
            audit_retention: serve.audit_retention,
        })
    }
}

fn limits(serve: &Serve) -> Limits {
    let seconds = Duration::from_secs(serve.request_timeout.get().into());
    Limits {
        body: serve.max_body,
        budget: serve.body_budget,
        head: HEAD_MAX,
        request: seconds,
        rests: RESTS,
        requests: serve.max_in_flight.get() as usize,
        connections: serve.max_connections.get() as usize,
        per_peer: serve.max_connections_per_peer.map(|limit| limit.get() as usize),
        shutdown: seconds,
    }
}

/// Whether the operator has said what it takes to listen where others can reach it.
fn exposure(serve: &Serve) -> Result<(), String> {
    if serve.listen.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    let cannot = |why: &str| Err(format!("cannot listen on {}: {why}", serve.listen));
    if serve.auth == Auth::Open && !serve.allow_open_network {
        return cannot(
            "in mode \"open\" whoever can connect can act for every account; choose a loopback address, such as \
             127.0.0.1, or --auth verify, or add --allow-open-network if everybody who can connect may",
        );
    }
    if serve.tls_cert.is_none() && !serve.allow_plain_http {
        return cannot(
            "without TLS whoever is on the way can read every answer, and the credentials in some; add --tls-cert \
             and --tls-key, or --allow-plain-http if the network is trusted or a proxy speaks TLS",
        );
    }
    Ok(())
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
        Some("") => Err("--store is empty: name a file, postgres://…, or \"memory\"".to_owned()),
        Some(text) => Ok(match Url::of(text) {
            Some(url) => Place::Postgres(url),
            None => Place::File(PathBuf::from(text)),
        }),
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
    fn beyond_loopback_it_has_to_be_told() {
        let (open, plain) = ("--allow-open-network", "--allow-plain-http");
        let verify = ["--auth", "verify"];
        let tls = ["--tls-cert", "c.pem", "--tls-key", "k.pem"];
        for (words, missing) in [
            (vec![], Some(open)),
            (vec![plain], Some(open)),
            (tls.to_vec(), Some(open)),
            (vec![open], Some(plain)),
            (vec![open, plain], None),
            ([&tls[..], &[open]].concat(), None),
            (verify.to_vec(), Some(plain)),
            ([&verify[..], &[open]].concat(), Some(plain)),
            ([&verify[..], &[plain]].concat(), None),
            ([&verify[..], &tls].concat(), None),
        ] {
            let all = [&["--store", "memory", "--listen", "192.0.2.1:80"], &words[..]].concat();
            match (config(&all), missing) {
                (Ok(_), None) => {}
                (Err(why), Some(flag)) => {
                    assert!(why.contains(flag) && !why.contains('\n'), "{words:?}: {why}");
                }
                (outcome, _) => panic!("{words:?}: {outcome:?}"),
            }
        }
    }

    #[test]
    fn a_certificate_has_a_key() {
        let tls = |words: &[&str]| {
            config(&[&["--store", "memory"], words].concat()).map(|config| config.tls)
        };
        let files = TlsFiles { certificate: "c".into(), key: "k".into() };
        assert_eq!(tls(&["--tls-cert", "c", "--tls-key", "k"]), Ok(Some(files)));
        assert_eq!(tls(&[]), Ok(None));
        assert!(tls(&["--tls-cert", "c"]).is_err() && tls(&["--tls-key", "k"]).is_err());
    }

    #[test]
    fn a_store_is_a_file_a_database_or_memory() {
        let place = |store| config(&["--store", store]).map(|config| config.place);
        assert_eq!(place("memory"), Ok(Place::Memory));
        assert_eq!(place("a/b.db"), Ok(Place::File("a/b.db".into())));
        let url = "postgres://ann@one,two/accede";
        assert_eq!(place(url), Ok(Place::Postgres(Url::of(url).unwrap())));
        assert!(place("").is_err());
    }

    #[test]
    fn the_largest_limits_that_can_be_asked_for_can_be_kept() {
        let (limit, more) = (u32::MAX.to_string(), (u64::from(u32::MAX) + 1).to_string());
        for flag in ["--max-connections", "--max-in-flight", "--request-timeout"] {
            assert!(config(&["--store", "memory", flag, &more]).is_err(), "{flag}");
            let limits = config(&["--store", "memory", flag, &limit]).unwrap().limits;
            assert!(crate::clock::instant().checked_add(limits.request).is_some(), "{flag}");
        }
    }
}
