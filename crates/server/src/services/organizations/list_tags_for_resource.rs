//! `ListTagsForResource`: of an account, a root or an organizational unit.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::{Deserialize, Serialize};

use super::front::{Call, Encoded, Input, Operation, Unexpected, json};
use super::ids;
use super::shapes::TagShape;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation { name: "ListTagsForResource", decode, encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    resource_id: Option<String>,
    next_token: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let resource = ids::taggable("ResourceId", request.resource_id)?;
    // All tags fit a page, so no page token was ever given: whatever comes is refused.
    input.continues("", request.next_token.as_deref())?;
    Ok(OrganizationsCommand::ListTags { resource })
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    tags: Vec<TagShape<'a>>,
}

fn encode(_: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Tags(tags) = reply else { return Err(Unexpected) };
    json(&Response { tags: tags.iter().map(|(key, value)| TagShape { key, value }).collect() })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, C, Founded, Organizations, Server};

    #[test]
    fn everything_begins_without_tags() {
        let founded = Server::founded();
        let unit = founded.unit("unit");
        for resource in [A, &founded.root, &unit] {
            let input = json!({ "ResourceId": resource });
            let says = founded.organizations(A).says("ListTagsForResource", input);
            assert_eq!(says, r#"{"Tags":[]}"#, "{resource}");
        }
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        refuses_bad_resources(&founded, "ListTagsForResource", &json!({}));
        let input = json!({ "ResourceId": A });
        founded.organizations(A).keeps_to_tokens("ListTagsForResource", &input);
        Organizations::is_for_readers("ListTagsForResource", &input);
    }

    /// Ids of resources that are none, or nobody's.
    pub(in super::super) fn refuses_bad_resources(
        founded: &Founded,
        operation: &str,
        rest: &serde_json::Value,
    ) {
        let a = founded.organizations(A);
        let asked = |id: &str| {
            let mut input = rest.clone();
            input["ResourceId"] = json!(id);
            input
        };
        let nobody = "TargetNotFoundException: You specified a target that doesn't exist.";
        for id in [C, "r-0000", "r-exampleroot", "ou-0000-00000000", "p-FullAWSAccess", "rp-1234"] {
            a.refuses(operation, asked(id), nobody);
        }
        a.lacks(operation, rest.clone(), "ResourceId");
        for id in ["", "x", "11111111111", "p-1"] {
            a.misfits(operation, asked(id), "ResourceId");
        }
        a.too_long(operation, asked(&"1".repeat(131)), "ResourceId");
    }
}
