//! Runs one target.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::report::Report;
use super::{Workshop, words};
use crate::process;

/// The target with a fault in it that was put there to be found.
const PLANTED: &str = "planted";

/// How hard to look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// How long.
    pub(crate) seconds: u64,
    /// Whether to go on from what earlier runs kept, and to keep what this one finds.
    pub(crate) keep: bool,
}

/// Longer inputs tell nothing new, and take longer.
const LONGEST: &str = "-max_len=4096";
/// No input may take longer than this many seconds, or more memory than so many megabytes.
const BOUNDS: [&str; 2] = ["-timeout=5", "-rss_limit_mb=2048"];

impl Workshop {
    /// Runs a target from its seeds on.
    ///
    /// # Errors
    /// When it cannot be run.
    pub(super) fn run(&self, target: &str, effort: Effort) -> Result<Report, String> {
        let corpus = if effort.keep { "corpus" } else { "short" };
        let corpus = self.folder.join(corpus).join(target);
        if !effort.keep {
            // What an earlier run left behind must not make this one longer.
            let _ = std::fs::remove_dir_all(&corpus);
        }
        folder(&corpus)?;
        let seeds = self.root.join("fuzz/seeds").join(target);
        let mut command = self.command(target)?;
        command.arg(&corpus).arg(&seeds).args([LONGEST, "-print_final_stats=1"]);
        command.arg(format!("-max_total_time={}", effort.seconds));
        command.arg(format!("-dict={}", self.dictionary(target, &seeds)?.display()));
        let outcome = process::run(command)?;
        Ok(Report::of(target, &outcome))
    }

    /// Looks for the fault that was planted.
    ///
    /// # Errors
    /// When it cannot be looked for, or is not found.
    pub(crate) fn find_the_planted(&self) -> Result<(), String> {
        let mut command = self.command(PLANTED)?;
        command.args(["-seed=1", "-max_total_time=60", "-max_len=16"]);
        let outcome = process::run(command)?;
        if outcome.output.contains("the planted fault") && !outcome.success {
            return Ok(());
        }
        Err(format!("a fault that is there was not found:\n{}", outcome.output))
    }

    /// Tries one input, and shows what comes of it.
    ///
    /// # Errors
    /// When it cannot be tried.
    pub(super) fn replay(&self, target: &str, input: &Path) -> Result<bool, String> {
        let mut command = self.command(target)?;
        command.arg(input);
        let outcome = process::run(command)?;
        print!("{}", outcome.output);
        Ok(outcome.success)
    }

    fn command(&self, target: &str) -> Result<Command, String> {
        let found = self.folder.join("found");
        folder(&found)?;
        let mut command = Command::new(&self.program);
        command.env("ACCEDE_FUZZ_TARGET", target).args(BOUNDS);
        command.arg(format!("-artifact_prefix={}-", found.join(target).display()));
        Ok(command)
    }

    /// Writes the words of a target's seeds, which libFuzzer puts into inputs.
    fn dictionary(&self, target: &str, seeds: &Path) -> Result<PathBuf, String> {
        let place = self.folder.join("words");
        folder(&place)?;
        let path = place.join(target);
        let problem = |path: &Path, error| format!("{}: {error}", path.display());
        let mut texts = Vec::new();
        for entry in std::fs::read_dir(seeds).map_err(|e| problem(seeds, e))? {
            let seed = entry.map_err(|e| problem(seeds, e))?.path();
            texts.push(std::fs::read(&seed).map_err(|e| problem(&seed, e))?);
        }
        std::fs::write(&path, words::dictionary(&texts)).map_err(|e| problem(&path, e))?;
        Ok(path)
    }
}

fn folder(path: &Path) -> Result<(), String> {
    std::fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))
}
