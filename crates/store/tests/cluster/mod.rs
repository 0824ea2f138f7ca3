//! PostgreSQL for the tests of one process: a cluster of its own, which is gone when the process is, however it ends.
//!
//! `ACCEDE_TEST_POSTGRES` names the folder with PostgreSQL's programs, which `cargo xtask test` finds or installs; without
//! it they are looked for on this system. `none` says that there are none, and tests that need them are skipped.

pub(crate) mod programs;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use programs::User;

/// What every cluster is started with. Nothing has to survive it, and every test has connections of its own.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=1000";

/// How often another process may take a free port before the cluster does.
const PORTS: usize = 20;

/// A running cluster. Its superuser is `postgres`, who needs no password.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    #[expect(dead_code, reason = "held for as long as the cluster is needed")]
    keeper: Keeper,
}

impl Cluster {
    /// The cluster that all tests of this process share; `None` where a test has to be skipped, which is said.
    #[allow(dead_code, reason = "not every test program shares one")]
    pub(crate) fn shared() -> Option<&'static Cluster> {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        let programs = found()?;
        Some(SHARED.get_or_init(|| Cluster::start(&programs, "")))
    }

    /// A cluster of its own, with more settings (`-c name=value`); `None` where a test has to be skipped.
    #[allow(dead_code, reason = "not every test program has settings of its own")]
    pub(crate) fn with(settings: &str) -> Option<Cluster> {
        found().map(|programs| Cluster::start(&programs, settings))
    }

    fn start(programs: &Path, settings: &str) -> Cluster {
        // The keeper removes it.
        let folder = tempfile::Builder::new().prefix("accede-pg-").tempdir().unwrap().keep();
        let user = User::in_place_of(std::fs::metadata(&folder).unwrap().uid());
        if let Some(user) = user {
            chown(&folder, Some(user.id), Some(user.group)).unwrap();
        }
        let mut keeper = Keeper::start(programs, &folder, &format!("{SETTINGS} {settings}"), user);
        let port = (0..PORTS).map(|_| free_port()).find(|port| keeper.start_on(*port));
        let port = port.unwrap_or_else(|| panic!("no cluster:\n{}", said(&folder)));
        Cluster { programs: programs.to_path_buf(), folder, port, keeper }
    }

    /// The URL of a database, over TCP, with more parameters (`&name=value`, percent-encoded).
    pub(crate) fn url(&self, database: &str, parameters: &str) -> String {
        Cluster::url_at(self.port, database, parameters)
    }

    /// The same where the cluster is reached through another port.
    pub(crate) fn url_at(port: u16, database: &str, parameters: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/{database}?application_name=test{parameters}")
    }

    /// Where it listens on 127.0.0.1.
    #[allow(dead_code, reason = "not every test program puts something in between")]
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The parameter of a URL that has every session start with these settings (`name=value`).
    pub(crate) fn options(settings: &[&str]) -> String {
        // A blank would end the setting.
        let escaped = settings.iter().map(|one| format!("-c {}", one.replace(' ', "\\ ")));
        let options = escaped.collect::<Vec<_>>().join(" ");
        let encoded = options.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        });
        format!("&options={}", encoded.collect::<String>())
    }

    /// Has SQL carried out in a database by its superuser, statement by statement; see [`Cluster::psql`].
    pub(crate) fn sql(&self, database: &str, text: &str) -> String {
        self.psql(&self.url(database, ""), text)
    }

    /// Has SQL carried out; answers the rows without their captions, columns parted by `|`.
    pub(crate) fn psql(&self, url: &str, text: &str) -> String {
        let mut psql = programs::command(self.programs.join("psql"), None);
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text]);
        let output = psql.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{text}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A database that no other test has.
    pub(crate) fn new_database(&self) -> String {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let name = format!("test{}", LAST.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        name
    }

    /// Its folder, with its sockets and its log.
    #[allow(dead_code, reason = "not every test program looks into it")]
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The folder with the programs; `None` if a test has to be skipped, which it says on its standard output.
#[allow(
    clippy::disallowed_methods,
    reason = "a test is told by the environment where programs are"
)]
#[allow(clippy::print_stdout, reason = "`cargo xtask test` counts what was skipped by it")]
fn found() -> Option<PathBuf> {
    match std::env::var_os(programs::VARIABLE) {
        Some(said) if said == programs::NONE => {
            println!("{}{} is `{}`", programs::SKIPPED, programs::VARIABLE, programs::NONE);
            None
        }
        Some(said) => Some(PathBuf::from(said)),
        None => {
            let path = std::env::var_os("PATH");
            let found = programs::of_system(path.as_deref(), Path::new(programs::VERSIONS));
            Some(found.unwrap_or_else(|| panic!("{NOT_FOUND}")))
        }
    }
}

const NOT_FOUND: &str = "PostgreSQL is not installed here. `cargo xtask test rust` gets it for the tests; \
    ACCEDE_TEST_POSTGRES names the folder with its programs, or is `none` to skip them";

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What the programs said.
fn said(folder: &Path) -> String {
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    ["initdb.log", "start.log", "log"].map(read).join("\n")
}

/// The process that keeps the cluster for as long as a pipe to it is open.
struct Keeper {
    process: Child,
    /// `None` once it was closed.
    ports: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Keeper {
    fn start(programs: &Path, folder: &Path, settings: &str, user: Option<User>) -> Keeper {
        let mut shell = programs::command("sh", user);
        shell.args(["-c", include_str!("keeper.sh"), "keeper"]).arg(programs).arg(folder);
        shell.arg(settings).current_dir(folder);
        // A signal to the group of the tests is none to the keeper.
        shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = shell.spawn().unwrap();
        let ports = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Keeper { process, ports, answers }
    }

    /// Whether the cluster runs on this port now.
    fn start_on(&mut self, port: u16) -> bool {
        writeln!(self.ports.as_ref().unwrap(), "{port}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        answer == "started\n"
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.ports.take());
        let _ = self.process.wait();
    }
}
