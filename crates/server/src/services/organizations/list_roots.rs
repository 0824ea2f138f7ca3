//! `ListRoots`: an organization has one.

use accede_membership::directory::{DirectoryReply, Organization, OrganizationsCommand, RootId};
use serde::Serialize;

use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::shapes::arn;
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Text;

pub(super) const OPERATION: Operation = Operation { name: "ListRoots", decode, encode };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let paging: Paging = input.json()?;
    // There is one root, so no page token was ever given: whatever comes is refused.
    input.page("", &paging)?;
    Ok(OrganizationsCommand::ListRoots)
}

/// `Root`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Root {
    id: Text<RootId>,
    arn: String,
    name: &'static str,
    /// No policy type can be enabled.
    policy_types: [(); 0],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    roots: [Root; 1],
}

fn encode(call: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Root(organization) = reply else { return Err(Unexpected) };
    let Organization { id, management, .. } = *organization;
    let root = id.root();
    let arn = arn(call.region, management, "root", id, &format!("/{root}"));
    json(&Response { roots: [Root { id: Text(root), arn, name: "Root", policy_types: [] }] })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, Organizations, Server};

    #[test]
    fn there_is_one() {
        let founded = Server::founded();
        let shown = concat!(
            r#"{"Roots":[{"Id":"r-ROOT","#,
            r#""Arn":"arn:aws:organizations::111111111111:root/o-ORG/r-ROOT","#,
            r#""Name":"Root","PolicyTypes":[]}]}"#
        );
        let a = founded.organizations(A);
        assert_eq!(founded.hide(&a.says("ListRoots", json!({}))), shown);
        a.keeps_to_pages("ListRoots", &json!({}));
        Organizations::is_for_readers("ListRoots", &json!({}));
    }
}
