//! `TagResource`, and which resources have tags: members (semantics §4.5).

use std::collections::BTreeMap;

use accede_membership::{Command, Resource};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints::{self, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, Success};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("TagResource", "POST", "/tags/{resourceArn+}"),
    decode,
    encode: |_, _, _| Ok(NO_CONTENT),
    refuse: errors::refuse,
};

/// The answer of the two operations that change tags.
pub(super) const NO_CONTENT: Success = Success { status: 204, body: Vec::new() };

#[derive(Debug, Deserialize)]
struct Request {
    tags: Option<BTreeMap<String, String>>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let tags = constraints::tags("tags", required("tags", request.tags)?, any_key)?;
    Ok(Command::Tag { resource: taggable(input)?, tags })
}

/// Macie's model puts no pattern on the keys of tags.
pub(super) fn any_key(_: &str) -> bool {
    true
}

/// The resource that a path names. Some clients send the account's own ARN, with nothing behind the last
/// colon: it exists, and has no tags.
pub(super) fn resource(input: &Input<'_>) -> Result<Resource, BadInput> {
    let arn = input.parameter("resourceArn")?;
    if !arn.starts_with("arn:") {
        return Err(BadInput::constraint("resourceArn", "Member must be an ARN"));
    }
    let own = input.call.arn(input.call.account, "");
    let member = |name: &str| name.strip_prefix("member/")?.parse().ok().map(Resource::Member);
    Ok(match arn.strip_prefix(&own) {
        Some("") => Resource::Service,
        Some(name) => member(name).unwrap_or(Resource::Unknown),
        None => Resource::Unknown,
    })
}

/// The resource that a path names, if it can have tags: a member.
pub(super) fn taggable(input: &Input<'_>) -> Result<Resource, BadInput> {
    resource(input).map(|resource| match resource {
        Resource::Member(_) => resource,
        _ => Resource::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_tags_for_resource::tests::{MEMBER, refuses_bad_resources};
    use crate::testing::{A, Server, Stage};

    #[test]
    fn adds_and_replaces() {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        assert_eq!(macie.says("POST", MEMBER, r#"{"tags":{"a b":"1","b":"2"}}"#), "204");
        assert_eq!(macie.says("POST", MEMBER, r#"{"tags":{"b":"3"}}"#), "204");
        assert_eq!(macie.get("/members/222222222222")["tags"], json!({ "a b": "1", "b": "3" }));
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        let tag = macie.at("POST", MEMBER);
        tag.lacks("", "tags");
        tag.lacks(r#"{"tags":null}"#, "tags");
        let least = "Member must have length greater than or equal to 1";
        tag.breaks(r#"{"tags":{}}"#, "tags", least);
        tag.breaks(r#"{"tags":{"":"v"}}"#, "tags", least);
        tag.breaks(r#"{"tags":{"aws:k":""}}"#, "tags", "Tag keys must not begin with aws:");
        let key = json!({ "tags": { "k".repeat(129): "" } }).to_string();
        tag.breaks(&key, "tags", "Member must have length less than or equal to 128");
        let value = json!({ "tags": { "k": "v".repeat(257) } }).to_string();
        tag.breaks(&value, "tags", "Member must have length less than or equal to 256");
        tag.cannot_read(
            r#"{"tags":"k"}"#,
            "invalid type: string \"k\", expected a map at line 1 column 11",
        );
        let fifty: serde_json::Map<_, _> = (0..50).map(|i| (format!("k{i}"), json!(""))).collect();
        macie.ok("POST", MEMBER, json!({ "tags": fifty }));
        let many = "The request is rejected because the resource would have too many tags.";
        tag.invalid(r#"{"tags":{"one more":""}}"#, many);
        refuses_bad_resources("POST", "", r#"{"tags":{"k":"v"}}"#);
    }
}
