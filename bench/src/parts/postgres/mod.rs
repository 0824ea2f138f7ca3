//! Servers on one PostgreSQL, beside pgbench running the same statements: both take turns, on the same database.
//!
//! InviteMembers is durable on both sides. Each invites somebody who was not invited yet; ListInvitations asks for the
//! twenty invitations of an account that is drawn.

mod accounts;
mod measure;
mod operation;
mod pgbench;
mod place;
mod script;
mod seed;

use std::path::{Path, PathBuf};
use std::time::Duration;

use accounts::CROWD;
use measure::{Begins, Measured, Parts};
use operation::Operation;
use pgbench::{Clients, Pgbench, WARM_UP};
use place::Place;
use script::Script;

use crate::Problem;
use crate::cluster::{Cluster, programs};
use crate::load;
use crate::node::Node;
use crate::options::Options;
use crate::report::{Goal, Report, table};

/// How many connections ask servers at the same time.
const CONNECTIONS: usize = 64;
/// With how many clients pgbench is tried.
const CLIENTS: [usize; 3] = [4, 16, 64];
/// How long each of these tries takes.
const TRY: Duration = Duration::from_secs(2);
/// No machine makes as many invitations in a second; so many are there to be made.
const INVITATIONS_A_SECOND: u64 = 8_000;

/// Runs the part.
///
/// # Errors
/// When something cannot be started, or answers what it must not.
pub(super) fn run(options: &Options) -> Result<Report, Problem> {
    let cluster = Cluster::with(place::SETTINGS).ok_or("there is no PostgreSQL here")?;
    let place = Place::new(&options.server, cluster)?;
    let captured = place.capture(&options.server)?;
    let sides = 1 + options.nodes.len() as u64;
    let runs = options.rounds as u64 * sides * (WARM_UP + options.time).as_secs();
    let tries =
        CLIENTS.len() as u64 * (WARM_UP + WARM_UP + TRY).as_secs() + sides * WARM_UP.as_secs();
    let invitations = (runs + tries) * INVITATIONS_A_SECOND;
    place.fill(invitations.div_ceil(CROWD))?;
    let mut report = Report::default();
    let pgbench = pgbench(&place, &mut report);
    let mut bench = Bench { options, place: &place, pgbench: pgbench.as_ref(), next: 0 };
    for (operation, statements) in captured {
        let script = Script::of(&operation.drawing(), &statements);
        bench.compare(operation, &script, &mut report)?;
    }
    place.check(&options.server)?;
    Ok(report)
}

/// pgbench, if PostgreSQL has it here.
#[expect(clippy::disallowed_methods, reason = "the environment says where programs are")]
fn pgbench(place: &Place, report: &mut Report) -> Option<Pgbench> {
    let path = std::env::var_os("PATH");
    let of_system = || programs::of_system(path.as_deref(), Path::new(programs::VERSIONS));
    let folder = std::env::var_os(programs::VARIABLE).map(PathBuf::from).or_else(of_system)?;
    let found = Pgbench::beside(&folder, place.url());
    if found.is_none() {
        report.say("There is no pgbench here: servers are compared with nothing.");
    }
    found
}

struct Bench<'a> {
    options: &'a Options,
    place: &'a Place,
    pgbench: Option<&'a Pgbench>,
    /// The number of the next invitation that nobody has made.
    next: u64,
}

