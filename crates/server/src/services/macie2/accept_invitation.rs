//! `AcceptInvitation` (semantics §4.3, §6.3; M6, M9).

use accede_membership::{Command, InvitationId, Subject};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints::required;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("AcceptInvitation", "POST", "/invitations/accept"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::refuse,
};

/// The administrator has two names, of which one must be given.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    administrator_account_id: Option<String>,
    master_account: Option<String>,
    invitation_id: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let invitation = required("invitationId", request.invitation_id)?;
    let administrator = match (request.administrator_account_id, request.master_account) {
        (Some(one), Some(other)) if one != other => {
            let constraint = "Member must not differ from administratorAccountId";
            return Err(BadInput::constraint("masterAccount", constraint));
        }
        (one, other) => required("administratorAccountId", one.or(other))?,
    };
    Ok(Command::AcceptInvitation {
        administrator: Subject::parse(&administrator),
        invitation: InvitationId::parse(&invitation),
    })
}

#[cfg(test)]
mod tests {
    use accede_membership::Quotas;
    use serde_json::json;

    use crate::testing::{A, B, C, Server, Stage};

    const PATH: &str = "/invitations/accept";
    const NONE: &str = "The request is rejected because the current account has no pending \
        invitation from the given master account ID or is already an associated member of another \
        master account.";

    fn body(administrator: &str, id: &str) -> String {
        json!({ "administratorAccountId": administrator, "invitationId": id }).to_string()
    }

    #[test]
    fn m6_m9_accepts_under_either_name() {
        for stage in [Stage::Invited, Stage::Resigned] {
            for names in [
                &["administratorAccountId"][..],
                &["masterAccount"],
                &["masterAccount", "administratorAccountId"],
            ] {
                let server = Server::macie_at(stage);
                let b = server.macie(B);
                let mut body = json!({ "invitationId": b.invitation(A) });
                names.iter().for_each(|name| body[name] = json!(A));
                assert_eq!(b.says("POST", PATH, &body.to_string()), "200 {}", "{stage:?}");
                assert_eq!(
                    b.get("/administrator")["administrator"]["relationshipStatus"],
                    "Enabled"
                );
                b.at("POST", PATH).invalid(&body.to_string(), NONE);
            }
        }
    }

    #[test]
    fn refuses_bad_members() {
        let server = Server::macie_at(Stage::Invited);
        let b = server.macie(B);
        let accept = b.at("POST", PATH);
        accept.lacks(r#"{"administratorAccountId":"111111111111"}"#, "invitationId");
        accept.lacks(r#"{"invitationId":"x"}"#, "administratorAccountId");
        accept.lacks(r#"{"invitationId":"x","masterAccountId":"1"}"#, "administratorAccountId");
        let two = r#"{"invitationId":"x","masterAccount":"1","administratorAccountId":"2"}"#;
        let differ = "Member must not differ from administratorAccountId";
        accept.breaks(two, "masterAccount", differ);
        accept.cannot_read(
            r#"{"masterAccount":1}"#,
            "invalid type: integer `1`, expected a string at line 1 column 18",
        );
    }

    #[test]
    fn refuses_what_cannot_be_accepted() {
        let server = Server::macie_at(Stage::Invited);
        let (a, b) = (server.macie(A), server.macie(B));
        let (accept, id) = (b.at("POST", PATH), b.invitation(A));
        accept.invalid(&body(A, &"0".repeat(32)), NONE);
        accept.invalid(&body(A, ""), NONE);
        accept.invalid(&body(C, &id), NONE);
        accept.invalid(&body("A", &id), NONE);
        let members = "The request is rejected because the current account cannot accept \
            invitations since it still has created, invited or associated members.";
        a.at("POST", PATH).invalid(&body(B, &id), members);
        server.macie_step(Stage::Enabled);
        let associated = "The request is rejected because the current account cannot accept \
            invitations since it is already an associated member of some master account.";
        accept.invalid(&body(C, &id), associated);
        server.macie_step(Stage::Removed);
        accept.invalid(&body(A, &id), NONE);
        let declined = Server::macie_at(Stage::Declined);
        let b = declined.macie(B);
        b.at("POST", PATH).invalid(&body(A, &b.invitation(A)), NONE);
        let off = "403 AccessDeniedException: Macie is not enabled";
        let server = Server::new();
        server.macie(B).at("POST", PATH).refuses("§6.3 off, U25", &body(A, &id), off);
    }

    #[test]
    fn refuses_an_inviter_that_is_a_member() {
        let server = Server::macie_at(Stage::Resigned);
        let (a, b, c) = (server.macie(A), server.macie(B), server.macie(C));
        let account = json!({ "account": { "accountId": A, "email": "a@example.com" } });
        c.ok("POST", "/members", account);
        c.ok("POST", "/invitations", json!({ "accountIds": [A] }));
        assert_eq!(a.says("POST", PATH, &body(C, &a.invitation(C))), "200 {}");
        let member = "The request is rejected because the current account cannot accept invitation \
            from the given account ID since the latter is an associated member of another master \
            account.";
        b.at("POST", PATH).invalid(&body(A, &b.invitation(A)), member);
    }

    #[test]
    fn refuses_to_come_back_where_there_is_no_place() {
        let server = Server::with(Quotas { members: 1, ..Quotas::default() });
        use Stage::{Created, Enabled, Invited, On, Resigned};
        for step in [On, Created, Invited, Enabled, Resigned] {
            server.macie_step(step);
        }
        let account = json!({ "account": { "accountId": C, "email": "c@example.com" } });
        server.macie(A).ok("POST", "/members", account);
        let quota = "402 ServiceQuotaExceededException: The request is rejected because the current \
            account cannot create anymore members since it cannot exceed the maximum number of \
            allowed members.";
        let b = server.macie(B);
        b.at("POST", PATH).refuses("quota", &body(A, &b.invitation(A)), quota);
    }
}
