//! `TagResource`: an account, a root or an organizational unit.

use accede_membership::directory::OrganizationsCommand;
use serde::Deserialize;

use super::constraints::{self, Tag, required};
use super::front::{Input, Operation, nothing};
use super::ids;
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation = Operation { name: "TagResource", decode, encode: nothing };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    resource_id: Option<String>,
    tags: Option<Vec<Object<Tag>>>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let resource = ids::taggable("ResourceId", request.resource_id)?;
    let tags = required("Tags", request.tags)?;
    Ok(OrganizationsCommand::Tag { resource, tags: constraints::tags(Some(tags))? })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::super::list_tags_for_resource::tests::refuses_bad_resources;
    use crate::testing::{A, Organizations, Server};

    #[test]
    fn adds_and_replaces() {
        let founded = Server::founded();
        let unit = founded.unit("unit");
        let a = founded.organizations(A);
        for id in [A, &founded.root, &unit] {
            for tags in [
                json!([{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "2" }]),
                json!([{ "Key": "b", "Value": "3" }, { "Key": "größe", "Value": "" }]),
                json!([]),
            ] {
                assert_eq!(a.says("TagResource", json!({ "ResourceId": id, "Tags": tags })), "");
            }
            let shown = concat!(
                r#"{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"3"},"#,
                r#"{"Key":"größe","Value":""}]}"#
            );
            assert_eq!(a.says("ListTagsForResource", json!({ "ResourceId": id })), shown);
        }
    }

    #[test]
    fn refuses() {
        let operation = "TagResource";
        let founded = Server::founded();
        let a = founded.organizations(A);
        let asked = |tags: serde_json::Value| json!({ "ResourceId": A, "Tags": tags });
        a.lacks(operation, json!({ "ResourceId": A }), "Tags");
        for (tags, how) in bad_tags() {
            a.refuses(operation, asked(tags), &how);
        }
        let fifty: Vec<_> =
            (0..50).map(|i| json!({ "Key": format!("k{i}"), "Value": "" })).collect();
        a.ok(operation, asked(json!(fifty)));
        let many = "ConstraintViolationException MAX_TAG_LIMIT_EXCEEDED: \
                    You have exceeded the number of tags allowed on this resource.";
        a.refuses(operation, asked(json!([{ "Key": "more", "Value": "" }])), many);
        refuses_bad_resources(&founded, operation, &json!({ "Tags": [] }));
        Organizations::is_for_management(operation, &asked(json!([])));
    }

    /// Tags that are malformed, and how each is refused.
    pub(in super::super) fn bad_tags() -> Vec<(serde_json::Value, String)> {
        let tag = |key: &str, value: &str| json!([{ "Key": key, "Value": value }]);
        let pattern =
            "INVALID_PATTERN: You provided a value that does not match the required pattern";
        let long =
            "MAX_LENGTH_EXCEEDED: You provided a string parameter that is longer than allowed";
        let short =
            "MIN_LENGTH_EXCEEDED: You provided a string parameter that is shorter than allowed";
        let missing = "INPUT_REQUIRED: You must include a value for all required parameters";
        let system = "INVALID_SYSTEM_TAGS_PARAMETER: \
                      You specified a tag key that is reserved for system tags";
        let twice = "DUPLICATE_TAG_KEY: \
                     Tag keys must be unique among the tags attached to the same entity";
        let (key, value) = ("Tags.Key", "Tags.Value");
        let same = json!([{ "Key": "k", "Value": "1" }, { "Key": "k", "Value": "2" }]);
        let cases = [
            (json!([{ "Value": "v" }]), missing, key),
            (json!([{ "Key": "k" }]), missing, value),
            (tag("", "v"), short, key),
            (tag(&"k".repeat(129), "v"), long, key),
            (tag("k*", "v"), pattern, key),
            (tag("aws:k", "v"), system, key),
            (tag("AWS:k", "v"), system, key),
            (tag("k", &"v".repeat(257)), long, value),
            (tag("k", "v\n"), pattern, value),
            (same, twice, "Tags"),
        ];
        let told = |why: &str, member: &str| format!("InvalidInputException {why}: {member}");
        cases.into_iter().map(|(tags, why, member)| (tags, told(why, member))).collect()
    }
}
