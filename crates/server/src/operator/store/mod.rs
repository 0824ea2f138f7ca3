//! `accede store`: what the operator does with a whole store.

mod backup;
mod check;
mod copy;
mod migrate;
mod progress;
mod restore;
mod sum;
mod walk;

use serde::Serialize;

use super::{block_on, print, write};
use crate::cli::{Store, StoreCommand};

/// Runs a command and prints what it comes to.
///
/// # Errors
///
/// One line that says why it was not done, or that something is wrong with the store.
pub(crate) fn run(store: Store) -> Result<(), String> {
    match store.command {
        StoreCommand::Copy(copy) => copy::run(copy),
        StoreCommand::Check(place) => check::run(place),
        StoreCommand::Backup(backup) => backup::run(backup),
        StoreCommand::Restore(restore) => restore::run(restore),
        StoreCommand::Migrate(place) => migrate::run(place),
    }
}

/// Prints a value as one line of JSON.
fn print_line(value: &impl Serialize) -> Result<(), String> {
    let mut line = Vec::new();
    write(&mut line, value)?;
    print(&line)
}
