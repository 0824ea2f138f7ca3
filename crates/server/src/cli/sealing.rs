//! Where the operator's sealing key is: a flag, and what only the environment says.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// The variable with the key itself. It has no flag: command lines can be read by others.
pub(crate) const DIGITS: &str = "ACCEDE_SEALING_KEY";

/// Where the sealing key is.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Sealing {
    /// The file with the key that seals the secrets of access keys: 64 hex digits, for the owner's eyes only
    ///
    /// The environment variable ACCEDE_SEALING_KEY has the digits themselves, where there is to be no file.
    ///
    /// [default: the store's file with "-key" behind its name]
    #[arg(long, env = "ACCEDE_SEALING_KEY_FILE", value_name = "PATH", global = true)]
    pub(crate) sealing_key_file: Option<PathBuf>,
}

impl Sealing {
    /// The digits that the environment has.
    #[allow(clippy::disallowed_methods, reason = "this is part of the command line")]
    pub(crate) fn digits() -> Option<OsString> {
        std::env::var_os(DIGITS)
    }
}
