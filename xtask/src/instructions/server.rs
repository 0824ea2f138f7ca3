//! The server, as its users run it: alone, or under callgrind.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use super::client::Client;
use super::valgrind::{Tool, Valgrind};
use crate::process;

/// What a server says once it listens.
const LISTENING: &str = "accede listening on http://";

/// A server that was seen asleep so often in a row is at rest.
const RESTED: u32 = 8;

/// How a server is started.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) program: PathBuf,
    /// A file, or `memory`.
    pub(super) store: String,
    /// Where it writes its log.
    pub(super) log: PathBuf,
    /// What else it is told.
    pub(super) flags: &'static [&'static str],
}

/// A running server, or what is left of it: it ends with this.
pub(super) struct Server {
    process: Child,
    /// Whoever closes this ends a server that still talks.
    _output: BufReader<ChildStdout>,
    address: SocketAddr,
    log: PathBuf,
}

impl Server {
    /// Starts a server as it is.
    ///
    /// # Errors
    /// When it does not come to listen.
    pub(super) fn start(setup: &Setup) -> Result<Server, String> {
        Server::listen(Command::new(&setup.program), setup)
    }

    /// Starts a server under a tool, whose answer is in this file once the server has ended.
    ///
    /// # Errors
    /// When it does not come to listen.
    pub(super) fn watched(
        setup: &Setup,
        valgrind: &Valgrind,
        tool: Tool,
        answer: &Path,
    ) -> Result<Server, String> {
        let mut command = valgrind.command(tool, answer);
        command.arg(&setup.program);
        Server::listen(command, setup)
    }

    fn listen(mut command: Command, setup: &Setup) -> Result<Server, String> {
        let Setup { program, store, log, flags } = setup;
        command.args(["serve", "--listen", "127.0.0.1:0", "--log", "server"]).args(*flags);
        command.args(["--store", store, "--member-quota", "100000", "--request-timeout", "600"]);
        // One worker: which of several takes a request is a matter of chance, and so is what waking it takes.
        command.env("TOKIO_WORKER_THREADS", "1");
        let problem = |error: &dyn std::fmt::Display| format!("{}: {error}", program.display());
        let errors = File::create(log).map_err(|error| problem(&error))?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors);
        let mut process = command.spawn().map_err(|error| problem(&error))?;
        let mut line = String::new();
        let output = process.stdout.take().map(BufReader::new);
        let mut output = output.ok_or_else(|| problem(&"has no output"))?;
        output.read_line(&mut line).map_err(|error| problem(&error))?;
        match line.trim().strip_prefix(LISTENING).and_then(|rest| rest.parse().ok()) {
            Some(address) => Ok(Server { process, _output: output, address, log: log.clone() }),
            None => {
                let _ = process.kill();
                let status = process.wait().map_err(|error| problem(&error))?;
                Err(problem(&format_args!("does not listen: {status}: {}", said(log))))
            }
        }
    }

    /// # Errors
    /// When it does not take a connection.
    pub(super) fn client(&self) -> Result<Client, String> {
        self.settle()?;
        Client::connect(self.address)
    }

    /// Waits until it is through with what it does by itself after the start: looking at the whole of its store, and its
    /// upkeep, which reads from the store beside the first requests and would take a connection away from them.
    fn settle(&self) -> Result<(), String> {
        let mut rested = 0;
        while rested < RESTED {
            std::thread::sleep(Duration::from_millis(20));
            rested = if self.is_at_work()? { 0 } else { rested + 1 };
        }
        Ok(())
    }

    /// Whether a thread of it does something, or one is there that will again.
    fn is_at_work(&self) -> Result<bool, String> {
        let tasks = format!("/proc/{}/task", self.process.id());
        let all = std::fs::read_dir(&tasks).map_err(|error| format!("{tasks}: {error}"))?;
        let stat = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("stat"));
        let mut stats = all.flatten().filter_map(|task| stat(task).ok());
        // The name, in brackets, and the state.
        let sleeps = |stat: &str| stat.rsplit_once(") ").is_some_and(|(_, is)| is.starts_with('S'));
        Ok(stats.any(|stat| stat.contains("(store-watch)") || !sleeps(&stat)))
    }

    /// Has it end, as an operator does.
    ///
    /// # Errors
    /// When it does not end well.
    pub(super) fn stop(mut self) -> Result<(), String> {
        let mut kill = Command::new("kill");
        kill.arg(self.process.id().to_string());
        process::read(kill)?;
        let status = self.process.wait().map_err(|error| error.to_string())?;
        let ended = || format!("the server ended with {status}: {}", self.said());
        if status.success() { Ok(()) } else { Err(ended()) }
    }

    /// The end of what it has logged.
    pub(super) fn said(&self) -> String {
        said(&self.log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn said(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}
