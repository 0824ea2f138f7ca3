//! `DescribeOrganizationalUnit`.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::Serialize;

use super::front::{Call, Encoded, Input, Operation, Unexpected, json};
use super::inputs;
use super::shapes::UnitShape;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "DescribeOrganizationalUnit", decode, encode };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::DescribeUnit { id: inputs::unit(input)? })
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    organizational_unit: UnitShape<'a>,
}

/// `CreateOrganizationalUnit` and `UpdateOrganizationalUnit` answer the same.
pub(super) fn encode(call: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Unit(unit) = reply else { return Err(Unexpected) };
    json(&Response { organizational_unit: UnitShape::of(call, &unit) })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, Founded, Organizations, Server};

    #[test]
    fn shows_what_was_created() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let created =
            a.ok("CreateOrganizationalUnit", json!({ "ParentId": founded.root, "Name": "unit" }));
        let id = &created["OrganizationalUnit"]["Id"];
        let shown = a.ok("DescribeOrganizationalUnit", json!({ "OrganizationalUnitId": id }));
        assert_eq!(shown, created);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        refuses_bad_units(&founded, "DescribeOrganizationalUnit");
        let input = json!({ "OrganizationalUnitId": "ou-0000-00000000" });
        Organizations::is_for_readers("DescribeOrganizationalUnit", &input);
    }

    /// Ids of units that are none, or nobody's.
    pub(in super::super) fn refuses_bad_units(founded: &Founded, operation: &str) {
        const MEMBER: &str = "OrganizationalUnitId";
        let a = founded.organizations(A);
        let asked = |id: &str| json!({ MEMBER: id });
        let nobody = "OrganizationalUnitNotFoundException: \
                      You specified an organizational unit that doesn't exist.";
        for id in ["ou-0000-00000000", "ou-examplerootid-exampleouid"] {
            a.refuses(operation, asked(id), nobody);
        }
        a.lacks(operation, json!({}), MEMBER);
        for id in ["", "r-0000", A, "ou-123-12345678", "ou-1234-ABCDEFGH"] {
            a.misfits(operation, asked(id), MEMBER);
        }
        a.too_long(operation, asked(&format!("ou-{}", "a".repeat(66))), MEMBER);
    }
}
