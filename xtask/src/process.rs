//! Running other programs: without standard input, their two outputs kept as one text.

use std::io::Read;
use std::process::{Command, Stdio};

/// What a program said and whether it succeeded.
pub(crate) struct Outcome {
    /// Whether it ended with exit code 0.
    pub(crate) success: bool,
    /// Standard output and standard error, in the order in which they were written.
    pub(crate) output: String,
}

/// The cargo that runs this program, so that both use one toolchain.
#[expect(clippy::disallowed_methods, reason = "cargo says so in the environment and nowhere else")]
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs `command` to its end.
///
/// # Errors
/// When it cannot be started, or its output cannot be read.
pub(crate) fn run(mut command: Command) -> Result<Outcome, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let attempt = || -> std::io::Result<Outcome> {
        let (mut reader, writer) = std::io::pipe()?;
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let mut child = command.spawn()?;
        // The command holds the pipe's writing end; the end of the output is seen only without it.
        drop(command);
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let output = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Outcome { success: child.wait()?.success(), output })
    };
    attempt().map_err(|error| format!("{program}: {error}"))
}

/// Runs `command` and returns what it wrote on standard output alone.
///
/// # Errors
/// When it cannot be started or fails; then with what it wrote on standard error.
pub(crate) fn read(mut command: Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// Whether `command` can be started and succeeds; for asking whether a tool is installed.
pub(crate) fn succeeds(command: Command) -> bool {
    run(command).is_ok_and(|outcome| outcome.success)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_are_kept_in_order() {
        let outcome = run(shell("echo one; echo two >&2; echo three; exit 3")).unwrap();
        assert!(!outcome.success);
        assert_eq!(outcome.output, "one\ntwo\nthree\n");
    }

    #[test]
    fn standard_input_is_empty() {
        assert_eq!(run(shell("wc -c")).unwrap().output.trim(), "0");
    }

    #[test]
    fn an_absent_program_is_named() {
        let problem = read(Command::new("no-such-program-anywhere")).unwrap_err();
        assert!(problem.starts_with("no-such-program-anywhere:"), "{problem}");
        assert!(!succeeds(Command::new("no-such-program-anywhere")));
    }
}
