//! When a server has come to rest: it does nothing by itself any more.

use std::time::Duration;

use crate::Problem;
use crate::clock::Start;
use crate::node::Node;

/// Whoever uses less than this in a second does nothing.
const NOTHING: Duration = Duration::from_millis(30);
const SECOND: Duration = Duration::from_secs(1);
/// For so many seconds on end: where the disk is slow, one can pass in waiting.
const RESTED: u32 = 3;
/// Nothing takes longer.
const MOST: Duration = Duration::from_secs(1_800);

/// Waits until a server does nothing by itself; answers how long it had done so by then, since it was started.
///
/// # Errors
/// When it never rests.
pub(crate) fn until_it_rests(node: &Node, start: Start) -> Result<Duration, Problem> {
    let (mut before, mut rested) = (node.family().used()?, 0);
    while start.elapsed() < MOST {
        let since = start.elapsed();
        std::thread::sleep(SECOND);
        let now = node.family().used()?;
        rested = if now.saturating_sub(before) < NOTHING { rested + 1 } else { 0 };
        if rested == RESTED {
            return Ok(since.saturating_sub(SECOND * (RESTED - 1)));
        }
        before = now;
    }
    Err("the server does not come to rest".into())
}
