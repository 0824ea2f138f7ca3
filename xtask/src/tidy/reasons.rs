//! Every package that is needed has its reason in the architecture's table of dependencies, and nothing else is there.

use std::collections::BTreeMap;

use super::Finding;
use super::markdown;
use crate::repository::{Package, Repository};

const DOCUMENT: &str = "docs/ARCHITECTURE.md";
const HEADING: &str = "## Dependencies";

/// A package of ours, by the name of its folder, and one that it needs.
type Need = (String, String);

/// What is needed has a row, and what has a row is needed.
pub(super) fn dependencies_have_theirs(repository: &Repository) -> Vec<Finding> {
    let given = repository.file(DOCUMENT).map(|file| given(&file.text)).unwrap_or_default();
    let mut needed = BTreeMap::new();
    for package in &repository.packages {
        for need in needs_of(package) {
            if !repository.packages.iter().any(|ours| ours.name == *need) {
                needed.insert((folder(package), need.clone()), &package.manifest);
            }
        }
    }
    let missing = needed.iter().filter(|(need, _)| !given.contains_key(*need));
    let missing = missing.map(|((of, need), manifest)| {
        Finding::new(manifest, 1, format!("{DOCUMENT} does not say why {of} needs `{need}`"))
    });
    let gone = given.iter().filter(|(need, _)| !needed.contains_key(*need));
    let gone = gone.map(|((of, need), line)| {
        Finding::new(DOCUMENT, *line, format!("{of} does not need `{need}`"))
    });
    missing.chain(gone).collect()
}

fn needs_of(package: &Package) -> impl Iterator<Item = &String> {
    package.needs.iter().chain(&package.build_needs).chain(&package.test_needs)
}

fn folder(package: &Package) -> String {
    package.manifest.rsplit('/').nth(1).unwrap_or_default().to_owned()
}

/// The needs that the table names, and on which line: packages in code in the first column, whose they are in the second.
fn given(text: &str) -> BTreeMap<Need, usize> {
    let lines = markdown::lines(text).into_iter().filter(|line| line.fence.is_none());
    let section = lines.skip_while(|line| line.text != HEADING).skip(1);
    let section = section.take_while(|line| !line.text.starts_with("## "));
    let mut given = BTreeMap::new();
    for line in section.filter(|line| line.text.starts_with("| `")) {
        let mut cells = line.text.split('|').skip(1).map(str::trim);
        let (needs, of) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        for of in of.split(", ") {
            let names = needs.split('`').skip(1).step_by(2);
            given.extend(names.map(|need| ((of.to_owned(), need.to_owned()), line.number)));
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(table: &str) -> Vec<String> {
        let text = format!(
            "# A\n| `other` | store | no\n\n{HEADING}\n\n| Crate | Of | Why |\n|---|---|---|\n{table}\n\n## B\n| `x` |"
        );
        let mut repository = Repository::of(&[(DOCUMENT, &text)]);
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let package = |name: &str, folder: &str, needs: &[&str], test_needs: &[&str]| Package {
            name: name.to_owned(),
            manifest: format!("crates/{folder}/Cargo.toml"),
            needs: names(needs),
            test_needs: names(test_needs),
            ..Package::default()
        };
        repository.packages = vec![
            package("ours", "store", &["tokio", "bytes"], &["tempfile"]),
            package("top", "server", &["ours", "tokio"], &[]),
        ];
        dependencies_have_theirs(&repository).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn every_need_has_a_row_and_every_row_a_need() {
        let all = "| `tokio` (all of it), `bytes` | store | this |\n| `tokio` | server | that |\n\
                   | `tempfile` | store | tests |";
        assert_eq!(found(all), [""; 0]);
        let without = all.replace("| `tempfile`", "| Nothing");
        assert_eq!(
            found(&without),
            ["docs/ARCHITECTURE.md does not say why store needs `tempfile`"]
        );
        let of_one = all.replace("| `tokio` | server", "| `bytes` | store");
        assert_eq!(found(&of_one), ["docs/ARCHITECTURE.md does not say why server needs `tokio`"]);
        let more = format!("{all}\n| `rand`, `tokio` | store, server | ids |");
        assert_eq!(found(&more), ["server does not need `rand`", "store does not need `rand`"]);
    }

    #[test]
    fn without_a_table_all_is_missing() {
        assert_eq!(found("").len(), 4);
    }
}
