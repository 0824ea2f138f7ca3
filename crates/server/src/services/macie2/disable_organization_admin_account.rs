//! `DisableOrganizationAdminAccount` (semantics §4.4, §9.1; M22).

use accede_membership::{Command, Delegation, Service};

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DisableOrganizationAdminAccount", "DELETE", "/admin"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::organization,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let account = constraints::required("adminAccountId", input.query.get("adminAccountId"))?;
    let account = constraints::account_id("adminAccountId", account)?.into();
    let feature = Service::Macie;
    Ok(Command::Delegation(Delegation::Withdraw { account, feature }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server};

    #[test]
    fn m22_ends_the_members_of_the_organization() {
        let server = Server::organized(&[A, B, C]);
        server.macie(A).ok("POST", "/admin", json!({ "adminAccountId": B }));
        let member = json!({ "account": { "accountId": C, "email": "c@example.com" } });
        server.macie(B).ok("POST", "/members", member);
        let target = format!("/admin?adminAccountId={B}");
        assert_eq!(server.macie(A).says("DELETE", &target, ""), "200 {}");
        let row = server.macie(B).get(&format!("/members/{C}"));
        assert_eq!(row["relationshipStatus"], "Removed");
        assert_eq!(server.macie(C).raw("GET", "/administrator", b"").status, 404);
        assert_eq!(server.macie(C).get("/macie")["status"], "ENABLED");
        assert_eq!(server.macie(A).get("/admin")["adminAccounts"], json!([]));
        assert_eq!(server.macie(B).says("DELETE", "/macie", ""), "200 {}", "nothing holds it back");
    }

    #[test]
    fn refuses() {
        let server = Server::organized(&[A, B]);
        let macie = server.macie(A);
        macie.at("DELETE", "/admin").lacks("", "adminAccountId");
        let digits = "Member must be an account id of 12 digits";
        macie.at("DELETE", "/admin?adminAccountId=x").breaks("", "adminAccountId", digits);
        let target = format!("/admin?adminAccountId={B}");
        let not = "404 ResourceNotFoundException: The request failed because the account is not the \
            delegated Macie administrator";
        macie.at("DELETE", &target).refuses("not designated", "", not);
        let management = "403 AccessDeniedException: The request failed because you must be a user \
            of the management account for your AWS organization to perform this operation";
        server.macie(B).at("DELETE", &target).refuses("§6.3 non-MGMT", "", management);
    }
}
