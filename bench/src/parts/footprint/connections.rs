//! What a server has in memory for a thousand connections, idle and busy.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::REST;
use crate::Problem;
use crate::cpu::Family;
use crate::draw::scattered;
use crate::http::{Answer, Line, Template};
use crate::load::{self, Client, Work};
use crate::loader::{Pairs, People, Shape};
use crate::node::Serve;
use crate::options::Options;
use crate::report::{Figures, Report, table};

/// How many connections there are.
const CONNECTIONS: usize = 1_000;
/// How often memory is looked at while a server is busy.
const LOOK: Duration = Duration::from_millis(20);

/// Measures it in memory and in the file.
///
/// # Errors
/// When a server does not answer as it must.
pub(super) fn measure(
    options: &Options,
    filled: &Path,
    shape: &Shape,
    report: &mut Report,
) -> Result<(), Problem> {
    let file = filled.to_string_lossy();
    let lists = Lists::of(shape)?;
    let mut rows = Vec::new();
    for (name, store) in [("memory", "memory"), ("SQLite", &*file)] {
        let [mut idle, mut busy, mut after] = [(); 3].map(|()| Figures::default());
        for _ in 0..options.rounds {
            let node = Serve::on(&options.server, store).unheard().start()?;
            idle.add(with_idle(&node.address, node.family(), &lists)?);
            busy.add(with_busy(options, &node.address, node.family(), &lists)?);
            thread::sleep(REST);
            after.add(node.family().memory()?);
            node.stop()?;
        }
        rows.push(vec![name.to_owned(), idle.shown(1), busy.shown(1), after.shown(1)]);
    }
    let captions = [
        "memory MB with 1,000 connections",
        "idle, after a request each",
        "busy, at most",
        "when all are gone",
    ];
    report.say(&table(&captions, &rows));
    Ok(())
}

/// Megabytes while all connections are open and wait.
fn with_idle(
    address: &std::net::SocketAddr,
    family: Family,
    lists: &Lists,
) -> Result<f64, Problem> {
    let mut lines = Vec::new();
    let (mut client, mut request) = (lists.clone(), Vec::new());
    for number in 0..CONNECTIONS {
        let mut line = Line::to(*address)?;
        client.ask(number as u64, &mut request);
        line.exchange(&request)?;
        lines.push(line);
    }
    thread::sleep(REST);
    let memory = family.memory();
    drop(lines);
    memory
}

/// The most megabytes while all ask.
fn with_busy(
    options: &Options,
    address: &std::net::SocketAddr,
    family: Family,
    lists: &Lists,
) -> Result<f64, Problem> {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let looking = scope.spawn(|| most(family, &is_over));
        let done = load::run(&[*address], CONNECTIONS, options.time, 0, lists);
        is_over.store(true, Ordering::Relaxed);
        let most = looking.join().map_err(|_| "whoever looked has panicked")?;
        done.and(most)
    })
}

fn most(family: Family, is_over: &AtomicBool) -> Result<f64, Problem> {
    let mut most = 0.0_f64;
    while !is_over.load(Ordering::Relaxed) {
        most = most.max(family.memory()?);
        thread::sleep(LOOK);
    }
    Ok(most)
}

/// Lists of invitations, of accounts that are drawn. In a store that knows nobody, the answer says so.
#[derive(Debug, Clone)]
struct Lists {
    template: Arc<Template>,
    accounts: Arc<[u64]>,
}

impl Lists {
    fn of(shape: &Shape) -> Result<Lists, Problem> {
        let people = People::of(shape)?;
        let pairs = Pairs::of(people, shape, 0)?;
        let account = |which| people.id(pairs.member(which)).number();
        let accounts = (0..pairs.members()).map(account).collect();
        Ok(Lists { template: Arc::new(Template::of("GET", "/invitations")), accounts })
    }
}

impl Work for Lists {
    fn client(&self) -> Box<dyn Client> {
        Box::new(self.clone())
    }
}

impl Client for Lists {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        let drawn = scattered(number) % self.accounts.len() as u64;
        self.template.write(self.accounts[drawn as usize], "", out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status < 500
    }
}
