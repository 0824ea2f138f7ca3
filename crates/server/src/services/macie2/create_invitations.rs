//! `CreateInvitations` (semantics §4.2, §6.4; M2, M3, M4, M13).

use accede_membership::{Command, Reply};
use serde::Deserialize;

use super::errors;
use super::shapes::UnprocessedAccounts;
use crate::wire::constraints::{self, accounts};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("CreateInvitations", "POST", "/invitations"),
    decode,
    encode,
    refuse: errors::refuse,
};

/// The longest message, in characters (semantics §11 U17).
const MESSAGE_MAX: usize = 80;

/// `disableEmailNotification` is read for its type alone: no mail is sent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    account_ids: Option<Vec<String>>,
    #[serde(rename = "disableEmailNotification")]
    _disable_email_notification: Option<bool>,
    message: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let accounts = accounts("accountIds", request.account_ids)?;
    if let Some(message) = &request.message {
        constraints::length("message", message.chars().count(), 0..=MESSAGE_MAX)?;
    }
    Ok(Command::InviteMembers { accounts, message: request.message })
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&UnprocessedAccounts::of(&unprocessed))
}

#[cfg(test)]
mod tests {
    use accede_membership::{Quotas, Service};
    use serde_json::json;

    use super::super::shapes::tests::refuses_bad_account_ids;
    use crate::testing::{A, B, C, Fault, Faulty, Server, Stage};

    const OF_B: &str = r#"{"accountIds":["222222222222"]}"#;

    #[test]
    fn m2_m13_invites_with_a_new_id_each_time() {
        for stage in [Stage::Created, Stage::Resigned, Stage::Removed] {
            let server = Server::macie_at(stage);
            let before = server.macie(B).get("/invitations").to_string();
            let body = r#"{"accountIds":["222222222222"],"disableEmailNotification":true,
                "message":"Please, do join: 80 characters at most."}"#;
            let answer = server.macie(A).says("POST", "/invitations", body);
            assert_eq!(answer, r#"200 {"unprocessedAccounts":[]}"#, "{stage:?}");
            let row = server.macie(A).get("/members/222222222222");
            assert_eq!(row["relationshipStatus"], "Invited", "{stage:?}");
            assert!(!before.contains(&server.macie(B).invitation(A)), "{stage:?}");
        }
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        let server = Server::macie_at(Stage::Invited);
        let (a, b) = (server.macie(A), server.macie(B));
        let invite = a.at("POST", "/invitations");
        let again = "The request is rejected because the current account has already invited or is \
            already the Macie master of the given member account ID.";
        invite.leaves("§6.4 invited, U18", OF_B, B, again);
        let no_row = "The request is rejected because the given account ID is not an associated \
            member of account the current account.";
        invite.leaves("§6.4 no row", &OF_B.replace(B, C), C, no_row);
        let own = "The request is rejected because the current account cannot invite itself.";
        invite.leaves("§6.4 own account", &OF_B.replace(B, A), A, own);
        let bad = "The request is rejected because an invalid or out-of-range value is specified \
            as an input parameter.";
        invite.leaves("bad id", &OF_B.replace(B, "b"), "b", bad);

        server.macie_step(Stage::Enabled);
        invite.leaves("§6.4 member", OF_B, B, again);
        let member = "The request is rejected because the current account cannot invite other \
            accounts since it is already an associated member of another master account.";
        b.at("POST", "/invitations").leaves("§6.4 a member", &OF_B.replace(B, C), C, member);
    }

    #[test]
    fn leaves_unprocessed_what_has_no_place() {
        let server = Server::with(Quotas { members: 1, ..Quotas::default() });
        for step in [Stage::On, Stage::Created, Stage::Removed] {
            server.macie_step(step);
        }
        let account = json!({ "account": { "accountId": C, "email": "c@example.com" } });
        server.macie(A).ok("POST", "/members", account);
        let quota = "The request is rejected because the current account cannot create anymore \
            members since it cannot exceed the maximum number of allowed members.";
        let macie = server.macie(A);
        macie.at("POST", "/invitations").leaves("quota, for a row that comes back", OF_B, B, quota);
    }

    #[test]
    fn refuses_the_request() {
        refuses_bad_account_ids("/invitations");
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        let invite = macie.at("POST", "/invitations");
        let with = |rest: &str| OF_B.replace("]}", &format!("],{rest}}}"));
        let most = "Member must have length less than or equal to 80";
        let message = format!(r#""message":"{}""#, "é".repeat(81));
        invite.breaks(&with(&message), "message", most);
        invite.cannot_read(
            &with(r#""message":1"#),
            "invalid type: integer `1`, expected a string at line 1 column 42",
        );
        invite.cannot_read(
            &with(r#""disableEmailNotification":"yes""#),
            "invalid type: string \"yes\", expected a boolean at line 1 column 63",
        );
    }

    #[test]
    fn m3_m4_checks_the_email_of_an_account_that_is_known() {
        for (known, status, invitations) in [
            ("B@example.com", "Invited", 1),
            ("somebody@example.com", "EmailVerificationFailed", 0),
        ] {
            let store = Faulty::new(Fault::None);
            let server = store.server();
            server.macie_to(Stage::Created);
            store.know(&server, known);
            let answer = server.macie(A).says("POST", "/invitations", OF_B);
            assert_eq!(answer, r#"200 {"unprocessedAccounts":[]}"#, "{known}");
            let row = server.macie(A).get("/members/222222222222");
            assert_eq!(row["relationshipStatus"], status, "{known}");
            let count = server.macie(B).get("/invitations/count");
            assert_eq!(count["invitationsCount"], invitations, "{known}");
            if invitations == 0 {
                let failed = "The request is rejected because member account's email address could \
                    not be verified.";
                server.macie(A).at("POST", "/invitations").leaves("M5", OF_B, B, failed);
            }
        }
    }

    #[test]
    fn leaves_a_row_without_email_unprocessed() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.macie_to(Stage::Created);
        store.edit(&server, Service::Macie, |it| it.row.as_mut().unwrap().email = None);
        let missing = "The request is rejected because member account's email address is missing.";
        server.macie(A).at("POST", "/invitations").leaves("§6.4 no email", OF_B, B, missing);
    }
}
