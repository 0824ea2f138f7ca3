//! What a record tells, as far as lookups show and compare it.

use serde::Deserialize;
use serde_json::Value;

use super::resources::{self, Resource};

/// A record, read again.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Told {
    #[serde(rename = "eventID")]
    pub(super) event_id: String,
    pub(super) event_name: String,
    pub(super) event_source: String,
    read_only: bool,
    user_identity: UserIdentity,
    request_parameters: Value,
    response_elements: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct UserIdentity {
    #[serde(rename = "type")]
    kind: String,
    principal_id: String,
    user_name: Option<String>,
    access_key_id: Option<String>,
}

impl Told {
    pub(super) fn of(document: &str) -> Told {
        serde_json::from_str(document).unwrap_or_default()
    }

    /// As text, which is how lookups have it.
    pub(super) fn read_only(&self) -> &'static str {
        if self.read_only { "true" } else { "false" }
    }

    pub(super) fn access_key_id(&self) -> Option<&str> {
        self.user_identity.access_key_id.as_deref()
    }

    /// `root`, the name of a user, or the name of a role's session.
    pub(super) fn username(&self) -> Option<&str> {
        let UserIdentity { kind, principal_id, user_name, .. } = &self.user_identity;
        match kind.as_str() {
            "Root" => Some("root"),
            "AssumedRole" => principal_id.split_once(':').map(|(_, session)| session),
            _ => user_name.as_deref(),
        }
    }

    /// What the event is about, each once.
    pub(super) fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        resources::named(&[&self.request_parameters, &self.response_elements]).into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_is_told_as_the_service_does() {
        for (identity, name) in [
            (json!({ "type": "Root", "principalId": "1" }), Some("root")),
            (json!({ "type": "IAMUser", "userName": "jane" }), Some("jane")),
            (json!({ "type": "AssumedRole", "principalId": "AROAX:s@1" }), Some("s@1")),
            (json!({ "type": "AWSService", "invokedBy": "accede" }), None),
        ] {
            let told = Told::of(&json!({ "userIdentity": identity }).to_string());
            assert_eq!(told.username(), name, "{identity}");
        }
    }

    #[test]
    fn what_is_no_record_tells_nothing() {
        for document in ["", "7", "[]", "{\"readOnly\":7}"] {
            let told = Told::of(document);
            assert_eq!((told.event_id.as_str(), told.read_only()), ("", "false"));
            assert_eq!((told.username(), told.resources().count()), (None, 0));
        }
    }
}
