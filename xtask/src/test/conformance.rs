//! Unmodified clients against the real server: the pytest suite in `conformance/`.

use std::process::Command;

use super::venv::{self, Absent};
use super::{Auth, Context, build, junit};
use crate::process;
use crate::tally::Tally;

pub(super) fn run(context: &Context, auth: Auth) -> Result<Tally, String> {
    pytest(context, auth, "conformance", &[])
}

/// Runs pytest in `conformance/` on what `words` say, or on everything, against servers that know their callers by
/// `auth`, and reads its report, named after `name`.
///
/// # Errors
/// When the server or the environment cannot be made, or pytest cannot be started.
pub(super) fn pytest(
    context: &Context,
    auth: Auth,
    name: &str,
    words: &[&str],
) -> Result<Tally, String> {
    let server = build::server(context)?;
    let suite = context.root.join("conformance");
    let python = match venv::python(&suite.join(".venv"), &suite.join("requirements.txt")) {
        Ok(python) => python,
        Err(Absent::NoPython(reason)) => return Ok(Tally::skip(reason)),
        Err(Absent::Failed(output)) => return Err(output),
    };
    let report = context.target.join(format!("{name}-{}.xml", auth.name()));
    // A report of an earlier run must not be taken for this one's.
    let _ = std::fs::remove_file(&report);
    let mut pytest = Command::new(python);
    pytest.current_dir(&suite).env("ACCEDE_BIN", server).env("PYTHONDONTWRITEBYTECODE", "1");
    auth.tell(&mut pytest);
    pytest.args(["-m", "pytest", "-q", "-n", "auto", "--junitxml"]).arg(&report).args(words);
    let outcome = process::run(pytest)?;
    let written = std::fs::read_to_string(&report).unwrap_or_default();
    let mut tally = junit::count(&written).unwrap_or_else(Tally::fail);
    if !outcome.success && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(Tally { output: outcome.output, ..tally })
}
