//! The server, built the way its users build it: that is what the conformance tests run.

use std::path::PathBuf;

use super::Context;
use crate::process;
use crate::tally::Tally;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    server(context).map(|_| Tally::pass())
}

/// Builds the server, if it is not, and says where it is.
///
/// # Errors
/// When it does not build; then with what the compiler says.
pub(crate) fn server(context: &Context) -> Result<PathBuf, String> {
    build(context, "release")
}

/// The same with line numbers, so that profilers know from which source an instruction is.
///
/// # Errors
/// When it does not build; then with what the compiler says.
pub(crate) fn profiling(context: &Context) -> Result<PathBuf, String> {
    build(context, "profiling")
}

fn build(context: &Context, profile: &str) -> Result<PathBuf, String> {
    let mut command = process::cargo();
    command.current_dir(&context.root).args(["build", "--profile", profile, "--package", "accede"]);
    let outcome = process::run(command)?;
    if !outcome.success {
        return Err(outcome.output);
    }
    let name = format!("accede{}", std::env::consts::EXE_SUFFIX);
    Ok(context.target.join(profile).join(name))
}
