//! What is typed after `cargo xtask bench`, and what the command adds to it.

use std::path::PathBuf;
use std::time::Duration;

use crate::Problem;
use crate::parts::{PARTS, Part};

/// What a run is to be like.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// What is measured; everything, if nothing was named.
    pub(crate) parts: Vec<&'static Part>,
    /// What was typed, for the documents.
    pub(crate) typed: String,
    /// How long each measurement takes.
    pub(crate) time: Duration,
    pub(crate) rounds: usize,
    /// A run of a few minutes: fewer and shorter rounds, smaller stores.
    pub(crate) quick: bool,
    /// At how many nodes PostgreSQL is shared.
    pub(crate) nodes: Vec<usize>,
    /// The server that is measured.
    pub(crate) server: PathBuf,
    /// Where stores are made: on the disk that is to be measured.
    pub(crate) folder: PathBuf,
    /// The document that gets the tables.
    pub(crate) document: PathBuf,
    /// The Python that has moto, or why there is none.
    pub(crate) moto: Result<PathBuf, String>,
    /// The program that serves winterbaume, or why there is none; nothing if nobody asked for it.
    pub(crate) winterbaume: Option<Result<PathBuf, String>>,
}

/// How to use it.
pub(crate) fn usage() -> String {
    let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    format!(
        "cargo xtask bench [{}]… [--quick] [--seconds N] [--rounds N] [--nodes 1,2,3] [--winterbaume]",
        names.join(" | ")
    )
}

impl Options {
    /// Reads the words that were typed.
    ///
    /// # Errors
    /// When they make no sense.
    pub(crate) fn read(words: &[String]) -> Result<Options, Problem> {
        let quick = words.iter().any(|word| word == "--quick");
        let (seconds, rounds) = if quick { (1, 3) } else { (3, 5) };
        let mut options = Options {
            parts: Vec::new(),
            typed: ["cargo xtask bench", &words.join(" ")].join(" ").trim().to_owned(),
            time: Duration::from_secs(seconds),
            rounds,
            quick,
            nodes: vec![1, 2, 3],
            server: PathBuf::new(),
            folder: std::env::temp_dir(),
            document: PathBuf::new(),
            moto: Err("nobody has installed it".to_owned()),
            winterbaume: None,
        };
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word {
                "--quick" => {}
                "--winterbaume" => {
                    options.winterbaume = Some(Err("nobody has built it".to_owned()));
                }
                "--seconds" => options.time = Duration::from_secs(number(words.next())?),
                "--rounds" => options.rounds = number(words.next())? as usize,
                "--nodes" => options.nodes = nodes(words.next())?,
                name => options.parts.push(part(name)?),
            }
        }
        if options.parts.is_empty() {
            options.parts = PARTS.iter().collect();
        }
        Ok(options)
    }

    /// Takes in what the command adds: pairs of names and values.
    ///
    /// # Errors
    /// When there is something else.
    pub(crate) fn add(mut self, places: &[String]) -> Result<Options, Problem> {
        for pair in places.chunks(2) {
            match pair {
                [name, value] => match name.as_str() {
                    "--server" => self.server = value.into(),
                    "--folder" => self.folder = value.into(),
                    "--document" => self.document = value.into(),
                    "--moto" => self.moto = Ok(value.into()),
                    "--without-moto" => self.moto = Err(value.clone()),
                    "--winterbaume" => self.winterbaume = Some(Ok(value.into())),
                    "--without-winterbaume" => self.winterbaume = Some(Err(value.clone())),
                    _ => return Err(format!("no `{name}`").into()),
                },
                _ => return Err(format!("{pair:?} lacks a value").into()),
            }
        }
        Ok(self)
    }
}

fn part(name: &str) -> Result<&'static Part, Problem> {
    let found = PARTS.iter().find(|part| part.name == name);
    found.ok_or_else(|| format!("no `{name}`; {}", usage()).into())
}

fn number(word: Option<&str>) -> Result<u64, Problem> {
    let word = word.unwrap_or_default();
    let number = word.parse().ok().filter(|number| (1..=3600).contains(number));
    number.ok_or_else(|| format!("`{word}` is no number from 1 to 3600; {}", usage()).into())
}

fn nodes(word: Option<&str>) -> Result<Vec<usize>, Problem> {
    let word = word.unwrap_or_default();
    let all = word.split(',').map(|one| one.parse().ok().filter(|count| (1..=9).contains(count)));
    let all: Option<Vec<usize>> = all.collect();
    all.ok_or_else(|| format!("`{word}` are no numbers from 1 to 9; {}", usage()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, Problem> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    fn names(options: &Options) -> Vec<&str> {
        options.parts.iter().map(|part| part.name).collect()
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let usual = read("").unwrap();
        assert_eq!((usual.time.as_secs(), usual.rounds, usual.quick), (3, 5, false));
        assert_eq!((usual.parts.len(), usual.nodes), (PARTS.len(), vec![1, 2, 3]));
        assert_eq!((usual.typed.as_str(), usual.winterbaume), ("cargo xtask bench", None));
        let options = read("postgres --seconds 2 --rounds 1 --nodes 3 requests").unwrap();
        assert_eq!(names(&options), ["postgres", "requests"]);
        assert_eq!((options.time.as_secs(), options.rounds, options.nodes), (2, 1, vec![3]));
        assert_eq!(
            options.typed,
            "cargo xtask bench postgres --seconds 2 --rounds 1 --nodes 3 requests"
        );
        let quick = read("--quick --rounds 2 --winterbaume").unwrap();
        assert_eq!((quick.time.as_secs(), quick.rounds, quick.quick), (1, 2, true));
        assert!(quick.winterbaume.is_some_and(|program| program.is_err()));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in ["sqlite", "--fast", "--seconds 0", "--seconds", "postgres --nodes 1,"] {
            assert!(read(line).is_err_and(|why| why.to_string().contains(&usage())), "{line}");
        }
    }

    #[test]
    fn places_are_added() {
        let add = |line: &str| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            read("postgres").unwrap().add(&words)
        };
        let options = add("--server a --folder b --document c --without-moto d").unwrap();
        assert_eq!((options.server, options.folder), ("a".into(), "b".into()));
        assert_eq!((options.document, options.moto), ("c".into(), Err("d".to_owned())));
        let options = add("--moto p --winterbaume w").unwrap();
        assert_eq!((options.moto, options.winterbaume), (Ok("p".into()), Some(Ok("w".into()))));
        assert!(add("--server").is_err() && add("--nothing x").is_err());
    }
}
