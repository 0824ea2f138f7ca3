//! `DisableAWSServiceAccess`: the organization trusts a service no longer, and ends its delegations.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation, nothing};
use super::inputs;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "DisableAWSServiceAccess", decode, encode: nothing };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::DisableServiceAccess { principal: inputs::service(input)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::enable_aws_service_access::tests::refuses_bad_principals;
    use crate::testing::{A, Organizations, Server};

    #[test]
    fn delegations_end_with_it() {
        let founded = Server::founded().joined().delegated();
        let a = founded.organizations(A);
        let input = json!({ "ServicePrincipal": "macie.amazonaws.com" });
        for _ in 0..2 {
            assert_eq!(a.says("DisableAWSServiceAccess", input.clone()), "");
            let trusted = a.says("ListAWSServiceAccessForOrganization", json!({}));
            assert_eq!(trusted, r#"{"EnabledServicePrincipals":[]}"#);
            let delegated = a.says("ListDelegatedAdministrators", json!({}));
            assert_eq!(delegated, r#"{"DelegatedAdministrators":[]}"#);
        }
    }

    #[test]
    fn refuses() {
        let founded = Server::founded().trusting();
        refuses_bad_principals(&founded, "DisableAWSServiceAccess", &json!({}));
        let input = json!({ "ServicePrincipal": "macie.amazonaws.com" });
        Organizations::is_for_management("DisableAWSServiceAccess", &input);
    }
}
