//! Unmodified clients against the real server: the pytest suite in `conformance/`.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::venv::{self, Absent};
use super::{Auth, Context, build, junit, postgres};
use crate::process;
use crate::tally::Tally;

pub(super) fn run(context: &Context, auth: Auth) -> Result<Tally, String> {
    pytest(context, auth, Store::File, "conformance", &[])
}

/// The same with every server on a database of its own, and what only concerns databases. Without PostgreSQL, all tests
/// skip themselves.
pub(super) fn on_postgres(context: &Context, auth: Auth) -> Result<Tally, String> {
    pytest(context, auth, Store::Postgres, "conformance-postgres", &[])
}

/// What the servers under test keep what they know in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Store {
    /// Files.
    File,
    /// Databases of a PostgreSQL that the tests start.
    Postgres,
}

impl Store {
    /// Says it to the tests that `command` runs. Where there is no PostgreSQL, those that need it skip themselves.
    fn tell(self, context: &Context, command: &mut Command) {
        let name = match self {
            Store::File => "sqlite",
            Store::Postgres => "postgres",
        };
        command.env("ACCEDE_TEST_STORE", name);
        if matches!(self, Store::Postgres) {
            let _ = postgres::tell(context, command);
        }
    }
}

/// Runs the failovers, which say themselves how they go.
///
/// # Errors
/// When the server or the environment cannot be made, or Python cannot be started.
pub(super) fn failover(context: &Context, words: &[String]) -> Result<bool, String> {
    let server = build::server(context)?;
    let suite = context.root.join("conformance");
    let python = python(&suite).map_err(Absent::why)?;
    let mut command = Command::new(python);
    command.arg(suite.join("faults/failover.py")).args(words);
    command.env("ACCEDE_BIN", server).env("PYTHONDONTWRITEBYTECODE", "1");
    postgres::tell(context, &mut command).map_err(str::to_owned)?;
    let status = command.status().map_err(|error| format!("python: {error}"))?;
    Ok(status.success())
}

/// The Python of the suite's environment.
fn python(suite: &Path) -> Result<PathBuf, Absent> {
    venv::python(&suite.join(".venv"), &suite.join("requirements.txt"), "boto3, pytest, xdist")
}

/// Runs pytest in `conformance/` on what `words` say, or on everything, against servers that know their callers by
/// `auth` and keep it in `store`, and reads its report, named after `name`.
///
/// # Errors
/// When the server or the environment cannot be made, or pytest cannot be started.
pub(super) fn pytest(
    context: &Context,
    auth: Auth,
    store: Store,
    name: &str,
    words: &[&str],
) -> Result<Tally, String> {
    let server = build::server(context)?;
    let suite = context.root.join("conformance");
    let python = match python(&suite) {
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
    store.tell(context, &mut pytest);
    pytest.args(["-m", "pytest", "-q", "-n", "auto", "--junitxml"]).arg(&report).args(words);
    let outcome = process::run(pytest)?;
    let written = std::fs::read_to_string(&report).unwrap_or_default();
    let mut tally = junit::count(&written).unwrap_or_else(Tally::fail);
    if !outcome.success && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(Tally { output: outcome.output, ..tally })
}
