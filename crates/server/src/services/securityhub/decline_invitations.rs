//! `DeclineInvitations` (semantics §3.3, §6.2; S4).

use accede_membership::{Command, Reply};

use super::errors;
use super::get_members::account_ids;
use super::shapes::UnprocessedAccounts;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DeclineInvitations", "POST", "/invitations/decline"),
    decode,
    encode,
    refuse: errors::membership,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    Ok(Command::DeclineInvitations { accounts: account_ids(input)? })
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&UnprocessedAccounts::of(&unprocessed, |_| None))
}

#[cfg(test)]
mod tests {
    use super::super::get_members::tests::refuses_bad_account_ids;
    use crate::testing::{A, B, C, Server, Stage};

    const OF_A: &str = r#"{"AccountIds":["111111111111"]}"#;
    const DONE: &str = r#"200 {"UnprocessedAccounts":[]}"#;

    #[test]
    fn s4_the_row_resigns_and_the_invitation_stays() {
        let server = Server::hub_at(Stage::Invited);
        let b = server.hub(B);
        let before = b.get("/invitations");
        assert_eq!(b.says("POST", "/invitations/decline", OF_A), DONE);
        let row = server.hub(A).get("/members?OnlyAssociated=false")["Members"][0].clone();
        assert_eq!(row["MemberStatus"], "Resigned");
        assert_eq!(b.get("/invitations"), before);
        b.at("POST", "/invitations/decline").refuses("twice", OF_A, DONE);
        let server = Server::hub_at(Stage::Resigned);
        server.hub(B).at("POST", "/invitations/decline").refuses("after leaving", OF_A, DONE);
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        let none = "The request is rejected because the current account has no pending invitation \
            from the given master account ID.";
        for stage in [Stage::Created, Stage::Enabled, Stage::Removed] {
            let server = Server::hub_at(stage);
            let b = server.hub(B);
            let row = format!("§6.2 nothing to decline, {stage:?}");
            b.at("POST", "/invitations/decline").leaves(&row, OF_A, A, none);
        }
        let server = Server::hub_at(Stage::Invited);
        let (a, b) = (server.hub(A), server.hub(B));
        let decline = b.at("POST", "/invitations/decline");
        decline.leaves("§6.2 not from C", &OF_A.replace(A, C), C, none);
        decline.leaves("U2 own id", &OF_A.replace(A, B), B, none);
        let of_b = OF_A.replace(A, B);
        a.at("POST", "/invitations/decline").leaves("U2 member's id", &of_b, B, none);
        refuses_bad_account_ids("/invitations/decline");
    }
}
