//! `InviteAccountToOrganization`: by account id or by email.

use accede_membership::directory::{Invitee, OrganizationsCommand};
use serde::Deserialize;

use super::constraints::{self, PARTY_EMAIL, PARTY_ID, PARTY_TYPE, Tag, length, one_of, required};
use super::front::{Input, Operation};
use super::{handshakes, ids};
use crate::wire::account_words::is_email;
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation =
    Operation { name: "InviteAccountToOrganization", decode, encode: handshakes::encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    target: Option<Object<Target>>,
    notes: Option<String>,
    tags: Option<Vec<Object<Tag>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Target {
    id: Option<String>,
    r#type: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let invitee = invitee(required("Target", request.target)?)?;
    if let Some(notes) = &request.notes {
        length("Notes", notes, 0..=1024)?;
    }
    Ok(OrganizationsCommand::InviteAccount {
        candidate: ids::new_handshake(),
        invitee,
        notes: request.notes,
        tags: constraints::tags(request.tags)?,
    })
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Account,
    Email,
    Organization,
}

fn invitee(Object(target): Object<Target>) -> Result<Invitee, Exception> {
    const KINDS: [(&str, Kind); 3] =
        [("ACCOUNT", Kind::Account), ("EMAIL", Kind::Email), ("ORGANIZATION", Kind::Organization)];
    let id = required("Target.Id", target.id)?;
    let name = required("Target.Type", target.r#type)?;
    length("Target.Id", &id, 1..=64)?;
    match one_of("Target.Type", &name, &KINDS)? {
        Kind::Account => id.parse().map(Invitee::Account).map_err(|_| PARTY_ID.at("Target.Id")),
        Kind::Email if is_email(&id) => Ok(Invitee::Email(id)),
        Kind::Email => Err(PARTY_EMAIL.at("Target.Id")),
        Kind::Organization => Err(PARTY_TYPE.at("Target.Type")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tag_resource::tests::bad_tags;
    use crate::testing::{A, B, C, Organizations, Server, string};
    use accede_membership::directory::OperatorCommand;

    #[test]
    fn invites_by_id() {
        let founded = Server::founded();
        let input = json!({ "Target": { "Id": B, "Type": "ACCOUNT" }, "Notes": "Welcome" });
        let says = founded.organizations(A).says("InviteAccountToOrganization", input);
        let id =
            string(&serde_json::from_str::<serde_json::Value>(&says).unwrap()["Handshake"]["Id"]);
        let shown = concat!(
            r#"{"Handshake":{"Id":"h-ID","#,
            r#""Arn":"arn:aws:organizations::111111111111:handshake/o-ORG/invite/h-ID","#,
            r#""Parties":[{"Id":"o-ORG","Type":"ORGANIZATION"},"#,
            r#"{"Id":"222222222222","Type":"ACCOUNT"}],"State":"OPEN","#,
            r#""RequestedTimestamp":TIME,"ExpirationTimestamp":TIME,"Action":"INVITE","#,
            r#""Resources":[{"Value":"o-ORG","Type":"ORGANIZATION","Resources":["#,
            r#"{"Value":"111111111111@accounts.invalid","Type":"MASTER_EMAIL"},"#,
            r#"{"Value":"111111111111","Type":"MASTER_NAME"},"#,
            r#"{"Value":"ALL","Type":"ORGANIZATION_FEATURE_SET"}]},"#,
            r#"{"Value":"222222222222","Type":"ACCOUNT"},{"Value":"Welcome","Type":"NOTES"}]}}"#
        );
        assert_eq!(founded.hide(&says).replace(&id, "h-ID"), shown);
    }

    #[test]
    fn invites_by_email_without_telling_whose_it_is() {
        let founded = Server::founded();
        founded.server.create_account(B, "b@example.com");
        let input = json!({ "Target": { "Id": "B@Example.com", "Type": "EMAIL" } });
        let says = founded.organizations(A).says("InviteAccountToOrganization", input);
        assert!(says.contains(r#"{"Id":"B@Example.com","Type":"EMAIL"}"#), "{says}");
        assert!(says.contains(r#"{"Value":"B@Example.com","Type":"EMAIL"}"#), "{says}");
        assert!(!says.contains(B), "{says}");
        let list = founded.organizations(B).ok("ListHandshakesForAccount", json!({}));
        assert_eq!(list["Handshakes"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn refuses_who_cannot_come() {
        let founded = Server::founded();
        founded.invited();
        let a = founded.organizations(A);
        let operation = "InviteAccountToOrganization";
        let target = |id: &str, kind: &str| json!({ "Target": { "Id": id, "Type": kind } });
        let twice = "DuplicateHandshakeException: \
                     A handshake with the same action and target already exists.";
        a.refuses(operation, target(B, "ACCOUNT"), twice);
        let inside = "HandshakeConstraintViolationException ALREADY_IN_AN_ORGANIZATION: The handshake \
                      request is invalid because the invited account is already a member of an \
                      organization.";
        a.refuses(operation, target(A, "ACCOUNT"), inside);
        let nobody = "InvalidInputException INVALID_EMAIL_ADDRESS_TARGET: You specified an invalid \
                      email address for the invited account owner: Target.Id";
        a.refuses(operation, target("nobody@example.com", "EMAIL"), nobody);
        founded.server.create_account(C, "c@example.com");
        founded.server.operator(OperatorCommand::SuspendAccount { id: C.parse().unwrap() });
        let suspended = "ConstraintViolationException ACCOUNT_CREATION_NOT_COMPLETE: \
                         The account that you specified isn't fully active.";
        a.refuses(operation, target(C, "ACCOUNT"), suspended);
        a.refuses(operation, target("c@example.com", "EMAIL"), nobody);
        Organizations::is_for_management(operation, &target(C, "ACCOUNT"));
    }

    #[test]
    fn refuses_what_is_malformed() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let operation = "InviteAccountToOrganization";
        let target = |id: &str, kind: &str| json!({ "Target": { "Id": id, "Type": kind } });
        a.lacks(operation, json!({}), "Target");
        a.lacks(operation, json!({ "Target": { "Type": "ACCOUNT" } }), "Target.Id");
        a.lacks(operation, json!({ "Target": { "Id": B } }), "Target.Type");
        a.too_short(operation, target("", "ACCOUNT"), "Target.Id");
        a.too_long(operation, target(&"1".repeat(65), "ACCOUNT"), "Target.Id");
        a.unnamed(operation, target(B, "PERSON"), "Target.Type");
        let id = "InvalidInputException INVALID_PATTERN_TARGET_ID: You specified a target ID that does \
                  not match the required pattern: Target.Id";
        a.refuses(operation, target("22222222222", "ACCOUNT"), id);
        let email = "InvalidInputException INVALID_EMAIL_ADDRESS_TARGET: You specified an invalid \
                     email address for the invited account owner: Target.Id";
        a.refuses(operation, target(B, "EMAIL"), email);
        let kind = "InvalidInputException INVALID_PARTY_TYPE_TARGET: You specified the wrong type of \
                    entity (account, organization, or email) as a party: Target.Type";
        a.refuses(operation, target(&founded.id, "ORGANIZATION"), kind);
        let mut input = target(B, "ACCOUNT");
        input["Notes"] = json!("n".repeat(1025));
        a.too_long(operation, input, "Notes");
        for (tags, how) in bad_tags() {
            let mut input = target(B, "ACCOUNT");
            input["Tags"] = tags;
            a.refuses(operation, input, &how);
        }
    }
}
