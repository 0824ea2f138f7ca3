//! `cargo xtask test`: every part of the tests, set up, run and counted.
//!
//! A part is one file here and one line in [`PARTS`]. It prepares what it needs by itself, so that each can be
//! run alone, and a part whose tools are absent is skipped with its reason rather than passed over in silence.

pub(crate) mod build;
mod clippy;
mod conformance;
mod deny;
mod fmt;
mod fuzz;
mod instructions;
mod javascript;
mod junit;
pub(crate) mod postgres;
mod rust;
mod terraform;
mod tidy;
pub(crate) mod venv;

use std::cell::OnceCell;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::repository;
use crate::stopwatch::Stopwatch;
use crate::tally::Tally;

/// What every part is told.
pub(crate) struct Context {
    /// The workspace's root.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// Where PostgreSQL's programs are, or why there are none; known once a part has asked (see [`postgres::tell`]).
    postgres: OnceCell<Result<PathBuf, String>>,
}

impl Context {
    /// # Errors
    /// When this is not run inside the workspace.
    pub(crate) fn here() -> Result<Context, String> {
        let root = repository::root()?;
        let target = repository::target_folder(&root)?;
        Ok(Context { root, target, postgres: OnceCell::new() })
    }
}

/// How the servers under test know their callers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Auth {
    /// By their word.
    Open,
    /// By their signatures.
    Verify,
}

impl Auth {
    /// Says it to the tests that `command` runs, all of which read it from the environment.
    fn tell(self, command: &mut Command) {
        command.env("ACCEDE_TEST_AUTH", self.name());
    }

    /// The word for it.
    fn name(self) -> &'static str {
        match self {
            Auth::Open => "open",
            Auth::Verify => "verify",
        }
    }
}

/// A part of the tests.
pub(crate) struct Part {
    /// What is typed to run it alone.
    pub(crate) name: &'static str,
    /// One line of help.
    pub(crate) what: &'static str,
    /// Runs it. An error is a fault of the set-up, and counts as one failure.
    run: fn(&Context) -> Result<Tally, String>,
}

/// Every part, in the order in which they run: what fails fastest comes first.
pub(crate) const PARTS: &[Part] = &[
    Part { name: "tidy", what: "the repository itself", run: tidy::run },
    Part { name: "fmt", what: "the layout of the code", run: fmt::run },
    Part { name: "clippy", what: "warnings of the compiler and of clippy", run: clippy::run },
    Part { name: "rust", what: "the tests of the crates", run: rust::run },
    Part { name: "fuzz", what: "the fuzz targets, for a few seconds each", run: fuzz::run },
    Part { name: "build", what: "the server, as its users build it", run: build::run },
    Part {
        name: "instructions",
        what: "what its hot requests cost, counted under valgrind",
        run: instructions::run,
    },
    Part {
        name: "javascript",
        what: "the AWS SDK for JavaScript against it",
        run: |context| javascript::run(context, Auth::Open),
    },
    Part {
        name: "javascript-verify",
        what: "the same in mode `verify`",
        run: |context| javascript::run(context, Auth::Verify),
    },
    Part {
        name: "conformance",
        what: "boto3 and the AWS CLI against it, in mode `open`",
        run: |context| conformance::run(context, Auth::Open),
    },
    Part {
        name: "conformance-verify",
        what: "the same in mode `verify`, with real keys and roles",
        run: |context| conformance::run(context, Auth::Verify),
    },
    Part {
        name: "conformance-postgres",
        what: "the same on PostgreSQL, in mode `open`, and with failures of databases and networks",
        run: |context| conformance::on_postgres(context, Auth::Open),
    },
    Part {
        name: "terraform",
        what: "the examples for Terraform against it",
        run: |context| terraform::run(context, Auth::Open),
    },
    Part {
        name: "terraform-verify",
        what: "the same in mode `verify`",
        run: |context| terraform::run(context, Auth::Verify),
    },
    Part { name: "deny", what: "licences and advisories of dependencies", run: deny::run },
];

