//! Functions that fit a screen.

use super::{Finding, python, rust_code};
use crate::repository::Repository;

const LINES: usize = 60;

/// A function of some language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// Its first line, from 1.
    pub(super) line: usize,
    /// How many lines it has, first and last included.
    pub(super) lines: usize,
}

/// No Rust function is longer than a screen.
pub(super) fn rust(repository: &Repository) -> Vec<Finding> {
    too_long(repository, "rs", rust_code::functions)
}

/// No Python function is longer than a screen.
pub(super) fn python(repository: &Repository) -> Vec<Finding> {
    too_long(repository, "py", python::functions)
}

fn too_long(
    repository: &Repository,
    extension: &str,
    functions: fn(&str) -> Vec<Function>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in repository.with_extension(extension) {
        for function in functions(&file.text).into_iter().filter(|f| f.lines > LINES) {
            let what = format!("`{}` has {} lines, at most {LINES}", function.name, function.lines);
            findings.push(Finding::new(&file.path, function.line, what));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_too_many_is_found_in_both_languages() {
        for (path, check, first, last) in [
            ("a.rs", rust as fn(&Repository) -> Vec<Finding>, "fn long() {\n", "}\n"),
            ("a.py", python, "def long():\n", "    pass\n"),
        ] {
            let text = |lines: usize| format!("{first}{}{last}", "    x\n".repeat(lines - 2));
            assert_eq!(check(&Repository::of(&[(path, &text(LINES))])), [], "{path}");
            let what = format!("`long` has {} lines, at most {LINES}", LINES + 1);
            let found = check(&Repository::of(&[(path, &text(LINES + 1))]));
            assert_eq!(found, [Finding::new(path, 1, what)]);
        }
    }
}
