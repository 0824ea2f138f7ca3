//! Counting tests: of one part, and of all of them.

/// What one part of the tests came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
    /// Tests that were not run.
    pub(crate) skipped: u64,
    /// Why they were not run, a line for each reason.
    pub(crate) reasons: Vec<String>,
    /// What to show; always shown when a test failed.
    pub(crate) output: String,
}

impl Tally {
    /// One check that passed.
    pub(crate) fn pass() -> Self {
        Tally { passed: 1, ..Tally::default() }
    }

    /// One check that failed, and what it said.
    pub(crate) fn fail(output: impl Into<String>) -> Self {
        Tally { failed: 1, output: output.into(), ..Tally::default() }
    }

    /// One check that could not be run, and why.
    pub(crate) fn skip(reason: impl Into<String>) -> Self {
        Tally { skipped: 1, reasons: vec![reason.into()], ..Tally::default() }
    }

    /// Adds the counts and reasons of another part.
    pub(crate) fn add(&mut self, other: &Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.reasons.extend(other.reasons.iter().cloned());
    }

    /// Whether something ran and nothing failed.
    pub(crate) fn success(&self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// `N passed, N failed, N skipped`
    pub(crate) fn line(&self) -> String {
        format!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_says_so_in_one_line() {
        let mut all = Tally::default();
        for part in [Tally::pass(), Tally::pass(), Tally::fail("broken"), Tally::skip("no tool")] {
            all.add(&part);
        }
        assert_eq!(all.line(), "2 passed, 1 failed, 1 skipped");
        assert_eq!(all.reasons, ["no tool"]);
    }

    #[test]
    fn nothing_run_is_not_success() {
        assert!(!Tally::default().success());
        assert!(!Tally::skip("no tool").success());
        assert!(!Tally::fail("broken").success());
        assert!(Tally::pass().success());
    }
}
