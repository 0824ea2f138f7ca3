//! The command line.

mod account;
mod audit;
mod init;
mod key;
mod role;
mod sealing;
mod serve;
mod store;
mod store_backup;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use account::{Account, AccountCommand};
pub(crate) use audit::Audit;
pub(crate) use init::{Init, Output};
pub(crate) use key::{Key, KeyCommand};
pub(crate) use role::{Role, RoleCommand};
pub(crate) use sealing::{DIGITS, Sealing};
pub(crate) use serve::{Auth, Log, RateLimits, Serve};
pub(crate) use store::{Store, StoreCommand, StoreCopy, StorePlace};
pub(crate) use store_backup::{StoreBackup, StoreRestore};

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
    /// "accede listening on http://ADDR:PORT" (https with TLS). Everything else goes to stderr: one JSON object a line.
    Serve(Serve),

    /// Make a store with an account and an access key, and say how to go on
    ///
    /// Works with and without a running server. A store that has access keys already is left as it is.
    Init(Init),

    /// Manage the accounts that are known: their emails, their names, whether they are in use
    ///
    /// Works with and without a running server: a store that no server uses is opened, otherwise the server
    /// that uses it is asked. An account that nobody created works as well; its email is then unknown.
    ///
    /// Every account is printed as one line of JSON.
    Account(Account),

    /// Print what was recorded: every change, who made it and what came of it
    ///
    /// One record a line, in the shape of AWS CloudTrail's, of all accounts and Regions, the oldest first. Works with
    /// and without a running server.
    Audit(Audit),

    /// Manage access keys, with which requests to a server in mode "verify" are signed
    ///
    /// Works with and without a running server. What is changed holds from the next request on.
    ///
    /// Every key is printed as one line of JSON.
    Key(Key),

    /// Manage the roles that accounts may assume
    ///
    /// Works with and without a running server. In mode "verify" there are no other roles; in mode "open" a role
    /// that nobody made can be assumed by everybody.
    ///
    /// Every role is printed as one line of JSON.
    Role(Role),

    /// Copy, check and migrate a store that no server uses
    Store(Store),

    /// Say which operations are served and which are not
    ///
    /// As Markdown, this is the page docs/operations.md.
    Operations {
        /// For people or for programs
        #[arg(long, value_enum, default_value_t = Format::Markdown)]
        format: Format,
    },
}

/// How the operations are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A page for people
    Markdown,
    /// An object for programs
    Json,
}

/// Which store a command is about.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The store: the file or the database that the server was started with
    ///
    /// [default: $XDG_DATA_HOME/accede/accede.db, or ~/.local/share/accede/accede.db]
    #[arg(
        long,
        env = "ACCEDE_STORE",
        hide_env_values = true,
        value_name = "PATH | URL",
        global = true
    )]
    pub(crate) store: Option<String>,

    /// The control socket of a running server; needed for a server whose store is in memory
    ///
    /// [default: the store's file with "-control" behind its name]
    #[arg(long, env = "ACCEDE_CONTROL", value_name = "PATH", global = true)]
    pub(crate) control: Option<PathBuf>,
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
