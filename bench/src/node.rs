//! A server under measurement.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Problem;
use crate::cpu::Family;

/// What a server says once it listens.
const LISTENING: &str = "accede listening on http://";

/// A running server; it is stopped when this is dropped.
pub(crate) struct Node {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Node {
    /// Starts a server on a port that is free.
    ///
    /// # Errors
    /// When it does not come to listen.
    pub(crate) fn start(program: &Path, store: &str) -> Result<Node, Problem> {
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--log", "server", "--store", store]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let address = line.trim().strip_prefix(LISTENING).and_then(|rest| rest.parse().ok());
        match address {
            Some(address) => Ok(Node { process, address }),
            None => {
                let _ = process.kill();
                process.wait()?;
                Err(format!("{} does not listen: {line:?}", program.display()).into())
            }
        }
    }

    pub(crate) fn family(&self) -> Family {
        Family(self.process.id())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
