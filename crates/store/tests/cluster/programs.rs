//! Where PostgreSQL's programs are on this system, and as whom they run. `cargo xtask test` looks by the same file.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the folder with PostgreSQL's programs, or says [`NONE`].
pub(crate) const VARIABLE: &str = "ACCEDE_TEST_POSTGRES";

/// There is no PostgreSQL: what needs it is skipped.
pub(crate) const NONE: &str = "none";

/// How a test says that it was skipped, and why. The line is counted by `cargo xtask test`.
pub(crate) const SKIPPED: &str = "test skipped: ";

/// What a cluster and its standbys are made with.
pub(crate) const PROGRAMS: [&str; 4] = ["initdb", "postgres", "pg_ctl", "pg_basebackup"];

/// Where Debian and its relatives install the programs of each version.
pub(crate) const VERSIONS: &str = "/usr/lib/postgresql";

/// Whether this folder has all programs.
pub(crate) fn are_in(folder: &Path) -> bool {
    PROGRAMS.iter().all(|program| folder.join(program).is_file())
}

/// The folder with the programs: where `postgres` is on the path, links followed; else the newest of `versions`.
pub(crate) fn of_system(path: Option<&OsStr>, versions: &Path) -> Option<PathBuf> {
    path.and_then(on_path).or_else(|| newest(versions))
}

/// Only `postgres` itself can be linked to, with the other programs beside the real one.
fn on_path(path: &OsStr) -> Option<PathBuf> {
    let real = |folder: PathBuf| {
        let program = folder.join("postgres").canonicalize().ok()?;
        program.parent().map(Path::to_path_buf)
    };
    std::env::split_paths(path).filter_map(real).find(|folder| are_in(folder))
}

/// `16` is newer than `9.6`.
fn newest(versions: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(versions).ok()?.flatten();
    let numbered = entries.filter_map(|entry| {
        let name = entry.file_name();
        let numbers = name.to_str()?.split('.').map(|number| number.parse::<u32>().ok());
        Some((numbers.collect::<Option<Vec<_>>>()?, entry.path().join("bin")))
    });
    numbered.filter(|(_, folder)| are_in(folder)).max().map(|(_, folder)| folder)
}

/// A user and its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) id: u32,
    pub(crate) group: u32,
}

impl User {
    /// As whom PostgreSQL runs, which refuses to run as root: `nobody` in its place.
    pub(crate) fn in_place_of(own: u32) -> Option<User> {
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let nobody = User { id: 65_534, group: 65_534 };
        (own == 0).then(|| User::named("nobody", &users).unwrap_or(nobody))
    }

    /// The entry of `users` with this name: `name:password:id:group:…`.
    pub(crate) fn named(name: &str, users: &str) -> Option<User> {
        let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let fields = fields.into_iter().find(|fields| fields[0] == name)?;
        Some(User { id: fields.get(2)?.parse().ok()?, group: fields.get(3)?.parse().ok()? })
    }
}

/// A command that runs as `user`, if there is one.
pub(crate) fn command(program: impl AsRef<OsStr>, user: Option<User>) -> Command {
    let mut command = Command::new(program);
    if let Some(User { id, group }) = user {
        command.uid(id).gid(group);
    }
    command
}
