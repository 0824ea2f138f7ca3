//! `DeclineInvitations` (semantics §4.3, §6.4; M7, M10).

use accede_membership::{Command, Reply};

use super::errors;
use super::shapes::{UnprocessedAccounts, account_ids};
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DeclineInvitations", "POST", "/invitations/decline"),
    decode: |input| Ok(Command::DeclineInvitations { accounts: account_ids(input)? }),
    encode,
    refuse: errors::refuse,
};

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&UnprocessedAccounts::of(&unprocessed))
}

#[cfg(test)]
mod tests {
    use super::super::shapes::tests::refuses_bad_account_ids;
    use crate::testing::{A, B, C, Server, Stage};

    const OF_A: &str = r#"{"accountIds":["111111111111"]}"#;

    #[test]
    fn m7_m10_the_row_goes_and_a_dead_invitation_stays() {
        for (row, stage) in [("M7", Stage::Invited), ("M10", Stage::Resigned)] {
            let server = Server::macie_at(stage);
            let b = server.macie(B);
            let id = b.invitation(A);
            let answer = b.says("POST", "/invitations/decline", OF_A);
            assert_eq!(answer, r#"200 {"unprocessedAccounts":[]}"#, "{row}");
            let rows = server.macie(A).says("GET", "/members?onlyAssociated=false", "");
            assert_eq!(rows, r#"200 {"members":[]}"#, "{row}");
            let invitation = b.get("/invitations")["invitations"][0].clone();
            assert_eq!(invitation["relationshipStatus"], "Resigned", "{row}");
            assert_eq!(invitation["invitationId"], id, "{row}");
        }
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        let none = "The request is rejected because the current account has no pending invitation \
            from the given master account ID.";
        for stage in [Stage::Created, Stage::Enabled, Stage::Declined, Stage::Removed] {
            let server = Server::macie_at(stage);
            let b = server.macie(B);
            let row = format!("§6.4 nothing to decline, {stage:?}");
            b.at("POST", "/invitations/decline").leaves(&row, OF_A, A, none);
        }
        let server = Server::macie_at(Stage::Invited);
        let (a, b) = (server.macie(A), server.macie(B));
        let decline = b.at("POST", "/invitations/decline");
        decline.leaves("§6.4 not from C", &OF_A.replace(A, C), C, none);
        let of_b = OF_A.replace(A, B);
        a.at("POST", "/invitations/decline").leaves("§6.4 member's id", &of_b, B, none);
        refuses_bad_account_ids("/invitations/decline");
    }
}
