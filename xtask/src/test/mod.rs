//! `cargo xtask test`: every part of the tests, set up, run and counted.
//!
//! A part is one file here and one line in [`PARTS`]. It prepares what it needs by itself, so that each can be
//! run alone, and a part whose tools are absent is skipped with its reason rather than passed over in silence.

mod build;
mod clippy;
mod conformance;
mod deny;
mod fmt;
mod javascript;
mod junit;
mod rust;
mod terraform;
mod tidy;
mod venv;

use std::io::Write;
use std::path::PathBuf;

use crate::repository;
use crate::stopwatch::Stopwatch;
use crate::tally::Tally;

/// What every part is told.
pub(crate) struct Context {
    /// The workspace's root.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
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
    Part { name: "build", what: "the server, as its users build it", run: build::run },
    Part { name: "conformance", what: "boto3 and the AWS CLI against it", run: conformance::run },
    Part {
        name: "javascript",
        what: "the AWS SDK for JavaScript against it",
        run: javascript::run,
    },
    Part { name: "terraform", what: "the examples for Terraform against it", run: terraform::run },
    Part { name: "deny", what: "licences and advisories of dependencies", run: deny::run },
];

/// Runs the parts named by `words`, or all.
///
/// # Errors
/// When a part is unknown, or this is not run inside the workspace.
pub(crate) fn run(words: &[String]) -> Result<bool, String> {
    let parts = chosen(words)?;
    let root = repository::root()?;
    let target = repository::target_folder(&root)?;
    let context = Context { root, target };
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
    }
    println!("   {} in {}", tally.line(), stopwatch.read());
    flush();
    tally
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
}
