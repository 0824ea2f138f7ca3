//! The tests of the crates, documentation examples included.

use super::Context;
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
    let outcome = process::run(command)?;
    let mut tally = count(&outcome.output);
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
    fn what_is_not_a_result_counts_nothing() {
        assert_eq!(
            count("error: could not compile `accede`\n").line(),
            "0 passed, 0 failed, 0 skipped"
        );
    }
}
