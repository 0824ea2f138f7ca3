//! `EnableAWSServiceAccess`: the organization trusts a service.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation, nothing};
use super::inputs;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "EnableAWSServiceAccess", decode, encode: nothing };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::EnableServiceAccess { principal: inputs::service(input)? })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, Founded, Organizations, Server};

    #[test]
    fn the_service_is_listed() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let input = json!({ "ServicePrincipal": "securityhub.amazonaws.com" });
        let list = || a.ok("ListAWSServiceAccessForOrganization", json!({}));
        assert_eq!(a.says("EnableAWSServiceAccess", input.clone()), "");
        let before = list();
        let enabled = &before["EnabledServicePrincipals"][0];
        assert_eq!(enabled["ServicePrincipal"], "securityhub.amazonaws.com");
        assert_eq!(a.says("EnableAWSServiceAccess", input), "");
        assert_eq!(list(), before, "once more changes nothing");
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        refuses_bad_principals(&founded, "EnableAWSServiceAccess", &json!({}));
        let input = json!({ "ServicePrincipal": "securityhub.amazonaws.com" });
        Organizations::is_for_management("EnableAWSServiceAccess", &input);
    }

    /// Principals that are none.
    pub(in super::super) fn refuses_bad_principals(
        founded: &Founded,
        operation: &str,
        rest: &serde_json::Value,
    ) {
        const MEMBER: &str = "ServicePrincipal";
        let a = founded.organizations(A);
        let asked = |id: &str| {
            let mut input = rest.clone();
            input[MEMBER] = json!(id);
            input
        };
        if operation != "ListDelegatedAdministrators" {
            a.lacks(operation, rest.clone(), MEMBER);
        }
        a.too_short(operation, asked(""), MEMBER);
        a.too_long(operation, asked(&"a".repeat(129)), MEMBER);
        a.misfits(operation, asked("security hub.amazonaws.com"), MEMBER);
        let how = "InvalidInputException UNRECOGNIZED_SERVICE_PRINCIPAL: \
                   You specified an unrecognized service principal: ServicePrincipal";
        for id in ["securityhub", "securityhub.amazonaws.co", ".amazonaws.com"] {
            a.refuses(operation, asked(id), how);
        }
    }
}
