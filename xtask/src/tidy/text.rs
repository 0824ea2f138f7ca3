//! What no text file of the repository should hold.

use super::Finding;
use crate::repository::{File, Repository};

/// Folders that exist on one machine alone. Put together here so that this file does not hold them itself.
const MACHINE: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Words that put something off.
const MARKERS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
];

/// No file names a folder of one machine.
pub(super) fn machine_paths(repository: &Repository) -> Vec<Finding> {
    let starts_a_path = |before: char| !before.is_alphanumeric() && !"./-_}~".contains(before);
    each_line(repository, |line| {
        let found = MACHINE.iter().find(|path| {
            line.match_indices(**path)
                .any(|(at, _)| line[..at].chars().next_back().is_none_or(starts_a_path))
        })?;
        Some(format!("a path of one machine: `{found}`"))
    })
}

/// No file puts something off.
pub(super) fn markers(repository: &Repository) -> Vec<Finding> {
    let inside_a_word = |c: char| c.is_alphanumeric() || c == '_';
    each_line(repository, |line| {
        let found = MARKERS.iter().find(|marker| {
            line.match_indices(**marker).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = line[at + marker.len()..].chars().next();
                !before.is_some_and(inside_a_word) && !after.is_some_and(inside_a_word)
            })
        })?;
        Some(format!("left for later: `{found}`"))
    })
}

/// No line ends in a space or a tab.
pub(super) fn trailing_space(repository: &Repository) -> Vec<Finding> {
    each_line(repository, |line| {
        line.ends_with([' ', '\t', '\r']).then(|| "a space at the end of the line".to_owned())
    })
}

/// Every file that is not empty ends with one line end.
pub(super) fn final_line_end(repository: &Repository) -> Vec<Finding> {
    let wrong = |file: &&File| {
        !file.text.is_empty() && (!file.text.ends_with('\n') || file.text.ends_with("\n\n"))
    };
    let files = repository.files.iter().filter(wrong);
    files
        .map(|file| {
            Finding::new(&file.path, file.text.lines().count(), "must end with one line end")
        })
        .collect()
}

fn each_line(repository: &Repository, what: impl Fn(&str) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &repository.files {
        for (index, line) in file.text.split('\n').enumerate() {
            findings.extend(what(line).map(|what| Finding::new(&file.path, index + 1, what)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(check: fn(&Repository) -> Vec<Finding>, text: &str) -> Vec<usize> {
        check(&Repository::of(&[("a.txt", text)])).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let text = MACHINE.iter().map(|path| format!("see `{path}x`\n")).collect::<String>();
        assert_eq!(lines(machine_paths, &text), [1, 2, 3]);
        assert_eq!(lines(machine_paths, MACHINE[0]), [1]);
    }

    #[test]
    fn parts_of_other_paths_are_not() {
        let text = MACHINE.iter().map(|path| format!("docs{path}x ..{path}\n")).collect::<String>();
        assert_eq!(lines(machine_paths, &text), [0; 0]);
    }

    #[test]
    fn markers_are_found() {
        let text = MARKERS.iter().map(|marker| format!("// {marker} later\n")).collect::<String>();
        assert_eq!(lines(markers, &text), [1, 2, 3, 4, 5]);
        assert_eq!(lines(markers, &format!("a{}b\n{}_OF\n", MARKERS[0], MARKERS[2])), [0; 0]);
    }

    #[test]
    fn spaces_at_the_end_are_found() {
        assert_eq!(lines(trailing_space, "a\nb \nc\t\nd\r\n e\n"), [2, 3, 4]);
    }

    #[test]
    fn a_missing_line_end_is_found() {
        assert_eq!(lines(final_line_end, "a\nb"), [2]);
        assert_eq!(lines(final_line_end, "a\n\n"), [2]);
        assert_eq!(lines(final_line_end, "a\nb\n"), [0; 0]);
        assert_eq!(lines(final_line_end, ""), [0; 0]);
    }
}
