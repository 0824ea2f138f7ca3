//! Links between documents lead somewhere.

use super::{Finding, markdown};
use crate::repository::{File, Repository};

/// Every link of a document to a file, a folder or a heading of this repository resolves.
pub(super) fn resolve(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in repository.with_extension("md") {
        for line in markdown::lines(&file.text).iter().filter(|line| line.fence.is_none()) {
            for target in targets(line.text).filter(|target| !leads(repository, file, target)) {
                let what = format!("a link that leads nowhere: {target}");
                findings.push(Finding::new(&file.path, line.number, what));
            }
        }
    }
    findings
}

/// The targets of the links in a line, code spans left out.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let outside_code = line.split('`').step_by(2);
    // A link's text may be code: then `](` begins the next part outside code.
    outside_code.flat_map(|part| {
        part.match_indices("](").filter_map(|(at, opening)| {
            let rest = &part[at + opening.len()..];
            rest.split([')', ' ']).next()
        })
    })
}

fn leads(repository: &Repository, from: &File, target: &str) -> bool {
    if ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)) {
        return true;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() { Some(from.path.clone()) } else { join(&from.path, path) };
    let Some(path) = path else { return false };
    let has_anchor =
        |file: &File| markdown::anchors(&file.text).iter().any(|known| known == anchor);
    match repository.file(&path) {
        Some(file) if !anchor.is_empty() && path.ends_with(".md") => has_anchor(file),
        _ => repository.has(&path),
    }
}

/// `path` as seen from the document `from`; nothing if it leaves the repository.
fn join(from: &str, path: &str) -> Option<String> {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    if path.starts_with('/') {
        steps.clear();
    }
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            _ => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(document: &str) -> Vec<String> {
        let repository = Repository::of(&[
            ("README.md", "# Top\n"),
            ("docs/a.md", document),
            ("docs/b.md", "# A title\n"),
            ("src/main.rs", ""),
        ]);
        resolve(&repository).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        let document = "[b](b.md) and [t](b.md#a-title), [`main`](../src/main.rs), [top](../README.md#top),\n\
                        [src](../src/), [here](#here), [x](https://example.com/no)\n# Here\n";
        assert_eq!(found(document), Vec::<String>::new());
    }

    #[test]
    fn links_that_do_not_are_found() {
        for target in ["c.md", "b.md#another", "#nowhere", "../../out.md", "../src/lib.rs"] {
            let expected = format!("a link that leads nowhere: {target}");
            assert_eq!(found(&format!("see [this]({target}).\n")), [expected]);
        }
    }

    #[test]
    fn code_has_no_links() {
        assert_eq!(found("`[a](no.md)`\n```\n[a](no.md)\n```\n"), Vec::<String>::new());
    }
}
