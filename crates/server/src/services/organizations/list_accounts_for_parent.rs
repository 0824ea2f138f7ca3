//! `ListAccountsForParent`: the accounts that are directly in a root or organizational unit.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::Deserialize;

use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected};
use super::{ids, list_accounts};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation { name: "ListAccountsForParent", decode, encode };

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
    Ok(OrganizationsCommand::ListAccountsForParent { parent, page })
}

fn encode(call: &Call<'_>, command: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let OrganizationsCommand::ListAccountsForParent { parent, .. } = command else {
        return Err(Unexpected);
    };
    list_accounts::encode(call, &parent.to_string(), reply)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Founded, Organizations, Server, string};

    #[test]
    fn lists_the_accounts_directly_in_it() {
        let founded = Server::founded().joined();
        let unit = founded.unit("unit");
        let a = founded.organizations(A);
        let ids = |parent: &str| {
            let list = a.ok("ListAccountsForParent", json!({ "ParentId": parent }));
            let list = list["Accounts"].as_array().unwrap().clone();
            list.iter().map(|account| string(&account["Id"])).collect::<Vec<_>>()
        };
        assert_eq!(ids(&founded.root), [A, B]);
        assert_eq!(ids(&unit), Vec::<String>::new());
        let page = json!({ "ParentId": founded.root, "MaxResults": 1 });
        let token = a.ok("ListAccountsForParent", page)["NextToken"].clone();
        let next =
            a.ok("ListAccountsForParent", json!({ "ParentId": founded.root, "NextToken": token }));
        assert_eq!(next["Accounts"][0]["Id"], B);
        let how = "InvalidInputException INVALID_NEXT_TOKEN: You provided a token that was not given \
                   for this list: NextToken";
        let other = json!({ "ParentId": unit, "NextToken": token });
        a.refuses("ListAccountsForParent", other, how);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        refuses_bad_parents(&founded, "ListAccountsForParent", "ParentId", &json!({}));
        let input = json!({ "ParentId": founded.root });
        founded.organizations(A).keeps_to_pages("ListAccountsForParent", &input);
        Organizations::is_for_readers("ListAccountsForParent", &input);
    }

    /// Ids of parents that are none, or nobody's.
    pub(in super::super) fn refuses_bad_parents(
        founded: &Founded,
        operation: &str,
        member: &str,
        rest: &serde_json::Value,
    ) {
        let a = founded.organizations(A);
        let asked = |id: serde_json::Value| {
            let mut input = rest.clone();
            input[member] = id;
            input
        };
        let nobody = "ParentNotFoundException: \
                      We can't find a root or organizational unit (OU) with the ParentId that you \
                      specified.";
        let root = &founded.root[2..];
        let long = format!("ou-{root}-0123456789");
        let ours = format!("ou-{root}-01234567");
        for id in ["r-0000", "r-exampleroot", "ou-0000-00000000", &long, &ours] {
            a.refuses(operation, asked(json!(id)), nobody);
        }
        a.lacks(operation, asked(json!(null)), member);
        for id in ["", "r-123", "o-0123456789", A, "ou-1234-1234567"] {
            a.misfits(operation, asked(json!(id)), member);
        }
        a.too_long(operation, asked(json!(format!("r-{}", "a".repeat(99)))), member);
    }
}
