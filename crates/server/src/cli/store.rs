//! `accede store`: its commands.

use clap::{Args, Subcommand};

use super::{StoreBackup, StoreRestore};

/// Which command.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = "Try:\n  \
    accede store check\n  \
    accede store copy --from accede.db --to copy.db")]
pub(crate) struct Store {
    #[command(subcommand)]
    pub(crate) command: StoreCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Copy everything into a new store, of any kind, and compare the two
    ///
    /// No server may use either store meanwhile. The copy has the secret of the original, so that page tokens and session
    /// tokens go on; the sealing key is in no store, and is not copied. A copy that was interrupted is opened by
    /// nobody: delete it, and copy again.
    ///
    /// What was copied is printed as one line of JSON: how many records of each kind, and a digest that is the same
    /// for the same records in every kind of store. "accede store check" prints the same.
    Copy(StoreCopy),

    /// Read all of a store and say what is wrong with it, a line each
    ///
    /// Every record has to be readable, and to agree with the records that it has to do with. Then it prints how many
    /// records of each kind there are, and their digest, as one line of JSON. The exit code is 1 if anything is wrong.
    Check(StorePlace),

    /// Write everything that is in the store into a file, while it is used
    ///
    /// Works with and without a running server; a server writes the file itself. What is written is the store of one
    /// moment, is looked at before it gets its name, and can be served as it is. The sealing key is in no backup: keep it
    /// elsewhere, too. Nothing is written over.
    Backup(StoreBackup),

    /// Make a store of a backup, where there is none
    ///
    /// The whole of the backup is looked at before. Nothing is written over.
    Restore(StoreRestore),

    /// Bring a store that an older version of Accede made up to date
    ///
    /// "accede serve" does the same when it starts. Prints from which schema to which, as one line of JSON.
    Migrate(StorePlace),
}

/// From where to where.
#[derive(Debug, Args)]
pub(crate) struct StoreCopy {
    /// The store to be copied: a file
    #[arg(long, value_name = "STORE")]
    pub(crate) from: String,

    /// Where the copy is to be made: a file that is not there yet
    #[arg(long, value_name = "STORE")]
    pub(crate) to: String,
}

/// Which store.
#[derive(Debug, Args)]
pub(crate) struct StorePlace {
    /// The store, as for "accede serve"
    ///
    /// [default: $XDG_DATA_HOME/accede/accede.db, or ~/.local/share/accede/accede.db]
    #[arg(long, env = "ACCEDE_STORE", value_name = "STORE")]
    pub(crate) store: Option<String>,
}
