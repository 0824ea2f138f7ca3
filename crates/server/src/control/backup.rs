//! `accede store backup`, asked of whoever has the store.

use std::path::Path;

use super::answer::{Answer, BackupView};
use crate::engine::Engine;

/// Writes a backup into a file that is not there yet.
pub(super) async fn write(engine: &Engine, to: &Path) -> Answer {
    // A server is elsewhere than whoever asks it.
    if !to.is_absolute() {
        return Answer::error("InvalidRequest", format!("{} is no absolute path", to.display()));
    }
    if let Err(fault) = engine.back_up(to).await {
        return Answer::error("NoBackup", fault.to_string());
    }
    let bytes = std::fs::metadata(to).map_or(0, |metadata| metadata.len());
    Answer::Backup(BackupView { file: to.to_owned(), bytes })
}
