//! `MoveAccount`: from one root or organizational unit to another.

use accede_membership::directory::OrganizationsCommand;
use serde::Deserialize;

use super::constraints::account_id;
use super::front::{Input, Operation, nothing};
use super::ids;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation { name: "MoveAccount", decode, encode: nothing };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    account_id: Option<String>,
    source_parent_id: Option<String>,
    destination_parent_id: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    Ok(OrganizationsCommand::MoveAccount {
        id: account_id("AccountId", request.account_id)?,
        from: ids::parent("SourceParentId", request.source_parent_id)?,
        to: ids::parent("DestinationParentId", request.destination_parent_id)?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_account::tests::refuses_bad_accounts;
    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn moves_it() {
        let founded = Server::founded().joined();
        let unit = founded.unit("unit");
        let a = founded.organizations(A);
        let from_to = |from: &str, to: &str| json!({ "AccountId": B, "SourceParentId": from, "DestinationParentId": to });
        for (from, to) in [(&founded.root, &unit), (&unit, &founded.root)] {
            assert_eq!(a.says("MoveAccount", from_to(from, to)), "");
            let parents = a.ok("ListParents", json!({ "ChildId": B }));
            assert_eq!(parents["Parents"][0]["Id"], *to);
        }
    }

    #[test]
    fn refuses() {
        let operation = "MoveAccount";
        let founded = Server::founded();
        let (one, two) = (founded.unit("one"), founded.unit("two"));
        let a = founded.organizations(A);
        let from_to = |from: &str, to: &str| json!({ "AccountId": A, "SourceParentId": from, "DestinationParentId": to });
        let there = "DuplicateAccountException: \
                     That account is already present in the specified destination.";
        a.refuses(operation, from_to(&one, &founded.root), there);
        let source = "SourceParentNotFoundException: \
                      We can't find a source root or OU with the ParentId that you specified.";
        let destination = "DestinationParentNotFoundException: We can't find the destination container \
                           (a root or OU) with the ParentId that you specified.";
        a.refuses(operation, from_to(&one, &two), source);
        for nobodys in ["r-0000", "r-exampleroot", "ou-0000-00000000"] {
            a.refuses(operation, from_to(nobodys, &one), source);
            a.refuses(operation, from_to(&founded.root, nobodys), destination);
        }
        for (member, other) in
            [("SourceParentId", "DestinationParentId"), ("DestinationParentId", "SourceParentId")]
        {
            let asked = |id: serde_json::Value| json!({ "AccountId": A, other: one, member: id });
            a.lacks(operation, asked(json!(null)), member);
            a.misfits(operation, asked(json!(A)), member);
            a.too_long(operation, asked(json!("r".repeat(101))), member);
        }
        let rest = json!({ "SourceParentId": founded.root, "DestinationParentId": one });
        refuses_bad_accounts(&founded, operation, &rest);
        Organizations::is_for_management(operation, &from_to(&founded.root, &one));
    }
}
