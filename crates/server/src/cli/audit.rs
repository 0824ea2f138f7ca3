//! `accede audit`: its flags.

use accede_membership::AccountId;
use clap::Args;

use super::Target;
use crate::control::Moment;

/// Which part of the trail, of which store.
#[derive(Debug, Args)]
#[command(after_help = "Try:\n  \
    accede audit\n  \
    accede audit --account 111122223333 --since 2026-11-21T09:00:00Z")]
pub(crate) struct Audit {
    /// Only the trail of this account
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<AccountId>,

    /// Only what was recorded from this moment on: 2026-11-21T09:00:00Z, or a day, such as 2026-11-21
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<Moment>,

    /// Only what was recorded before this moment
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<Moment>,

    #[command(flatten)]
    pub(crate) target: Target,
}
