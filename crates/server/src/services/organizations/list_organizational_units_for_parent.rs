//! `ListOrganizationalUnitsForParent`: the units that are directly in a root or unit.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::{Deserialize, Serialize};

use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::ids;
use super::shapes::UnitShape;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "ListOrganizationalUnitsForParent", decode, encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    parent_id: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let parent = ids::parent("ParentId", request.parent_id)?;
    let page = input.page(&parent.to_string(), &request.paging)?;
    Ok(OrganizationsCommand::ListUnits { parent, page })
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    organizational_units: Vec<UnitShape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn encode(call: &Call<'_>, command: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let (DirectoryReply::Units { units, next }, OrganizationsCommand::ListUnits { parent, .. }) =
        (reply, command)
    else {
        return Err(Unexpected);
    };
    json(&Response {
        organizational_units: units.iter().map(|unit| UnitShape::of(call, unit)).collect(),
        next_token: call.next_token(&parent.to_string(), next),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_accounts_for_parent::tests::refuses_bad_parents;
    use crate::testing::{A, Organizations, Server};

    #[test]
    fn lists_the_units_directly_in_it() {
        let founded = Server::founded();
        let mut units = [founded.unit("one"), founded.unit("two")];
        units.sort();
        let a = founded.organizations(A);
        a.ok("CreateOrganizationalUnit", json!({ "ParentId": units[0], "Name": "inner" }));
        let page = |token: serde_json::Value| {
            let input = json!({ "ParentId": founded.root, "MaxResults": 1, "NextToken": token });
            a.ok("ListOrganizationalUnitsForParent", input)
        };
        let first = page(json!(null));
        let last = page(first["NextToken"].clone());
        assert_eq!(first["OrganizationalUnits"][0]["Id"], units[0]);
        assert_eq!(last["OrganizationalUnits"][0]["Id"], units[1]);
        assert_eq!(last.get("NextToken"), None);
        let input = json!({ "ParentId": units[0] });
        let inner = a.ok("ListOrganizationalUnitsForParent", input);
        assert_eq!(inner["OrganizationalUnits"][0]["Name"], "inner");
    }

    #[test]
    fn refuses() {
        let operation = "ListOrganizationalUnitsForParent";
        let founded = Server::founded();
        refuses_bad_parents(&founded, operation, "ParentId", &json!({}));
        let input = json!({ "ParentId": founded.root });
        founded.organizations(A).keeps_to_pages(operation, &input);
        Organizations::is_for_readers(operation, &input);
    }
}
