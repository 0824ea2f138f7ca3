//! `accede role`: its commands.

use accede_membership::AccountId;
use clap::{Args, Subcommand};

use super::Target;
use crate::control::{ExternalId, IamName, MaxSession, RolePath};

/// Which command, about which store.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = "Try:\n  \
    accede role create --account 222222222222 --name Audit --trust 111111111111\n  \
    accede role list\n  \
    accede role delete --account 222222222222 --name Audit")]
pub(crate) struct Role {
    #[command(subcommand)]
    pub(crate) command: RoleCommand,

    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RoleCommand {
    /// Make a role, which the accounts that it trusts may assume
    ///
    /// Makes the store too, if there is none.
    Create {
        /// The account that the role acts for, 12 digits
        #[arg(long, value_name = "ID")]
        account: AccountId,

        /// Its name: 1 to 64 letters, digits and signs of _+=,.@-
        #[arg(long)]
        name: IamName,

        /// Its path: /, or something that begins and ends with /
        #[arg(long, default_value = "/")]
        path: RolePath,

        /// The accounts that may assume it; its own is one of them only if it is named
        #[arg(long, value_name = "ID", required = true, num_args = 1..)]
        trust: Vec<AccountId>,

        /// What they must give with it: 2 to 1224 letters, digits and signs of _+=,.@:/-
        #[arg(long, value_name = "ID")]
        external_id: Option<ExternalId>,

        /// The longest session, in seconds: 3600 to 43200
        #[arg(long, value_name = "SECONDS", default_value = "3600")]
        max_duration: MaxSession,
    },

    /// Print every role, by account and name
    List {
        /// Only those of this account, 12 digits
        #[arg(long, value_name = "ID")]
        account: Option<AccountId>,
    },

    /// Delete a role; its sessions last until they expire
    Delete {
        /// The account that the role acts for, 12 digits
        #[arg(long, value_name = "ID")]
        account: AccountId,

        /// Its name
        #[arg(long)]
        name: IamName,
    },
}
