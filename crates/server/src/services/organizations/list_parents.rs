//! `ListParents`: the root or organizational unit that an account or unit is in. There is always one.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand, ParentId};
use serde::{Deserialize, Serialize};

use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::ids;
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Text;

pub(super) const OPERATION: Operation = Operation { name: "ListParents", decode, encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    child_id: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let child = ids::child("ChildId", request.child_id)?;
    // There is one parent, so no page token was ever given: whatever comes is refused.
    input.page("", &request.paging)?;
    Ok(OrganizationsCommand::ListParents { child })
}

/// `Parent`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Parent {
    id: Text<ParentId>,
    r#type: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    parents: [Parent; 1],
}

fn encode(_: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Parent(parent) = reply else { return Err(Unexpected) };
    let r#type = match parent {
        ParentId::Root(_) => "ROOT",
        ParentId::Unit(_) => "ORGANIZATIONAL_UNIT",
    };
    json(&Response { parents: [Parent { id: Text(parent), r#type }] })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, C, Organizations, Server};

    #[test]
    fn everything_is_in_one() {
        let founded = Server::founded();
        let unit = founded.unit("unit");
        let a = founded.organizations(A);
        for child in [A, &unit] {
            let says = a.says("ListParents", json!({ "ChildId": child }));
            let shown = r#"{"Parents":[{"Id":"r-ROOT","Type":"ROOT"}]}"#;
            assert_eq!(founded.hide(&says), shown, "{child}");
        }
        let input = json!({ "ParentId": unit, "Name": "inner" });
        let inner = a.ok("CreateOrganizationalUnit", input)["OrganizationalUnit"]["Id"].clone();
        let says = a.says("ListParents", json!({ "ChildId": inner }));
        let shown = format!(r#"{{"Parents":[{{"Id":"{unit}","Type":"ORGANIZATIONAL_UNIT"}}]}}"#);
        assert_eq!(says, shown);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let asked = |id: &str| json!({ "ChildId": id });
        let nobody = "ChildNotFoundException: We can't find an organizational unit (OU) or AWS account \
                      with the ChildId that you specified.";
        for id in [C, "ou-0000-00000000", "ou-examplerootid-exampleouid"] {
            a.refuses("ListParents", asked(id), nobody);
        }
        a.lacks("ListParents", json!({}), "ChildId");
        a.misfits("ListParents", asked("r-0000"), "ChildId");
        a.too_long("ListParents", asked(&"1".repeat(101)), "ChildId");
        a.keeps_to_pages("ListParents", &asked(A));
        Organizations::is_for_readers("ListParents", &asked(A));
    }
}
