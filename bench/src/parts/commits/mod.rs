//! What is written: invitations and whole flows, durable in SQLite beside the engine's own group commit with the same
//! rows, and in memory beside bare hyper.

mod flow;
mod plans;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::Problem;
use crate::clock::Start;
use crate::crowd::{self, BATCH, Batches, CROWD, Singles};
use crate::engine::{self, Asked, Engine, Plan, Whom};
use crate::load::{Anyhow, Work};
use crate::measure::{Measured, Served, Side, WRITTEN, captions, take_turns};
use crate::node::{Node, Serve};
use crate::options::Options;
use crate::report::{Goal, Report, table};
use crate::rest::until_it_rests;
use flow::{Flow, STEPS};
use plans::Plans;

const CONNECTIONS: usize = 64;
const ALL_CONNECTIONS: [usize; 3] = [1, CONNECTIONS, 1_000];
/// How often fifty members of each inviting account are there for invitations one by one, half a million each time; and
/// for those by fifty, ten thousand requests each time. Work that finds none left fails, and says so.
#[derive(Debug, Clone, Copy)]
struct Invitable {
    singles: u64,
    batches: u64,
}

const ENOUGH: Invitable = Invitable { singles: 2, batches: 4 };
/// For a quick run.
const FEW: Invitable = Invitable { singles: 1, batches: 2 };
/// Invitations by fifty fill a file in no time: rounds are no longer than this.
const OF_BATCHES: Duration = Duration::from_secs(1);
/// Flows are of nobody who is invited otherwise.
const FLOWS: u64 = 100 * BATCH * CROWD;

/// Runs the part.
///
/// # Errors
/// When something cannot be started, or answers what it must not.
pub(super) fn run(options: &Options) -> Result<Report, Problem> {
    let folder = tempfile::tempdir_in(&options.folder)?;
    let plans = plans::captured(&options.server, folder.path())?;
    let file = folder.path().join("accede.db");
    let invitable = if options.quick { FEW } else { ENOUGH };
    let mut bench = Bench { options, folder: folder.path(), file, invitable, rows: Vec::new() };
    let mut report = Report::default();
    bench.durable(&plans, &mut report)?;
    bench.in_memory()?;
    report.say(&table(&[captions("of the ceiling").as_slice(), &[WRITTEN]].concat(), &bench.rows));
    Ok(report)
}

struct Bench<'a> {
    options: &'a Options,
    folder: &'a Path,
    file: PathBuf,
    invitable: Invitable,
    rows: Vec<Vec<String>>,
}

/// A kind of work: its name, what it asks, and what that writes.
struct Kind<'a> {
    name: &'a str,
    work: &'a dyn Work,
    plan: &'a Plan,
    whom: Whom,
    /// From which number on nothing has been done.
    first: u64,
    /// How many requests a piece of work has.
    requests: u64,
}

