//! A server under measurement, or a program beside which it is measured.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::Problem;
use crate::clock::Start;
use crate::cpu::Family;
use crate::programs::LISTENING;

/// How a server is started. What is not said is as in most measurements.
#[derive(Debug, Clone)]
pub(crate) struct Serve {
    program: PathBuf,
    store: String,
    words: Vec<String>,
    log: &'static str,
    /// Whether anybody hears what it logs.
    is_heard: bool,
}

impl Serve {
    /// On a store: a file, the address of a database, or `memory`.
    pub(crate) fn on(program: &Path, store: &str) -> Serve {
        let (program, store, words) = (program.to_owned(), store.to_owned(), Vec::new());
        Serve { program, store, words, log: "server", is_heard: true }
    }

    /// With any other flags.
    pub(crate) fn with(mut self, words: &[&str]) -> Serve {
        self.words.extend(words.iter().map(|word| (*word).to_owned()));
        self
    }

    /// Callers are known by their signatures, with the sealing key of this file.
    pub(crate) fn verifying(self, sealing_key: &Path) -> Serve {
        let file = sealing_key.to_string_lossy().into_owned();
        self.with(&["--auth", "verify", "--sealing-key-file", &file])
    }

    /// Every request is logged; nobody keeps what is.
    pub(crate) fn logging_requests(self) -> Serve {
        Serve { log: "requests", is_heard: false, ..self }
    }

    /// What it logs is nobody's: it is started very often.
    pub(crate) fn unheard(self) -> Serve {
        Serve { is_heard: false, ..self }
    }

    /// Starts it on a port that is free.
    ///
    /// # Errors
    /// When it does not come to listen.
    pub(crate) fn start(&self) -> Result<Node, Problem> {
        let mut command = Command::new(&self.program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--store", &self.store]);
        command.args(["--log", self.log]).args(&self.words);
        if !self.is_heard {
            command.stderr(Stdio::null());
        }
        Node::of(command)
    }
}

/// A running program; it is stopped when this is dropped.
pub(crate) struct Node {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Node {
    /// Starts a server as most measurements need it.
    ///
    /// # Errors
    /// When it does not come to listen.
    pub(crate) fn start(program: &Path, store: &str) -> Result<Node, Problem> {
        Serve::on(program, store).start()
    }

    /// Starts one of our own programs (see [`programs`](crate::programs)).
    ///
    /// # Errors
    /// As for [`Node::start`].
    pub(crate) fn program(name: &str, words: &[&str]) -> Result<Node, Problem> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(name).args(words);
        Node::of(command)
    }

    /// Starts what says on its first line where it listens.
    ///
    /// # Errors
    /// As for [`Node::start`].
    pub(crate) fn of(mut command: Command) -> Result<Node, Problem> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let address = line.split_once(LISTENING).and_then(|(_, rest)| rest.trim().parse().ok());
        match address {
            Some(address) => Ok(Node { process, address }),
            None => {
                let _ = process.kill();
                process.wait()?;
                Err(format!("{command:?} does not listen: {line:?}").into())
            }
        }
    }

    pub(crate) fn family(&self) -> Family {
        Family(self.process.id())
    }

    /// Has it stop as an operator would, and waits until it has.
    ///
    /// # Errors
    /// When it cannot be told.
    pub(crate) fn stop(mut self) -> Result<(), Problem> {
        let id = self.process.id().to_string();
        Command::new("kill").arg(&id).status()?;
        let start = Start::now();
        while self.process.try_wait()?.is_none() {
            if start.elapsed().as_secs() > 60 {
                return Err(format!("process {id} does not stop").into());
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
