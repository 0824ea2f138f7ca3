//! What the load generator itself can do: beside a server that does nothing but answer.

use std::time::Duration;

use super::{Client, Done, Work};
use crate::Problem;
use crate::cpu;
use crate::http::{Answer, Template};
use crate::node::Node;
use crate::programs::BODY;

/// Asks a server that has its answer ready; answers how much was done, and in how many microseconds of CPU time each.
///
/// # Errors
/// When it cannot be reached.
pub(crate) fn measure(connections: usize, time: Duration) -> Result<(Done, f64), Problem> {
    let node = Node::program("nothing", &[])?;
    let before = cpu::own()?;
    let done = super::run(&[node.address], connections, time, 0, &Nothing)?;
    let used = cpu::own()?.saturating_sub(before);
    let each = used.as_secs_f64() * 1e6 / done.requests.max(1) as f64;
    Ok((done, each))
}

/// The same in words.
///
/// # Errors
/// As for [`measure`].
pub(crate) fn described(connections: usize, time: Duration) -> Result<String, Problem> {
    let (done, each) = measure(connections, time)?;
    Ok(format!(
        "The load generator alone, {connections} connections, beside a server that does nothing: {:.0} requests/s, \
         {each:.1} µs of CPU time for each.",
        done.rate()
    ))
}

pub(crate) struct Nothing;

impl Work for Nothing {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(Asking(Template::of("GET", "/")))
    }
}

struct Asking(Template);

impl Client for Asking {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        self.0.write(number, "", out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.body.len() == BODY
    }
}
