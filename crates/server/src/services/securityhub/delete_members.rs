//! `DeleteMembers` (semantics §3.2, §6.2; S11, S12).

use accede_membership::{Command, Reply};

use super::errors;
use super::get_members::account_ids;
use super::shapes::UnprocessedAccounts;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DeleteMembers", "POST", "/members/delete"),
    decode,
    encode,
    refuse: errors::membership,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    Ok(Command::DeleteMembers { accounts: account_ids(input)? })
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&UnprocessedAccounts::of(&unprocessed, |_| None))
}

#[cfg(test)]
mod tests {
    use super::super::get_members::tests::refuses_bad_account_ids;
    use crate::testing::{A, B, C, Server, Stage};

    const OF_B: &str = r#"{"AccountIds":["222222222222"]}"#;

    #[test]
    fn s11_deletes_rows_that_are_not_associated() {
        use Stage::{Created, Declined, Invited, Removed, Resigned};
        for stage in [Created, Invited, Declined, Resigned, Removed] {
            let server = Server::hub_at(stage);
            let answer = server.hub(A).says("POST", "/members/delete", OF_B);
            assert_eq!(answer, r#"200 {"UnprocessedAccounts":[]}"#, "{stage:?}");
            let rows = server.hub(A).says("GET", "/members?OnlyAssociated=false", "");
            assert_eq!(rows, r#"200 {"Members":[]}"#, "{stage:?}");
            let invitations = server.hub(B).says("GET", "/invitations", "");
            assert_eq!(invitations, r#"200 {"Invitations":[]}"#, "{stage:?}, U10");
        }
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        let server = Server::hub_at(Stage::Enabled);
        let hub = server.hub(A);
        let delete = hub.at("POST", "/members/delete");
        let associated = "The request is rejected because the current account cannot delete the \
            given member account ID since it is still associated to it.";
        delete.leaves("S12, §6.2 associated", OF_B, B, associated);
        let no_row = "The request is rejected because the given account ID is not an associated \
            member of account the current account.";
        delete.leaves("no row", &OF_B.replace(B, C), C, no_row);
        refuses_bad_account_ids("/members/delete");
    }
}
