//! Python environments, made here and remade when their requirements change.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// Why there is no environment.
pub(crate) enum Absent {
    /// This machine has no Python that could make one: a reason to skip.
    NoPython(String),
    /// Making it failed: a failure.
    Failed(String),
}

impl Absent {
    /// In words.
    pub(crate) fn why(self) -> String {
        match self {
            Absent::NoPython(why) | Absent::Failed(why) => why,
        }
    }
}

/// The Python of the environment in `folder`, which has what `requirements` lists, and can import `modules`.
pub(crate) fn python(folder: &Path, requirements: &Path, modules: &str) -> Result<PathBuf, Absent> {
    let python = folder.join("bin/python");
    let wanted = read(requirements)?;
    if std::fs::read_to_string(stamp(folder)).is_ok_and(|has| has == wanted)
        && works(&python, modules)
    {
        return Ok(python);
    }
    make(folder)?;
    install(&python, requirements)?;
    std::fs::write(stamp(folder), wanted).map_err(|e| Absent::Failed(e.to_string()))?;
    Ok(python)
}

/// A copy of the requirements that the environment was made from; written last, so that a half-made environment
/// is made again.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("requirements.installed.txt")
}

fn read(requirements: &Path) -> Result<String, Absent> {
    std::fs::read_to_string(requirements)
        .map_err(|error| Absent::Failed(format!("{}: {error}", requirements.display())))
}

/// Whether the environment's Python still starts: it does not when the system's Python has moved.
fn works(python: &Path, modules: &str) -> bool {
    let mut command = Command::new(python);
    command.args(["-c", &format!("import {modules}")]);
    process::succeeds(command)
}

fn make(folder: &Path) -> Result<(), Absent> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|e| Absent::Failed(e.to_string()))?;
    }
    let mut said = String::new();
    for words in [&["python3", "-m", "venv"][..], &["python3", "-m", "virtualenv"], &["virtualenv"]]
    {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg(folder);
        match process::run(command) {
            Ok(outcome) if outcome.success => return Ok(()),
            Ok(outcome) => said.push_str(&outcome.output),
            Err(problem) => said.push_str(&problem),
        }
    }
    let last = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no output");
    Err(Absent::NoPython(format!("python3 with venv is needed ({last})")))
}

fn install(python: &Path, requirements: &Path) -> Result<(), Absent> {
    let mut command = Command::new(python);
    command.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    command.arg(requirements);
    match process::run(command) {
        Ok(outcome) if outcome.success => Ok(()),
        Ok(outcome) => Err(Absent::Failed(outcome.output)),
        Err(problem) => Err(Absent::Failed(problem)),
    }
}
