//! Another process: this test binary again, told by the environment to be it.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use accede_membership::{Change, Status};
use accede_store::{CommitError, Store};

use super::entries::{event, organization, place};
use super::make::{account, invited, numbered, pair, put, relationship, scope, seen, try_put};
use super::open;

const ROLE: &str = "ACCEDE_TEST_ROLE";
const FILE: &str = "ACCEDE_TEST_FILE";

/// The number of tasks that [`write_on`] writes with.
pub(super) const TASKS: u64 = 8;

/// A process that is killed at the latest when the test is over.
pub(super) struct Process {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts a process with a role, by way of a shell if there is something to set up first.
    pub(super) fn start(role: &str, path: &Path, setup: &str) -> Process {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{setup} exec \"$0\" \"$@\"")]);
        command.arg(std::env::current_exe().unwrap());
        command.args(["--exact", "child::process", "--nocapture", "--test-threads=1"]);
        command.env(ROLE, role).env(FILE, path).stdout(Stdio::piped()).stdin(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Process { child, said }
    }

    /// The next line that it says to the test; `None` at its end.
    pub(super) fn next(&mut self) -> Option<String> {
        let line = self.said.by_ref().map(Result::unwrap).find(|line| line.contains("> "))?;
        line.split_once("> ").map(|(_, said)| said.to_owned())
    }

    /// `kill -9`. It can say nothing more than it has.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it go on after it waited for a line.
    pub(super) fn answer(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One write, so that it is said as a whole or not at all.
fn say(what: &str) {
    std::io::stdout().write_all(format!("> {what}\n").as_bytes()).unwrap();
}

fn wait_for_answer() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

/// The other process. As a test of its own it is nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[allow(clippy::disallowed_methods, reason = "a child is told its role by the environment")]
async fn process() {
    let (Ok(role), Ok(path)) = (std::env::var(ROLE), std::env::var(FILE)) else { return };
    let path = Path::new(&path);
    match role.as_str() {
        "hold" => {
            let _store = open(path);
            say("open");
            wait_for_answer();
        }
        "write" => write_on(path, &turn_of).await,
        "write much" => write_on(path, &much).await,
        "fill" => fill(path).await,
        other => panic!("no role is named {other}"),
    }
}

/// The event that tells of a turn.
pub(super) fn told(task: u64, turn: u64) -> Change {
    event(task, "us-east-1", place(turn.cast_signed(), task.into()))
}

/// Two standings and an organization with the same number, and one more relationship and event each time.
fn turn_of(task: u64, turn: u64) -> Vec<Change> {
    vec![
        Change::Standing(account(task), Some(numbered(turn))),
        invited(pair(task, 1_000 + turn)),
        Change::Standing(account(100 + task), Some(numbered(turn))),
        organization(task, turn),
        told(task, turn),
    ]
}

/// Over how many relationships much is written, in turn.
pub(super) const LARGE: u64 = 20;

/// A standing, and a large relationship that says which turn it is of.
pub(super) fn much(task: u64, turn: u64) -> Vec<Change> {
    let key = pair(task, 1_000 + turn % LARGE);
    let mut record = relationship(key, Status::Created, None);
    record.row.as_mut().unwrap().message = Some(format!("{turn:06}").repeat(10_000));
    vec![
        Change::Standing(account(task), Some(numbered(turn))),
        Change::Relationship(key, Some(record)),
    ]
}

/// Writes until it is killed.
async fn write_on(path: &Path, changes: &'static (impl Fn(u64, u64) -> Vec<Change> + Sync)) {
    let store = Arc::new(open(path));
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            let read = [accede_membership::Read::Standing(account(task))];
            let loaded = store.load(Some(&scope()), &read).await.unwrap();
            for turn in super::make::number(&loaded, account(task)) + 1.. {
                put(&*store, &scope(), &changes(task, turn)).await;
                say(&format!("{task} {turn}"));
            }
        });
    }
    tasks.join_all().await;
}

/// Writes until nothing can be written, says so, and writes again when it may.
async fn fill(path: &Path) {
    let store = open(path);
    let change = |turn| {
        let mut standing = numbered(turn);
        standing.settings.insert("large".to_owned(), "x".repeat(100_000));
        [Change::Standing(account(turn), Some(standing))]
    };
    let mut turn = 0;
    let error = loop {
        turn += 1;
        let seen = seen(&store, &scope(), &change(turn)).await;
        match try_put(&store, &scope(), seen, &change(turn)).await {
            Ok(()) => {}
            Err(CommitError::Store(error)) => break error,
            Err(CommitError::Conflict) => panic!("nobody else writes these"),
        }
    };
    // What failed is not there, and everything else is.
    assert_eq!(seen(&store, &scope(), &change(turn)).await[0].1, 0);
    assert_ne!(seen(&store, &scope(), &change(turn - 1)).await[0].1, 0);
    say(&format!("full {} {error}", turn - 1));
    wait_for_answer();
    store.ready().await.unwrap();
    put(&store, &scope(), &change(turn)).await;
    drop(store);
    say(&format!("written {turn}"));
}
