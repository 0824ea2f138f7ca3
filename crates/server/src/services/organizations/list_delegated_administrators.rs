//! `ListDelegatedAdministrators`: for one service, or for any.

use accede_membership::directory::{Delegated, DirectoryReply, Organization, OrganizationsCommand};
use serde::{Deserialize, Serialize};

use super::constraints::principal;
use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::shapes::AccountInBrief;
use crate::wire::json_1_1::{Epoch, Exception};

pub(super) const OPERATION: Operation =
    Operation { name: "ListDelegatedAdministrators", decode, encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    service_principal: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let asked = request.service_principal;
    let principal = asked.map(|text| principal(Some(text))).transpose()?;
    let page = input.page(principal.as_deref().unwrap_or_default(), &request.paging)?;
    Ok(OrganizationsCommand::ListDelegatedAdministrators { principal, page })
}

/// `DelegatedAdministrator`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DelegatedAdministrator<'a> {
    #[serde(flatten)]
    account: AccountInBrief<'a>,
    delegation_enabled_date: Epoch,
}

impl DelegatedAdministrator<'_> {
    fn of<'a>(
        call: &Call<'_>,
        organization: &Organization,
        delegated: &'a Delegated,
    ) -> DelegatedAdministrator<'a> {
        DelegatedAdministrator {
            account: AccountInBrief::of(call, organization, &delegated.account),
            delegation_enabled_date: Epoch(delegated.since),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    delegated_administrators: Vec<DelegatedAdministrator<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn encode(call: &Call<'_>, command: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let (
        DirectoryReply::Delegated { administrators, organization, next },
        OrganizationsCommand::ListDelegatedAdministrators { principal, .. },
    ) = (reply, command)
    else {
        return Err(Unexpected);
    };
    let shown = administrators.iter();
    json(&Response {
        delegated_administrators: shown
            .map(|delegated| DelegatedAdministrator::of(call, &organization, delegated))
            .collect(),
        next_token: call.next_token(principal.as_deref().unwrap_or_default(), next),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::enable_aws_service_access::tests::refuses_bad_principals;
    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn lists_those_of_a_service_or_of_any() {
        let founded = Server::founded().joined().delegated();
        let a = founded.organizations(A);
        let shown = concat!(
            r#"{"DelegatedAdministrators":[{"Id":"222222222222","#,
            r#""Arn":"arn:aws:organizations::111111111111:account/o-ORG/222222222222","#,
            r#""Email":"222222222222@accounts.invalid","Name":"222222222222","Status":"ACTIVE","#,
            r#""State":"ACTIVE","JoinedMethod":"INVITED","JoinedTimestamp":TIME,"#,
            r#""DelegationEnabledDate":TIME}]}"#
        );
        let none = r#"{"DelegatedAdministrators":[]}"#;
        for (principal, shown) in [
            (json!(null), shown),
            (json!("macie.amazonaws.com"), shown),
            (json!("securityhub.amazonaws.com"), none),
        ] {
            let input = json!({ "ServicePrincipal": principal });
            let says = a.says("ListDelegatedAdministrators", input);
            assert_eq!(founded.hide(&says), shown);
        }
    }

    #[test]
    fn lists_in_pages() {
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        let principal = "config.amazonaws.com";
        let created = json!({ "Email": "new@example.com", "AccountName": "New" });
        let id = a.ok("CreateAccount", created)["CreateAccountStatus"]["AccountId"].clone();
        a.ok("EnableAWSServiceAccess", json!({ "ServicePrincipal": principal }));
        for account in [json!(B), id.clone()] {
            let input = json!({ "AccountId": account, "ServicePrincipal": principal });
            a.ok("RegisterDelegatedAdministrator", input);
        }
        let operation = "ListDelegatedAdministrators";
        let first = a.ok(operation, json!({ "MaxResults": 1 }));
        let token = &first["NextToken"];
        let last = a.ok(operation, json!({ "MaxResults": 1, "NextToken": token }));
        assert_eq!(last.get("NextToken"), None);
        let mut ids = [&first, &last].map(|page| page["DelegatedAdministrators"][0]["Id"].clone());
        ids.sort_by_key(|id| *id != json!(B));
        assert_eq!(ids, [json!(B), id]);
        let how = "InvalidInputException INVALID_NEXT_TOKEN: You provided a token that was not given \
                   for this list: NextToken";
        a.refuses(operation, json!({ "ServicePrincipal": principal, "NextToken": token }), how);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        let operation = "ListDelegatedAdministrators";
        refuses_bad_principals(&founded, operation, &json!({}));
        founded.organizations(A).keeps_to_pages(operation, &json!({}));
        Organizations::is_for_readers(operation, &json!({}));
    }
}
