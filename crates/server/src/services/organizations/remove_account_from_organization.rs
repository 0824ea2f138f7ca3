//! `RemoveAccountFromOrganization`: the management account removes a member.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation, nothing};
use super::inputs;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "RemoveAccountFromOrganization", decode, encode: nothing };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::RemoveAccount { id: inputs::account(input)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_account::tests::refuses_bad_accounts;
    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn removes_a_member() {
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        assert_eq!(a.says("RemoveAccountFromOrganization", json!({ "AccountId": B })), "");
        let list = a.ok("ListAccounts", json!({}));
        assert_eq!(list["Accounts"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn refuses() {
        let operation = "RemoveAccountFromOrganization";
        let founded = Server::founded().joined().delegated();
        let a = founded.organizations(A);
        let how = "ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG: You \
                   attempted to remove an account that is registered as a delegated administrator. \
                   Deregister it as a delegated administrator first.";
        a.refuses(operation, json!({ "AccountId": B }), how);
        let how = "MasterCannotLeaveOrganizationException: You can't remove the management account \
                   from its organization. Remove all member accounts and delete the organization \
                   instead.";
        a.refuses(operation, json!({ "AccountId": A }), how);
        refuses_bad_accounts(&founded, operation, &json!({}));
        Organizations::is_for_management(operation, &json!({ "AccountId": B }));
    }
}
