//! PostgreSQL's own load generator.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::script::Script;
use crate::Problem;
use crate::cluster::Cluster;

/// Where pgbench is, and what it asks.
pub(crate) struct Pgbench {
    program: PathBuf,
    url: String,
}

impl Pgbench {
    /// pgbench beside PostgreSQL's other programs, if it is there.
    pub(crate) fn beside(programs: &Path, url: String) -> Option<Pgbench> {
        let program = programs.join("pgbench");
        program.is_file().then_some(Pgbench { program, url })
    }

    /// Runs a script for so long, with so many clients; answers how many times it was run to its end, and how many
    /// times a second. Numbers are counted from `first`.
    ///
    /// # Errors
    /// When a statement failed, or it does not say what it did.
    pub(crate) fn run(
        &self,
        cluster: &Cluster,
        script: &Script,
        clients: usize,
        time: Duration,
        first: u64,
    ) -> Result<(u64, f64), Problem> {
        let file = cluster.folder().join("script.sql");
        std::fs::write(&file, &script.text)?;
        let mut command = Command::new(&self.program);
        command.args(["-n", "-M", "prepared", "-c", &clients.to_string()]);
        command.args(["-T", &time.as_secs().to_string(), "-f"]).arg(&file);
        let numbers = [("first", first), ("clients", clients as u64), ("k", 0), ("at", EPOCH)];
        let numbers = numbers.map(|(name, number)| (name.to_owned(), number.to_string()));
        for (name, value) in script.values.iter().chain(&numbers) {
            command.arg("-D").arg(format!("{name}={value}"));
        }
        let output = command.arg(&self.url).output()?;
        let (said, complaint) =
            (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
        match read(&said) {
            Some(done) if output.status.success() => Ok(done),
            _ => Err(format!("pgbench: {}{said}", complaint.trim()).into()),
        }
    }
}

/// A moment of events, in milliseconds. They are counted from here.
const EPOCH: u64 = 1_795_000_000_000;

/// How many transactions it counts, and how many a second.
fn read(said: &str) -> Option<(u64, f64)> {
    let after = |caption: &str| {
        let rest = said.lines().find_map(|line| line.strip_prefix(caption))?;
        rest.split([' ', '/']).next().map(str::to_owned)
    };
    let count = after("number of transactions actually processed: ")?.parse().ok()?;
    Some((count, after("tps = ")?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transactions_and_their_rate_are_read() {
        let said = "query mode: prepared\nnumber of transactions actually processed: 1234\n\
                    latency average = 1.1 ms\ntps = 617.25 (without initial connection time)\n";
        assert_eq!(read(said), Some((1234, 617.25)));
        assert_eq!(read("number of transactions actually processed: 1234/9\n"), None);
    }
}
