//! What can be measured: a file or folder for each part, and a line in [`PARTS`].

mod commits;
mod footprint;
mod peers;
mod postgres;
mod requests;
mod scale;

use crate::Problem;
use crate::options::Options;
use crate::report::Report;

/// A part of the benchmark.
#[derive(Debug)]
pub(crate) struct Part {
    /// What is typed to run it alone, and what its block of the document is called.
    pub(crate) name: &'static str,
    /// Runs it; answers its tables. An error is written in their place and fails no other part.
    pub(crate) run: fn(&Options) -> Result<Report, Problem>,
}

/// Every part, in the order in which they run.
#[rustfmt::skip]
pub(crate) const PARTS: &[Part] = &[
    Part { name: "requests", run: requests::run },
    Part { name: "commits", run: commits::run },
    Part { name: "postgres", run: postgres::run },
    Part { name: "scale", run: scale::run },
    Part { name: "footprint", run: footprint::run },
    Part { name: "peers", run: peers::run },
];
