//! `accede store backup`: a copy of the store, while it is used.

use super::super::{run as ask, whereabouts};
use crate::cli::StoreBackup;
use crate::control::Request;

/// Has the backup written, by the server that has the store or here, and prints what it is.
///
/// # Errors
///
/// One line that says why there is none.
pub(super) fn run(StoreBackup { file, target }: StoreBackup) -> Result<(), String> {
    let to = std::path::absolute(&file)
        .map_err(|error| format!("{} is no path: {error}", file.display()))?;
    if to.to_str().is_none() {
        return Err(format!("{} is not UTF-8", to.display()));
    }
    ask(&whereabouts(target)?, Request::BackUpStore { to })
}
