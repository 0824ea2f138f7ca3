//! The changelog has a place for what is new.

use super::Finding;
use crate::repository::Repository;

const PATH: &str = "CHANGELOG.md";

/// It has a section for the current version, or for what is not released yet.
pub(super) fn has_section(repository: &Repository) -> Vec<Finding> {
    let Some(file) = repository.file(PATH) else {
        return vec![Finding::new(PATH, 1, "does not exist")];
    };
    let heading = |line: &str| {
        let title = line.strip_prefix("## ")?.trim_start_matches('[');
        Some(title.split([']', ' ', ',']).next().unwrap_or_default().to_owned())
    };
    let mut titles = file.text.lines().filter_map(heading);
    let current = |title: &String| repository.packages.iter().any(|p| p.version == *title);
    if titles.any(|title| title == "Unreleased" || current(&title)) {
        return Vec::new();
    }
    vec![Finding::new(PATH, 1, "has no section `Unreleased` nor one for the current version")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository::Package;

    fn found(text: &str) -> usize {
        let mut repository = Repository::of(&[(PATH, text)]);
        repository.packages = vec![Package { version: "0.2.0".into(), ..Package::default() }];
        has_section(&repository).len()
    }

    #[test]
    fn a_missing_section_is_found() {
        assert_eq!(found("# Changelog\n\n## Unreleased\n"), 0);
        assert_eq!(found("## [0.2.0] - 2026-11-21\n"), 0);
        assert_eq!(found("## 0.1.0\n\nUnreleased\n"), 1);
    }

    #[test]
    fn a_missing_changelog_is_found() {
        assert_eq!(has_section(&Repository::of(&[])).len(), 1);
    }
}
