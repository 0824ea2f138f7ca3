//! `DeleteOrganization`: one that is empty but for its management account.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Operation, no_input, nothing};

pub(super) const OPERATION: Operation = Operation {
    name: "DeleteOrganization",
    decode: |input| no_input(input).map(|()| OrganizationsCommand::DeleteOrganization),
    encode: nothing,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn deletes_one_that_is_empty() {
        let founded = Server::founded();
        founded.unit("unit");
        let invitation = founded.invited();
        let a = founded.organizations(A);
        assert_eq!(a.says("DeleteOrganization", json!({})), "");
        let outside = "AWSOrganizationsNotInUseException: \
                       Your account is not a member of an organization.";
        a.refuses("DescribeOrganization", json!({}), outside);
        let b = founded.organizations(B);
        let shown = b.ok("DescribeHandshake", json!({ "HandshakeId": invitation }));
        assert_eq!(shown["Handshake"]["State"], "CANCELED");
    }

    #[test]
    fn refuses() {
        let founded = Server::founded().joined();
        let how = "OrganizationNotEmptyException: To delete an organization you must first remove all \
                   member accounts (except the master).";
        founded.organizations(A).refuses("DeleteOrganization", json!({}), how);
        Organizations::is_for_management("DeleteOrganization", &json!({}));
    }
}
