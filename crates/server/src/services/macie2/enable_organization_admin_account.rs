//! `EnableOrganizationAdminAccount` (semantics §4.4, §9.1; M23).

use accede_membership::{Command, Delegation, Service};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("EnableOrganizationAdminAccount", "POST", "/admin"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::organization,
};

/// `clientToken` is read for its type alone: designating twice is refused whatever it says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    admin_account_id: Option<String>,
    #[serde(rename = "clientToken")]
    _client_token: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let account = constraints::required("adminAccountId", request.admin_account_id)?;
    let account = constraints::account_id("adminAccountId", &account)?.into();
    let feature = Service::Macie;
    Ok(Command::Delegation(Delegation::Designate { account, feature }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server, Stage};

    #[test]
    fn designates_and_enables_macie_in_this_region() {
        let server = Server::organized(&[A, B, C]);
        let body = json!({ "adminAccountId": B, "clientToken": "x" });
        assert_eq!(server.macie(A).says("POST", "/admin", &body.to_string()), "200 {}");
        let listed =
            format!(r#"200 {{"adminAccounts":[{{"accountId":"{B}","status":"ENABLED"}}]}}"#);
        assert_eq!(server.macie(A).says("GET", "/admin", ""), listed);
        assert_eq!(server.macie(B).get("/macie")["findingPublishingFrequency"], "FIFTEEN_MINUTES");
        let elsewhere = server.macie(B).region("eu-west-1").raw("GET", "/macie", b"");
        assert_eq!(elsewhere.status, 403, "§9.1 this Region only");
    }

    #[test]
    fn m23_members_by_invitation_become_members_of_the_organization() {
        let server = Server::macie_at(Stage::Enabled);
        server.organize(&[C, A, B]);
        server.macie(C).ok("POST", "/admin", json!({ "adminAccountId": A }));
        let row = server.macie(A).get(&format!("/members/{B}"));
        assert_eq!(row["relationshipStatus"], "Enabled");
        assert_eq!((&row["email"], &row["invitedAt"]), (&json!(null), &json!(null)));
        let administrator = server.macie(B).get("/administrator");
        let alone = json!({ "accountId": A, "relationshipStatus": "Enabled" });
        assert_eq!(administrator["administrator"], alone, "§9.4");
        assert_eq!(server.macie(B).get("/invitations")["invitations"], json!([]));
    }

    #[test]
    fn refuses() {
        let server = Server::organized(&[A, B, C]);
        let admin = |account: &str| json!({ "adminAccountId": account }).to_string();
        let management = "403 AccessDeniedException: The request failed because you must be a user \
            of the management account for your AWS organization to perform this operation";
        for other in [B, "444444444444"] {
            server.macie(other).at("POST", "/admin").refuses(
                "§6.3 non-MGMT",
                &admin(B),
                management,
            );
            server.macie(other).at("GET", "/admin").refuses("§6.3 non-MGMT", "", management);
        }
        let macie = server.macie(A);
        let at = macie.at("POST", "/admin");
        at.lacks("{}", "adminAccountId");
        at.breaks(&admin("1"), "adminAccountId", "Member must be an account id of 12 digits");
        at.invalid(
            &admin("444444444444"),
            "The request failed because the account is not a member of the organization",
        );
        let off = "The request failed because Macie is not enabled in the management account";
        at.invalid(&admin(A), off);
        macie.ok("POST", "/admin", json!({ "adminAccountId": B }));
        let twice = "409 ConflictException: The request failed because the account is already the \
            delegated Macie administrator";
        at.refuses("§6.3 designated", &admin(B), twice);
        let other = "409 ConflictException: The request failed because your organization already \
            has another delegated Macie administrator";
        at.refuses("§6.3 one already designated", &admin(C), other);
    }
}
