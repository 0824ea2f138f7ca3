//! Every crate says what it is for, and takes the workspace's lints: `missing_docs` then does the rest.

use super::Finding;
use crate::repository::Repository;

/// Every crate's root starts with its documentation.
pub(super) fn documented(repository: &Repository) -> Vec<Finding> {
    let roots = repository
        .with_extension("rs")
        .filter(|file| file.path.ends_with("src/lib.rs") || file.path.ends_with("src/main.rs"));
    let silent = roots.filter(|file| !file.text.starts_with("//! "));
    silent
        .map(|file| Finding::new(&file.path, 1, "does not start with `//!`, what it is for"))
        .collect()
}

/// Every package's manifest has `[lints] workspace = true`.
pub(super) fn lints(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in &repository.packages {
        let text = repository.file(&package.manifest).map_or("", |file| &file.text);
        if !takes_lints(text) {
            findings.push(Finding::new(
                &package.manifest,
                1,
                "lacks `[lints]` with `workspace = true`",
            ));
        }
    }
    findings
}

fn takes_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.by_ref().take_while(|line| !line.starts_with('[')).any(|line| line == "workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository::Package;

    #[test]
    fn a_crate_without_a_word_about_itself_is_found() {
        let repository = Repository::of(&[
            ("crates/a/src/lib.rs", "//! A.\n"),
            ("crates/b/src/lib.rs", "// B.\n"),
            ("crates/c/src/main.rs", "fn main() {}\n"),
            ("crates/a/src/other.rs", "fn other() {}\n"),
        ]);
        let found: Vec<String> = documented(&repository).into_iter().map(|f| f.path).collect();
        assert_eq!(found, ["crates/b/src/lib.rs", "crates/c/src/main.rs"]);
    }

    #[test]
    fn a_package_without_the_lints_is_found() {
        let with = "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n";
        let elsewhere = "[lints]\n\n[package]\nworkspace = true\n";
        for (manifest, found) in [(with, 0), (elsewhere, 1), ("[package]\n", 1)] {
            let mut repository = Repository::of(&[("a/Cargo.toml", manifest)]);
            repository.packages =
                vec![Package { manifest: "a/Cargo.toml".into(), ..Package::default() }];
            assert_eq!(lints(&repository).len(), found, "{manifest}");
        }
    }
}
