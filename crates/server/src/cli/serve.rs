//! `accede serve`: its flags.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use accede_membership::AccountId;
use clap::{Args, ValueEnum};

use super::Sealing;

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes a free port. Beyond loopback it takes TLS and mode "verify", or the
    /// flags that do without
    #[arg(
        long,
        env = "ACCEDE_LISTEN",
        value_name = "ADDR:PORT",
        default_value = "127.0.0.1:4610",
        value_parser = address
    )]
    pub(crate) listen: SocketAddr,

    /// Where relationships are kept: a file; a PostgreSQL database, which any number of servers share; or "memory" to
    /// forget everything at the end
    ///
    /// A database is named as libpq does, postgres://USER:PASSWORD@HOST1,HOST2/NAME, several hosts where a standby may
    /// take over. See docs/deploy.md.
    ///
    /// [default: $XDG_DATA_HOME/accede/accede.db, or ~/.local/share/accede/accede.db]
    #[arg(long, env = "ACCEDE_STORE", hide_env_values = true, value_name = "PATH | URL | memory")]
    pub(crate) store: Option<String>,

    /// Where the control socket is, by which "accede account" reaches this server
    ///
    /// [default: the store's file with "-control" behind its name; none for a store in memory]
    #[arg(long, env = "ACCEDE_CONTROL", value_name = "PATH")]
    pub(crate) control: Option<PathBuf>,

    /// How callers are known
    #[arg(long, env = "ACCEDE_AUTH", value_enum, default_value_t = Auth::Open)]
    pub(crate) auth: Auth,

    /// The certificate of the server, and those that lead from it to one that clients trust: PEM. Speak TLS
    ///
    /// At SIGHUP both files are read anew, for the connections that come from then on.
    #[arg(long, env = "ACCEDE_TLS_CERT", value_name = "PATH", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,

    /// The key of the certificate: PEM, as PKCS#8, PKCS#1 or SEC1
    #[arg(long, env = "ACCEDE_TLS_KEY", value_name = "PATH", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,

    /// Speak plain HTTP beyond loopback: whoever is on the way can read every answer, and the credentials in some
    #[arg(long, env = "ACCEDE_ALLOW_PLAIN_HTTP")]
    pub(crate) allow_plain_http: bool,

    /// Listen beyond loopback in mode "open": whoever can connect can act for every account
    #[arg(long, env = "ACCEDE_ALLOW_OPEN_NETWORK")]
    pub(crate) allow_open_network: bool,

    #[command(flatten)]
    pub(crate) sealing: Sealing,

    /// The account of access keys that are not themselves an account id
    #[arg(long, env = "ACCEDE_DEFAULT_ACCOUNT", value_name = "ID", default_value = "000000000000")]
    pub(crate) default_account: AccountId,

    /// Members by invitation that one administrator may have in a Region
    #[arg(long, env = "ACCEDE_MEMBER_QUOTA", value_name = "N", default_value_t = 1000)]
    pub(crate) member_quota: u64,

    /// Members through an organization that one delegated administrator may have in a Region
    #[arg(
        long,
        env = "ACCEDE_ORGANIZATION_MEMBER_QUOTA",
        value_name = "N",
        default_value_t = 10_000
    )]
    pub(crate) organization_member_quota: u64,

    /// Accounts that one request may name
    #[arg(long, env = "ACCEDE_BATCH_LIMIT", value_name = "N", default_value = "50")]
    pub(crate) batch_limit: NonZeroUsize,

    /// The largest request body, in bytes
    #[arg(long, env = "ACCEDE_MAX_BODY", value_name = "BYTES", default_value_t = 1 << 20)]
    pub(crate) max_body: usize,

    /// Bytes that all bodies, heads and answers may take up together beyond 16 KiB each; more are refused with 503
    #[arg(long, env = "ACCEDE_BODY_BUDGET", value_name = "BYTES", default_value_t = 64 << 20)]
    pub(crate) body_budget: usize,

    /// Bytes of answers that are kept in memory for as long as they hold, unless the store is PostgreSQL; 0 keeps none
    #[arg(long, env = "ACCEDE_CACHE", value_name = "BYTES", default_value_t = accede_store::Answers::BYTES)]
    pub(crate) cache: usize,

    /// Requests that may be under way at the same time; more are refused with 503
    #[arg(long, env = "ACCEDE_MAX_IN_FLIGHT", value_name = "N", default_value = "1024")]
    pub(crate) max_in_flight: NonZeroU32,

    /// Connections that may be open at the same time. One more takes the place of the one that has waited longest
    /// for a request, or the rest of one; if all are busy, it is turned away with 503
    #[arg(long, env = "ACCEDE_MAX_CONNECTIONS", value_name = "N", default_value = "4096")]
    pub(crate) max_connections: NonZeroU32,

    /// Connections that may be open at the same time to one peer (for IPv6, to one /64), with the same rule
    ///
    /// [default: 1024; on loopback, as many as in all]
    #[arg(long, env = "ACCEDE_MAX_CONNECTIONS_PER_PEER", value_name = "N")]
    pub(crate) max_connections_per_peer: Option<NonZeroU32>,

    /// How often an account may ask for an operation in a Region
    #[arg(long, env = "ACCEDE_RATE_LIMITS", value_enum, default_value_t = RateLimits::Off)]
    pub(crate) rate_limits: RateLimits,

    /// Seconds that a request may take to arrive, that a connection may be idle, and that running requests
    /// have left when the server stops
    #[arg(long, env = "ACCEDE_REQUEST_TIMEOUT", value_name = "SECONDS", default_value = "20")]
    pub(crate) request_timeout: NonZeroU32,

    /// Days that records of what was done are kept; 0 keeps them for ever
    #[arg(long, env = "ACCEDE_AUDIT_RETENTION", value_name = "DAYS", default_value_t = 90)]
    pub(crate) audit_retention: u32,

    /// What is logged
    #[arg(long, env = "ACCEDE_LOG", value_enum, default_value_t = Log::Requests)]
    pub(crate) log: Log,
}

/// An address; `localhost` is the loopback address that clients try first.
fn address(text: &str) -> Result<SocketAddr, String> {
    let named = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    let address = named.as_deref().unwrap_or(text).parse();
    address.map_err(|_| "an address is IP:PORT or localhost:PORT".to_owned())
}

/// How callers are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Auth {
    /// By their word: a 12-digit access key is the account, signatures are not checked
    Open,
    /// By their signatures (AWS Signature Version 4), with keys that were created here
    Verify,
}

/// How often an account may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RateLimits {
    /// As often as it likes
    Off,
    /// At the rates that AWS publishes, and where it publishes none, at rates like them (see docs/quirks.md)
    Aws,
}

/// What is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// Every request, and what concerns the server itself
    Requests,
    /// Only what concerns the server itself
    Server,
}
