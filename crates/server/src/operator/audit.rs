//! `accede audit`: the trail as JSON lines.

use std::io::{self, Write};

use super::{block_on, whereabouts};
use crate::cli::Audit;
use crate::control::{Answer, EventsPage, Reach, Request, Wanted, Whereabouts};

/// Prints the records, the oldest first.
///
/// The store is reached anew for each page, and left before the page is printed: a reader that takes its time keeps
/// neither the store from others nor the trail in memory.
///
/// # Errors
///
/// One line that says why it could not be done. What was printed before is part of the trail.
pub(crate) fn run(audit: Audit) -> Result<(), String> {
    let Audit { account, since, until, target } = audit;
    let at = whereabouts(target)?;
    block_on(export(&at, Wanted { account, since, until, after: None }))
}

async fn export(at: &Whereabouts, mut wanted: Wanted) -> Result<(), String> {
    loop {
        let page = page(at, Request::ListEvents(wanted.clone())).await?;
        let read_on = print(&page.records)?;
        if page.next.is_none() || !read_on {
            return Ok(());
        }
        wanted.after = page.next;
    }
}

async fn page(at: &Whereabouts, request: Request) -> Result<EventsPage, String> {
    let mut reach = Reach::store(at, &request).await?;
    match reach.ask(at, &request).await? {
        Answer::Events(page) => Ok(page),
        Answer::Error(problem) => Err(problem.message),
        _ => Err("the answer is about something else".to_owned()),
    }
}

/// Prints records, each in one line. Says whether anybody reads on.
fn print(records: &[String]) -> Result<bool, String> {
    let mut out = io::stdout().lock();
    let mut write = || {
        for record in records {
            writeln!(out, "{record}")?;
        }
        out.flush()
    };
    match write() {
        Ok(()) => Ok(true),
        // A reader that has seen enough is no fault.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("cannot write to standard output: {error}")),
    }
}
