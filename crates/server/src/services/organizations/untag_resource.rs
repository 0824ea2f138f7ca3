//! `UntagResource`: an account, a root or an organizational unit.

use accede_membership::directory::OrganizationsCommand;
use serde::Deserialize;

use super::constraints::tag_keys;
use super::front::{Input, Operation, nothing};
use super::ids;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "UntagResource", decode, encode: nothing };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    resource_id: Option<String>,
    tag_keys: Option<Vec<String>>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let resource = ids::taggable("ResourceId", request.resource_id)?;
    Ok(OrganizationsCommand::Untag { resource, keys: tag_keys(request.tag_keys)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_tags_for_resource::tests::refuses_bad_resources;
    use crate::testing::{A, Organizations, Server};

    #[test]
    fn removes_the_keys_that_are_there() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let tags = json!([{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "2" }]);
        a.ok("TagResource", json!({ "ResourceId": founded.root, "Tags": tags }));
        for keys in [json!(["a", "z", "a"]), json!([])] {
            let input = json!({ "ResourceId": founded.root, "TagKeys": keys });
            assert_eq!(a.says("UntagResource", input), "");
            let says = a.says("ListTagsForResource", json!({ "ResourceId": founded.root }));
            assert_eq!(says, r#"{"Tags":[{"Key":"b","Value":"2"}]}"#);
        }
    }

    #[test]
    fn refuses() {
        let operation = "UntagResource";
        let founded = Server::founded();
        let a = founded.organizations(A);
        let asked = |key: &str| json!({ "ResourceId": A, "TagKeys": [key] });
        a.lacks(operation, json!({ "ResourceId": A }), "TagKeys");
        a.too_short(operation, asked(""), "TagKeys");
        a.too_long(operation, asked(&"k".repeat(129)), "TagKeys");
        a.misfits(operation, asked("k*"), "TagKeys");
        let how = "InvalidInputException INVALID_SYSTEM_TAGS_PARAMETER: \
                   You specified a tag key that is reserved for system tags: TagKeys";
        a.refuses(operation, asked("aws:k"), how);
        refuses_bad_resources(&founded, operation, &json!({ "TagKeys": [] }));
        Organizations::is_for_management(operation, &asked("k"));
    }
}
