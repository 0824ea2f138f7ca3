//! `ListChildren`: the accounts, or the organizational units, that are directly in a root or unit.

use accede_membership::directory::{
    Child, ChildKind, DirectoryReply, OrganizationsCommand, ParentId,
};
use serde::{Deserialize, Serialize};

use super::constraints::{one_of, required};
use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::ids;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation { name: "ListChildren", decode, encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    parent_id: Option<String>,
    child_type: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

const ACCOUNT: &str = "ACCOUNT";
const UNIT: &str = "ORGANIZATIONAL_UNIT";

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let parent = ids::parent("ParentId", request.parent_id)?;
    let kind = required("ChildType", request.child_type)?;
    let kinds = [(ACCOUNT, ChildKind::Account), (UNIT, ChildKind::Unit)];
    let kind = one_of("ChildType", &kind, &kinds)?;
    let page = input.page(&filter(parent, kind), &request.paging)?;
    Ok(OrganizationsCommand::ListChildren { parent, kind, page })
}

fn filter(parent: ParentId, kind: ChildKind) -> String {
    let kind = match kind {
        ChildKind::Account => ACCOUNT,
        ChildKind::Unit => UNIT,
    };
    format!("{kind} {parent}")
}

/// `Child`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ChildShape {
    id: String,
    r#type: &'static str,
}

impl ChildShape {
    fn of(child: &Child) -> ChildShape {
        match child {
            Child::Account(id) => ChildShape { id: id.to_string(), r#type: ACCOUNT },
            Child::Unit(id) => ChildShape { id: id.to_string(), r#type: UNIT },
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    children: Vec<ChildShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn encode(call: &Call<'_>, command: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let (
        DirectoryReply::Children { children, next },
        OrganizationsCommand::ListChildren { parent, kind, .. },
    ) = (reply, command)
    else {
        return Err(Unexpected);
    };
    json(&Response {
        children: children.iter().map(ChildShape::of).collect(),
        next_token: call.next_token(&filter(*parent, *kind), next),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_accounts_for_parent::tests::refuses_bad_parents;
    use crate::testing::{A, B, Organizations, Server, string};

    #[test]
    fn lists_accounts_or_units() {
        let founded = Server::founded().joined();
        let units = [founded.unit("one"), founded.unit("two")];
        let a = founded.organizations(A);
        let page = |kind: &str, token: serde_json::Value| {
            let parent = &founded.root;
            let input = json!({ "ParentId": parent, "ChildType": kind, "MaxResults": 1, "NextToken": token });
            a.ok("ListChildren", input)
        };
        let walk = |kind| {
            let first = page(kind, json!(null));
            let last = page(kind, first["NextToken"].clone());
            assert_eq!(last.get("NextToken"), None);
            [first, last].map(|page| {
                assert_eq!(page["Children"][0]["Type"], kind);
                string(&page["Children"][0]["Id"])
            })
        };
        assert_eq!(walk("ACCOUNT"), [A, B]);
        let mut sorted = units;
        sorted.sort();
        assert_eq!(walk("ORGANIZATIONAL_UNIT"), sorted);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        let operation = "ListChildren";
        for kind in ["ACCOUNT", "ORGANIZATIONAL_UNIT"] {
            refuses_bad_parents(&founded, operation, "ParentId", &json!({ "ChildType": kind }));
        }
        let a = founded.organizations(A);
        a.lacks(operation, json!({ "ParentId": founded.root }), "ChildType");
        let input = json!({ "ParentId": founded.root, "ChildType": "ROOT" });
        a.unnamed(operation, input, "ChildType");
        let input = json!({ "ParentId": founded.root, "ChildType": "ACCOUNT" });
        a.keeps_to_pages(operation, &input);
        Organizations::is_for_readers(operation, &input);
    }
}