impl Bench<'_> {
    /// Has all take turns at an operation.
    fn compare(
        &mut self,
        operation: Operation,
        script: &Script,
        report: &mut Report,
    ) -> Result<(), Problem> {
        let Options { time, rounds, nodes, .. } = self.options;
        let clients = self.best(operation, script)?;
        let most = nodes.iter().copied().max().unwrap_or(1);
        let all: Result<Vec<Node>, Problem> =
            (0..most).map(|_| Node::start(&self.options.server, &self.place.url())).collect();
        let all = all?;
        let mut ceiling = Measured::default();
        let mut measured = vec![Measured::default(); nodes.len()];
        for count in nodes {
            self.measure_nodes(operation, &all[..*count], WARM_UP, &mut Measured::default())?;
        }
        let mut pgbench = self.start_pgbench(operation, script, clients)?;
        for _ in 0..*rounds {
            if let Some(pgbench) = &mut pgbench {
                let parts = Parts { database: self.place.family()?, nodes: Vec::new() };
                parts.measure(&mut ceiling, |begins| pgbench.turn(*time, begins))?;
            }
            for (count, into) in nodes.iter().zip(&mut measured) {
                self.measure_nodes(operation, &all[..*count], *time, into)?;
            }
        }
        let mut rows = Vec::new();
        if let Some(clients) = clients {
            rows.push(ceiling.row(&format!("pgbench, {clients} clients"), None));
        }
        for (count, measured) in nodes.iter().zip(&measured) {
            let name = format!("Accede, {count} {}", if *count == 1 { "node" } else { "nodes" });
            rows.push(measured.row(&name, clients.map(|_| &ceiling)));
        }
        let captions = [
            operation.name(),
            "requests/s",
            "of pgbench",
            "by CPU time",
            "CPU µs: Accede",
            "PostgreSQL",
            "load generator",
        ];
        report.say(&table(&captions, &rows));
        if let (Operation::InviteMembers, Some(one), Some(_)) =
            (operation, measured.first(), clients)
        {
            report.reach(Goal::CommitsShared, one.rate.per(&ceiling.rate));
        }
        Ok(())
    }

    /// With how many clients pgbench does most.
    fn best(&mut self, operation: Operation, script: &Script) -> Result<Option<usize>, Problem> {
        let Some(pgbench) = self.pgbench else { return Ok(None) };
        let mut best = (0.0, CLIENTS[0]);
        for clients in CLIENTS {
            let mut all = pgbench.start(&self.place.cluster, script, clients, self.next)?;
            let (_, rate) = all.turn(TRY, &mut |_| Ok(()))?;
            drop(all);
            self.skip(operation, (WARM_UP + WARM_UP + TRY).as_secs() * INVITATIONS_A_SECOND);
            if rate > best.0 {
                best = (rate, clients);
            }
        }
        Ok(Some(best.1))
    }

    /// Leaves out the invitations that were made.
    fn skip(&mut self, operation: Operation, made: u64) {
        if operation == Operation::InviteMembers {
            self.next += made;
        }
    }

    /// Starts pgbench, with the invitations that it makes in all rounds.
    fn start_pgbench(
        &mut self,
        operation: Operation,
        script: &Script,
        clients: Option<usize>,
    ) -> Result<Option<Clients>, Problem> {
        let Some((pgbench, clients)) = self.pgbench.zip(clients) else { return Ok(None) };
        let all = pgbench.start(&self.place.cluster, script, clients, self.next)?;
        let Options { time, rounds, .. } = self.options;
        let turns = *rounds as u64 * (WARM_UP + *time).as_secs();
        self.skip(operation, (WARM_UP.as_secs() + turns) * INVITATIONS_A_SECOND);
        Ok(Some(all))
    }

    fn measure_nodes(
        &mut self,
        operation: Operation,
        nodes: &[Node],
        time: Duration,
        into: &mut Measured,
    ) -> Result<(), Problem> {
        let families = nodes.iter().map(Node::family).collect();
        let parts = Parts { database: self.place.family()?, nodes: families };
        let addresses: Vec<_> = nodes.iter().map(|node| node.address).collect();
        let run = |_: Begins<'_>| {
            let done = load::run(&addresses, CONNECTIONS, time, self.next, &operation)?;
            Ok((done.requests, done.rate()))
        };
        let done = parts.measure(into, run)?;
        self.skip(operation, done);
        Ok(())
    }
}
