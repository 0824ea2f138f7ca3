//! `cargo deny`: licences, sources and advisories of dependencies, as `deny.toml` allows them.

use super::Context;
use crate::process::{self, Outcome};
use crate::tally::Tally;

pub(super) fn run(context: &Context) -> Result<Tally, String> {
    let mut version = process::cargo();
    version.args(["deny", "--version"]);
    if !process::succeeds(version) {
        return Ok(Tally::skip("cargo-deny is not installed (cargo install cargo-deny)"));
    }
    let mut tally = Tally::default();
    for checks in [&["licenses", "bans", "sources"][..], &["advisories"]] {
        let mut command = process::cargo();
        command.current_dir(&context.root).args(["deny", "--workspace", "check"]).args(checks);
        let one = judge(process::run(command)?);
        tally.output.push_str(&one.output);
        tally.add(&one);
    }
    Ok(tally)
}

/// The advisories are fetched, which not every machine can do.
fn judge(outcome: Outcome) -> Tally {
    match outcome {
        Outcome { success: true, .. } => Tally::pass(),
        Outcome { output, .. } if output.contains("failed to fetch advisory database") => {
            Tally::skip("the database of advisories cannot be fetched from here")
        }
        Outcome { output, .. } => Tally::fail(output),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_fails_and_a_missing_database_skips() {
        let judged = |success, output: &str| judge(Outcome { success, output: output.to_owned() });
        assert_eq!(judged(true, "ok"), Tally::pass());
        assert_eq!(judged(false, "error[rejected]"), Tally::fail("error[rejected]"));
        let offline = judged(false, "[ERROR] failed to fetch advisory database …");
        assert_eq!((offline.failed, offline.skipped), (0, 1));
    }
}
