//! `accede operations`: what is served and what is not, told from the tables that requests are served by.
//!
//! As Markdown, it is the page `docs/operations.md`; as JSON, what the tests against the services' own models read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::cli::Format;
use crate::front::{Claim, Front};
use crate::services::Registry;

/// Writes them on standard output.
///
/// # Errors
///
/// One line that says why they cannot be written.
pub(crate) fn print(format: Format) -> Result<(), String> {
    let text = match format {
        Format::Markdown => markdown(),
        Format::Json => json().map_err(|error| format!("cannot write JSON: {error}"))?,
    };
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| format!("cannot write the operations: {error}"))
}

/// A service with all its operations, by name.
struct Section {
    service: &'static str,
    claims: Vec<Claim>,
}

fn sections() -> Vec<Section> {
    let registry = Registry::new();
    let section = |(service, front): (_, &dyn Front)| {
        let mut claims = front.operations();
        claims.sort_by_key(|claim| claim.name);
        Section { service, claims }
    };
    registry.all().map(section).collect()
}

const PREFACE: &str = "\
# Operations

This page is written by `accede operations`, from the tables that the server itself works with; CONTRIBUTING.md has the
command that writes it anew.

An operation that is *served* takes the input and gives the answers of the service's own model: the same names, types,
constraints, error codes and statuses; what it does is what the real service does, as far as that is known
([known quirks](quirks.md) says where it is not). Every other operation of the model is known by name: a call answers
501 with the code `NotImplemented` and a message that names the operation, and changes nothing. What is in no model is
unknown: 404 `UnknownOperationException`, with status 400 from Organizations, or 400 `InvalidAction` from STS.
";

/// The page for people.
fn markdown() -> String {
    let mut page = PREFACE.to_owned();
    for Section { service, claims } in sections() {
        let (served, others): (Vec<_>, Vec<_>) = claims.iter().partition(|claim| claim.served);
        let of = claims.len();
        page += &format!("\n## {service}\n\nServed, {} of {of}:\n\n", served.len());
        page += "| Operation | Request |\n|---|---|\n";
        for Claim { name, request, .. } in served {
            page += &format!("| {name} | `{request}` |\n");
        }
        page += if others.is_empty() { "" } else { "\nNot served:\n\n" };
        for Claim { name, .. } in others {
            page += &format!("- {name}\n");
        }
    }
    page
}

/// For programs: each service's operations, by its name.
fn json() -> serde_json::Result<String> {
    let services: BTreeMap<_, _> =
        sections().into_iter().map(|section| (section.service, section.claims)).collect();
    serde_json::to_string_pretty(&services).map(|text| text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations.md");

    #[test]
    fn the_page_is_what_the_tables_say() {
        let page = std::fs::read_to_string(PAGE).unwrap_or_default();
        assert!(
            page == markdown(),
            "docs/operations.md is not what the tables say; this writes it anew: \
             cargo run --release -- operations > docs/operations.md"
        );
    }

    #[test]
    fn what_is_served_has_its_request_and_what_is_not_its_name() {
        let page = markdown();
        for line in [
            "| CreateMembers | `POST /members` |",
            "| GetMember | `GET /members/{id}` |",
            "| GetCallerIdentity | `Action=GetCallerIdentity` |",
            "- GetFindings",
        ] {
            assert!(page.lines().any(|found| found == line), "{line} is missing from:\n{page}");
        }
    }

    #[test]
    fn programs_read_every_claim() {
        let read: serde_json::Value = serde_json::from_str(&json().unwrap()).unwrap();
        for Section { service, claims } in sections() {
            let told = read[service].as_array().unwrap();
            assert_eq!(told.len(), claims.len());
            for (told, Claim { name, request, served }) in told.iter().zip(claims) {
                let expected =
                    serde_json::json!({ "name": name, "request": request, "served": served });
                assert_eq!(*told, expected);
            }
        }
    }
}
