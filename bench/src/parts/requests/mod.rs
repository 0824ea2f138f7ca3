//! Reads, and reads with a few writes among them: over memory and SQLite, in both modes, beside bare hyper that answers
//! with the same bytes.

mod mixed;
mod reads;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::Problem;
use crate::clock::Start;
use crate::crowd::{self, CROWD, INVITING, OF_20, OF_50, Singles};
use crate::http::Line;
use crate::load::{Anyhow, Prepared, Work};
use crate::measure::{Measured, Served, Side, captions, take_turns};
use crate::node::{Node, Serve};
use crate::options::Options;
use crate::programs::hyper;
use crate::report::{Goal, Report, table};
use crate::rest::until_it_rests;
use mixed::{Mixed, Signed};
use reads::Writer;

/// How many connections ask, unless something else is said.
const CONNECTIONS: usize = 64;
/// How long it takes until all accounts have asked twice, from when on the server keeps what they ask for.
const KNOWN: Duration = Duration::from_secs(2);
/// How often fifty members of each inviting account are there for the mixed loads, and for the signed one: half a million
/// invitations each time, more than are made in a run of usual length. One that finds none left fails, and says so.
const MIXED: u64 = 1;
const SIGNED: u64 = 1;
const NINE_TO_ONE: &str = "9 ListInvitations, 20, to 1 InviteMembers";
/// Among fewer connections, and among more.
const FEW_AND_MANY: [usize; 2] = [1, 1_000];

/// Runs the part.
///
/// # Errors
/// When a server cannot be started, or answers what it must not.
pub(super) fn run(options: &Options) -> Result<Report, Problem> {
    let folder = tempfile::tempdir_in(&options.folder)?;
    let bench = Bench { options, file: folder.path().join("accede.db"), folder: folder.path() };
    let mut report = Report::default();
    let mut rows = Vec::new();
    bench.open(&mut rows, &mut report)?;
    bench.verified(&mut rows, &mut report)?;
    report.say(&table(&captions("of bare hyper"), &rows));
    Ok(report)
}

struct Bench<'a> {
    options: &'a Options,
    file: PathBuf,
    folder: &'a Path,
}

