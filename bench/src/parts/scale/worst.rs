//! The worst shapes: one administrator with ten thousand members, one account with ten thousand invitations, everything
//! in one Region. What is asked of them is asked of the other accounts of the same store as well.

use std::path::Path;
use std::time::Duration;

use super::invites::Invites;
use super::running::Running;
use super::shapes::{OTHERS, Worst};
use super::stores::{Stored, usual};
use super::{CONNECTIONS, compare};
use crate::Problem;
use crate::load::Work;
use crate::loader::{Pairs, People, Shape};
use crate::measure::{Measured, Served, Side, take_turns};
use crate::node::Node;
use crate::options::Options;
use crate::report::{Figures, Report, table};

/// The most members that the rules allow one administrator, by its organization (semantics §5.7).
const MEMBERS: u64 = 10_000;
/// How many accounts invite one and the same.
const INVITATIONS: u64 = 10_000;
/// There is much to measure, and what is looked for is no matter of a few percent: so many rounds at most, and so long.
const ROUNDS: usize = 3;
const TIME: Duration = Duration::from_secs(1);

const CAPTIONS: [&str; 10] = [
    "asked",
    "connections",
    "requests/s: the largest",
    "others",
    "of bare hyper",
    "p50 ms: the largest",
    "others",
    "p99 ms: the largest",
    "others",
    "CPU µs: the largest / others",
];

/// Measures all of it.
///
/// # Errors
/// When a server does not answer as it must.
pub(super) fn measure(
    options: &Options,
    folder: &Path,
    report: &mut Report,
) -> Result<(), Problem> {
    let (rounds, time) = (options.rounds.min(ROUNDS), options.time.min(TIME));
    let options = &Options { rounds, time, ..options.clone() };
    let relationships = if options.quick { 100_000 } else { 1_000_000 };
    let shape = Shape { regions: 1, crowd: MEMBERS, wanted: INVITATIONS, ..usual(relationships) };
    let stored = Stored::make(folder, "one Region", shape)?;
    let server = Running::start(options, &stored, None, &mut Vec::new())?;
    let people = People::of(&shape)?;
    let worst = Worst { people, pairs: Pairs::of(people, &shape, 0)?, server: server.node.address };
    let mut rows = reads(options, folder, &server, &worst)?;
    rows.extend(changes(options, &server, &worst)?);
    report.say(&format!(
        "The worst shapes, among {relationships} relationships in one Region: an administrator with {MEMBERS} members, an \
         account with {INVITATIONS} invitations, and {OTHERS} others that are asked for the same; {rounds} rounds of {} s. \
         {:.1} MB in memory when idle, {:.1} after all requests.",
        time.as_secs(),
        server.idle,
        server.node.family().memory()?
    ));
    report.say(&table(&CAPTIONS, &rows));
    Ok(())
}

/// A row for all that only reads.
fn reads(
    options: &Options,
    folder: &Path,
    server: &Running<'_>,
    worst: &Worst,
) -> Result<Vec<Vec<String>>, Problem> {
    let (mut rows, node) = (Vec::new(), &server.node);
    for (name, most, others) in worst.reads()? {
        let hyper = compare::hyper(folder, &most, server)?;
        for connections in CONNECTIONS {
            let all = Turns { options, connections, server: node, most: &most, others: &others };
            rows.push(all.take(name, Some((&hyper, &most)))?);
        }
    }
    Ok(rows)
}

/// A row for all that changes something.
fn changes(
    options: &Options,
    server: &Running<'_>,
    worst: &Worst,
) -> Result<Vec<Vec<String>>, Problem> {
    let halves = |all: Vec<(u64, u64)>| {
        let (one, other) = all.split_at(all.len() / 2);
        (Invites::of(one.to_vec()), Invites::counted(other.to_vec()))
    };
    // Half of the pairs for each: a change begins where the last one of its pair ended.
    let (most, most_counted) = halves(worst.inviting_one());
    let (others, others_counted) = halves(worst.inviting_others()?);
    let mut rows = Vec::new();
    for (name, most, others) in [
        ("InviteMembers, DisassociateMembers of 1", &most, &others),
        ("these, and GetInvitationsCount after each", &most_counted, &others_counted),
    ] {
        for connections in CONNECTIONS {
            let all = Turns { options, connections, server: &server.node, most, others };
            rows.push(all.take(name, None)?);
        }
    }
    Ok(rows)
}

/// The largest and the others, asked for the same.
struct Turns<'a> {
    options: &'a Options,
    connections: usize,
    server: &'a Node,
    most: &'a dyn Work,
    others: &'a dyn Work,
}

impl Turns<'_> {
    /// Has them take turns, with hyper if it is there; answers a row.
    fn take(&self, name: &str, hyper: Option<(&Node, &dyn Work)>) -> Result<Vec<String>, Problem> {
        let Turns { options, connections, server, most, others } = *self;
        let mut sides = vec![
            Served::new("the largest", server, connections, most),
            Served::new("others", server, connections, others),
        ];
        sides.extend(hyper.map(|(node, work)| Served::new("bare hyper", node, connections, work)));
        let mut sides: Vec<&mut dyn Side> = sides.iter_mut().map(|side| side as _).collect();
        let measured = take_turns(options, options.time, &mut sides)?;
        let [most, others, ..] = measured.as_slice() else {
            return Err("nothing was measured".into());
        };
        Ok(row(name, connections, most, others, measured.get(2)))
    }
}

fn row(
    name: &str,
    connections: usize,
    most: &Measured,
    others: &Measured,
    hyper: Option<&Measured>,
) -> Vec<String> {
    let of = |part| {
        [most, others].map(|one| latency(&one.figures(|sample| sample.latencies.quantile(part))))
    };
    let ([p50, p50_of_others], [p99, p99_of_others]) = (of(0.5), of(0.99));
    let [cpu, cpu_of_others] =
        [most, others].map(|one| format!("{:.0}", one.figures(|sample| sample.cpu).median()));
    vec![
        name.to_owned(),
        connections.to_string(),
        most.rate().shown(0),
        others.rate().shown(0),
        hyper.map_or("–".to_owned(), |hyper| most.of(hyper).shown(2)),
        p50,
        p50_of_others,
        p99,
        p99_of_others,
        format!("{cpu} / {cpu_of_others}"),
    ]
}

fn latency(figures: &Figures) -> String {
    let median = figures.median();
    if median < 10.0 { format!("{median:.2}") } else { format!("{median:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_have_as_many_digits_as_they_need() {
        assert_eq!(latency(&Figures::of(&[0.0312])), "0.03");
        assert_eq!(latency(&Figures::of(&[12.4])), "12");
    }
}
