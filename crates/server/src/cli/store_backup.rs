//! `accede store backup` and `accede store restore`: their flags.

use std::path::PathBuf;

use clap::Args;

use super::Target;

/// Which store, and where to.
#[derive(Debug, Args)]
pub(crate) struct StoreBackup {
    /// The backup: a file that is not there yet
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    #[command(flatten)]
    pub(crate) target: Target,
}

/// Which backup, and where to.
#[derive(Debug, Args)]
pub(crate) struct StoreRestore {
    /// The backup
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// The store that is to be made: a file that is not there yet
    ///
    /// [default: $XDG_DATA_HOME/accede/accede.db, or ~/.local/share/accede/accede.db]
    #[arg(long, env = "ACCEDE_STORE", value_name = "PATH")]
    pub(crate) store: Option<String>,
}
