//! What is typed after `cargo xtask fuzz`.

use std::path::PathBuf;

const USAGE: &str =
    "cargo xtask fuzz [--seconds N] [--jobs N] [target…], or cargo xtask fuzz --input FILE target";

/// What a run is to be like.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Options {
    /// How long each target runs.
    pub(super) seconds: u64,
    /// How many run at the same time.
    pub(super) jobs: usize,
    /// Which; all if none is named.
    pub(super) targets: Vec<String>,
    /// The one input that is to be tried.
    pub(super) input: Option<PathBuf>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// When it makes no sense.
    pub(super) fn read(words: &[String]) -> Result<Options, String> {
        let mut options = Options { seconds: 60, jobs: 1, targets: Vec::new(), input: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} lacks a value; {USAGE}"));
            match word.as_str() {
                "--seconds" => options.seconds = number(value()?)?,
                "--jobs" => options.jobs = number(value()?)?,
                "--input" => options.input = Some(value()?.into()),
                flag if flag.starts_with('-') => return Err(format!("no `{flag}`; {USAGE}")),
                target => options.targets.push(target.to_owned()),
            }
        }
        if options.input.is_some() && options.targets.len() != 1 {
            return Err(format!("an input is tried on one target; {USAGE}"));
        }
        Ok(options)
    }
}

fn number<T: std::str::FromStr + PartialOrd + From<u8>>(word: &str) -> Result<T, String> {
    let number = word.parse().ok().filter(|number| *number >= T::from(1));
    number.ok_or_else(|| format!("`{word}` is no number above 0; {USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let usual = Options { seconds: 60, jobs: 1, targets: Vec::new(), input: None };
        assert_eq!(read(""), Ok(usual));
        let options = read("--seconds 5 scripts --jobs 2 urls").unwrap();
        assert_eq!((options.seconds, options.jobs, options.targets.len()), (5, 2, 2));
        assert_eq!(read("urls --input a").unwrap().input, Some("a".into()));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in ["--seconds", "--seconds 0", "--jobs x", "--fast", "--input a", "--input a b c"]
        {
            assert!(read(line).is_err_and(|problem| problem.contains(USAGE)), "{line}");
        }
    }
}
