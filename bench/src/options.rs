//! What is typed after `cargo xtask bench postgres`.

use std::path::PathBuf;
use std::time::Duration;

use crate::Problem;

pub(crate) const USAGE: &str = "postgres [--seconds N] [--rounds N] [--nodes 1,2,3]";

/// What a run is to be like.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The server that is measured.
    pub(crate) server: PathBuf,
    /// How long each measurement takes.
    pub(crate) time: Duration,
    pub(crate) rounds: u64,
    /// At how many nodes.
    pub(crate) nodes: Vec<usize>,
}

impl Options {
    /// Reads the command line: what is measured, where the server is, and how.
    ///
    /// # Errors
    /// When it makes no sense.
    pub(crate) fn read(words: impl IntoIterator<Item = String>) -> Result<Options, Problem> {
        let mut words = words.into_iter();
        match words.next().as_deref() {
            Some("postgres") => {}
            other => return Err(format!("no `{}`; {USAGE}", other.unwrap_or_default()).into()),
        }
        let mut options = Options {
            server: PathBuf::new(),
            time: Duration::from_secs(5),
            rounds: 5,
            nodes: vec![1, 2, 3],
        };
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} lacks a value; {USAGE}"))?;
            match word.as_str() {
                "--server" => options.server = value.into(),
                "--seconds" => options.time = Duration::from_secs(number(&value)?),
                "--rounds" => options.rounds = number(&value)?,
                "--nodes" => options.nodes = nodes(&value)?,
                _ => return Err(format!("no `{word}`; {USAGE}").into()),
            }
        }
        Ok(options)
    }
}

fn number(word: &str) -> Result<u64, Problem> {
    let number = word.parse().ok().filter(|number| (1..=3600).contains(number));
    number.ok_or_else(|| format!("`{word}` is no number from 1 to 3600; {USAGE}").into())
}

fn nodes(word: &str) -> Result<Vec<usize>, Problem> {
    let all = word.split(',').map(|one| one.parse().ok().filter(|count| (1..=9).contains(count)));
    let all: Option<Vec<usize>> = all.collect();
    all.ok_or_else(|| format!("`{word}` are no numbers from 1 to 9; {USAGE}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, Problem> {
        Options::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let usual = read("postgres --server a").unwrap();
        assert_eq!((usual.time.as_secs(), usual.rounds), (5, 5));
        assert_eq!((usual.nodes, usual.server), (vec![1, 2, 3], "a".into()));
        let options = read("postgres --seconds 2 --rounds 1 --nodes 3").unwrap();
        assert_eq!((options.time.as_secs(), options.rounds, options.nodes), (2, 1, vec![3]));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in ["", "sqlite", "postgres --fast", "postgres --seconds 0", "postgres --nodes 1,"]
        {
            assert!(read(line).is_err_and(|why| why.to_string().contains(USAGE)), "{line}");
        }
    }
}
