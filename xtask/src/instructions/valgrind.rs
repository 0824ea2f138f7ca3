//! Where valgrind is.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    /// Instructions, by function.
    Callgrind,
    /// Memory that is allocated.
    Dhat,
    /// Calls to the system.
    Calls,
}

impl Tool {
    /// What to call it by, with its answer in this file.
    fn words(self, answer: &Path) -> Vec<String> {
        let answer = answer.display();
        match self {
            Tool::Callgrind => {
                vec!["--tool=callgrind".into(), format!("--callgrind-out-file={answer}")]
            }
            Tool::Dhat => vec!["--tool=dhat".into(), format!("--dhat-out-file={answer}")],
            Tool::Calls => vec![
                "--tool=none".into(),
                "--trace-syscalls=yes".into(),
                format!("--log-file={answer}"),
            ],
        }
    }
}

/// A valgrind that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Valgrind {
    program: PathBuf,
    /// Where its tools are, if that is not where it was built to look.
    tools: Option<PathBuf>,
}

impl Valgrind {
    /// The system's, or one that is fetched from the system's archive into a folder beside what is built.
    ///
    /// # Errors
    /// Why there is none.
    #[expect(clippy::disallowed_methods, reason = "the environment says where programs are")]
    pub(super) fn find(target: &Path) -> Result<Valgrind, String> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let installed = std::env::split_paths(&path).map(|folder| folder.join("valgrind"));
        let mut installed = installed.map(|program| Valgrind { program, tools: None });
        if let Some(valgrind) = installed.find(Valgrind::works) {
            return Ok(valgrind);
        }
        let why = |why: String| format!("valgrind is not installed, and cannot be fetched: {why}");
        fetched(&target.join("valgrind")).map_err(why)
    }

    fn works(&self) -> bool {
        let mut command = self.bare();
        command.arg("--version");
        process::read(command).is_ok_and(|said| said.starts_with("valgrind-"))
    }

    fn bare(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear();
        if let Some(tools) = &self.tools {
            command.env("VALGRIND_LIB", tools);
        }
        command
    }

    /// A command that runs one of its tools, in an empty environment.
    pub(super) fn command(&self, tool: Tool, answer: &Path) -> Command {
        let mut command = self.bare();
        // The threads take turns, so that none waits for long.
        command.args(["-q", "--fair-sched=try"]).args(tool.words(answer));
        command
    }
}

/// Debian's package, unpacked: neither needs to be root.
fn fetched(folder: &Path) -> Result<Valgrind, String> {
    if let Ok(valgrind) = unpacked(folder) {
        return Ok(valgrind);
    }
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(problem)?;
    }
    std::fs::create_dir_all(folder).map_err(problem)?;
    let mut apt = Command::new("apt-get");
    apt.current_dir(folder).args(["download", "--quiet", "valgrind"]);
    process::read(apt)?;
    let mut files = std::fs::read_dir(folder).map_err(problem)?.flatten().map(|file| file.path());
    let package = files.find(|file| file.extension().is_some_and(|end| end == "deb"));
    let mut dpkg = Command::new("dpkg");
    let package = package.ok_or("apt-get downloaded no package")?;
    dpkg.arg("-x").arg(&package).arg(folder);
    process::read(dpkg)?;
    let _ = std::fs::remove_file(package);
    unpacked(folder)
}

/// What a package has that was unpacked here. `valgrind` itself may be a script that goes to the system's.
fn unpacked(folder: &Path) -> Result<Valgrind, String> {
    let programs = ["usr/bin/valgrind.bin", "usr/bin/valgrind"].map(|program| folder.join(program));
    let program = programs.into_iter().find(|program| program.is_file());
    let tool = |folder: &PathBuf| {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.any(|name| name.starts_with("callgrind-"))
    };
    let lib = folder.join("usr/lib");
    let places = [folder.join("usr/libexec/valgrind"), lib.join("valgrind")];
    let triples = std::fs::read_dir(lib).into_iter().flatten().flatten();
    let triples = triples.map(|triple| triple.path().join("valgrind"));
    let tools = places.into_iter().chain(triples).find(tool);
    let valgrind =
        program.zip(tools).map(|(program, tools)| Valgrind { program, tools: Some(tools) });
    let valgrind = valgrind.ok_or("the package has no callgrind")?;
    if valgrind.works() { Ok(valgrind) } else { Err("it does not start".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_package_has_no_valgrind() {
        let folder =
            std::env::temp_dir().join(format!("accede-no-valgrind-{}", std::process::id()));
        assert_eq!(unpacked(&folder), Err("the package has no callgrind".to_owned()));
    }

    #[test]
    fn every_tool_writes_its_answer_where_it_is_asked_to() {
        for tool in [Tool::Callgrind, Tool::Dhat, Tool::Calls] {
            let words = tool.words(Path::new("/a/b.out"));
            assert!(words[0].starts_with("--tool="), "{words:?}");
            assert_eq!(words.iter().filter(|word| word.ends_with("=/a/b.out")).count(), 1);
        }
    }
}
