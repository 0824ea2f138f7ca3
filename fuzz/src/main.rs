//! Runs one of Accede's fuzz targets under libFuzzer: the one that `ACCEDE_FUZZ_TARGET` names.
//!
//! The targets themselves are in the server's library (`crates/server/src/fuzzing`), where an ordinary test replays
//! their seeds. `cargo xtask fuzz` builds and runs this.

#![no_main]

mod mutator;
mod planted;

use std::sync::OnceLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

type Run = fn(&[u8]);

static RUN: OnceLock<Run> = OnceLock::new();

/// The target that the environment names.
fn chosen() -> Run {
    let name = std::env::var("ACCEDE_FUZZ_TARGET").unwrap_or_default();
    if name == planted::NAME {
        return planted::run;
    }
    match accede::fuzzing::TARGETS.iter().find(|target| target.name == name) {
        Some(target) => target.run,
        None => {
            let names: Vec<&str> = accede::fuzzing::TARGETS.iter().map(|t| t.name).collect();
            eprintln!("ACCEDE_FUZZ_TARGET names no target; there are: {}", names.join(", "));
            std::process::exit(2);
        }
    }
}

fuzz_target!(|data: &[u8]| RUN.get_or_init(chosen)(data));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutator::mutate(data, size, max_size, seed)
});
