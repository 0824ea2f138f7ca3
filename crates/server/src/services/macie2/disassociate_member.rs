//! `DisassociateMember` (semantics §4.2, §11 U13; M11, M12).

use accede_membership::{Command, Refusal, Reply};

use super::super::sentences as say;
use super::errors;
use super::get_member::member_id;
use crate::wire::error::WireError;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DisassociateMember", "POST", "/members/disassociate/{id}"),
    decode: |input| {
        no_input(input)?;
        Ok(Command::DisassociateMembers { accounts: vec![member_id(input)?] })
    },
    encode,
    refuse: errors::refuse,
};

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    if unprocessed.iter().any(|one| one.refusal == Refusal::NoRow) {
        return Err(WireError::new(400, "ValidationException", say::CANNOT_DISASSOCIATE).into());
    }
    errors::of_one(call, &unprocessed)?;
    json(&Empty {})
}

#[cfg(test)]
mod tests {
    use super::super::get_member::tests::refuses_bad_ids;
    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn m11_m12_removes_what_has_not_ended() {
        for (stage, status) in [
            (Stage::Created, "Removed"),
            (Stage::Invited, "Removed"),
            (Stage::Enabled, "Removed"),
            (Stage::Resigned, "Resigned"),
            (Stage::Removed, "Removed"),
        ] {
            let server = Server::macie_at(stage);
            let answer = server.macie(A).says("POST", "/members/disassociate/222222222222", "");
            assert_eq!(answer, "200 {}", "{stage:?}");
            let row = server.macie(A).get("/members/222222222222");
            assert_eq!(row["relationshipStatus"], status, "{stage:?}");
            let invitations = server.macie(B).says("GET", "/invitations", "");
            let gone = invitations == r#"200 {"invitations":[]}"#;
            assert_eq!(gone, status == "Removed", "{stage:?}");
        }
    }

    #[test]
    fn refuses() {
        let no_row = "The request is rejected because the current account cannot disassociate the \
            given member account ID since the latter is not yet associated to it.";
        refuses_bad_ids(("POST", "/members/disassociate/", ""), no_row);
    }
}
