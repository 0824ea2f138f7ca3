//! `DeregisterDelegatedAdministrator`: a member administers a service no longer.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation, nothing};
use super::inputs;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "DeregisterDelegatedAdministrator", decode, encode: nothing };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let (id, principal) = inputs::delegation(input)?;
    Ok(OrganizationsCommand::DeregisterDelegatedAdministrator { id, principal })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_account::tests::refuses_bad_accounts;
    use super::super::enable_aws_service_access::tests::refuses_bad_principals;
    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn deregisters_it() {
        let founded = Server::founded().joined().delegated();
        let a = founded.organizations(A);
        let input = json!({ "AccountId": B, "ServicePrincipal": "macie.amazonaws.com" });
        assert_eq!(a.says("DeregisterDelegatedAdministrator", input.clone()), "");
        let how = "AccountNotRegisteredException: The provided account is not a registered delegated \
                   administrator for your organization.";
        a.refuses("DeregisterDelegatedAdministrator", input, how);
    }

    #[test]
    fn refuses() {
        let operation = "DeregisterDelegatedAdministrator";
        let founded = Server::founded().joined().delegated();
        let rest = json!({ "ServicePrincipal": "macie.amazonaws.com" });
        refuses_bad_accounts(&founded, operation, &rest);
        refuses_bad_principals(&founded, operation, &json!({ "AccountId": B }));
        let input = json!({ "AccountId": B, "ServicePrincipal": "macie.amazonaws.com" });
        Organizations::is_for_management(operation, &input);
    }
}
