//! The command line.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};

use accede_membership::AccountId;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// A membership server that speaks the AWS Security Hub and Amazon Macie invitation APIs.
///
/// One account invites another; the other sees the invitation in its own list and accepts or declines; from
/// then on both see one relationship. Unmodified AWS SDKs and the AWS CLI work against it.
#[derive(Debug, Parser)]
#[command(name = "accede", version, about, long_about, arg_required_else_help = true)]
#[command(after_help = "Try:\n  \
    accede serve\n  \
    export AWS_ENDPOINT_URL=http://127.0.0.1:4610 AWS_DEFAULT_REGION=us-east-1\n  \
    AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=any aws securityhub enable-security-hub")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the APIs until told to stop (SIGTERM or Ctrl-C)
    ///
    /// The first line on stdout, once requests are answered, is
    /// "accede listening on http://ADDR:PORT". Everything else goes to stderr: one JSON object a line.
    Serve(Serve),
}

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

    /// How callers are known
    #[arg(long, env = "ACCEDE_AUTH", value_enum, default_value_t = Auth::Open)]
    pub(crate) auth: Auth,

    /// The account of access keys that are not themselves an account id
    #[arg(long, env = "ACCEDE_DEFAULT_ACCOUNT", value_name = "ID", default_value = "000000000000")]
    pub(crate) default_account: AccountId,

    /// Members by invitation that one administrator may have in a Region
    #[arg(long, env = "ACCEDE_MEMBER_QUOTA", value_name = "N", default_value_t = 1000)]
    pub(crate) member_quota: u64,

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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
