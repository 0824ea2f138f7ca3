//! `CloseAccount`: the management account closes a member, for good.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation, nothing};
use super::inputs;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation { name: "CloseAccount", decode, encode: nothing };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::CloseAccount { id: inputs::account(input)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_account::tests::refuses_bad_accounts;
    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn a_closed_account_stays_listed() {
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        let input = json!({ "AccountId": B });
        assert_eq!(a.says("CloseAccount", input.clone()), "");
        let list = a.ok("ListAccounts", json!({}));
        assert_eq!(list["Accounts"][1]["State"], "CLOSED");
        let how = "AccountAlreadyClosedException: The provided account is already closed.";
        a.refuses("CloseAccount", input, how);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded().joined().delegated();
        let a = founded.organizations(A);
        let how = "ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT: \
                   You can't close the management account of an organization.";
        a.refuses("CloseAccount", json!({ "AccountId": A }), how);
        let how = "ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG: You \
                   attempted to close an account that is registered as a delegated administrator. \
                   Deregister it as a delegated administrator first.";
        a.refuses("CloseAccount", json!({ "AccountId": B }), how);
        refuses_bad_accounts(&founded, "CloseAccount", &json!({}));
        Organizations::is_for_management("CloseAccount", &json!({ "AccountId": B }));
    }

    #[test]
    fn consolidated_billing_closes_nothing() {
        let server = Server::new();
        let a = server.organizations(A);
        a.ok("CreateOrganization", json!({ "FeatureSet": "CONSOLIDATED_BILLING" }));
        let how = "ConstraintViolationException ORGANIZATION_NOT_IN_ALL_FEATURES_MODE: You attempted to \
                   perform an operation that requires an organization with all features enabled.";
        a.refuses("CloseAccount", json!({ "AccountId": B }), how);
        let input = json!({ "ServicePrincipal": "macie.amazonaws.com" });
        a.refuses("EnableAWSServiceAccess", input, how);
    }
}
