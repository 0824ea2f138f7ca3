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
    // `fuzz/` is a workspace of its own.
    for folder in [context.root.clone(), context.root.join("fuzz")] {
        let mut command = process::cargo();
        command.current_dir(folder).args(["fmt", "--all", "--check"]);
        let outcome = process::run(command)?;
        if !outcome.success {
            return Ok(Tally::fail(outcome.output));
        }
    }
    Ok(Tally::pass())
}
