//! The figures that are stored, and what they hold for.

use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::process;

/// Where they are, from the root.
pub(super) const FILE: &str = "xtask/instructions.json";

/// What decides about how many instructions the same source takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) processor: String,
    pub(super) rustc: String,
    /// Which has SQLite and the cryptography.
    pub(super) cc: String,
    /// Which has the allocator, and copies.
    pub(super) libc: String,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) made: Made,
    /// Instructions a request, by the request's name.
    pub(super) figures: Vec<(String, u64)>,
}

impl Made {
    /// As it is here. What has no such tool is unlike everything that is stored.
    pub(super) fn here(root: &Path) -> Made {
        let said = |program: &str, words: &[&str]| {
            let mut command = Command::new(program);
            command.current_dir(root).args(words);
            let said = process::read(command).unwrap_or_default();
            said.lines().next().map_or_else(|| format!("no {program}"), str::to_owned)
        };
        Made {
            processor: processor(),
            rustc: said("rustc", &["--version"]),
            cc: said("cc", &["--version"]),
            libc: said("getconf", &["GNU_LIBC_VERSION"]),
        }
    }

    /// What is different there, in words.
    pub(super) fn differs(&self, there: &Made) -> Option<String> {
        let pairs = [
            (&self.processor, &there.processor),
            (&self.rustc, &there.rustc),
            (&self.cc, &there.cc),
            (&self.libc, &there.libc),
        ];
        let (here, there) = pairs.into_iter().find(|(here, there)| here != there)?;
        Some(format!("the stored figures are of `{there}`, and this is `{here}`"))
    }
}

/// The architecture, and what decides about the processor that valgrind shows to the program. On x86-64 it shows one
/// and the same model, with the same features and caches, wherever there is AVX2; libraries that choose by processor
/// choose by that.
fn processor() -> String {
    let flags = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let mut flags = flags.lines().filter(|line| line.starts_with("flags"));
    let has_avx2 = flags.any(|line| line.split_whitespace().any(|flag| flag == "avx2"));
    let features = if has_avx2 { " with AVX2" } else { "" };
    format!("{}{features}", std::env::consts::ARCH)
}

impl Stored {
    /// # Errors
    /// When there is no such file, or it is not of this kind.
    pub(super) fn read(root: &Path) -> Result<Stored, String> {
        let text = std::fs::read_to_string(root.join(FILE)).map_err(|e| format!("{FILE}: {e}"))?;
        Stored::parse(&text).map_err(|problem| format!("{FILE}: {problem}"))
    }

    fn parse(text: &str) -> Result<Stored, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let word = |name: &str| {
            let word = value["made"][name].as_str().map(str::to_owned);
            word.ok_or_else(|| format!("`made` lacks `{name}`"))
        };
        let made = Made {
            processor: word("processor")?,
            rustc: word("rustc")?,
            cc: word("cc")?,
            libc: word("libc")?,
        };
        let figures = value["instructions"].as_object().ok_or("it lacks `instructions`")?;
        let figure = |(name, value): (&String, &Value)| {
            let figure = value.as_u64().filter(|figure| *figure > 0);
            Ok((name.clone(), figure.ok_or_else(|| format!("`{name}` is no count"))?))
        };
        let figures = figures.iter().map(figure).collect::<Result<_, String>>()?;
        Ok(Stored { made, figures })
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        let Made { processor, rustc, cc, libc } = &self.made;
        let figures: Map<String, Value> =
            self.figures.iter().map(|(name, figure)| (name.clone(), json!(figure))).collect();
        let made = json!({ "processor": processor, "rustc": rustc, "cc": cc, "libc": libc });
        format!("{:#}\n", json!({ "made": made, "instructions": figures }))
    }

    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, root: &Path) -> Result<(), String> {
        std::fs::write(root.join(FILE), self.text()).map_err(|e| format!("{FILE}: {e}"))
    }

    pub(super) fn figure(&self, name: &str) -> Option<u64> {
        self.figures.iter().find(|(known, _)| known == name).map(|(_, figure)| *figure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Made {
        let [processor, rustc, cc, libc] =
            ["x86_64 with AVX2", "rustc 1", "cc 12", "glibc 2"].map(str::to_owned);
        Made { processor, rustc, cc, libc }
    }

    #[test]
    fn what_was_written_is_read() {
        let figures = vec![("a".to_owned(), 12), ("b".to_owned(), 5)];
        let stored = Stored { made: made(), figures };
        assert_eq!(Stored::parse(&stored.text()), Ok(stored.clone()));
        assert_eq!((stored.figure("b"), stored.figure("c")), (Some(5), None));
    }

    #[test]
    fn what_is_no_file_of_figures_says_why() {
        let lacks = |text: &str, why: &str| {
            let problem = Stored::parse(text).unwrap_err();
            assert!(problem.contains(why), "{problem}");
        };
        lacks("{", "EOF");
        lacks("{}", "`processor`");
        let text = Stored { made: made(), figures: vec![("a".to_owned(), 12)] }.text();
        lacks(&text.replace("\"instructions\"", "\"x\""), "`instructions`");
        lacks(&text.replace("12\n", "0\n"), "`a` is no count");
    }

    #[test]
    fn another_compiler_or_library_is_named() {
        assert_eq!(made().differs(&made()), None);
        let there = Made { libc: "glibc 3".to_owned(), ..made() };
        let why = "the stored figures are of `glibc 3`, and this is `glibc 2`";
        assert_eq!(made().differs(&there).as_deref(), Some(why));
    }

    #[test]
    fn this_machine_can_be_described() {
        let made = Made::here(Path::new("."));
        assert!(made.processor.starts_with(std::env::consts::ARCH));
        assert!(made.rustc.starts_with("rustc "), "{made:?}");
    }

    /// The file of this repository has a figure for each request, and for nothing else.
    #[test]
    fn every_request_has_a_figure() {
        let root = crate::repository::root().unwrap();
        let stored = Stored::read(&root).unwrap();
        let mut requests: Vec<&str> =
            super::super::requests::REQUESTS.iter().map(|r| r.name).collect();
        requests.sort_unstable();
        let stored: Vec<&str> = stored.figures.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(stored, requests);
    }
}
