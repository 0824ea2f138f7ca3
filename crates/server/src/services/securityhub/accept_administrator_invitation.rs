//! `AcceptAdministratorInvitation`, and `AcceptInvitation` under its deprecated path (semantics §3.3,
//! §6.1; S3, S6).

use accede_membership::{Command, InvitationId, Subject};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints::{non_blank, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("AcceptAdministratorInvitation", "POST", "/administrator"),
    decode: |input| {
        let request: Request = input.json()?;
        command("AdministratorId", request.administrator_id, request.invitation_id)
    },
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::membership,
};

pub(super) const DEPRECATED: Operation = Operation {
    endpoint: Endpoint::new("AcceptInvitation", "POST", "/master"),
    decode: |input: &Input<'_>| {
        let request: Request = input.json()?;
        command("MasterId", request.master_id, request.invitation_id)
    },
    ..OPERATION
};

/// The input of both: each knows the administrator by its own name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    administrator_id: Option<String>,
    master_id: Option<String>,
    invitation_id: Option<String>,
}

fn command(
    member: &str,
    administrator: Option<String>,
    invitation: Option<String>,
) -> Result<Command, BadInput> {
    let administrator = non_blank(member, required(member, administrator)?)?;
    let invitation = non_blank("InvitationId", required("InvitationId", invitation)?)?;
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

    const NONE: &str = "400 BadRequestException: The request is rejected because the current \
        account has no pending invitation from the given master account ID or is already an \
        associated member of another master account.";

    /// The two operations: path, and how each spells the administrator.
    const TWINS: [(&str, &str); 2] =
        [("/administrator", "AdministratorId"), ("/master", "MasterId")];

    fn body(member: &str, administrator: &str, id: &str) -> String {
        json!({ member: administrator, "InvitationId": id }).to_string()
    }

    #[test]
    fn s3_s6_accepts_and_accepts_again() {
        for (path, member) in TWINS {
            for stage in [Stage::Invited, Stage::Declined, Stage::Resigned] {
                let server = Server::hub_at(stage);
                let b = server.hub(B);
                let body = body(member, A, &b.invitation(A));
                assert_eq!(b.says("POST", path, &body), "200 {}", "{stage:?}");
                assert_eq!(b.get("/administrator")["Administrator"]["AccountId"], A);
                b.at("POST", path).refuses("U4 again", &body, "200 {}");
                let wrong = body.replace(&b.invitation(A), &"0".repeat(32));
                b.at("POST", path).refuses("U4 again, other id", &wrong, NONE);
            }
        }
    }

    #[test]
    fn refuses_bad_members() {
        let server = Server::hub_at(Stage::Invited);
        let b = server.hub(B);
        let pattern = "Member must satisfy regular expression pattern: .*\\S.*";
        for ((path, member), (_, other)) in TWINS.into_iter().zip(TWINS.into_iter().rev()) {
            let accept = b.at("POST", path);
            accept.lacks("", member);
            accept.lacks(&body(other, A, "x"), member);
            accept.lacks(&json!({ member: A, "InvitationId": null }).to_string(), "InvitationId");
            accept.breaks(&body(member, "", "x"), member, pattern);
            accept.breaks(&body(member, A, " "), "InvitationId", pattern);
            accept.cannot_read(
                r#"{"InvitationId":7}"#,
                "invalid type: integer `7`, expected a string at line 1 column 17",
            );
        }
    }

    #[test]
    fn refuses_what_cannot_be_accepted() {
        for (path, member) in TWINS {
            let server = Server::hub_at(Stage::Invited);
            let (a, b) = (server.hub(A), server.hub(B));
            let (accept, id) = (b.at("POST", path), b.invitation(A));
            accept.refuses("§6.1 other id", &body(member, A, &"0".repeat(32)), NONE);
            accept.refuses("§6.1 no id", &body(member, A, "x"), NONE);
            accept.refuses("§6.1 not from C", &body(member, C, &id), NONE);
            accept.refuses("§6.1 no account", &body(member, "A", &id), NONE);
            let members = "400 BadRequestException: The request is rejected because the current \
                account cannot accept invitations since it still has created, invited or \
                associated members.";
            a.at("POST", path).refuses("§6.1 has members", &body(member, B, &id), members);
            server.hub_step(Stage::Enabled);
            accept.refuses("§6.1 has an administrator", &body(member, C, &id), NONE);
            server.hub_step(Stage::Removed);
            accept.refuses("U10 dead", &body(member, A, &id), NONE);

            let server = Server::new();
            let off =
                "400 BadRequestException: The request is rejected since no such resource found.";
            let accept = body(member, A, &id);
            server.hub(B).at("POST", path).refuses("§6.1 hub off, U5", &accept, off);
        }
    }

    #[test]
    fn refuses_an_inviter_that_is_a_member() {
        let server = Server::hub_at(Stage::Declined);
        let (a, b, c) = (server.hub(A), server.hub(B), server.hub(C));
        c.ok("POST", "/members", json!({ "AccountDetails": [{ "AccountId": A }] }));
        c.ok("POST", "/members/invite", json!({ "AccountIds": [A] }));
        let of_c = json!({ "AdministratorId": C, "InvitationId": a.invitation(C) });
        a.ok("POST", "/administrator", of_c);
        let member = "400 BadRequestException: The request is rejected because the current account \
            cannot accept invitation from the given account ID since the latter is an associated \
            member of another master account.";
        let of_a = body("AdministratorId", A, &b.invitation(A));
        b.at("POST", "/administrator").refuses("§6.1 inviter is a member", &of_a, member);
    }

    #[test]
    fn refuses_to_come_back_where_there_is_no_place() {
        let server = Server::with(Quotas { members: 1, ..Quotas::default() });
        for step in [Stage::On, Stage::Created, Stage::Invited, Stage::Declined] {
            server.hub_step(step);
        }
        let details = json!({ "AccountDetails": [{ "AccountId": C }] });
        server.hub(A).ok("POST", "/members", details);
        let b = server.hub(B);
        let quota = "429 LimitExceededException: The request is rejected because the current account \
            cannot create anymore members since it cannot exceed the maximum number of allowed \
            members.";
        let body = body("MasterId", A, &b.invitation(A));
        b.at("POST", "/master").refuses("quota", &body, quota);
    }
}
