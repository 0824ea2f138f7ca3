//! The engine as a side that takes turns: a process that is told, line by line, to work for so long.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use crate::Problem;
use crate::cpu::Family;
use crate::load::Latencies;
use crate::measure::{Sample, Side};

/// What the process is asked once, before anything else.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) file: String,
    pub(crate) plan: Plan,
    pub(crate) connections: usize,
    pub(crate) whom: Whom,
    /// The number of the first piece of work.
    pub(crate) first: u64,
}

/// Who takes part in a piece of work with some number: as with the server.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Whom {
    Pair,
    Batch,
}

/// What it answers to each line with a number of milliseconds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    /// Pieces of work, and the time until the last was done.
    pub(crate) done: u64,
    pub(crate) time: Duration,
    pub(crate) transactions: u64,
    pub(crate) latencies: Latencies,
}

/// The process.
pub(crate) struct Engine {
    name: String,
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// How many requests a piece of work stands for.
    requests: u64,
    /// Commits in each transaction, of all rounds.
    commits: u64,
    transactions: u64,
}

impl Engine {
    /// Starts it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn start(asked: &Asked, requests: u64) -> Result<Engine, Problem> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("group-commit").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let (mut input, output) = (input.ok_or("no input")?, output.ok_or("no output")?);
        writeln!(input, "{}", serde_json::to_string(asked)?)?;
        let name = "the engine's group commit".to_owned();
        let output = BufReader::new(output);
        Ok(Engine { name, process, input, output, requests, commits: 0, transactions: 0 })
    }

    /// How many commits were in a transaction, on average.
    pub(crate) fn grouped(&self) -> f64 {
        self.commits as f64 / self.transactions.max(1) as f64
    }
}

impl Side for Engine {
    fn name(&self) -> &str {
        &self.name
    }

    fn run(&mut self, time: Duration, _: u64) -> Result<Sample, Problem> {
        let family = Family(self.process.id());
        let (used, written) = (family.used()?, family.written()?);
        writeln!(self.input, "{}", time.as_millis())?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let done: Done = serde_json::from_str(&line)
            .map_err(|_| format!("the engine's group commit has ended: {line}"))?;
        let requests = (done.done * self.requests).max(1) as f64;
        self.commits += done.latencies.count();
        self.transactions += done.transactions;
        Ok(Sample {
            rate: requests / done.time.as_secs_f64(),
            cpu: (family.used()? - used).as_secs_f64() * 1e6 / requests,
            generator: 0.0,
            memory: family.memory()?,
            latencies: done.latencies,
            written: Some((family.written()? - written) as f64 / requests),
        })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder for the copy that the engine works on: a file that no server has open.
///
/// # Errors
/// When it cannot be copied.
pub(crate) fn copied(file: &Path, to: &Path) -> Result<(), Problem> {
    let _ = std::fs::remove_file(to);
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", to.display()));
    }
    std::fs::copy(file, to)?;
    Ok(())
}
