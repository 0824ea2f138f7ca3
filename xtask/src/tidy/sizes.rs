//! Files that a person can read in one go.

use super::Finding;
use crate::repository::{File, Repository};

const SOURCE_LINES: usize = 400;
const TEST_LINES: usize = 500;

/// No source file is longer than its kind may be.
pub(super) fn files(repository: &Repository) -> Vec<Finding> {
    let too_long = |file: &File| {
        let limit = limit(&file.path)?;
        let lines = file.text.lines().count();
        let what = format!("{lines} lines, at most {limit}");
        (lines > limit).then(|| Finding::new(&file.path, limit + 1, what))
    };
    repository.files.iter().filter_map(too_long).collect()
}

fn limit(path: &str) -> Option<usize> {
    let rust = path.ends_with(".rs");
    let in_crate =
        ["bench/", "crates/", "xtask/", "fuzz/"].iter().any(|folder| path.starts_with(folder));
    match () {
        () if rust && in_crate && path.contains("/tests/") => Some(TEST_LINES),
        () if rust && in_crate => Some(SOURCE_LINES),
        () if path.ends_with(".py") || path.ends_with(".js") => Some(SOURCE_LINES),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_too_many_is_found() {
        for (path, limit) in [
            ("crates/store/src/lib.rs", SOURCE_LINES),
            ("xtask/src/tidy/mod.rs", SOURCE_LINES),
            ("bench/src/main.rs", SOURCE_LINES),
            ("fuzz/src/main.rs", SOURCE_LINES),
            ("conformance/conftest.py", SOURCE_LINES),
            ("conformance/javascript/server.js", SOURCE_LINES),
            ("crates/store/tests/suite/main.rs", TEST_LINES),
        ] {
            let fits = "x\n".repeat(limit);
            assert_eq!(files(&Repository::of(&[(path, &fits)])), [], "{path}");
            let long = "x\n".repeat(limit + 1);
            let found = files(&Repository::of(&[(path, &long)]));
            assert_eq!(
                found,
                [Finding::new(path, limit + 1, format!("{} lines, at most {limit}", limit + 1))]
            );
        }
    }

    #[test]
    fn other_files_may_be_long() {
        assert_eq!(files(&Repository::of(&[("Cargo.lock", &"x\n".repeat(9_000))])), []);
    }
}
