//! `cargo xtask instructions`: how many instructions the server takes for each of its hot requests.
//!
//! Unlike a time, a count does not depend on what else the machine does. The server is the one that users run, in a
//! process of its own under callgrind, asked through its socket by a client that is not counted. What the same source
//! takes depends on the compilers and the C library, so figures are stored together with what they hold for.

mod callgrind;
mod client;
mod compare;
mod groups;
mod measure;
mod options;
mod profile;
mod requests;
mod scene;
mod server;
mod sign;
mod stored;
mod valgrind;

use std::path::PathBuf;
use std::sync::Mutex;

use compare::Row;
use measure::Bench;
use options::{Action, Options};
use profile::Cost;
use requests::{REQUESTS, Request};
use stored::{Made, Stored};
use valgrind::Valgrind;

use crate::tally::Tally;
use crate::test::{Context, build};

/// How many servers run at the same time.
const JOBS: usize = 2;

/// Runs the command.
///
/// # Errors
/// When nothing can be counted.
pub(crate) fn command(words: &[String]) -> Result<bool, String> {
    let options = Options::read(words)?;
    let context = Context::here()?;
    if options.action == Action::Profile {
        return profiled(&context, options);
    }
    let bench = bench(&context, options.program, Valgrind::find(&context.target)?)?;
    let made = Made::here(&context.root);
    let stored = Stored::read(&context.root);
    if options.action == Action::Accept {
        return accept(&context, &bench, &options.requests, made, stored.ok());
    }
    if let Some(difference) = stored.as_ref().ok().and_then(|stored| made.differs(&stored.made)) {
        println!("{difference}");
    }
    let rows = rows(&bench, &options.requests, stored.as_ref().ok())?;
    let holds = rows.iter().all(Row::holds);
    if !holds {
        println!("{}", compare::advice());
    }
    Ok(holds)
}

/// Shows where the instructions go.
fn profiled(context: &Context, options: Options) -> Result<bool, String> {
    let program = match options.program {
        Some(program) => program,
        None => build::profiling(context)?,
    };
    let bench = Bench::new(Valgrind::find(&context.target)?, program, &context.target)?;
    let mut columns = Vec::new();
    for request in options.requests {
        let cost = Cost::of(&bench, request)?;
        print!("{}", profile::details(request.name, &cost));
        columns.push((request.name, cost));
    }
    println!("\n{}", profile::table(&columns));
    Ok(true)
}

/// A part of the tests: counts, and compares with what is stored.
///
/// # Errors
/// When something that is there does not work.
pub(crate) fn guard(context: &Context) -> Result<Tally, String> {
    let stored = Stored::read(&context.root)?;
    let made = Made::here(&context.root);
    let settings = settings();
    if let Some(why) = made.differs(&stored.made).or(settings) {
        return Ok(Tally::skip(why));
    }
    let valgrind = match Valgrind::find(&context.target) {
        Ok(valgrind) => valgrind,
        Err(why) => return Ok(Tally::skip(why)),
    };
    let bench = bench(context, None, valgrind)?;
    let all: Vec<&Request> = REQUESTS.iter().collect();
    let rows = rows(&bench, &all, Some(&stored))?;
    let failed = rows.iter().filter(|row| !row.holds()).count() as u64;
    let passed = rows.len() as u64 - failed;
    let output = if failed > 0 { compare::advice() } else { String::new() };
    Ok(Tally { passed, failed, output, ..Tally::default() })
}

fn bench(context: &Context, program: Option<PathBuf>, valgrind: Valgrind) -> Result<Bench, String> {
    let program = program.map_or_else(|| build::server(context), Ok)?;
    Bench::new(valgrind, program, &context.target)
}

/// Counts, and shows each count as soon as it is there.
fn rows(
    bench: &Bench,
    requests: &[&'static Request],
    stored: Option<&Stored>,
) -> Result<Vec<Row>, String> {
    println!("   {}", compare::head());
    let waiting = Mutex::new(requests.iter());
    let next = || waiting.lock().ok().and_then(|mut requests| requests.next());
    let work = || {
        let mut rows = Vec::new();
        while let Some(request) = next() {
            let (name, now) = (request.name, bench.count(request)?);
            let row = Row { name, stored: stored.and_then(|stored| stored.figure(name)), now };
            println!("   {}", row.line());
            rows.push(row);
        }
        Ok(rows)
    };
    let ended: Vec<Result<Vec<Row>, String>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..JOBS).map(|_| scope.spawn(work)).collect();
        let ended = workers.into_iter().map(|worker| worker.join());
        ended.map(|ended| ended.unwrap_or_else(|_| Err("a worker died".to_owned()))).collect()
    });
    ended.into_iter().collect::<Result<Vec<_>, _>>().map(|rows| rows.concat())
}

/// Stores what is counted; what is not counted stays as it is stored.
fn accept(
    context: &Context,
    bench: &Bench,
    requests: &[&'static Request],
    made: Made,
    stored: Option<Stored>,
) -> Result<bool, String> {
    let same = stored.as_ref().is_some_and(|stored| made == stored.made);
    if !same && requests.len() < REQUESTS.len() {
        return Err("the other figures hold for something else: store all of them".to_owned());
    }
    if let Some(why) = settings() {
        return Err(why);
    }
    let rows = rows(bench, requests, stored.as_ref())?;
    let now = |name| rows.iter().find(|row| row.name == name).map(|row| row.now);
    let before = |name| stored.as_ref().and_then(|stored| stored.figure(name));
    let figure = |request: &Request| {
        Some((request.name.to_owned(), now(request.name).or(before(request.name))?))
    };
    let figures = REQUESTS.iter().filter_map(figure).collect();
    Stored { made, figures }.write(&context.root)?;
    Ok(true)
}

/// What in the environment has programs built otherwise than they are.
fn settings() -> Option<String> {
    let mut names = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    let name = names.find(|name| {
        name.starts_with("CARGO_PROFILE_RELEASE_")
            || name.ends_with("RUSTFLAGS")
            || name == "CFLAGS"
    })?;
    Some(format!("{name} is set, so the server is not built as its users build it"))
}
