//! What is typed after `cargo xtask instructions`.

use std::path::PathBuf;

use super::requests::{REQUESTS, Request};

/// How the command is used.
fn usage() -> String {
    let names: Vec<&str> = REQUESTS.iter().map(|request| request.name).collect();
    format!(
        "cargo xtask instructions [--accept | [--profile] [--program FILE]] [request…]; requests: {}",
        names.join(", ")
    )
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Count, and compare with what is stored.
    Compare,
    /// Count, and store it.
    Accept,
    /// Say where they go.
    Profile,
}

#[derive(Debug)]
pub(super) struct Options {
    pub(super) action: Action,
    /// The server; without it, one is built.
    pub(super) program: Option<PathBuf>,
    /// Of which requests; of all if none is named.
    pub(super) requests: Vec<&'static Request>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// When it makes no sense.
    pub(super) fn read(words: &[String]) -> Result<Options, String> {
        let (mut action, mut program, mut requests) = (Action::Compare, None, Vec::new());
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--accept" if action == Action::Compare => action = Action::Accept,
                "--profile" if action == Action::Compare => action = Action::Profile,
                "--program" => program = Some(words.next().ok_or_else(usage)?.into()),
                name => match REQUESTS.iter().find(|request| request.name == name) {
                    Some(request) => requests.push(request),
                    None => return Err(format!("no `{name}`; {}", usage())),
                },
            }
        }
        if action == Action::Accept && program.is_some() {
            return Err(format!("what is stored is of the server as it is built; {}", usage()));
        }
        if requests.is_empty() {
            requests = REQUESTS.iter().collect();
        }
        Ok(Options { action, program, requests })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn all_requests_are_meant_unless_some_are_named() {
        let options = read("").unwrap();
        assert_eq!((options.action, options.requests.len()), (Action::Compare, REQUESTS.len()));
        let options = read("list-20 --profile --program x invite-1").unwrap();
        assert_eq!((options.action, options.program), (Action::Profile, Some("x".into())));
        let names: Vec<_> = options.requests.iter().map(|request| request.name).collect();
        assert_eq!(names, ["list-20", "invite-1"]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in ["list", "--accept --profile", "--accept --program x", "--program", "--fast"] {
            assert!(read(line).is_err_and(|problem| problem.contains(&usage())), "{line}");
        }
    }
}