/// What bare hyper is asked, and answers.
type Ceiling<'a> = (&'a dyn Work, &'a [u8]);
/// Bare hyper, by the words that it is started with.
type Hyper = (&'static str, &'static [&'static str]);
const SHARED: Hyper = ("bare hyper", &[]);
const APART: Hyper = ("bare hyper, threads apart", &[hyper::APART]);
/// What answers, and what it is asked.
type Answering<'a> = (&'a str, &'a Node, &'a dyn Work);

impl Bench<'_> {
    /// A server with everything in its store that is asked for.
    fn filled(&self, store: &str, batches: u64) -> Result<Node, Problem> {
        let node = Serve::on(&self.options.server, store).start()?;
        crowd::enable_all(node.address)?;
        crowd::fill(node.address, &[OF_20, OF_50])?;
        crowd::invitable(node.address, 0..batches)?;
        Ok(node)
    }

    fn open(&self, rows: &mut Vec<Vec<String>>, report: &mut Report) -> Result<(), Problem> {
        let memory = self.filled("memory", MIXED)?;
        let file = self.filled(&self.file.to_string_lossy(), MIXED + SIGNED)?;
        let word = Writer(None);
        for many in [0, 20, 50] {
            let lists = reads::invitations(&word, many)?;
            let name = format!("ListInvitations, {many}");
            let both: [Answering<'_>; 2] = [("memory", &memory, &lists), ("SQLite", &file, &lists)];
            if many != 20 {
                self.compare(&name, CONNECTIONS, &both, &lists, rows)?;
                continue;
            }
            let all = self.compare_twice(&name, &both, &lists, rows)?;
            report.reach(Goal::Lists, all[1].of(&all[3]));
            report.reach(Goal::ListsApart, all[1].of(&all[2]));
        }
        let (in_memory, pages) = (reads::pages(&word, &memory)?, reads::pages(&word, &file)?);
        let both: [Answering<'_>; 2] = [("memory", &memory, &in_memory), ("SQLite", &file, &pages)];
        self.compare("ListMembers, 50 of 1,000", CONNECTIONS, &both, &pages, rows)?;
        let some = reads::some_members(&word)?;
        let both: [Answering<'_>; 2] = [("memory", &memory, &some), ("SQLite", &file, &some)];
        self.compare("GetMembers of 50", CONNECTIONS, &both, &some, rows)?;
        let lists = &reads::invitations(&word, 20)?;
        let mixed = |invitations: &Singles| Mixed { lists, invitations: invitations.clone() };
        let (in_memory, in_file) = (Singles::default(), Singles::default());
        let (one, other) = (mixed(&in_memory), mixed(&in_file));
        // It answers an invitation as a list, which makes it no faster.
        let ceiling = mixed(&Singles::default());
        let body = self.answered(&file, lists)?;
        let both: [Answering<'_>; 2] = [("memory", &memory, &one), ("SQLite", &file, &other)];
        self.compare_with(NINE_TO_ONE, CONNECTIONS, &both, (&ceiling, &body), rows)?;
        drop(memory);
        for connections in FEW_AND_MANY {
            let name = format!("ListInvitations, 20, {connections} connections");
            self.compare(&name, connections, &[("SQLite", &file, lists)], lists, rows)?;
            let name = format!("{NINE_TO_ONE}, {connections} connections");
            let one: [Answering<'_>; 1] = [("SQLite", &file, &other)];
            self.compare_with(&name, connections, &one, (&ceiling, &body), rows)?;
        }
        file.stop()?;
        let who = "SQLite, requests logged";
        self.again(who, Serve::logging_requests, &[("ListInvitations, 20", lists)], rows)?;
        let works = [("ListInvitations, 20", lists), ("ListMembers, 50 of 1,000", &pages)];
        self.again("SQLite, `--cache 0`", |serve| serve.with(&["--cache", "0"]), &works, rows)
    }

    /// The same file, served in another way.
    fn again(
        &self,
        who: &str,
        how: impl FnOnce(Serve) -> Serve,
        works: &[(&str, &Prepared)],
        rows: &mut Vec<Vec<String>>,
    ) -> Result<(), Problem> {
        let start = Start::now();
        let node = how(Serve::on(&self.options.server, &self.file.to_string_lossy())).start()?;
        until_it_rests(&node, start)?;
        for (name, work) in works {
            self.compare(name, CONNECTIONS, &[(who, &node, *work)], work, rows)?;
        }
        node.stop()
    }

    /// The same file, in mode `verify`.
    fn verified(&self, rows: &mut Vec<Vec<String>>, report: &mut Report) -> Result<(), Problem> {
        let sealing = sealing_key(self.folder)?;
        let store = self.file.to_string_lossy();
        let start = Start::now();
        let node = Serve::on(&self.options.server, &store).verifying(&sealing).start()?;
        until_it_rests(&node, start)?;
        let accounts: Vec<u64> = (0..OF_20.crowd)
            .map(|number| OF_20.member(number))
            .chain((0..OF_20.hosts()).map(|number| OF_20.host(number)))
            .chain(INVITING..INVITING + CROWD)
            .collect();
        let socket = self.folder.join("accede.db-control");
        let writer = Writer(Some(crowd::keys(&socket, &accounts)?));
        let who = "SQLite, `verify`";
        let lists = reads::invitations(&writer, 20)?;
        let one: [Answering<'_>; 1] = [(who, &node, &lists)];
        let all = self.compare_twice("ListInvitations, 20", &one, &lists, rows)?;
        report.reach(Goal::ListsVerified, all[0].of(&all[2]));
        report.reach(Goal::ListsVerifiedApart, all[0].of(&all[1]));
        let pages = reads::pages(&writer, &node)?;
        let name = "ListMembers, 50 of 1,000";
        self.compare(name, CONNECTIONS, &[(who, &node, &pages)], &pages, rows)?;
        let Writer(Some(keys)) = &writer else { return Ok(()) };
        let signed = |first: u64| Signed { keys, next: Arc::new(first.into()) };
        // Behind those that the mixed load has taken.
        let one: [Answering<'_>; 1] = [(who, &node, &signed(MIXED * CROWD * crowd::BATCH))];
        let ceiling: Ceiling<'_> = (&signed(0), crowd::DONE);
        self.compare_with("InviteMembers of 1", CONNECTIONS, &one, ceiling, rows)?;
        node.stop()
    }

    /// Has servers take turns with bare hyper that answers as the last of them does.
    fn compare(
        &self,
        name: &str,
        connections: usize,
        answering: &[Answering<'_>],
        sample: &Prepared,
        rows: &mut Vec<Vec<String>>,
    ) -> Result<Vec<Measured>, Problem> {
        let (_, node, _) = answering[answering.len() - 1];
        let body = self.answered(node, sample)?;
        self.compare_with(name, connections, answering, (sample, &body), rows)
    }

    /// The same, beside both kinds of bare hyper.
    fn compare_twice(
        &self,
        name: &str,
        answering: &[Answering<'_>],
        sample: &Prepared,
        rows: &mut Vec<Vec<String>>,
    ) -> Result<Vec<Measured>, Problem> {
        let (_, node, _) = answering[answering.len() - 1];
        let body = self.answered(node, sample)?;
        self.take((name, CONNECTIONS), answering, (sample, &body), &[APART, SHARED], rows)
    }

    /// What a server answers to the first of these requests.
    fn answered(&self, node: &Node, sample: &Prepared) -> Result<Vec<u8>, Problem> {
        Ok(Line::to(node.address)?.exchange(&sample.requests[0])?.body.to_vec())
    }

    fn compare_with(
        &self,
        name: &str,
        connections: usize,
        answering: &[Answering<'_>],
        ceiling: Ceiling<'_>,
        rows: &mut Vec<Vec<String>>,
    ) -> Result<Vec<Measured>, Problem> {
        self.take((name, connections), answering, ceiling, &[SHARED], rows)
    }

    /// Has all take turns; the last one is what the others are compared with.
    fn take(
        &self,
        (name, connections): (&str, usize),
        answering: &[Answering<'_>],
        (work, body): Ceiling<'_>,
        hypers: &[Hyper],
        rows: &mut Vec<Vec<String>>,
    ) -> Result<Vec<Measured>, Problem> {
        let file = self.folder.join("body");
        std::fs::write(&file, body)?;
        let file = file.to_string_lossy();
        let start = |(who, words): &Hyper| {
            let words = [&[&*file], *words].concat();
            Node::program("hyper", &words).map(|node| (*who, node))
        };
        let hypers = hypers.iter().map(start).collect::<Result<Vec<_>, _>>()?;
        let anyhow = Anyhow(work);
        let mut sides: Vec<Served<'_>> = answering
            .iter()
            .map(|(who, node, work)| Served::new(who, node, connections, *work))
            .collect();
        let bare = hypers.iter().map(|(who, node)| Served::new(who, node, connections, &anyhow));
        sides.extend(bare);
        let mut sides: Vec<&mut dyn Side> =
            sides.iter_mut().map(|side| side as &mut dyn Side).collect();
        for side in &mut sides {
            side.run(KNOWN, 0)?;
        }
        let all = take_turns(self.options, self.options.time, &mut sides)?;
        let (ceiling, rest) = all.split_last().ok_or("nobody took part")?;
        rows.extend(rest.iter().map(|one| one.row(name, Some(ceiling))));
        rows.push(ceiling.row(name, None));
        Ok(all)
    }
}

/// A sealing key in a file that nobody else may read.
fn sealing_key(folder: &Path) -> Result<PathBuf, Problem> {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("sealing-key");
    std::fs::write(&path, "5e".repeat(32))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    Ok(path)
}
