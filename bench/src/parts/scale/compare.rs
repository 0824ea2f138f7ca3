//! Servers of stores of every size taking turns at the same work, beside bare hyper.

use std::path::Path;

use super::MANY;
use super::asked::Asked;
use super::running::Running;
use crate::Problem;
use crate::measure::{Measured, Served, Side, take_turns};
use crate::node::Node;
use crate::options::Options;
use crate::report::Figures;

/// What of the largest is compared with what of the smallest.
#[derive(Debug, Clone, Copy)]
pub(super) enum How {
    /// Lists that are read from the file, in both.
    Read,
    /// Lists whose answers are kept in memory, in both.
    Kept,
    /// What is read from the largest with what the smallest has kept: as servers run, where all is drawn from all.
    ReadOfKept,
}

/// Among so many, everything is asked again and again.
const WARM: usize = 100;

/// What servers of stores of every size did, from the smallest on.
pub(super) struct Compared {
    pub(super) work: String,
    operation: &'static str,
    connections: usize,
    sizes: Vec<Measured>,
    /// The smallest, which keeps no answers.
    anew: Measured,
    /// The largest, asked again and again for the same.
    warm: Measured,
    ceiling: Measured,
}

/// Has all servers do their work in turns, and hyper answer as the largest would.
///
/// # Errors
/// When one does not answer as it must.
pub(super) fn turns(
    options: &Options,
    folder: &Path,
    (servers, forgetful): (&[Running<'_>], &Running<'_>),
    operation: &'static str,
    asked: Vec<Asked>,
    connections: usize,
) -> Result<Compared, Problem> {
    let (Some(largest), Some(last), Some(first)) = (servers.last(), asked.last(), asked.first())
    else {
        return Err("there is nothing to compare".into());
    };
    let hyper = hyper(folder, last, largest)?;
    let warm = last.some(WARM);
    let mut sides: Vec<Served<'_>> = servers
        .iter()
        .zip(&asked)
        .map(|(server, asked)| Served::new(server.stored.name, &server.node, connections, asked))
        .collect();
    let name = format!("{}, nothing kept", forgetful.stored.name);
    sides.push(Served::new(&name, &forgetful.node, connections, first));
    let name = format!("{}, {WARM} lists of {}", largest.stored.name, last.count());
    sides.push(Served::new(&name, &largest.node, connections, &warm));
    sides.push(Served::new("bare hyper", &hyper, connections, last));
    let mut sides: Vec<&mut dyn Side> = sides.iter_mut().map(|side| side as _).collect();
    let mut sizes = take_turns(options, options.time, &mut sides)?;
    let ceiling = sizes.pop().ok_or("hyper was not measured")?;
    let warm = sizes.pop().ok_or("the largest was not measured again")?;
    let anew = sizes.pop().ok_or("the smallest was not measured again")?;
    let work = format!("{operation}, {connections} {}", word(connections));
    Ok(Compared { work, operation, connections, sizes, anew, warm, ceiling })
}

/// Bare hyper that answers with what a server usually answers to this.
///
/// # Errors
/// When it does not come to listen, or the server does not answer.
pub(super) fn hyper(folder: &Path, asked: &Asked, server: &Running<'_>) -> Result<Node, Problem> {
    let file = folder.join("answer");
    std::fs::write(&file, asked.usual_answer(server.node.address)?)?;
    Node::program("hyper", &[&file.to_string_lossy()])
}

fn word(connections: usize) -> &'static str {
    if connections == 1 { "connection" } else { "connections" }
}

impl Compared {
    /// Rows of a table with [`captions`](crate::measure::captions).
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let all = self.sizes.iter().chain([&self.anew, &self.warm]);
        let mut rows: Vec<Vec<String>> =
            all.map(|measured| measured.row(&self.work, Some(&self.ceiling))).collect();
        rows.push(self.ceiling.row(&self.work, None));
        rows
    }

    /// What so many answers did not exceed: the largest's for the smallest's, round by round.
    pub(super) fn latency(&self, how: How, part: f64) -> Figures {
        let of = |measured: &Measured| measured.figures(|one| one.latencies.quantile(part));
        let (first, last) = (self.sizes.first().map(of), self.sizes.last().map(of));
        let (first, last) = match how {
            How::Read => (Some(of(&self.anew)), last),
            How::Kept => (first, Some(of(&self.warm))),
            How::ReadOfKept => (first, last),
        };
        last.zip(first).map(|(last, first)| last.per(&first)).unwrap_or_default()
    }

    /// The largest's requests a second for the ceiling's.
    pub(super) fn of_ceiling(&self) -> Figures {
        self.sizes.last().map(|largest| largest.of(&self.ceiling)).unwrap_or_default()
    }

    /// Whether the goal of requests a second is about this.
    pub(super) fn is_of_goal(&self) -> bool {
        self.operation == "ListInvitations" && self.connections == MANY
    }
}
