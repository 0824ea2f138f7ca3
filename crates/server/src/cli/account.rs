//! `accede account`: its commands.

use accede_membership::{AccountId, Region};
use clap::{Args, Subcommand};

use super::Target;
use crate::control::{AccountName, Email};

/// Which command, about which store.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = "Try:\n  \
    accede account create --email owner@example.com --name \"Example\" --id 111122223333\n  \
    accede account list\n  \
    accede account suspend 111122223333")]
pub(crate) struct Account {
    #[command(subcommand)]
    pub(crate) command: AccountCommand,

    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Make an account known, with the email that Macie's invitations to it must carry
    ///
    /// Makes the store too, if there is none. An account that was in use before anybody created it keeps all
    /// that it has.
    Create {
        /// The email of its root user: 6 to 64 characters, which no other account has
        #[arg(long)]
        email: Email,

        /// Its name: 1 to 50 printable ASCII characters
        #[arg(long)]
        name: AccountName,

        /// Its id, 12 digits; one that is free is drawn where none is given
        #[arg(long)]
        id: Option<AccountId>,
    },

    /// Print every account that is known, by id
    List,

    /// Print one account
    Show(One),

    /// Suspend an account, until it is reinstated
    ///
    /// Its administrators see it as AccountSuspended. Macie also ends its own members' membership, for good.
    Suspend(One),

    /// Take a suspension back
    ///
    /// The account is a member again where it was one.
    Reinstate(One),

    /// Close an account for good
    ///
    /// Its memberships end, and those of its members, whose services stay on. It stays listed, as CLOSED.
    Close(One),

    /// Switch a Region off in an account
    ///
    /// In that Region Macie shows it to its administrator as RegionDisabled.
    DisableRegion(InRegion),

    /// Switch a Region on again in an account
    EnableRegion(InRegion),
}

/// Which account.
#[derive(Debug, Args)]
pub(crate) struct One {
    /// The account's id, 12 digits
    #[arg(value_name = "ID")]
    pub(crate) id: AccountId,
}

/// Which account, and where.
#[derive(Debug, Args)]
pub(crate) struct InRegion {
    /// The account's id, 12 digits
    #[arg(value_name = "ID")]
    pub(crate) id: AccountId,

    /// The Region, such as eu-south-1
    #[arg(value_name = "REGION")]
    pub(crate) region: Region,
}
