//! `LeaveOrganization`: a member goes of its own accord.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Operation, no_input, nothing};

pub(super) const OPERATION: Operation = Operation {
    name: "LeaveOrganization",
    decode: |input| no_input(input).map(|()| OrganizationsCommand::LeaveOrganization),
    encode: nothing,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server};

    #[test]
    fn a_member_leaves() {
        let founded = Server::founded().joined();
        assert_eq!(founded.organizations(B).says("LeaveOrganization", json!({})), "");
        let list = founded.organizations(A).ok("ListAccounts", json!({}));
        assert_eq!(list["Accounts"].as_array().unwrap().len(), 1);
        let outside = "AWSOrganizationsNotInUseException: \
                       Your account is not a member of an organization.";
        founded.organizations(B).refuses("LeaveOrganization", json!({}), outside);
    }

    #[test]
    fn the_management_account_and_delegated_administrators_stay() {
        let founded = Server::founded().joined().delegated();
        let how = "MasterCannotLeaveOrganizationException: You can't remove the management account \
                   from its organization. Remove all member accounts and delete the organization \
                   instead.";
        founded.organizations(A).refuses("LeaveOrganization", json!({}), how);
        let how = "ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG: You \
                   attempted to remove an account that is registered as a delegated administrator. \
                   Deregister it as a delegated administrator first.";
        founded.organizations(B).refuses("LeaveOrganization", json!({}), how);
    }
}
