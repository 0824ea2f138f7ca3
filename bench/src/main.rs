//! Measures Accede beside what bounds it: `cargo xtask bench` builds the server and runs this.
//!
//! Only ratios from one run mean anything: what is compared takes turns, round by round, on the same machine. A
//! figure is the median of all rounds, with what it lay between.

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

mod ceiling;
mod clock;
#[path = "../../crates/store/tests/cluster/mod.rs"]
#[allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "shared with the tests")]
mod cluster;
mod cpu;
mod figures;
mod http;
mod load;
mod node;
mod options;
mod postgres;
#[path = "../../crates/store/tests/postgres_sql/log.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod statements;

use std::process::ExitCode;

use options::Options;

/// Why nothing could be measured.
pub(crate) type Problem = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(|options| postgres::run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}
