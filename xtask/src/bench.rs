//! `cargo xtask bench`: builds the server and what measures it, as users build it, and runs the benchmark.
//!
//! It is no part of `cargo xtask test`: how fast something is depends on what else the machine does. What a benchmark
//! understands is in `bench/`.

use std::process::{Command, Stdio};

use crate::process;
use crate::test::{Context, postgres};

const USAGE: &str = "cargo xtask bench postgres [--seconds N] [--rounds N] [--nodes 1,2,3]";

/// Runs the command.
///
/// # Errors
/// When something does not build, or cannot be started.
pub(crate) fn run(words: &[String]) -> Result<bool, String> {
    let Some((what, how)) = words.split_first() else { return Err(USAGE.to_owned()) };
    let context = Context::here()?;
    let mut build = process::cargo();
    build.current_dir(&context.root).args(["build", "--release", "--package", "accede"]);
    build.args(["--package", "accede-bench"]);
    let built = process::run(build)?;
    if !built.success {
        return Err(built.output);
    }
    let program = |name| {
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        context.target.join("release").join(name)
    };
    let mut bench = Command::new(program("accede-bench"));
    postgres::tell(&context, &mut bench)?;
    bench.arg(what).arg("--server").arg(program("accede")).args(how).stdin(Stdio::null());
    let status = bench.status().map_err(|error| format!("accede-bench: {error}"))?;
    Ok(status.success())
}
