//! Commands that a document tells its reader to type exist.

use super::{Finding, markdown};
use crate::repository::Repository;
use crate::{TASKS, test};

/// Subcommands of cargo that documents may use.
const CARGO: &[&str] = &[
    "add", "bench", "build", "check", "clippy", "deny", "doc", "fmt", "install", "nextest", "run",
    "test", "xtask",
];

/// Where the server's command line is declared.
const COMMAND_LINE: &str = "crates/server/src/cli";

/// Every command in the shell blocks of README, CONTRIBUTING and `docs/` exists, with its flags.
pub(super) fn exist(repository: &Repository) -> Vec<Finding> {
    let declared = command_line(repository);
    let mut findings = Vec::new();
    for file in repository.with_extension("md") {
        let top = matches!(file.path.as_str(), "README.md" | "CONTRIBUTING.md");
        if !top && !file.path.starts_with("docs/") {
            continue;
        }
        for (line, command) in commands(&file.text) {
            if let Err(what) = check(&command, &declared) {
                findings.push(Finding::new(&file.path, line, what));
            }
        }
    }
    findings
}

/// The text that declares the server's subcommands and flags.
fn command_line(repository: &Repository) -> String {
    let files = repository.with_extension("rs").filter(|file| file.path.starts_with(COMMAND_LINE));
    files.map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The commands in a document's shell blocks, each with its first line.
fn commands(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut continued = false;
    for line in markdown::lines(text) {
        let typed = match line.fence {
            Some("sh" | "bash") => Some(line.text),
            Some("console") if continued => Some(line.text),
            Some("console") => line.text.strip_prefix("$ "),
            _ => None,
        };
        let Some(typed) = typed.map(str::trim) else { continue };
        let part = typed.trim_end_matches('\\').trim_end();
        match found.last_mut() {
            Some((_, command)) if continued => command.push_str(&format!(" {part}")),
            _ => found.push((line.number, part.to_owned())),
        }
        continued = typed.ends_with('\\');
    }
    found
}

fn check(command: &str, declared: &str) -> Result<(), String> {
    for step in command.split(['|', ';', '&', '(', ')']).map(str::trim) {
        let words: Vec<&str> =
            step.split_whitespace().take_while(|word| !word.starts_with('#')).collect();
        let start = words.iter().position(|word| !is_assignment(word)).unwrap_or(words.len());
        match &words[start..] {
            ["cargo", rest @ ..] => check_cargo(rest, declared)?,
            [program, rest @ ..] if is_server(program) => check_server(rest, declared)?,
            _ => {}
        }
    }
    Ok(())
}

fn is_assignment(word: &str) -> bool {
    let named = |(name, _): (&str, &str)| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    word == "export" || word.split_once('=').is_some_and(named)
}

fn is_server(program: &str) -> bool {
    program == "accede" || program.ends_with("target/release/accede")
}

fn check_cargo(words: &[&str], declared: &str) -> Result<(), String> {
    let words: Vec<&str> = words.iter().copied().skip_while(|word| word.starts_with('+')).collect();
    let Some((name, rest)) = words.split_first() else { return Ok(()) };
    if !CARGO.contains(name) && !name.starts_with("--") {
        return Err(format!("no command `cargo {name}`"));
    }
    match *name {
        "xtask" => check_xtask(rest),
        "run" => match rest.iter().position(|word| *word == "--") {
            Some(at) => check_server(&rest[at + 1..], declared),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

fn check_xtask(words: &[&str]) -> Result<(), String> {
    let Some((name, rest)) = words.split_first() else { return Ok(()) };
    if *name != "--help" && TASKS.iter().all(|task| task.name != *name) {
        return Err(format!("no command `cargo xtask {name}`"));
    }
    let unknown = |word: &&&str| test::PARTS.iter().all(|part| part.name != **word);
    match rest.iter().find(unknown) {
        Some(part) if *name == "test" => Err(format!("no part `{part}` of `cargo xtask test`")),
        _ => Ok(()),
    }
}

/// Whether each subcommand and flag stands in the text that declares them, in clap's spelling or in Rust's.
fn check_server(words: &[&str], declared: &str) -> Result<(), String> {
    for (index, word) in words.iter().enumerate() {
        let flag = word.strip_prefix("--").map(|flag| flag.split('=').next().unwrap_or(flag));
        let (name, what) = match flag {
            Some("help" | "version") => continue,
            Some(flag) => (flag, format!("no flag `--{flag}` of `accede`")),
            None if index == 0 && !word.starts_with('-') => {
                (*word, format!("no command `accede {word}`"))
            }
            None => continue,
        };
        let spellings = [name.to_owned(), name.replace('-', "_"), capitalised(name)];
        if !spellings.iter().any(|spelling| has_word(declared, spelling)) {
            return Err(what);
        }
    }
    Ok(())
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn has_word(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(document: &str) -> Vec<String> {
        let cli = "enum Command {\n    Serve(Serve),\n}\nstruct Serve {\n    listen: String,\n    default_account: u64,\n}\n";
        let repository =
            Repository::of(&[("README.md", document), ("crates/server/src/cli.rs", cli)]);
        exist(&repository).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn commands_that_exist_are_fine() {
        let document = "```sh\ncargo xtask test fmt rust   # some parts\nRUST_LOG=info cargo run --release -- serve \\\n  \
                        --listen 127.0.0.1:0 --default-account=1 &\ncargo xtask --help\naws sts help | accede --version\n```\n\
                        ```console\n$ accede serve\nlistening --nothing\n```\n\
                        ```\ncargo frobnicate\n```\n";
        assert_eq!(found(document), Vec::<String>::new());
    }

    #[test]
    fn commands_that_do_not_are_found() {
        for (command, what) in [
            ("cargo frobnicate", "no command `cargo frobnicate`"),
            ("cargo xtask tset", "no command `cargo xtask tset`"),
            ("cargo xtask test rusty", "no part `rusty` of `cargo xtask test`"),
            ("cargo run --release -- sreve", "no command `accede sreve`"),
            ("A=1 accede serve --lisen x", "no flag `--lisen` of `accede`"),
            ("cd x && ./target/release/accede serve --default", "no flag `--default` of `accede`"),
        ] {
            let expected = format!("README.md:2: {what}");
            assert_eq!(found(&format!("```sh\n{command}\n```\n")), [expected]);
        }
    }

    #[test]
    fn a_continued_command_is_one() {
        let document = "```console\n$ accede serve \\\n    --no-such-flag\n```\n";
        assert_eq!(found(document), ["README.md:2: no flag `--no-such-flag` of `accede`"]);
    }
}
