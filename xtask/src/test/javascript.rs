//! The AWS SDK for JavaScript against the real server: the tests in `conformance/javascript`, by Node's own runner.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Auth, Context, build};
use crate::process;
use crate::tally::Tally;

/// The SDK does not run on older ones.
const OLDEST_NODE: u64 = 20;

pub(super) fn run(context: &Context, auth: Auth) -> Result<Tally, String> {
    if let Err(reason) = node() {
        return Ok(Tally::skip(reason));
    }
    let server = build::server(context)?;
    let suite = context.root.join("conformance/javascript");
    if let Some(skipped) = install(&suite)? {
        return Ok(skipped);
    }
    let mut tests = Command::new("node");
    tests.current_dir(&suite).env("ACCEDE_BIN", server);
    auth.tell(&mut tests);
    tests.args(["--test", "--test-reporter=tap"]);
    let outcome = process::run(tests)?;
    let mut tally = count(&outcome.output).unwrap_or_else(Tally::fail);
    if !outcome.success && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(Tally { output: outcome.output, ..tally })
}

/// Whether there is a Node that is new enough.
///
/// # Errors
/// When there is none; then with the reason to skip.
fn node() -> Result<(), String> {
    let mut version = Command::new("node");
    version.arg("--version");
    let said = process::read(version)
        .map_err(|_| format!("node is not installed (version {OLDEST_NODE} or newer is needed)"))?;
    match major(&said) {
        Some(number) if number >= OLDEST_NODE => Ok(()),
        _ => Err(format!("node {OLDEST_NODE} or newer is needed, this is {}", said.trim())),
    }
}

/// `v20.1.2` as 20.
fn major(version: &str) -> Option<u64> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs exactly the packages of the lock file, unless they are there. Answers why that has to be skipped.
///
/// # Errors
/// When they cannot be installed; then with what npm says.
fn install(suite: &Path) -> Result<Option<Tally>, String> {
    let lock = suite.join("package-lock.json");
    let wanted =
        std::fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    if std::fs::read_to_string(stamp(suite)).is_ok_and(|has| has == wanted) {
        return Ok(None);
    }
    let mut version = Command::new("npm");
    version.arg("--version");
    if !process::succeeds(version) {
        return Ok(Some(Tally::skip("npm is not installed")));
    }
    let mut npm = Command::new("npm");
    npm.current_dir(suite);
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]);
    let outcome = process::run(npm)?;
    if !outcome.success {
        return Err(outcome.output);
    }
    std::fs::write(stamp(suite), wanted).map_err(|error| error.to_string())?;
    Ok(None)
}

/// A copy of the lock file that the packages were installed from; written last, so that a half-made installation is
/// made again.
fn stamp(suite: &Path) -> PathBuf {
    suite.join("node_modules/.installed-package-lock.json")
}

/// Reads the counts, which end the report, and the reasons of what was skipped.
///
/// # Errors
/// When there are none.
fn count(report: &str) -> Result<Tally, String> {
    let number = |name: &str| {
        let opening = format!("# {name} ");
        let line = report.lines().rev().find_map(|line| line.strip_prefix(&opening));
        line.and_then(|digits| digits.parse::<u64>().ok())
    };
    let (Some(passed), Some(failed)) = (number("pass"), number("fail")) else {
        return Err(format!("node left no report\n{report}"));
    };
    // A test that its hook or a time-out cut short has not passed.
    let failed = failed + number("cancelled").unwrap_or(0);
    let skipped = number("skipped").unwrap_or(0) + number("todo").unwrap_or(0);
    let reasons = report.lines().filter_map(skip_reason).collect();
    Ok(Tally { passed, failed, skipped, reasons, ..Tally::default() })
}

/// `ok 3 - a test # SKIP because` as `a test: because`. A `#` of the test's own name is escaped in a report.
fn skip_reason(line: &str) -> Option<String> {
    let (name, directive) = line.trim_start().strip_prefix("ok ")?.split_once(" # ")?;
    let (_, name) = name.split_once(" - ")?;
    let reason = directive.split_once(' ').map_or("", |(_, reason)| reason.trim());
    Some(format!("{name}: {}", if reason.is_empty() { "no reason given" } else { reason }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\
TAP version 13
# Subtest: Macie
    ok 1 - one account invites another
    ok 2 - with a role # SKIP no roles here
    not ok 3 - the member leaves
    ok 4 - later # SKIP
    1..4
not ok 1 - Macie
1..1
# tests 6
# suites 1
# pass 1
# fail 1
# cancelled 2
# skipped 2
# todo 0
# duration_ms 2190.8
";

    #[test]
    fn the_counts_of_a_report() {
        let tally = count(REPORT).unwrap();
        assert_eq!(tally.line(), "1 passed, 3 failed, 2 skipped");
        assert_eq!(tally.reasons, ["with a role: no roles here", "later: no reason given"]);
    }

    #[test]
    fn no_report_is_an_error_that_shows_what_was_said() {
        let problem = count("Error: Cannot find module").unwrap_err();
        assert!(problem.contains("Cannot find module"), "{problem}");
    }

    #[test]
    fn versions() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("node"), None);
    }
}
