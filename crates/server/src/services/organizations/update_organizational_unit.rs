//! `UpdateOrganizationalUnit`: gives it another name.

use accede_membership::directory::OrganizationsCommand;
use serde::Deserialize;

use super::constraints::length;
use super::front::{Input, Operation};
use super::{describe_organizational_unit, ids};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation {
    name: "UpdateOrganizationalUnit",
    decode,
    encode: describe_organizational_unit::encode,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    organizational_unit_id: Option<String>,
    name: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let id = ids::unit("OrganizationalUnitId", request.organizational_unit_id)?;
    if let Some(name) = &request.name {
        length("Name", name, 1..=128)?;
    }
    Ok(OrganizationsCommand::UpdateUnit { id, name: request.name })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_organizational_unit::tests::refuses_bad_units;
    use crate::testing::{A, Organizations, Server};

    #[test]
    fn gives_it_another_name() {
        let founded = Server::founded();
        let id = founded.unit("old");
        let a = founded.organizations(A);
        for (name, shown) in [(json!("new"), "new"), (json!("new"), "new"), (json!(null), "new")] {
            let input = json!({ "OrganizationalUnitId": id, "Name": name });
            let unit = a.ok("UpdateOrganizationalUnit", input);
            assert_eq!(unit["OrganizationalUnit"]["Name"], shown);
            let read = a.ok("DescribeOrganizationalUnit", json!({ "OrganizationalUnitId": id }));
            assert_eq!(read, unit);
        }
    }

    #[test]
    fn refuses() {
        let operation = "UpdateOrganizationalUnit";
        let founded = Server::founded();
        let (id, _) = (founded.unit("one"), founded.unit("two"));
        let a = founded.organizations(A);
        let named = |name: &str| json!({ "OrganizationalUnitId": id, "Name": name });
        let how = "DuplicateOrganizationalUnitException: An OU with the same name already exists.";
        a.refuses(operation, named("two"), how);
        a.too_short(operation, named(""), "Name");
        a.too_long(operation, named(&"n".repeat(129)), "Name");
        refuses_bad_units(&founded, operation);
        Organizations::is_for_management(operation, &named("new"));
    }
}
