//! What Accede wants to reach, and the table of what the last runs found.
//!
//! The table is all that is kept of a run: a row stays as it is until its goal is measured again, and then says what it
//! said before beside what it says now.

use super::{Figures, block, table};
use crate::Problem;

/// The block of the document.
const BLOCK: &str = "goals";

/// A goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    Lists,
    ListsApart,
    ListsBesideStub,
    ListsCold,
    ListsVerified,
    ListsVerifiedApart,
    Commits,
    CommitsShared,
    Start,
    Memory,
    PagesMedian,
    PagesWorst,
    PagesColdMedian,
    PagesColdWorst,
}

use Goal::*;

/// What is said of a goal: its text, which part measures it, its bound, in digits behind the point.
struct Terms {
    goal: Goal,
    text: &'static str,
    part: &'static str,
    bound: Bound,
    digits: usize,
}

#[derive(Clone, Copy)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

const fn terms(
    goal: Goal,
    part: &'static str,
    bound: Bound,
    digits: usize,
    text: &'static str,
) -> Terms {
    Terms { goal, text, part, bound, digits }
}

/// All goals, in the order of the table.
#[rustfmt::skip]
const GOALS: &[Terms] = &[
    terms(Lists, "requests", Bound::AtLeast(0.75), 2, "ListInvitations, 20 invitations, `open`, SQLite, of bare hyper"),
    terms(ListsApart, "requests", Bound::AtLeast(0.75), 2, "the same, of bare hyper whose threads share nothing either"),
    terms(ListsBesideStub, "peers", Bound::AtLeast(1.0), 2, "the same, of winterbaume's empty list"),
    terms(ListsCold, "scale", Bound::AtLeast(0.35), 2, "the same among 10 million relationships, mostly cold, of bare hyper"),
    terms(ListsVerified, "requests", Bound::AtLeast(0.5), 2, "the same in `verify`, of bare hyper"),
    terms(ListsVerifiedApart, "requests", Bound::AtLeast(0.5), 2, "the same in `verify`, of bare hyper whose threads share nothing either"),
    terms(Commits, "commits", Bound::AtLeast(0.8), 2, "InviteMembers, durable, 64 clients, SQLite, of the engine's own group commit"),
    terms(CommitsShared, "postgres", Bound::AtLeast(0.8), 2, "InviteMembers on PostgreSQL, of pgbench with the same statements"),
    terms(Start, "footprint", Bound::AtMost(10.0), 1, "start to first answer, ms"),
    terms(Memory, "footprint", Bound::AtMost(12.0), 1, "memory when idle, MB"),
    terms(PagesMedian, "scale", Bound::AtMost(1.3), 2, "page latency at 10 million relationships, of that at 10 thousand, kept in both or read in both, p50"),
    terms(PagesWorst, "scale", Bound::AtMost(1.3), 2, "the same, p99"),
    terms(PagesColdMedian, "scale", Bound::AtMost(1.3), 2, "the same, read at 10 million and kept at 10 thousand, p50"),
    terms(PagesColdWorst, "scale", Bound::AtMost(1.3), 2, "the same, read at 10 million and kept at 10 thousand, p99"),
];

const CAPTIONS: [&str; 6] = ["goal", "bound", "measured", "met", "the run before", "part"];
/// Of a row in the document.
const MEASURED: usize = 2;

impl Terms {
    fn row(&self, figures: &Figures, before: &str) -> Vec<String> {
        let Terms { digits, .. } = *self;
        let median = figures.median();
        let (bound, is_met) = match self.bound {
            Bound::AtLeast(bound) => (format!("≥ {bound:.digits$}"), median >= bound),
            Bound::AtMost(bound) => (format!("≤ {bound:.digits$}"), median <= bound),
        };
        let (shown, met) = match figures.is_empty() {
            true => ("–".to_owned(), "–"),
            false => (figures.shown(digits), if is_met { "yes" } else { "**no**" }),
        };
        let cells = [self.text, &bound, &shown, met, before, self.part];
        cells.map(str::to_owned).to_vec()
    }
}

/// The document with what was found now in its table of goals.
///
/// # Errors
/// When it has no block for it.
pub(crate) fn noted(document: &str, reached: &[(Goal, Figures)]) -> Result<String, Problem> {
    let old: Vec<Vec<String>> = block::found(document, BLOCK)?.lines().map(cells).collect();
    let rows: Vec<Vec<String>> = GOALS
        .iter()
        .map(|terms| {
            let old = old.iter().find(|row| row[0] == terms.text && row.len() == CAPTIONS.len());
            let new = reached.iter().find(|(goal, _)| *goal == terms.goal);
            match (new, old) {
                (Some((_, figures)), Some(old)) => terms.row(figures, &old[MEASURED]),
                (Some((_, figures)), None) => terms.row(figures, "–"),
                (None, Some(old)) => old.clone(),
                (None, None) => terms.row(&Figures::default(), "–"),
            }
        })
        .collect();
    block::replaced(document, BLOCK, &table(&CAPTIONS, &rows))
}

/// The cells of a row.
fn cells(line: &str) -> Vec<String> {
    line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(document: &'a str, goal: &str) -> Vec<&'a str> {
        let line = document.lines().find(|line| line.starts_with(&format!("| {goal}"))).unwrap();
        line.trim_matches('|').split('|').map(str::trim).collect()
    }

    #[test]
    fn rows_stay_until_they_are_measured_again() {
        let document = "<!-- bench goals --><!-- end bench goals -->";
        let document = noted(document, &[(Start, Figures::of(&[9.0]))]).unwrap();
        let start =
            ["start to first answer, ms", "≤ 10.0", "9.0 (9.0–9.0)", "yes", "–", "footprint"];
        assert_eq!(row(&document, "start"), start);
        assert_eq!(row(&document, "memory")[2..4], ["–", "–"]);
        let document = noted(&document, &[(Memory, Figures::of(&[13.0]))]).unwrap();
        assert_eq!(row(&document, "start"), start);
        assert_eq!(row(&document, "memory")[2..4], ["13.0 (13.0–13.0)", "**no**"]);
        let document = noted(&document, &[(Start, Figures::of(&[11.0]))]).unwrap();
        assert_eq!(row(&document, "start")[3..5], ["**no**", "9.0 (9.0–9.0)"]);
        assert_eq!(document.matches("| footprint |").count(), 2);
    }

    #[test]
    fn every_goal_has_one_row_and_one_of_the_parts() {
        for (number, terms) in GOALS.iter().enumerate() {
            assert!(GOALS[..number].iter().all(|other| other.goal != terms.goal), "{}", terms.text);
        }
        assert!(GOALS.iter().all(|terms| !terms.text.contains('|')));
    }
}
