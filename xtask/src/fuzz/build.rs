//! Builds what runs targets: `fuzz/`, a workspace of its own, with LLVM's coverage counters in all that it runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// Why there is nothing to run.
pub(crate) enum Absent {
    /// This machine lacks what it needs: a reason to skip.
    Tools(String),
    /// It does not build: a failure.
    Failed(String),
}

/// What tells libFuzzer where an input led, and what it was compared with. The same as `cargo fuzz` has without a
/// sanitizer, which stable toolchains have, too; there is no `unsafe` code of ours that a sanitizer could watch.
const COVERAGE: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Builds the program in `folder`, if it is not.
pub(super) fn program(root: &Path, folder: &Path) -> Result<PathBuf, Absent> {
    let mut compiler = Command::new("c++");
    compiler.arg("--version");
    if !process::succeeds(compiler) {
        let reason = "a C++ compiler is needed for libFuzzer (there is no `c++`)";
        return Err(Absent::Tools(reason.to_owned()));
    }
    let host = host().map_err(Absent::Failed)?;
    let mut command = process::cargo();
    command.current_dir(root.join("fuzz")).args(["build", "--release", "--quiet"]);
    // With a target named, what runs at build time is built without the counters.
    command.args(["--target", &host]).arg("--target-dir").arg(folder);
    command.env("RUSTFLAGS", COVERAGE.join(" ")).env_remove("CARGO_ENCODED_RUSTFLAGS");
    let outcome = process::run(command).map_err(Absent::Failed)?;
    if !outcome.success {
        return Err(judge(outcome.output));
    }
    Ok(folder.join(host).join("release").join("accede-fuzz"))
}

/// libFuzzer's crate is fetched, which not every machine can do.
fn judge(output: String) -> Absent {
    let unreachable =
        ["failed to download", "Unable to update registry", "--offline was specified"];
    if unreachable.iter().any(|sign| output.contains(sign)) {
        return Absent::Tools("libFuzzer's crate cannot be fetched from here".to_owned());
    }
    Absent::Failed(output)
}

/// The platform that cargo builds for by itself.
fn host() -> Result<String, String> {
    let mut command = process::cargo();
    command.arg("-vV");
    let said = process::read(command)?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "cargo -vV: no host".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_out_of_reach_skips_and_an_error_fails() {
        let absent = |output: &str| judge(output.to_owned());
        assert!(matches!(absent("error: failed to download `cc v1`"), Absent::Tools(_)));
        assert!(matches!(absent("error[E0423]: expected value"), Absent::Failed(_)));
    }

    #[test]
    fn the_host_is_a_platform() {
        assert!(host().unwrap().contains('-'));
    }
}
