//! PostgreSQL's own load generator.

use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use super::measure::Begins;
use super::script::Script;
use crate::Problem;
use crate::clock::{self, Start};
use crate::cluster::Cluster;
use crate::cpu::Family;

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

    /// Has so many clients run a script again and again. Once they are warm, they pause until it is their turn. Numbers are
    /// counted from `first`.
    ///
    /// # Errors
    /// When a statement failed, or it does not say what it does.
    pub(crate) fn start(
        &self,
        cluster: &Cluster,
        script: &Script,
        clients: usize,
        first: u64,
    ) -> Result<Clients, Problem> {
        let file = cluster.folder().join("script.sql");
        std::fs::write(&file, &script.text)?;
        let mut command = Command::new(&self.program);
        command.args(["-n", "-M", "prepared", "-P", "1", "-T", FOREVER]);
        command.args(["-c", &clients.to_string(), "-f"]).arg(&file);
        let now = clock::seconds() * 1_000;
        let numbers = [("first", first), ("clients", clients as u64), ("k", 0), ("now", now)];
        let numbers = numbers.map(|(name, number)| (name.to_owned(), number.to_string()));
        for (name, value) in script.values.iter().chain(&numbers) {
            command.arg("-D").arg(format!("{name}={value}"));
        }
        command.arg(&self.url);
        let mut all = Clients::of(command)?;
        all.warm(clients as f64 * WARM)?;
        all.signal("STOP")?;
        Ok(all)
    }
}

/// In seconds; it is ended before.
const FOREVER: &str = "86400";
/// How often a client runs the script before it counts. Each has the server prepare every statement, and plan it anew for the
/// first five times.
const WARM: f64 = 8.0;
/// About how long that takes, with connecting; and at the most, what a turn takes beyond its time.
pub(crate) const WARM_UP: Duration = Duration::from_secs(2);

/// A running pgbench. Its connections stay from turn to turn, as those of a server do: each of the database's processes has
/// to map, page by page, what they all share, before it is as fast as it can be.
pub(crate) struct Clients {
    process: Child,
    said: Lines<BufReader<ChildStderr>>,
}

impl Clients {
    fn of(mut command: Command) -> Result<Clients, Problem> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn()?;
        let said = process.stderr.take().ok_or("pgbench says nothing")?;
        Ok(Clients { process, said: BufReader::new(said).lines() })
    }

    /// Waits until the script was run so often.
    fn warm(&mut self, runs: f64) -> Result<(), Problem> {
        let mut done = 0.0;
        while done < runs {
            done += self.rate()?;
        }
        Ok(())
    }

    /// Has them go on for so long; answers how many times the script was run to its end, and how many times a second.
    ///
    /// # Errors
    /// As for [`Pgbench::start`].
    pub(crate) fn turn(
        &mut self,
        time: Duration,
        begins: Begins<'_>,
    ) -> Result<(u64, f64), Problem> {
        self.signal("CONT")?;
        // What it says first is about the pause as well, and what it says then about the rest of a second.
        self.rate()?;
        self.rate()?;
        begins(Family(self.process.id()))?;
        let start = Start::now();
        let mut sum = 0.0;
        for _ in 0..time.as_secs() {
            sum += self.rate()?;
        }
        let (rate, took) = (sum / time.as_secs().max(1) as f64, start.elapsed());
        self.signal("STOP")?;
        Ok(((rate * took.as_secs_f64()).round() as u64, rate))
    }

    /// How often a second the script was run since it said so last, when it says so again.
    fn rate(&mut self) -> Result<f64, Problem> {
        let mut others = String::new();
        for line in self.said.by_ref() {
            let line = line?;
            match progress(&line) {
                Some(rate) => return Ok(rate),
                None => others += &format!("\n{line}"),
            }
        }
        Err(format!("pgbench has ended:{others}").into())
    }

    /// Transactions are sent as a whole: none is left half made.
    fn signal(&self, name: &str) -> Result<(), Problem> {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-s", name, &id]).status()?;
        if told.success() { Ok(()) } else { Err("pgbench has ended".into()) }
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `progress: 1.0 s, 4321.0 tps, …`: how often a second it was run to its end since the last of these lines.
fn progress(line: &str) -> Option<f64> {
    line.strip_prefix("progress: ")?.split(", ").nth(1)?.strip_suffix(" tps")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saying(lines: &[&str]) -> Clients {
        let mut command = Command::new("sh");
        let all: String = lines.iter().map(|line| format!("echo '{line}' >&2; ")).collect();
        command.args(["-c", &format!("{all} sleep 60")]);
        Clients::of(command).unwrap()
    }

    #[test]
    fn a_turn_counts_whole_seconds() {
        let rates = ["1", "9", "0.5", "700", "100", "300", "900"];
        let lines = rates.map(|rate| format!("progress: 1.0 s, {rate} tps, lat 3.7 ms stddev 1.2"));
        let mut clients = saying(&lines.each_ref().map(String::as_str));
        clients.warm(10.0).unwrap();
        clients.signal("STOP").unwrap();
        let mut begun = Vec::new();
        let mut begins = |family| {
            begun.push(family);
            Ok(())
        };
        let (count, rate) = clients.turn(Duration::from_secs(2), &mut begins).unwrap();
        assert!((rate - 200.0).abs() < f64::EPSILON && count < 200, "{rate} {count}");
        assert_eq!(begun.len(), 1);
    }

    #[test]
    fn what_it_complains_of_is_said() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo 'pgbench: error: connection failed' >&2"]);
        let why = Clients::of(command).unwrap().warm(1.0).unwrap_err().to_string();
        assert!(why.ends_with("\npgbench: error: connection failed"), "{why}");
    }
}
