//! `accede init`: its flags.

use accede_membership::AccountId;
use clap::{Args, ValueEnum};

use super::{Sealing, Target};
use crate::control::{AccountName, Email};

/// What the first account is, and in which store.
#[derive(Debug, Args)]
#[command(after_help = "Try:\n  \
    accede init\n  \
    accede serve --auth verify")]
pub(crate) struct Init {
    /// The account, 12 digits; one that is free is drawn where none is given
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<AccountId>,

    /// The email of its root user; without one it gets an email of the domain accounts.invalid
    #[arg(long)]
    pub(crate) email: Option<Email>,

    /// Its name; without one it is named after its id
    #[arg(long)]
    pub(crate) name: Option<AccountName>,

    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Output::Text)]
    pub(crate) format: Output,

    #[command(flatten)]
    pub(crate) target: Target,

    #[command(flatten)]
    pub(crate) sealing: Sealing,
}

/// How what was made is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// What to type next
    Text,
    /// An object for programs
    Json,
}
