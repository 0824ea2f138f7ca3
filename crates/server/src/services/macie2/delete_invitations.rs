//! `DeleteInvitations` (semantics §4.3, §6.4; M10).

use accede_membership::{Command, Reply};

use super::errors;
use super::shapes::{UnprocessedAccounts, account_ids};
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DeleteInvitations", "POST", "/invitations/delete"),
    decode: |input| Ok(Command::DeleteInvitations { accounts: account_ids(input)? }),
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
    use crate::testing::{A, B, Server, Stage};

    const OF_A: &str = r#"{"accountIds":["111111111111"]}"#;

    #[test]
    fn m10_ends_what_was_declined_or_left() {
        for (row, stage) in [("declined", Stage::Declined), ("M10 left", Stage::Resigned)] {
            let server = Server::macie_at(stage);
            let answer = server.macie(B).says("POST", "/invitations/delete", OF_A);
            assert_eq!(answer, r#"200 {"unprocessedAccounts":[]}"#, "{row}");
            let invitations = server.macie(B).says("GET", "/invitations", "");
            assert_eq!(invitations, r#"200 {"invitations":[]}"#, "{row}");
            let rows = server.macie(A).says("GET", "/members?onlyAssociated=false", "");
            assert_eq!(rows, r#"200 {"members":[]}"#, "{row}");
        }
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        let associated = "The request is rejected because the current account cannot delete the \
            invitation from the given master account ID since it is still associated to it or has \
            not declined their invitation yet.";
        for stage in [Stage::Invited, Stage::Enabled] {
            let server = Server::macie_at(stage);
            let b = server.macie(B);
            b.at("POST", "/invitations/delete").leaves("§6.4", OF_A, A, associated);
        }
        let none = "The request is rejected because the current account has no pending invitation \
            from the given master account ID.";
        let server = Server::macie_at(Stage::Invited);
        let (a, of_b) = (server.macie(A), OF_A.replace(A, B));
        let row = "an administrator does not withdraw here";
        a.at("POST", "/invitations/delete").leaves(row, &of_b, B, none);
        refuses_bad_account_ids("/invitations/delete");
    }
}
