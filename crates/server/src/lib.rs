//! Accede: a membership server that speaks the AWS Security Hub and Amazon Macie invitation APIs.
//!
//! The binary: network, authentication, wire formats, services. It is the only place with a real clock,
//! randomness and the choice of store. See `docs/ARCHITECTURE.md` for the map.

mod app;
mod audit;
mod auth;
mod cli;
mod clock;
mod config;
mod control;
mod engine;
mod entropy;
mod front;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod guard;
mod http;
mod log;
mod operations;
mod operator;
mod place;
mod readiness;
mod sealing;
mod serve;
mod services;
#[cfg(test)]
mod testing;
mod upkeep;
mod wire;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use cli::{Cli, Command};

/// Runs the command line: what `main` does.
pub fn main() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) => return explain(&error),
    };
    let outcome = match command {
        Command::Serve(serve) => config::Config::of(serve).and_then(|config| serve::run(&config)),
        Command::Init(init) => operator::init::run(init),
        Command::Account(account) => operator::account::run(account),
        Command::Audit(audit) => operator::audit::run(audit),
        Command::Key(key) => operator::key::run(key),
        Command::Role(role) => operator::role::run(role),
        Command::Store(store) => operator::store::run(store),
        Command::Operations { format } => operations::print(format),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => fail(&why, 1),
    }
}

/// Shows help or the version, or says in one line what is wrong with the command line.
fn explain(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(u8::from(error.use_stderr()) * 2)
        }
        _ => {
            let text = error.to_string();
            let paragraph = text.split("\n\n").next().unwrap_or_default();
            let line: Vec<&str> = paragraph.split_whitespace().collect();
            let line = line.join(" ");
            let why = line.strip_prefix("error: ").unwrap_or(&line);
            fail(&format!("{why} (see accede --help)"), 2)
        }
    }
}

#[allow(clippy::print_stderr, reason = "the log has not been started, or has ended")]
fn fail(why: &str, status: u8) -> ExitCode {
    eprintln!("accede: {why}");
    ExitCode::from(status)
}
