//! From the start of a server to its first answer.

use std::time::Duration;

use crate::Problem;
use crate::clock::Start;
use crate::http::{Line, Template};
use crate::node::{Node, Serve};

/// An account that is in no store.
const STRANGER: u64 = 42;

/// Starts a server and asks it for a list of somebody whom it does not know, which it has to look up to say so; answers how
/// long that took, with the server.
///
/// # Errors
/// When it does not come to listen, or has no answer.
pub(crate) fn first_answer(serve: &Serve) -> Result<(Duration, Node), Problem> {
    let mut request = Vec::new();
    Template::of("GET", "/invitations").write(STRANGER, "", &mut request);
    let start = Start::now();
    let node = serve.start()?;
    let status = Line::to(node.address)?.exchange(&request)?.status;
    if (500..600).contains(&status) {
        return Err(format!("the first answer is {status}").into());
    }
    Ok((start.elapsed(), node))
}
