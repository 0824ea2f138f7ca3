//! `DeleteInvitations` (semantics §3.3, §6.2, §11 U1; S14, S15, S16).

use accede_membership::{Command, Refusal, Reply};

use super::super::sentences as say;
use super::errors;
use super::get_members::account_ids;
use super::shapes::UnprocessedAccounts;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DeleteInvitations", "POST", "/invitations/delete"),
    decode,
    encode,
    refuse: errors::membership,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    Ok(Command::DeleteInvitations { accounts: account_ids(input)? })
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&UnprocessedAccounts::of(&unprocessed, |refusal| {
        (refusal == Refusal::StillAssociated).then_some(say::INVITATION_STILL_ASSOCIATED)
    }))
}

#[cfg(test)]
mod tests {
    use super::super::get_members::tests::refuses_bad_account_ids;
    use crate::testing::{A, B, C, Server, Stage};

    const OF_A: &str = r#"{"AccountIds":["111111111111"]}"#;
    const OF_B: &str = r#"{"AccountIds":["222222222222"]}"#;
    const DONE: &str = r#"200 {"UnprocessedAccounts":[]}"#;
    const ASSOCIATED: &str = "The request is rejected because the current account cannot delete the \
        invitation from the given master account ID since it is still associated to it or has not \
        declined their invitation yet.";

    #[test]
    fn s14_s16_ends_the_invitation_and_keeps_the_row() {
        for (row, stage, who, body, status) in [
            ("S14 after leaving", Stage::Resigned, B, OF_A, "Resigned"),
            ("S14 after declining", Stage::Declined, B, OF_A, "Resigned"),
            ("S16 withdrawn", Stage::Invited, A, OF_B, "Created"),
            ("S16 of one that left", Stage::Resigned, A, OF_B, "Resigned"),
        ] {
            let server = Server::hub_at(stage);
            assert_eq!(server.hub(who).says("POST", "/invitations/delete", body), DONE, "{row}");
            let member = server.hub(A).get("/members?OnlyAssociated=false")["Members"][0].clone();
            assert_eq!(member["MemberStatus"], status, "{row}");
            let invitations = server.hub(B).says("GET", "/invitations", "");
            assert_eq!(invitations, r#"200 {"Invitations":[]}"#, "{row}");
        }
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        for (row, stage, who, body, account) in [
            ("S15, §6.2 not declined", Stage::Invited, B, OF_A, A),
            ("S15, §6.2 accepted", Stage::Enabled, B, OF_A, A),
            ("§6.2 accepted, as administrator", Stage::Enabled, A, OF_B, B),
        ] {
            let server = Server::hub_at(stage);
            let hub = server.hub(who);
            hub.at("POST", "/invitations/delete").leaves(row, body, account, ASSOCIATED);
        }
        let none = "The request is rejected because the current account has no pending invitation \
            from the given master account ID.";
        let server = Server::hub_at(Stage::Created);
        let (a, c) = (server.hub(A), server.hub(C));
        a.at("POST", "/invitations/delete").leaves("§6.2 not invited", OF_B, B, none);
        c.at("POST", "/invitations/delete").leaves("§6.2 nothing at all", OF_B, B, none);
        refuses_bad_account_ids("/invitations/delete");
    }
}