impl Bench<'_> {
    fn durable(&mut self, plans: &Plans, report: &mut Report) -> Result<(), Problem> {
        let Invitable { singles, batches } = self.invitable;
        let node = self.node()?;
        crowd::enable_all(node.address)?;
        crowd::invitable(node.address, 0..singles + batches)?;
        node.stop()?;
        let counter = |first: u64| Arc::new(first.into());
        let (singles, batches) = (counter(0), counter(singles * CROWD));
        let (singles, batches, flows) = (Singles(singles), Batches(batches), Flow(counter(FLOWS)));
        let flow = |first| Kind {
            name: "the whole flow",
            work: &flows,
            plan: &plans.flow,
            whom: Whom::Pair,
            first,
            requests: STEPS as u64,
        };
        let (_, grouped) = self.beside_engine(&flow(FLOWS), CONNECTIONS, self.options.time)?;
        let mut said = vec![format!("flows {grouped:.0}")];
        for connections in ALL_CONNECTIONS {
            let kind = Kind {
                name: "InviteMembers of 1",
                work: &singles,
                plan: &plans.one,
                whom: Whom::Pair,
                first: singles.0.load(std::sync::atomic::Ordering::Relaxed),
                requests: 1,
            };
            let (all, grouped) = self.beside_engine(&kind, connections, self.options.time)?;
            said.push(format!("invitations of one through {connections} connections {grouped:.0}"));
            if connections == CONNECTIONS {
                report.reach(Goal::Commits, all[0].of(&all[1]));
            }
            let kind = Kind {
                name: "InviteMembers of 50",
                work: &batches,
                plan: &plans.fifty,
                whom: Whom::Batch,
                first: batches.0.load(std::sync::atomic::Ordering::Relaxed),
                requests: 1,
            };
            let time = OF_BATCHES.min(self.options.time);
            let (_, grouped) = self.beside_engine(&kind, connections, time)?;
            said.push(format!("of fifty {grouped:.0}"));
        }
        report.say(&format!(
            "Commits that the engine made in one transaction, on average: {}.",
            said.join(", ")
        ));
        Ok(())
    }

    fn node(&self) -> Result<Node, Problem> {
        Serve::on(&self.options.server, &self.file.to_string_lossy()).start()
    }

    /// A server takes turns with the engine on a copy of its file; answers how many commits the engine made at once.
    fn beside_engine(
        &mut self,
        kind: &Kind<'_>,
        connections: usize,
        time: Duration,
    ) -> Result<(Vec<Measured>, f64), Problem> {
        let copy = self.folder.join("copy.db");
        engine::copied(&self.file, &copy)?;
        let asked = Asked {
            file: copy.to_string_lossy().into_owned(),
            plan: kind.plan.clone(),
            connections,
            whom: kind.whom,
            first: kind.first,
        };
        let mut engine = Engine::start(&asked, kind.requests)?;
        let (start, node) = (Start::now(), self.node()?);
        // What a server looks at once after its start, and for a few seconds, is no part of what a commit costs.
        until_it_rests(&node, start)?;
        let mut served = Served::new("Accede, SQLite", &node, connections, kind.work);
        let all = take_turns(self.options, time, &mut [&mut served, &mut engine])?;
        let name = format!("{}, {connections} connections", kind.name);
        self.rows.extend([all[0].wide_row(&name, Some(&all[1])), all[1].wide_row(&name, None)]);
        node.stop()?;
        Ok((all, engine.grouped()))
    }

    fn in_memory(&mut self) -> Result<(), Problem> {
        let Invitable { singles, batches } = self.invitable;
        let node = Serve::on(&self.options.server, "memory").start()?;
        crowd::enable_all(node.address)?;
        crowd::invitable(node.address, 0..singles + batches)?;
        let counter = |first: u64| Arc::new(first.into());
        let batched = |first| Batches(counter(first));
        let flow = |first| Flow(counter(first));
        let time = self.options.time;
        self.beside_hyper("the whole flow", &node, (&flow(FLOWS), &flow(0)), time)?;
        let works = (Singles::default(), Singles::default());
        self.beside_hyper("InviteMembers of 1", &node, (&works.0, &works.1), time)?;
        let works = (batched(singles * CROWD), batched(0));
        let time = OF_BATCHES.min(time);
        self.beside_hyper("InviteMembers of 50", &node, (&works.0, &works.1), time)
    }

    /// A server takes turns with bare hyper that says that all was done.
    fn beside_hyper(
        &mut self,
        name: &str,
        node: &Node,
        (work, same): (&dyn Work, &dyn Work),
        time: Duration,
    ) -> Result<(), Problem> {
        let file = self.folder.join("body");
        std::fs::write(&file, crowd::DONE)?;
        let hyper = Node::program("hyper", &[&file.to_string_lossy()])?;
        let anyhow = Anyhow(same);
        let mut served = Served::new("Accede, memory", node, CONNECTIONS, work);
        let mut bare = Served::new("bare hyper", &hyper, CONNECTIONS, &anyhow);
        let sides: &mut [&mut dyn Side] = &mut [&mut served, &mut bare];
        let all = take_turns(self.options, time, sides)?;
        let name = format!("{name}, {CONNECTIONS} connections");
        self.rows.extend([all[0].wide_row(&name, Some(&all[1])), all[1].wide_row(&name, None)]);
        Ok(())
    }
}
