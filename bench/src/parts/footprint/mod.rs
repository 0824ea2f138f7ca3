//! What a server takes before anybody asks much of it: time to its first answer, memory, bytes of its store.

mod bytes;
mod connections;

use std::path::Path;
use std::time::Duration;

use crate::Problem;
use crate::first_answer::first_answer;
use crate::loader::{self, Shape};
use crate::node::Serve;
use crate::options::Options;
use crate::report::{Figures, Goal, Report, table};

/// How often each is started.
const STARTS: usize = 20;
/// How long a server is left alone before its memory is looked at.
const REST: Duration = Duration::from_secs(2);

/// 10,000 accounts with 20 invitations each in Security Hub, and as many in Macie, in one Region.
fn shape() -> Shape {
    Shape { regions: 1, hosts: [20, 20], ..Shape::of(12_500, 400_620) }
}

/// Runs the part.
///
/// # Errors
/// When a server does not start, or does not answer as it must.
pub(super) fn run(options: &Options) -> Result<Report, Problem> {
    let folder = tempfile::tempdir_in(&options.folder)?;
    let mut report = Report::default();
    let filled = folder.path().join("filled.db");
    loader::load(&filled, &shape())?;
    let stores = [
        ("memory", Kind::Memory),
        ("SQLite, new", Kind::New),
        ("SQLite, 10,000 accounts with 20 invitations", Kind::Filled),
    ];
    let mut all = Vec::new();
    for (name, kind) in stores {
        all.push(Started { name, kind, took: Figures::default(), idle: Figures::default() });
    }
    for number in 0..STARTS {
        let is_looked_at = number < options.rounds;
        for started in &mut all {
            started.once(options, folder.path(), &filled, is_looked_at)?;
        }
    }
    let rows: Vec<Vec<String>> = all.iter().map(Started::row).collect();
    let captions = ["store", "start to first answer ms", "memory idle MB"];
    report.say(&table(&captions, &rows));
    report.reach(Goal::Start, worst(all.iter().map(|started| &started.took)));
    report.reach(Goal::Memory, worst(all.iter().map(|started| &started.idle)));
    connections::measure(options, &filled, &shape(), &mut report)?;
    bytes::measure(options, folder.path(), &mut report)?;
    Ok(report)
}

/// The figures whose median is the largest.
fn worst<'a>(all: impl Iterator<Item = &'a Figures>) -> Figures {
    all.max_by(|one, other| one.median().total_cmp(&other.median())).cloned().unwrap_or_default()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Memory,
    New,
    Filled,
}

/// A server that is started again and again.
struct Started {
    name: &'static str,
    kind: Kind,
    /// In milliseconds.
    took: Figures,
    /// In megabytes.
    idle: Figures,
}

impl Started {
    /// Starts it once, and looks at its memory when it has been left alone for a while.
    fn once(
        &mut self,
        options: &Options,
        folder: &Path,
        filled: &Path,
        is_looked_at: bool,
    ) -> Result<(), Problem> {
        let new = tempfile::tempdir_in(folder)?;
        let store = match self.kind {
            Kind::Memory => "memory".to_owned(),
            Kind::New => new.path().join("new.db").to_string_lossy().into_owned(),
            Kind::Filled => filled.to_string_lossy().into_owned(),
        };
        let (took, node) = first_answer(&Serve::on(&options.server, &store).unheard())?;
        self.took.add(took.as_secs_f64() * 1e3);
        if is_looked_at {
            std::thread::sleep(REST);
            self.idle.add(node.family().memory()?);
        }
        node.stop()
    }

    fn row(&self) -> Vec<String> {
        vec![self.name.to_owned(), self.took.shown(1), self.idle.shown(1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::{Pairs, People};

    #[test]
    fn ten_thousand_accounts_have_twenty_invitations_each() {
        let shape = shape();
        for scope in 0..2 {
            let pairs = Pairs::of(People::of(&shape).unwrap(), &shape, scope).unwrap();
            assert_eq!(pairs.members(), 10_000);
        }
    }

    #[test]
    fn the_worst_is_the_one_with_the_largest_median() {
        let all = [Figures::of(&[1.0, 9.0, 2.0]), Figures::of(&[3.0, 3.0, 3.0])];
        assert!((worst(all.iter()).median() - 3.0).abs() < f64::EPSILON);
        assert!(worst([].iter()).is_empty());
    }
}
