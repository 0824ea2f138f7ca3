//! Dependencies point one way: server → store → membership, and the rules depend on nothing.

use super::Finding;
use crate::repository::{Package, Repository};

const RULES: &str = "accede-membership";
const RULES_SOURCE: &str = "crates/membership/src/";

/// What the rules may use of the standard library: nothing that reaches the world outside.
const PURE: &[&str] = &["collections", "error", "fmt", "iter", "str", "sync"];

/// Our packages, and which of ours each may need. A package that is not listed may need none and none may need it.
const MAY_NEED: &[(&str, &[&str])] = &[
    (RULES, &[]),
    ("accede-store", &[RULES]),
    ("accede", &["accede-store", RULES]),
    ("accede-bench", &["accede-store", RULES]),
    ("xtask", &[]),
];

/// No package needs one of ours that it may not; needs of tests alone are free.
pub(super) fn direction(repository: &Repository) -> Vec<Finding> {
    let ours = |name: &str| repository.packages.iter().any(|package| package.name == name);
    let mut findings = Vec::new();
    for package in &repository.packages {
        let allowed = MAY_NEED.iter().find(|(name, _)| *name == package.name);
        let allowed = allowed.map_or(&[][..], |(_, allowed)| allowed);
        for need in package.needs.iter().chain(&package.build_needs) {
            if ours(need) && !allowed.contains(&need.as_str()) {
                let what = format!("{} must not depend on {need}", package.name);
                findings.push(Finding::new(&package.manifest, 1, what));
            }
        }
    }
    findings
}

/// The package of the rules needs no package at all, neither to run nor to be built.
pub(super) fn rules_are_pure(repository: &Repository) -> Vec<Finding> {
    let is_rules = |package: &&Package| package.name == RULES;
    let mut findings = Vec::new();
    for package in repository.packages.iter().filter(is_rules) {
        for need in package.needs.iter().chain(&package.build_needs) {
            let what = format!("the rules depend on nothing, not on {need}");
            findings.push(Finding::new(&package.manifest, 1, what));
        }
    }
    findings
}

/// The rules do no I/O, read no clock, and are not async.
pub(super) fn rules_do_nothing_else(repository: &Repository) -> Vec<Finding> {
    let sources = repository.with_extension("rs").filter(|f| f.path.starts_with(RULES_SOURCE));
    let mut findings = Vec::new();
    for file in sources {
        for (index, line) in file.text.lines().enumerate() {
            let impure = std_modules(line).find(|module| !PURE.contains(module));
            let is_async =
                !is_comment(line) && (line.contains("async ") || line.contains(".await"));
            let found = impure.map(|module| format!("std::{module}"));
            if let Some(found) = found.or_else(|| is_async.then(|| "async".to_owned())) {
                let what = format!("the rules are pure and do not use {found}");
                findings.push(Finding::new(&file.path, index + 1, what));
            }
        }
    }
    findings
}

/// The modules of the standard library that a line of code names.
fn std_modules(line: &str) -> impl Iterator<Item = &str> {
    let code = if is_comment(line) { "" } else { line };
    let end = |c: char| !c.is_alphanumeric() && c != '_';
    code.split("std::").skip(1).map(move |rest| rest.split(end).next().unwrap_or_default())
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, needs: &[&str]) -> Package {
        let needs = needs.iter().map(|need| (*need).to_owned()).collect();
        Package {
            name: name.into(),
            manifest: format!("{name}/Cargo.toml"),
            needs,
            ..Package::default()
        }
    }

    fn repository(packages: &[Package]) -> Repository {
        Repository { packages: packages.to_vec(), ..Repository::default() }
    }

    #[test]
    fn the_layers_as_designed_are_fine() {
        let repository = repository(&[
            package(RULES, &[]),
            package("accede-store", &[RULES, "rusqlite"]),
            package("accede", &["accede-store", RULES, "hyper"]),
            package("xtask", &["serde_json"]),
        ]);
        assert_eq!(direction(&repository), []);
        assert_eq!(rules_are_pure(&repository), []);
    }

    #[test]
    fn each_step_against_the_direction_is_found() {
        let repository = repository(&[
            package(RULES, &["accede-store"]),
            package("accede-store", &["accede"]),
            package("accede", &["xtask"]),
            package("xtask", &["accede"]),
            package("accede-new", &[RULES]),
        ]);
        let found: Vec<String> = direction(&repository).iter().map(|f| f.what.clone()).collect();
        let expected = [
            "accede-membership must not depend on accede-store",
            "accede-store must not depend on accede",
            "accede must not depend on xtask",
            "xtask must not depend on accede",
            "accede-new must not depend on accede-membership",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn any_dependency_of_the_rules_is_found() {
        let mut rules = package(RULES, &["serde"]);
        rules.build_needs.push("cc".into());
        assert_eq!(rules_are_pure(&repository(&[rules])).len(), 2);
    }

    #[test]
    fn whatever_reaches_the_world_from_the_rules_is_found() {
        let text = "use std::fmt;\n//! not std::fs\nuse std::time::Instant;\nuse std::{fs, fmt};\n\
                    pub async fn decide() {}\n";
        let in_rules = Repository::of(&[("crates/membership/src/a.rs", text)]);
        let found: Vec<usize> = rules_do_nothing_else(&in_rules).iter().map(|f| f.line).collect();
        assert_eq!(found, [3, 4, 5]);
        let elsewhere = Repository::of(&[("crates/store/src/a.rs", text)]);
        assert_eq!(rules_do_nothing_else(&elsewhere), []);
    }
}
