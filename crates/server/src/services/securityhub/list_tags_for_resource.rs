//! `ListTagsForResource` (semantics §3.5).

use accede_membership::{Command, Reply, Tags};
use serde::Serialize;

use super::errors;
use super::tag_resource::resource;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListTagsForResource", "GET", "/tags/{ResourceArn+}"),
    decode: |input| Ok(Command::ListTags { resource: resource(input)? }),
    encode,
    refuse: errors::hub,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    tags: Tags,
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Tags(tags) = reply else { return Err(NotEncoded::Unexpected) };
    json(&Response { tags })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server, Stage};

    /// The hub of A, as a path names it.
    pub(in super::super) const HUB: &str =
        "/tags/arn%3Aaws%3Asecurityhub%3Aus-east-1%3A111111111111%3Ahub%2Fdefault";

    /// What holds for the resource in all three operations that have one. `rest` follows the path.
    pub(in super::super) fn refuses_bad_resources(method: &str, rest: &str, body: &str) {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let pattern = "Member must satisfy regular expression pattern: ^arn:aws:securityhub:.*";
        for arn in ["hub", "arn:aws:macie2:us-east-1:111111111111:", "arn:aws-cn:securityhub:x"] {
            let target = format!("/tags/{arn}{rest}");
            hub.at(method, &target).breaks(body, "ResourceArn", pattern);
        }
        let broken = format!("/tags/%zz{rest}");
        hub.at(method, &broken).breaks(body, "ResourceArn", "Member must be percent-encoded UTF-8");
        let not_found = "404 ResourceNotFoundException: The request was rejected because we can't \
            find the specified resource.";
        for arn in [
            "arn:aws:securityhub:us-east-1:222222222222:hub/default",
            "arn:aws:securityhub:us-east-2:111111111111:hub/default",
            "arn:aws:securityhub:us-east-1:111111111111:hub/other",
        ] {
            let target = format!("/tags/{arn}{rest}");
            hub.at(method, &target).refuses("no such resource", body, not_found);
        }
        hub.ok("DELETE", "/accounts", json!({}));
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        for target in [HUB.to_owned(), HUB.replace(A, B)] {
            hub.at(method, &format!("{target}{rest}")).refuses("hub off, U5", body, off);
        }
    }

    #[test]
    fn lists() {
        let server = Server::new();
        let hub = server.hub(A);
        hub.ok("POST", "/accounts", json!({ "Tags": { "b": "2", "a": "" } }));
        assert_eq!(hub.says("GET", HUB, ""), r#"200 {"Tags":{"a":"","b":"2"}}"#);
        let raw = "/tags/arn:aws:securityhub:us-east-1:111111111111:hub/default";
        assert_eq!(hub.says("GET", raw, ""), r#"200 {"Tags":{"a":"","b":"2"}}"#);
        let none = Server::hub_at(Stage::On).hub(A).says("GET", HUB, "");
        assert_eq!(none, r#"200 {"Tags":{}}"#);
    }

    #[test]
    fn refuses() {
        refuses_bad_resources("GET", "", "");
    }
}
