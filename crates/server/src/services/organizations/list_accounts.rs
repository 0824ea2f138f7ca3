//! `ListAccounts`: every account of the organization.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::Serialize;

use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::shapes::Account;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "ListAccounts", decode, encode: |call, _, reply| encode(call, "", reply) };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let paging: Paging = input.json()?;
    Ok(OrganizationsCommand::ListAccounts { page: input.page("", &paging)? })
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    accounts: Vec<Account<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// `ListAccountsForParent` answers the same.
pub(super) fn encode(call: &Call<'_>, filter: &str, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Accounts { accounts, organization: Some(organization), next } = reply
    else {
        return Err(Unexpected);
    };
    json(&Response {
        accounts: accounts.iter().map(|one| Account::of(call, &organization, one)).collect(),
        next_token: call.next_token(filter, next),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn lists_every_account_in_the_order_of_ids() {
        let founded = Server::founded().joined();
        let account = |id: &str| {
            let text = concat!(
                r#"{"Id":"ID","Arn":"arn:aws:organizations::111111111111:account/o-ORG/ID","#,
                r#""Email":"ID@accounts.invalid","Name":"ID","Status":"ACTIVE","State":"ACTIVE","#,
                r#""JoinedMethod":"INVITED","JoinedTimestamp":TIME,"Paths":["o-ORG/r-ROOT/ID/"]}"#
            );
            text.replace("ID\"", &format!("{id}\""))
                .replace("ID@", &format!("{id}@"))
                .replace("ID/", &format!("{id}/"))
        };
        let shown = format!(r#"{{"Accounts":[{},{}]}}"#, account(A), account(B));
        let a = founded.organizations(A);
        assert_eq!(founded.hide(&a.says("ListAccounts", json!({}))), shown);

        let first = a.ok("ListAccounts", json!({ "MaxResults": 1 }));
        assert_eq!(first["Accounts"][0]["Id"], A);
        let input = json!({ "MaxResults": 1, "NextToken": first["NextToken"] });
        let last = a.ok("ListAccounts", input);
        assert_eq!(last["Accounts"][0]["Id"], B);
        assert_eq!(last.get("NextToken"), None);
        a.keeps_to_pages("ListAccounts", &json!({}));
        Organizations::is_for_readers("ListAccounts", &json!({}));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let how = |why: &str| format!("SerializationException: {why}");
        let object = how("The request body is not a JSON object.");
        for body in ["[]", "1", "x", "\"\""] {
            a.refuses_bytes("ListAccounts", body.as_bytes(), &object);
        }
        let cut = "The request body cannot be read: EOF while parsing an object at line 1 column 1";
        a.refuses_bytes("ListAccounts", b"{", &how(cut));
        let kind = "The request body cannot be read: invalid type: string \"1\", expected i64 at \
                    line 1 column 17";
        a.refuses_bytes("ListAccounts", br#"{"MaxResults":"1"}"#, &how(kind));
        assert_eq!(a.raw("ListAccounts", b"").status, 200, "no body is an empty one");
    }
}
