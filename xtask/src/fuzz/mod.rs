//! `cargo xtask fuzz`: the server's fuzz targets under libFuzzer, which is built here and needs neither a nightly
//! toolchain nor a program of its own.
//!
//! What is fuzzed is in `crates/server/src/fuzzing`, what runs it in `fuzz/`, with the seeds. Everything that a run
//! makes is below cargo's target folder: `fuzz/corpus` has the inputs that led somewhere new, and the next run goes on
//! from them; `fuzz/found` has the inputs that broke something.

mod build;
mod options;
mod report;
mod run;
mod words;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

pub(crate) use build::Absent;
pub(crate) use report::Report;
pub(crate) use run::Effort;

use crate::repository;
use options::Options;

/// Where the parts of fuzzing are.
pub(crate) struct Workshop {
    root: PathBuf,
    /// What runs a target.
    program: PathBuf,
    /// Where inputs are kept.
    folder: PathBuf,
}

impl Workshop {
    /// Builds what runs targets.
    ///
    /// # Errors
    /// When this machine cannot, or it does not build.
    pub(crate) fn open(root: &Path, target: &Path) -> Result<Workshop, Absent> {
        let folder = target.join("fuzz");
        let program = build::program(root, &folder)?;
        Ok(Workshop { root: root.to_owned(), program, folder })
    }

    /// Every target: each has a folder of seeds.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub(crate) fn targets(&self) -> Result<Vec<String>, String> {
        let seeds = self.root.join("fuzz/seeds");
        let problem = |error| format!("{}: {error}", seeds.display());
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&seeds).map_err(problem)? {
            names.push(entry.map_err(problem)?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    /// Runs these targets, so many at the same time, and says of each how it went as soon as it has ended.
    ///
    /// # Errors
    /// When one cannot be run.
    pub(crate) fn run_all(
        &self,
        targets: &[String],
        effort: Effort,
        jobs: usize,
    ) -> Result<Vec<Report>, String> {
        let waiting = Mutex::new(targets.iter());
        let next = || waiting.lock().ok().and_then(|mut targets| targets.next());
        let work = || {
            let mut reports = Vec::new();
            while let Some(target) = next() {
                let report = self.run(target, effort)?;
                println!("   {}", report.line());
                reports.push(report);
            }
            Ok(reports)
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
            let ended = workers.into_iter().map(|worker| worker.join());
            let ended =
                ended.map(|ended| ended.unwrap_or_else(|_| Err("a worker died".to_owned())));
            ended.collect::<Result<Vec<Vec<Report>>, String>>().map(|reports| reports.concat())
        })
    }
}

/// Runs the command.
///
/// # Errors
/// When it is given what it does not know, or nothing can be run.
pub(crate) fn command(words: &[String]) -> Result<bool, String> {
    let options = Options::read(words)?;
    let root = repository::root()?;
    let target = repository::target_folder(&root)?;
    let workshop = Workshop::open(&root, &target).map_err(|absent| match absent {
        Absent::Tools(reason) => reason,
        Absent::Failed(output) => output,
    })?;
    let known = workshop.targets()?;
    if let Some(word) = options.targets.iter().find(|word| !known.contains(word)) {
        return Err(format!("no target `{word}`; there are: {}", known.join(", ")));
    }
    let targets = if options.targets.is_empty() { known } else { options.targets };
    if let (Some(input), [target]) = (&options.input, &targets[..]) {
        return workshop.replay(target, input);
    }
    let effort = Effort { seconds: options.seconds, keep: true };
    let reports = workshop.run_all(&targets, effort, options.jobs)?;
    for report in reports.iter().filter(|report| report.problem.is_some()) {
        println!("{}", report.told());
    }
    println!("{}", report::summary(&reports));
    Ok(reports.iter().all(|report| report.problem.is_none()))
}