/// Runs the parts named by `words`, or all.
///
/// # Errors
/// When a part is unknown, or this is not run inside the workspace.
pub(crate) fn run(words: &[String]) -> Result<bool, String> {
    let parts = chosen(words)?;
    let context = Context::here()?;
    let mut all = Tally::default();
    for part in parts {
        let tally = run_part(part, &context);
        let label = |reason| format!("{}: {reason}", part.name);
        let reasons = tally.reasons.iter().map(label).collect();
        all.add(&Tally { reasons, ..tally });
    }
    print!("{}", summary(&all));
    Ok(all.success())
}

/// Has a PostgreSQL fail over under load, as `words` say; see `conformance/faults/failover.py`.
///
/// # Errors
/// When this is not run inside the workspace, or something that is needed cannot be made.
pub(crate) fn failover(words: &[String]) -> Result<bool, String> {
    conformance::failover(&Context::here()?, words)
}

fn chosen(words: &[String]) -> Result<Vec<&'static Part>, String> {
    if let Some(word) = words.iter().find(|word| PARTS.iter().all(|part| part.name != **word)) {
        let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        return Err(format!("no part `{word}`; there are: {}", names.join(", ")));
    }
    let wanted = |part: &&Part| words.is_empty() || words.iter().any(|word| word == part.name);
    Ok(PARTS.iter().filter(wanted).collect())
}

fn run_part(part: &Part, context: &Context) -> Tally {
    println!("── {}: {}", part.name, part.what);
    flush();
    let stopwatch = Stopwatch::start();
    let tally = (part.run)(context).unwrap_or_else(Tally::fail);
    if tally.failed > 0 {
        println!("{}", tally.output.trim_end());
    } else {
        figures(&tally.output).for_each(|line| println!("   {line}"));
    }
    println!("   {} in {}", tally.line(), stopwatch.read());
    flush();
    tally
}

/// How the lines begin that are shown even if all is well: how much was verified, and how much refused.
const FIGURES: [&str; 2] = ["sigv4 ", "signed by "];

fn figures(output: &str) -> impl Iterator<Item = &str> {
    output.lines().filter(|line| FIGURES.iter().any(|start| line.starts_with(start)))
}

/// The reasons of what was skipped, then the counts as the one last line.
fn summary(all: &Tally) -> String {
    let mut text = String::from("\n");
    for reason in &all.reasons {
        text.push_str(&format!("skipped: {reason}\n"));
    }
    if all.passed + all.failed == 0 {
        text.push_str("nothing was tested\n");
    }
    text.push_str(&all.line());
    text.push('\n');
    text
}

/// A reader that went away is no reason to stop testing.
fn flush() {
    let _ = std::io::stdout().flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_run_unless_some_are_named() {
        assert_eq!(chosen(&[]).unwrap().len(), PARTS.len());
        let named: Vec<_> = chosen(&["rust".into(), "fmt".into()]).unwrap();
        assert_eq!(named.iter().map(|part| part.name).collect::<Vec<_>>(), ["fmt", "rust"]);
    }

    #[test]
    fn an_unknown_part_is_refused() {
        let problem = chosen(&["rusty".into()]).err().unwrap();
        assert!(problem.contains("`rusty`") && problem.contains("tidy"), "{problem}");
    }

    #[test]
    fn the_counts_are_the_last_line() {
        let mut all = Tally { passed: 3, ..Tally::default() };
        all.add(&Tally::skip("deny: not installed"));
        let text = summary(&all);
        assert!(text.contains("skipped: deny: not installed\n"));
        assert!(text.ends_with("\n3 passed, 0 failed, 1 skipped\n"));
        assert!(!text.contains("nothing was tested"));
        assert!(summary(&Tally::default()).contains("nothing was tested"));
    }

    #[test]
    fn figures_are_shown() {
        let output = "test a ... ok\nsigv4 vectors: 63 of 63 verified\n  sigv4\nsigned by cli: 1\n";
        let shown: Vec<&str> = figures(output).collect();
        assert_eq!(shown, ["sigv4 vectors: 63 of 63 verified", "signed by cli: 1"]);
    }
}
