//! `cargo xtask tidy`: checks of the repository itself.
//!
//! A check is one function from the [`Repository`] to what it finds, in a file of its own, and one line in
//! [`CHECKS`].

mod changelog;
mod commands;
mod dependencies;
mod functions;
mod headings;
mod links;
mod markdown;
mod python;
mod reasons;
mod rust_code;
mod sizes;
mod text;

use std::fmt;
use std::path::Path;

use crate::repository::{self, Repository};
use crate::tally::Tally;

/// Something that is not as it should be, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file's path from the root.
    pub(crate) path: String,
    /// The line, from 1.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Finding { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

type Check = fn(&Repository) -> Vec<Finding>;

/// Every check, and what it makes sure of.
const CHECKS: &[(&str, Check)] = &[
    ("dependencies point one way", dependencies::direction),
    ("the rules depend on nothing", dependencies::rules_are_pure),
    ("the rules do nothing but decide", dependencies::rules_do_nothing_else),
    ("every dependency has its reason", reasons::dependencies_have_theirs),
    ("files are short", sizes::files),
    ("Rust functions fit a screen", functions::rust),
    ("Python functions fit a screen", functions::python),
    ("every crate says what it is for", headings::documented),
    ("every crate takes the workspace's lints", headings::lints),
    ("commands in documents exist", commands::exist),
    ("links in documents lead somewhere", links::resolve),
    ("no path of one machine", text::machine_paths),
    ("nothing is left for later", text::markers),
    ("no space at the end of a line", text::trailing_space),
    ("every file ends with a line end", text::final_line_end),
    ("the changelog is up to date", changelog::has_section),
];

/// Runs the command.
///
/// # Errors
/// When it is given words, or the repository cannot be read.
pub(crate) fn run(words: &[String]) -> Result<bool, String> {
    if let Some(word) = words.first() {
        return Err(format!("`tidy` takes nothing, not `{word}`"));
    }
    let tally = check(&repository::root()?)?;
    print!("{}", tally.output);
    for reason in &tally.reasons {
        println!("skipped: {reason}");
    }
    println!("{}", tally.line());
    Ok(tally.success())
}

/// Runs every check on the repository at `root`.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn check(root: &Path) -> Result<Tally, String> {
    let mut version = std::process::Command::new("git");
    version.arg("--version");
    if !crate::process::succeeds(version) {
        return Ok(Tally::skip("git is needed to know the repository's files"));
    }
    Ok(judge(&Repository::read(root)?))
}

fn judge(repository: &Repository) -> Tally {
    let mut tally = Tally::default();
    for (name, check) in CHECKS {
        let findings = check(repository);
        if findings.is_empty() {
            tally.passed += 1;
            continue;
        }
        tally.failed += 1;
        tally.output.push_str(&format!("not so: {name}\n"));
        for finding in findings {
            tally.output.push_str(&format!("{finding}\n"));
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_fails_its_check_alone() {
        let repository = Repository::of(&[
            ("CHANGELOG.md", "## Unreleased\n"),
            ("a.txt", "space at the end \n"),
        ]);
        let tally = judge(&repository);
        assert_eq!((tally.failed, tally.passed), (1, CHECKS.len() as u64 - 1), "{}", tally.output);
        assert!(tally.output.contains("\na.txt:1: "), "{}", tally.output);
    }

    #[test]
    fn it_takes_no_words() {
        assert!(run(&["all".to_owned()]).is_err());
    }
}
