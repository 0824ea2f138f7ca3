//! The commands of Accede's developers: `cargo xtask --help` lists them.
//!
//! * [`test`] runs every part of the tests and counts them; one file per part.
//! * [`bench`] measures the server beside what bounds it.
//! * [`fuzz`] runs the server's fuzz targets for as long as one likes.
//! * [`test::failover`] has a database fail over under load, for as many rounds as one likes.
//! * [`tidy`] checks the repository itself: sizes, direction of dependencies, documents; one file per check.

#![allow(clippy::print_stdout, reason = "a developer's command talks on standard output")]

mod bench;
mod fuzz;
mod instructions;
mod process;
mod repository;
mod stopwatch;
mod tally;
mod test;
mod tidy;

use std::process::ExitCode;

/// A subcommand of `cargo xtask`.
pub(crate) struct Task {
    /// What is typed after `cargo xtask`.
    pub(crate) name: &'static str,
    /// One line of help.
    pub(crate) what: &'static str,
    /// Takes the words after the name; answers whether all is well, or what keeps it from running.
    run: fn(&[String]) -> Result<bool, String>,
}

/// Every subcommand. Documents that mention another one fail `tidy`.
pub(crate) const TASKS: &[Task] = &[
    Task { name: "test", what: "run every test, or only the named parts", run: test::run },
    Task { name: "fuzz", what: "run the fuzz targets, or only the named ones", run: fuzz::command },
    Task {
        name: "bench",
        what: "measure the server, or only the named parts of it",
        run: bench::run,
    },
    Task {
        name: "instructions",
        what: "count the instructions of hot requests",
        run: instructions::command,
    },
    Task {
        name: "failover",
        what: "fail a PostgreSQL over under load; --rounds 50",
        run: test::failover,
    },
    Task { name: "tidy", what: "check the repository itself", run: tidy::run },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(words: &[String]) -> Result<bool, String> {
    let Some((name, rest)) = words.split_first() else {
        print!("{}", help());
        return Ok(false);
    };
    if matches!(name.as_str(), "--help" | "-h" | "help") {
        print!("{}", help());
        return Ok(true);
    }
    match TASKS.iter().find(|task| task.name == name) {
        Some(task) => (task.run)(rest),
        None => Err(format!("no command `{name}`; `cargo xtask --help` lists them")),
    }
}

fn help() -> String {
    let mut text = String::from("Usage: cargo xtask <command>\n\nCommands:\n");
    for task in TASKS {
        text.push_str(&format!("  {:<20} {}\n", task.name, task.what));
    }
    text.push_str("\nParts of `cargo xtask test`:\n");
    for part in test::PARTS {
        text.push_str(&format!("  {:<20} {}\n", part.name, part.what));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_every_command_and_every_part() {
        let help = help();
        for name in TASKS.iter().map(|t| t.name).chain(test::PARTS.iter().map(|p| p.name)) {
            assert!(help.contains(&format!("\n  {name} ")), "{name} is missing from:\n{help}");
        }
    }

    #[test]
    fn an_unknown_command_is_named() {
        let answer = dispatch(&["tset".to_owned()]);
        assert!(answer.is_err_and(|problem| problem.contains("`tset`")));
    }
}
