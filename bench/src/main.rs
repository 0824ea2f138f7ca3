//! Measures Accede beside what bounds it: `cargo xtask bench` builds the server and runs this.
//!
//! Only ratios from one run mean anything: what is compared takes turns, round by round, on the same machine. A
//! figure is the median of all rounds, with what it lay between.
//!
//! This program is also what it measures beside, so that each of these is a process of its own: see [`programs`].

#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

mod clock;
#[path = "../../crates/store/tests/cluster/mod.rs"]
#[allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "shared with the tests")]
mod cluster;
mod cpu;
mod crowd;
mod draw;
mod engine;
mod first_answer;
mod http;
mod load;
mod loader;
mod machine;
mod measure;
mod node;
mod options;
mod parts;
mod programs;
mod report;
mod rest;
mod run;
mod sign;
#[path = "../../crates/store/tests/postgres_sql/log.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod statements;

use std::process::ExitCode;

use options::Options;

/// Why nothing could be measured.
pub(crate) type Problem = Box<dyn std::error::Error + Send + Sync>;

/// Between what the command adds and what was typed.
const TYPED: &str = "--";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Result<(), Problem> {
    let Some((name, rest)) = words.split_first() else { return Err(options::usage().into()) };
    match name.as_str() {
        // What will be measured, a line for each: it says what has to be installed.
        "parts" => {
            for part in Options::read(rest)?.parts {
                println!("{}", part.name);
            }
            Ok(())
        }
        "run" => {
            let end = rest.iter().position(|word| word == TYPED).unwrap_or(rest.len());
            let (places, typed) = rest.split_at(end);
            run::all(&Options::read(typed.get(1..).unwrap_or_default())?.add(places)?)
        }
        "load" => loader::command(rest),
        name => programs::run(name, rest),
    }
}
