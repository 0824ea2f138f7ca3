//! `accede key`: its commands.

use accede_membership::AccountId;
use accede_membership::access::KeyId;
use clap::{Args, Subcommand};

use super::{Sealing, Target};
use crate::control::IamName;

/// Which command, about which store.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = "Try:\n  \
    accede key create --account 111122223333\n  \
    accede key list\n  \
    accede key disable AKIAIOSFODNN7EXAMPLE")]
pub(crate) struct Key {
    #[command(subcommand)]
    pub(crate) command: KeyCommand,

    #[command(flatten)]
    pub(crate) target: Target,

    #[command(flatten)]
    pub(crate) sealing: Sealing,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key for an account, and print its secret, this once
    ///
    /// Makes the store too, if there is none, and the sealing key, if none has sealed anything yet. A running
    /// server seals with its own.
    Create {
        /// The account that the key acts for, 12 digits
        #[arg(long, value_name = "ID")]
        account: AccountId,

        /// The user in the account whose key it is; without one, it is the account's own
        #[arg(long, value_name = "NAME")]
        user: Option<IamName>,
    },

    /// Print every key, by account and id, with its last use, without its secret
    List {
        /// Only those of this account, 12 digits
        #[arg(long, value_name = "ID")]
        account: Option<AccountId>,
    },

    /// Refuse requests that are signed with a key, from the next one on
    Disable(OneKey),

    /// Accept requests that are signed with a key again
    Enable(OneKey),

    /// Delete a key, for good
    Delete(OneKey),
}

/// Which key.
#[derive(Debug, Args)]
pub(crate) struct OneKey {
    /// The key's id
    #[arg(value_name = "KEYID")]
    pub(crate) id: KeyId,
}
