//! `CreateOrganizationalUnit`: in a root or in another unit.

use accede_membership::directory::OrganizationsCommand;
use serde::Deserialize;

use super::constraints::{self, Tag, length, required};
use super::front::{Input, Operation};
use super::{describe_organizational_unit, ids};
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation = Operation {
    name: "CreateOrganizationalUnit",
    decode,
    encode: describe_organizational_unit::encode,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    parent_id: Option<String>,
    name: Option<String>,
    tags: Option<Vec<Object<Tag>>>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let parent = ids::parent("ParentId", request.parent_id)?;
    let name = required("Name", request.name)?;
    length("Name", &name, 1..=128)?;
    let tags = constraints::tags(request.tags)?;
    Ok(OrganizationsCommand::CreateUnit { parent, name, tags })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_accounts_for_parent::tests::refuses_bad_parents;
    use super::super::tag_resource::tests::bad_tags;
    use crate::testing::{A, Organizations, Server, string};

    #[test]
    fn creates_one_in_another() {
        let founded = Server::founded();
        let outer = founded.unit("outer");
        let a = founded.organizations(A);
        let tags = json!([{ "Key": "k", "Value": "v" }]);
        let input = json!({ "ParentId": outer, "Name": "größe \n <i>", "Tags": tags });
        let unit = a.ok("CreateOrganizationalUnit", input)["OrganizationalUnit"].clone();
        let id = string(&unit["Id"]);
        assert_eq!((id.len(), &id[..8]), (16, format!("ou-{}-", &founded.root[2..]).as_str()));
        assert_eq!(unit["Name"], "größe \n <i>");
        let (of, root) = (&founded.id, &founded.root);
        assert_eq!(unit["Arn"], format!("arn:aws:organizations::{A}:ou/{of}/{id}"));
        assert_eq!(unit["Path"], format!("{of}/{root}/{outer}/{id}/"));
        let says = a.says("ListTagsForResource", json!({ "ResourceId": id }));
        assert_eq!(says, r#"{"Tags":[{"Key":"k","Value":"v"}]}"#);
    }

    #[test]
    fn refuses() {
        let operation = "CreateOrganizationalUnit";
        let founded = Server::founded();
        let unit = founded.unit("unit");
        let a = founded.organizations(A);
        let named = |name: &str| json!({ "ParentId": founded.root, "Name": name });
        let how = "DuplicateOrganizationalUnitException: An OU with the same name already exists.";
        a.refuses(operation, named("unit"), how);
        a.ok(operation, json!({ "ParentId": unit, "Name": "unit" }));
        refuses_bad_parents(&founded, operation, "ParentId", &json!({ "Name": "new" }));
        a.lacks(operation, json!({ "ParentId": founded.root }), "Name");
        a.too_short(operation, named(""), "Name");
        a.too_long(operation, named(&"ü".repeat(129)), "Name");
        a.ok(operation, named(&"ü".repeat(128)));
        for (tags, how) in bad_tags() {
            let mut input = named("new");
            input["Tags"] = tags;
            a.refuses(operation, input, &how);
        }
        Organizations::is_for_management(operation, &named("new"));
    }

    #[test]
    fn units_are_five_deep() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let create = |parent: &str| json!({ "ParentId": parent, "Name": "unit" });
        let mut parent = founded.root.clone();
        for _ in 0..5 {
            let unit = a.ok("CreateOrganizationalUnit", create(&parent));
            parent = string(&unit["OrganizationalUnit"]["Id"]);
        }
        let how = "ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED: \
                   You attempted to create an OU tree that is too many levels deep.";
        a.refuses("CreateOrganizationalUnit", create(&parent), how);
    }
}
