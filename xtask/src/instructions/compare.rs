//! Counts beside the stored ones.

/// By how much, in percent, a count may be above the stored one.
pub(super) const ABOVE: f64 = 3.0;
/// By how much it may be below. What has become so much cheaper has to be stored, or it could become as dear as it was
/// without anybody being told.
pub(super) const BELOW: f64 = 10.0;

/// A request's count.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) stored: Option<u64>,
    pub(super) now: u64,
}

/// What a count comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Same,
    /// Nothing to compare it with.
    Unknown,
    Dearer,
    /// Cheaper, but not by so much that it has to be stored.
    Cheaper,
    MuchCheaper,
}

impl Row {
    /// In percent of what is stored.
    fn difference(&self) -> Option<f64> {
        let stored = self.stored? as f64;
        Some((self.now as f64 - stored) / stored * 100.0)
    }

    pub(super) fn verdict(&self) -> Verdict {
        match self.difference() {
            None => Verdict::Unknown,
            Some(more) if more > ABOVE => Verdict::Dearer,
            Some(more) if more < -BELOW => Verdict::MuchCheaper,
            Some(more) if more < -ABOVE => Verdict::Cheaper,
            Some(_) => Verdict::Same,
        }
    }

    pub(super) fn holds(&self) -> bool {
        matches!(self.verdict(), Verdict::Same | Verdict::Cheaper)
    }

    /// A line of the table.
    pub(super) fn line(&self) -> String {
        let stored = self.stored.map_or("–".to_owned(), |stored| stored.to_string());
        let difference = self.difference().map_or("–".to_owned(), |more| format!("{more:+.1} %"));
        let remark = match self.verdict() {
            Verdict::Same => "",
            Verdict::Unknown => "  is not stored",
            Verdict::Dearer => "  DEARER than it was",
            Verdict::Cheaper => "  cheaper than it was",
            Verdict::MuchCheaper => "  MUCH CHEAPER: store it",
        };
        format!("{:<20} {stored:>9} {:>9} {difference:>9}{remark}", self.name, self.now)
    }
}

/// The head of the table.
pub(super) fn head() -> String {
    format!("{:<20} {:>9} {:>9} {:>9}", "request", "stored", "now", "")
}

/// What to do about counts that do not hold.
pub(super) fn advice() -> String {
    format!(
        "instructions a request are more than {ABOVE} % above what is stored, or more than {BELOW} % below it.\n\
         `cargo xtask instructions --profile REQUEST` says where they go; once they are as they should be,\n\
         `cargo xtask instructions --accept` stores them."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_may_differ_by_a_little() {
        for (now, verdict, holds) in [
            (100_000, Verdict::Same, true),
            (103_000, Verdict::Same, true),
            (103_001, Verdict::Dearer, false),
            (97_000, Verdict::Same, true),
            (96_999, Verdict::Cheaper, true),
            (90_000, Verdict::Cheaper, true),
            (89_999, Verdict::MuchCheaper, false),
        ] {
            let row = Row { name: "a", stored: Some(100_000), now };
            assert_eq!((row.verdict(), row.holds()), (verdict, holds), "{now}");
        }
        let row = Row { name: "a", stored: None, now: 1 };
        assert_eq!((row.verdict(), row.holds()), (Verdict::Unknown, false));
    }

    #[test]
    fn a_line_has_both_counts_and_says_what_is_wrong() {
        let row = Row { name: "list-20", stored: Some(100), now: 150 };
        let words: Vec<String> = row.line().split_whitespace().map(str::to_owned).collect();
        assert_eq!(words[..5], ["list-20", "100", "150", "+50.0", "%"]);
        assert!(row.line().ends_with("DEARER than it was"));
        assert_eq!(row.line().find("100"), head().find("stored").map(|at| at + 3));
    }
}
