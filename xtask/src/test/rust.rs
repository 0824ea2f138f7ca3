//! The tests of the crates, documentation examples included.

use super::{Context, postgres};
use crate::process;
use crate::tally::Tally;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    let mut command = process::cargo();
    command.current_dir(&context.root).args([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--",
        "--show-output",
    ]);
    let postgres = postgres::tell(context, &mut command);
    let outcome = process::run(command)?;
    let mut tally = count(&outcome.output);
    if let Err(why) = postgres {
        skip(&mut tally, skipped_tests(&outcome.output), why);
    }
    if !outcome.success && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(Tally { output: outcome.output, ..tally })
}

/// Sums the lines in which each test program says how it went.
fn count(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines().filter(|line| line.starts_with("test result: ")) {
        tally.passed += number_before(line, " passed");
        tally.failed += number_before(line, " failed");
        tally.skipped += number_before(line, " ignored");
    }
    if tally.skipped > 0 {
        let names = output.lines().filter_map(ignored_test);
        tally.reasons.extend(names);
    }
    tally
}

/// How many tests said that they skipped themselves. One that did has passed as far as Rust knows.
fn skipped_tests(output: &str) -> u64 {
    let mut skipped = 0;
    let mut counted = true;
    for line in output.lines() {
        if line.starts_with("---- ") && line.ends_with(" stdout ----") {
            counted = false;
        } else if line.starts_with(postgres::SKIPPED) && !counted {
            counted = true;
            skipped += 1;
        }
    }
    skipped
}

/// Takes tests on PostgreSQL from those that passed; says so even if none was counted.
fn skip(tally: &mut Tally, tests: u64, why: &str) {
    tally.passed = tally.passed.saturating_sub(tests);
    tally.skipped += tests;
    tally.reasons.push(format!("{tests} tests on PostgreSQL: {why}"));
}

/// `test a::b ... ignored, because` as `a::b: because`.
fn ignored_test(line: &str) -> Option<String> {
    let (name, reason) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    let reason = reason.trim_start_matches(", ");
    Some(if reason.is_empty() { format!("{name}: ignored") } else { format!("{name}: {reason}") })
}

fn number_before(line: &str, word: &str) -> u64 {
    let Some((before, _)) = line.split_once(word) else { return 0 };
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_every_program_are_summed() {
        let output = "\
running 3 tests
test a ... ok
test slow::b ... ignored, takes an hour
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
   Doc-tests accede_store
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out
";
        let tally = count(output);
        assert_eq!(tally.line(), "15 passed, 2 failed, 1 skipped");
        assert_eq!(tally.reasons, ["slow::b: takes an hour"]);
    }

    #[test]
    fn tests_that_skipped_themselves_have_not_passed() {
        let output = "\
test a ... ok
test b ... ok
successes:
---- a stdout ----
test skipped: ACCEDE_TEST_POSTGRES is `none`
test skipped: ACCEDE_TEST_POSTGRES is `none`

---- b stdout ----
nothing was test skipped: here

---- c stdout ----
test skipped: ACCEDE_TEST_POSTGRES is `none`

successes:
    a
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
";
        let mut tally = count(output);
        skip(&mut tally, skipped_tests(output), "no Python");
        assert_eq!(tally.line(), "1 passed, 0 failed, 2 skipped");
        assert_eq!(tally.reasons, ["2 tests on PostgreSQL: no Python"]);
    }

    #[test]
    fn what_is_not_a_result_counts_nothing() {
        assert_eq!(
            count("error: could not compile `accede`\n").line(),
            "0 passed, 0 failed, 0 skipped"
        );
    }
}
