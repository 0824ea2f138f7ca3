//! `accede store restore`: a store of a backup.

use crate::cli::StoreRestore;
use crate::config;
use crate::control::BackupView;

/// Puts the backup where there is no store, and prints what was made.
///
/// # Errors
///
/// One line that says why there is no store now.
pub(super) fn run(StoreRestore { file, store }: StoreRestore) -> Result<(), String> {
    let place = config::place(store)?;
    place.restore(&file).map_err(|error| error.to_string())?;
    let file = place.file().unwrap_or(&file).to_owned();
    let bytes = std::fs::metadata(&file).map_or(0, |metadata| metadata.len());
    super::print_line(&BackupView { file, bytes })
}
