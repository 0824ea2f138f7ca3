//! Every fuzz target for a few seconds, from its seeds on.

use super::Context;
use crate::fuzz::{Absent, Effort, Workshop};
use crate::tally::Tally;

/// For each target. Longer runs are for `cargo xtask fuzz`.
const EFFORT: Effort = Effort { seconds: 5, keep: false };
const JOBS: usize = 2;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    let workshop = match Workshop::open(&context.root, &context.target) {
        Ok(workshop) => workshop,
        Err(Absent::Tools(reason)) => return Ok(Tally::skip(reason)),
        Err(Absent::Failed(output)) => return Err(output),
    };
    // A run that is blind for it would find nothing else either.
    workshop.find_the_planted()?;
    let mut tally = Tally::pass();
    for report in workshop.run_all(&workshop.targets()?, EFFORT, JOBS)? {
        match report.problem {
            None => tally.add(&Tally::pass()),
            Some(_) => {
                tally.add(&Tally::fail(""));
                tally.output.push_str(&report.told());
            }
        }
    }
    Ok(tally)
}
