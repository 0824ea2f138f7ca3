//! A request to create an account.

use accede_membership::directory::{Creation, CreationFailure, CreationId, OrganizationId};
use accede_membership::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CreationDocument {
    organization: Text<OrganizationId>,
    name: String,
    outcome: OutcomeDocument,
    at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OutcomeDocument {
    Account(Text<AccountId>),
    Failure(Text<CreationFailure>),
}

pub(crate) fn write_creation(creation: &Creation) -> Result<String> {
    serde_json::to_string(&CreationDocument {
        organization: Text(creation.organization),
        name: creation.name.clone(),
        outcome: match creation.outcome {
            Ok(account) => OutcomeDocument::Account(Text(account)),
            Err(failure) => OutcomeDocument::Failure(Text(failure)),
        },
        at: creation.at.0,
    })
}

pub(crate) fn read_creation(id: CreationId, json: &str) -> Result<Creation> {
    let document: CreationDocument = serde_json::from_str(json)?;
    Ok(Creation {
        id,
        organization: document.organization.0,
        name: document.name,
        outcome: match document.outcome {
            OutcomeDocument::Account(account) => Ok(account.0),
            OutcomeDocument::Failure(failure) => Err(failure.0),
        },
        at: Timestamp(document.at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: &str = r#"{"organization":"o-000000000z","name":"Ann","outcome":{"account":"111122223333"},"at":1}"#;
    const FAILED: &str = r#"{"organization":"o-000000000z","name":"","outcome":{"failure":"EMAIL_ALREADY_EXISTS"},"at":-1}"#;

    #[test]
    fn the_document_is_what_files_have() {
        let id = CreationId::of(35);
        for text in [DONE, FAILED] {
            let creation = read_creation(id, text).unwrap();
            assert_eq!(write_creation(&creation).unwrap(), text);
            assert_eq!((creation.id, creation.outcome.is_ok()), (id, text == DONE));
        }
    }
}
