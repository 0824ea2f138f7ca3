//! `cargo clippy`, with every warning an error.

use super::Context;
use crate::process;
use crate::tally::Tally;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    let mut version = process::cargo();
    version.args(["clippy", "--version"]);
    if !process::succeeds(version) {
        return Ok(Tally::skip("clippy is not installed (rustup component add clippy)"));
    }
    let mut command = process::cargo();
    command.current_dir(&context.root);
    command.args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]);
    let outcome = process::run(command)?;
    Ok(if outcome.success { Tally::pass() } else { Tally::fail(outcome.output) })
}
