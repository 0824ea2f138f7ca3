//! `TagResource`, and which resources have tags: the hubs of both generations alone (semantics §3.5, §3.6, §11 U32).

use std::collections::BTreeMap;

use accede_membership::{Command, Resource, Service};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints::{self, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::{Empty, Uuid};

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("TagResource", "POST", "/tags/{ResourceArn+}"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::hub,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    tags: Option<BTreeMap<String, String>>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let tags = constraints::tags("Tags", required("Tags", request.tags)?, key_is_legal)?;
    Ok(Command::Tag { resource: resource(input)?, tags })
}

/// The model's pattern for a key of a tag: `^(?!aws:)[a-zA-Z+-=._:/]+$`, where `+-=` is a range.
pub(super) fn key_is_legal(key: &str) -> bool {
    let legal = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'+'..=b'=' | b'_');
    key.bytes().all(legal)
}

/// The hub's ARN.
pub(super) fn hub_arn(call: &Call<'_>) -> String {
    call.arn(call.account, "hub/default")
}

/// The resource that a path names: the caller's hub in this Region, or nothing that exists.
pub(super) fn resource(input: &Input<'_>) -> Result<Resource, BadInput> {
    let arn = input.parameter("ResourceArn")?;
    let service = format!("arn:{}:securityhub:", input.call.scope.region.partition());
    if !arn.starts_with(&service) {
        return Err(BadInput::constraint(
            "ResourceArn",
            "Member must satisfy regular expression pattern: ^arn:aws:securityhub:.*",
        ));
    }
    Ok(match input.call.scope.service {
        Service::SecurityHubV2 => hub_v2(input.call, &arn).unwrap_or(Resource::Unknown),
        _ if arn == hub_arn(input.call) => Resource::Service,
        _ => Resource::Unknown,
    })
}

/// The second generation's hub, which has an id.
fn hub_v2(call: &Call<'_>, arn: &str) -> Option<Resource> {
    let id = arn.strip_prefix(&call.arn(call.account, "hubv2/"))?;
    Uuid::parse(id).map(|Uuid(id)| Resource::Identified(id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_tags_for_resource::tests::{HUB, refuses_bad_resources};
    use super::key_is_legal;
    use crate::testing::{A, Server, Stage};

    #[test]
    fn adds_and_replaces() {
        let server = Server::new();
        let hub = server.hub(A);
        hub.ok("POST", "/accounts", json!({ "Tags": { "a": "1", "b": "2" } }));
        assert_eq!(hub.says("POST", HUB, r#"{"Tags":{"b":"3","c":""}}"#), "200 {}");
        assert_eq!(hub.says("GET", HUB, ""), r#"200 {"Tags":{"a":"1","b":"3","c":""}}"#);
    }

    #[test]
    fn the_second_hub_has_tags_of_its_own() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let arn = hub.ok("POST", "/hubv2", json!({}))["HubV2Arn"].as_str().unwrap().to_owned();
        let target = format!("/tags/{}", arn.replace(':', "%3A").replace('/', "%2F"));
        hub.ok("POST", &target, json!({ "Tags": { "a": "1", "b": "2" } }));
        assert_eq!(hub.says("DELETE", &format!("{target}?tagKeys=a"), ""), "200 {}");
        assert_eq!(hub.says("GET", &target, ""), r#"200 {"Tags":{"b":"2"}}"#);
        assert_eq!(hub.says("GET", &format!("/tags/{arn}"), ""), r#"200 {"Tags":{"b":"2"}}"#);
        assert_eq!(hub.says("GET", HUB, ""), r#"200 {"Tags":{}}"#);

        let not_found = "404 ResourceNotFoundException: The request was rejected because we can't \
            find the specified resource.";
        let other = "00000000-0000-4000-8000-000000000000";
        for arn in [
            arn.replace(A, "222222222222"),
            arn.replace("east", "west"),
            format!("{}/{other}", arn.split_once('/').unwrap().0),
            format!("{}/default", arn.split_once('/').unwrap().0),
        ] {
            let target = format!("/tags/{arn}");
            hub.at("GET", &target).refuses("no such hub", "", not_found);
            hub.at("POST", &target).refuses("no such hub", r#"{"Tags":{"k":"v"}}"#, not_found);
        }
        hub.ok("DELETE", "/hubv2", json!({}));
        let off = "404 ResourceNotFoundException: You are not subscribed to HubV2";
        hub.at("GET", &target).refuses("§3.6 off", "", off);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let tag = hub.at("POST", HUB);
        tag.lacks("", "Tags");
        tag.lacks(r#"{"Tags":null}"#, "Tags");
        let least = "Member must have length greater than or equal to 1";
        tag.breaks(r#"{"Tags":{}}"#, "Tags", least);
        tag.breaks(r#"{"Tags":{"aws:k":""}}"#, "Tags", "Tag keys must not begin with aws:");
        tag.cannot_read(
            r#"{"Tags":{"k":1}}"#,
            "invalid type: integer `1`, expected a string at line 1 column 14",
        );
        let fifty: serde_json::Map<_, _> = (0..50).map(|i| (format!("k{i}"), json!(""))).collect();
        hub.ok("POST", HUB, json!({ "Tags": fifty }));
        let many = "The request is rejected because the resource would have too many tags.";
        tag.invalid(r#"{"Tags":{"one more":""}}"#.replace(' ', "-").as_str(), many);
        refuses_bad_resources("POST", "", r#"{"Tags":{"k":"v"}}"#);
    }

    #[test]
    fn keys_follow_the_models_pattern() {
        for key in ["Name", "a/b", "cost:centre", "x=1", "a.b_c-d+e", "a,b;c<d"] {
            assert!(key_is_legal(key), "{key}");
        }
        for key in ["a b", "a@b", "é", "a\\b", "a>b", "a*b"] {
            assert!(!key_is_legal(key), "{key}");
        }
    }
}
