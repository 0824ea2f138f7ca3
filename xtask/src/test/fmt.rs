//! `cargo fmt --check`.

use super::Context;
use crate::process;
use crate::tally::Tally;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    let mut version = process::cargo();
    version.args(["fmt", "--version"]);
    if !process::succeeds(version) {
        return Ok(Tally::skip("rustfmt is not installed (rustup component add rustfmt)"));
    }
    let mut command = process::cargo();
    command.current_dir(&context.root).args(["fmt", "--all", "--check"]);
    let outcome = process::run(command)?;
    Ok(if outcome.success { Tally::pass() } else { Tally::fail(outcome.output) })
}
