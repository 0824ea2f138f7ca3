//! `RegisterDelegatedAdministrator`: a member administers a service.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation, nothing};
use super::inputs;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "RegisterDelegatedAdministrator", decode, encode: nothing };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let (id, principal) = inputs::delegation(input)?;
    Ok(OrganizationsCommand::RegisterDelegatedAdministrator { id, principal })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_account::tests::refuses_bad_accounts;
    use super::super::enable_aws_service_access::tests::refuses_bad_principals;
    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn registers_a_member() {
        let founded = Server::founded().joined().trusting();
        let a = founded.organizations(A);
        let input = json!({ "AccountId": B, "ServicePrincipal": "macie.amazonaws.com" });
        assert_eq!(a.says("RegisterDelegatedAdministrator", input.clone()), "");
        let how = "AccountAlreadyRegisteredException: \
                   The provided account is already a delegated administrator for your organization.";
        a.refuses("RegisterDelegatedAdministrator", input, how);
    }

    #[test]
    fn refuses() {
        let operation = "RegisterDelegatedAdministrator";
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        let asked =
            |id: &str| json!({ "AccountId": id, "ServicePrincipal": "macie.amazonaws.com" });
        let untrusted = "ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED: You must enable \
                         service access before you delegate an administrator for this service. Call \
                         the AWS API EnableAWSServiceAccess first.";
        a.refuses(operation, asked(B), untrusted);
        let management = "ConstraintViolationException \
                          CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR: You cannot register \
                          management account/yourself as delegated administrator for your \
                          organization.";
        a.refuses(operation, asked(A), management);
        let rest = json!({ "ServicePrincipal": "macie.amazonaws.com" });
        refuses_bad_accounts(&founded, operation, &rest);
        refuses_bad_principals(&founded, operation, &json!({ "AccountId": B }));
        Organizations::is_for_management(operation, &asked(B));
    }

    #[test]
    fn a_service_has_one_and_it_is_in_use() {
        let operation = "RegisterDelegatedAdministrator";
        let founded = Server::founded().joined().delegated();
        let a = founded.organizations(A);
        let created = json!({ "Email": "new@example.com", "AccountName": "New" });
        let id = a.ok("CreateAccount", created)["CreateAccountStatus"]["AccountId"].clone();
        let asked = |principal: &str| json!({ "AccountId": id, "ServicePrincipal": principal });
        let one = "ConstraintViolationException DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE: This \
                   service already has a delegated administrator. Deregister the existing delegated \
                   administrator first.";
        a.refuses(operation, asked("macie.amazonaws.com"), one);
        let trusted = json!({ "ServicePrincipal": "securityhub.amazonaws.com" });
        a.ok("EnableAWSServiceAccess", trusted);
        a.ok("CloseAccount", json!({ "AccountId": id }));
        let closed = "ConstraintViolationException \
                      CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR: \
                      You cannot register a suspended account as a delegated administrator.";
        a.refuses(operation, asked("securityhub.amazonaws.com"), closed);
    }
}
