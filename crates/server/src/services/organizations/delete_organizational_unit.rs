//! `DeleteOrganizationalUnit`: an empty one.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation, nothing};
use super::inputs;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "DeleteOrganizationalUnit", decode, encode: nothing };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::DeleteUnit { id: inputs::unit(input)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_organizational_unit::tests::refuses_bad_units;
    use crate::testing::{A, Organizations, Server};

    #[test]
    fn deletes_one_that_is_empty() {
        let founded = Server::founded();
        let input = json!({ "OrganizationalUnitId": founded.unit("unit") });
        let a = founded.organizations(A);
        assert_eq!(a.says("DeleteOrganizationalUnit", input.clone()), "");
        let how = "OrganizationalUnitNotFoundException: \
                   You specified an organizational unit that doesn't exist.";
        a.refuses("DeleteOrganizationalUnit", input, how);
    }

    #[test]
    fn refuses() {
        let operation = "DeleteOrganizationalUnit";
        let founded = Server::founded();
        let id = founded.unit("unit");
        let a = founded.organizations(A);
        let input = json!({ "OrganizationalUnitId": id });
        let how = "OrganizationalUnitNotEmptyException: The specified OU is not empty. Move all \
                   accounts to another root or to other OUs, remove all child OUs, and try the \
                   operation again.";
        let inner = a.ok("CreateOrganizationalUnit", json!({ "ParentId": id, "Name": "inner" }));
        a.refuses(operation, input.clone(), how);
        let inner = &inner["OrganizationalUnit"]["Id"];
        a.ok(operation, json!({ "OrganizationalUnitId": inner }));
        let moved =
            json!({ "AccountId": A, "SourceParentId": founded.root, "DestinationParentId": id });
        a.ok("MoveAccount", moved);
        a.refuses(operation, input.clone(), how);
        refuses_bad_units(&founded, operation);
        Organizations::is_for_management(operation, &input);
    }
}
