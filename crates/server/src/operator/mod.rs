//! What the operator's commands have in common: where the store is, asking, printing.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod role;
pub(crate) mod store;

use std::io::{self, Write};

use serde::Serialize;

use crate::cli::{Sealing, Target};
use crate::control::{Answer, Reach, Request, Whereabouts};
use crate::place::Place;
use crate::sealing::Source;
use crate::{config, log};

/// Where the store is. A socket that is named without a store is all that counts.
fn whereabouts(Target { store, control }: Target) -> Result<Whereabouts, String> {
    let named = store.is_some() || control.is_none();
    let place = if named { Some(config::place(store)?) } else { None };
    Ok(Whereabouts { place, control, sealing: None })
}

/// The same for commands that may seal secrets. Where only a server can be asked, it seals with its own key.
fn sealing_whereabouts(target: Target, sealing: Sealing) -> Result<Whereabouts, String> {
    let at = whereabouts(target)?;
    let source = Source::of(sealing, at.place.as_ref().unwrap_or(&Place::Memory))?;
    Ok(Whereabouts { sealing: Some(source), ..at })
}

/// Carries out a request and prints what it comes to, an item a line.
fn run(at: &Whereabouts, request: Request) -> Result<(), String> {
    // The store is closed before anything is printed: whoever reads may take long.
    let lines = block_on(lines(at, request))?;
    print(&lines)
}

/// Runs what asks for something.
fn block_on<T>(asking: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    // What a store says about its faults goes to the log.
    let _flush = log::start(false).map_err(|error| format!("cannot start the log: {error}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start the runtime: {error}"))?;
    runtime.block_on(asking)
}

/// Asks, page by page if there are several, and writes down what is in the answers.
async fn lines(at: &Whereabouts, mut request: Request) -> Result<Vec<u8>, String> {
    let mut reach = Reach::store(at, &request).await?;
    let mut lines = Vec::new();
    while let Some(next) = write_down(&mut lines, reach.ask(at, &request).await?)? {
        request = request.page_after(&next).ok_or_else(|| format!("nothing comes after {next}"))?;
    }
    Ok(lines)
}

/// Writes what is in an answer, an item a line, and says where the next page begins if there is one.
fn write_down(lines: &mut Vec<u8>, answer: Answer) -> Result<Option<String>, String> {
    match answer {
        Answer::Error(problem) => Err(problem.message),
        Answer::Account(account) => write_all(lines, &[account], None),
        Answer::Key(key) => write_all(lines, &[key], None),
        Answer::Role(role) => write_all(lines, &[role], None),
        Answer::Backup(backup) => write_all(lines, &[backup], None),
        Answer::Accounts(page) => write_all(lines, &page.accounts, page.next),
        Answer::Keys(page) => write_all(lines, &page.keys, page.next),
        Answer::Roles(page) => write_all(lines, &page.roles, page.next),
        Answer::Events(_) => Err("the answer is about something else".to_owned()),
    }
}

fn write_all(
    lines: &mut Vec<u8>,
    items: &[impl Serialize],
    next: Option<String>,
) -> Result<Option<String>, String> {
    items.iter().try_for_each(|item| write(lines, item))?;
    Ok(next)
}

fn write(lines: &mut Vec<u8>, value: &impl Serialize) -> Result<(), String> {
    serde_json::to_writer(&mut *lines, value).map_err(|e| format!("cannot write JSON: {e}"))?;
    lines.push(b'\n');
    Ok(())
}

/// A reader that has seen enough is no fault.
fn print(text: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write to standard output: {error}"))
        }
        _ => Ok(()),
    }
}
