//! What servers are measured beside, each a process of its own.

mod group_commit;
pub(crate) mod hyper;
mod nothing;

pub(crate) use nothing::BODY;

use std::io::Write;
use std::net::SocketAddr;

use crate::Problem;

/// What each of them says once it listens.
pub(crate) const LISTENING: &str = "listening on http://";

/// Runs the one with this name.
///
/// # Errors
/// When there is none, or it cannot listen.
pub(crate) fn run(name: &str, words: &[String]) -> Result<(), Problem> {
    match name {
        "hyper" => hyper::run(words),
        "group-commit" => group_commit::run(),
        "nothing" => nothing::run(),
        _ => Err(format!("no program `{name}`").into()),
    }
}

fn announce(address: SocketAddr) -> Result<(), Problem> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{LISTENING}{address}")?;
    Ok(out.flush()?)
}
