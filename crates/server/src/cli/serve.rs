//! `accede serve`: its flags.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use accede_membership::AccountId;
use clap::{Args, ValueEnum};

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes a free port. Loopback only in mode "open"
    #[arg(
        long,
        env = "ACCEDE_LISTEN",
        value_name = "ADDR:PORT",
        default_value = "127.0.0.1:4610",
        value_parser = address
    )]
    pub(crate) listen: SocketAddr,

    /// Where relationships are kept: a file, or "memory" to forget everything at the end
    ///
    /// [default: $XDG_DATA_HOME/accede/accede.db, or ~/.local/share/accede/accede.db]
    #[arg(long, env = "ACCEDE_STORE", value_name = "PATH | memory")]
    pub(crate) store: Option<String>,

    /// Where the control socket is, by which "accede account" reaches this server
    ///
    /// [default: the store's file with "-control" behind its name; none for a store in memory]
    #[arg(long, env = "ACCEDE_CONTROL", value_name = "PATH")]
    pub(crate) control: Option<PathBuf>,

    /// How callers are known
    #[arg(long, env = "ACCEDE_AUTH", value_enum, default_value_t = Auth::Open)]
    pub(crate) auth: Auth,

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

    /// Connections that may be open at the same time; more are turned away with 503
    #[arg(long, env = "ACCEDE_MAX_CONNECTIONS", value_name = "N", default_value = "4096")]
    pub(crate) max_connections: NonZeroU32,

    /// Seconds that a request may take to arrive, that a connection may be idle, and that running requests
    /// have left when the server stops
    #[arg(long, env = "ACCEDE_REQUEST_TIMEOUT", value_name = "SECONDS", default_value = "20")]
    pub(crate) request_timeout: NonZeroU32,

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
}

/// What is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// Every request, and what concerns the server itself
    Requests,
    /// Only what concerns the server itself
    Server,
}
