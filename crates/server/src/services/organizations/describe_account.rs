//! `DescribeAccount`: an account of the organization.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::Serialize;

use super::front::{Call, Encoded, Input, Operation, Unexpected, json};
use super::inputs;
use super::shapes::Account;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation { name: "DescribeAccount", decode, encode };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::DescribeAccount { id: inputs::account(input)? })
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    account: Account<'a>,
}

fn encode(call: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Account { account, organization: Some(organization) } = reply else {
        return Err(Unexpected);
    };
    json(&Response { account: Account::of(call, &organization, &account) })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Founded, Organizations, Server};
    use accede_membership::directory::OperatorCommand;

    #[test]
    fn shows_an_account_as_the_list_does() {
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        let list = a.ok("ListAccounts", json!({}));
        for (place, id) in [A, B].into_iter().enumerate() {
            let shown = a.ok("DescribeAccount", json!({ "AccountId": id }));
            assert_eq!(shown["Account"], list["Accounts"][place]);
        }
    }

    #[test]
    fn the_older_member_has_no_name_for_closed() {
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        let input = json!({ "AccountId": B });
        founded.server.operator(OperatorCommand::SuspendAccount { id: B.parse().unwrap() });
        let shown = a.ok("DescribeAccount", input.clone());
        assert_eq!(shown["Account"]["Status"], "SUSPENDED");
        assert_eq!(shown["Account"]["State"], "SUSPENDED");
        a.ok("CloseAccount", input.clone());
        let shown = a.ok("DescribeAccount", input);
        assert_eq!(shown["Account"]["Status"], "SUSPENDED");
        assert_eq!(shown["Account"]["State"], "CLOSED");
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        refuses_bad_accounts(&founded, "DescribeAccount", &json!({}));
        Organizations::is_for_readers("DescribeAccount", &json!({ "AccountId": A }));
    }

    /// Ids of accounts that are none, or not of the organization.
    pub(in super::super) fn refuses_bad_accounts(
        founded: &Founded,
        operation: &str,
        rest: &serde_json::Value,
    ) {
        let a = founded.organizations(A);
        let asked = |id: serde_json::Value| {
            let mut input = rest.clone();
            input["AccountId"] = id;
            input
        };
        let nobody = "AccountNotFoundException: You specified an account that doesn't exist.";
        a.refuses(operation, asked(json!(C)), nobody);
        a.lacks(operation, asked(json!(null)), "AccountId");
        for id in ["", "33333333333", "33333333333x"] {
            a.misfits(operation, asked(json!(id)), "AccountId");
        }
        a.too_long(operation, asked(json!("3333333333333")), "AccountId");
    }
}
