//! `DeleteMember` (semantics §4.2; M14).

use accede_membership::{Command, Reply};

use super::errors;
use super::get_member::member_id;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DeleteMember", "DELETE", "/members/{id}"),
    decode: |input| {
        no_input(input)?;
        Ok(Command::DeleteMembers { accounts: vec![member_id(input)?] })
    },
    encode,
    refuse: errors::refuse,
};

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    errors::of_one(call, &unprocessed)?;
    json(&Empty {})
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::get_member::tests::refuses_bad_ids;
    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn m14_deletes_rows_that_are_not_associated() {
        for stage in [Stage::Created, Stage::Invited, Stage::Resigned, Stage::Removed] {
            let server = Server::macie_at(stage);
            assert_eq!(server.macie(A).says("DELETE", "/members/222222222222", ""), "200 {}");
            let rows = server.macie(A).says("GET", "/members?onlyAssociated=false", "");
            assert_eq!(rows, r#"200 {"members":[]}"#, "{stage:?}");
            let invitations = server.macie(B).says("GET", "/invitations", "");
            assert_eq!(invitations, r#"200 {"invitations":[]}"#, "{stage:?}, U10");
        }
    }

    #[test]
    fn refuses() {
        let associated = "The request is rejected because the current account cannot delete the \
            given member account ID since it is still associated to it.";
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        let delete = macie.at("DELETE", "/members/222222222222");
        delete.invalid("", associated);
        server.macie(B).ok("PATCH", "/macie", json!({ "status": "PAUSED" }));
        delete.invalid("", associated);
        let no_row = "The request is rejected because the given account ID is not an associated \
            member of account the current account.";
        refuses_bad_ids(("DELETE", "/members/", ""), no_row);
    }
}
