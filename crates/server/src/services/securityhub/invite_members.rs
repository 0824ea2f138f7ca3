//! `InviteMembers` (semantics §3.2, §6.2; S2, S7, S10).

use accede_membership::{Command, Reply};

use super::errors;
use super::get_members::account_ids;
use super::shapes::UnprocessedAccounts;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("InviteMembers", "POST", "/members/invite"),
    decode,
    encode,
    refuse: errors::membership,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    Ok(Command::InviteMembers { accounts: account_ids(input)?, message: None })
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&UnprocessedAccounts::of(&unprocessed, |_| None))
}

#[cfg(test)]
mod tests {
    use accede_membership::Quotas;
    use serde_json::json;

    use super::super::get_members::tests::refuses_bad_account_ids;
    use crate::testing::{A, B, C, Server, Stage};

    const OF_B: &str = r#"{"AccountIds":["222222222222"]}"#;

    #[test]
    fn s2_s7_s10_invites_with_a_new_id_each_time() {
        for stage in [Stage::Created, Stage::Declined, Stage::Resigned, Stage::Removed] {
            let server = Server::hub_at(stage);
            let before = server.hub(B).get("/invitations").to_string();
            let answer = server.hub(A).says("POST", "/members/invite", OF_B);
            assert_eq!(answer, r#"200 {"UnprocessedAccounts":[]}"#, "{stage:?}");
            let row = server.hub(A).get("/members?OnlyAssociated=false")["Members"][0].clone();
            assert_eq!(row["MemberStatus"], "Invited", "{stage:?}");
            assert_eq!(row["InvitedAt"], row["UpdatedAt"], "{stage:?}");
            assert!(!before.contains(&server.hub(B).invitation(A)), "{stage:?}");
        }
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        let server = Server::hub_at(Stage::Invited);
        let (a, b, c) = (server.hub(A), server.hub(B), server.hub(C));
        let invite = a.at("POST", "/members/invite");
        let again = "The request is rejected because the current account has already invited or is \
            already the SecurityHub master of the given member account ID.";
        invite.leaves("§6.2 invited, U18", OF_B, B, again);
        let no_row = "The request is rejected because the given account ID is not an associated \
            member of account the current account.";
        invite.leaves("§6.2 no row", &OF_B.replace(B, C), C, no_row);
        let own = "The request is rejected because the current account cannot invite itself.";
        invite.leaves("§5.6 oneself", &OF_B.replace(B, A), A, own);
        let bad = "The request is rejected because an invalid or out-of-range value is specified \
            as an input parameter.";
        invite.leaves("bad id", &OF_B.replace(B, "b"), "b", bad);

        server.hub_step(Stage::Enabled);
        invite.leaves("§6.2 member", OF_B, B, again);
        let member = "The request is rejected because the current account cannot invite other \
            accounts since it is already an associated member of another master account.";
        let of_c = OF_B.replace(B, C);
        b.at("POST", "/members/invite").leaves("§5.6 caller is a member", &of_c, C, member);
        c.ok("POST", "/members", json!({ "AccountDetails": [{ "AccountId": B }] }));
        let other = "The request is rejected because the current account cannot invite the given \
            member account ID since the latter is already an associated member of another master \
            account.";
        c.at("POST", "/members/invite").leaves("§6.2 member of another, U29", OF_B, B, other);
    }

    #[test]
    fn leaves_unprocessed_what_is_beyond_a_limit() {
        let server = Server::with(Quotas { members: 1, batch: 1, ..Quotas::default() });
        for step in [Stage::On, Stage::Created, Stage::Removed] {
            server.hub_step(step);
        }
        let hub = server.hub(A);
        hub.ok("POST", "/members", json!({ "AccountDetails": [{ "AccountId": C }] }));
        let quota = "The request is rejected because the current account cannot create anymore \
            members since it cannot exceed the maximum number of allowed members.";
        let invite = hub.at("POST", "/members/invite");
        invite.leaves("quota, for a row that comes back", OF_B, B, quota);

        let both = r#"{"AccountIds":["333333333333","222222222222"]}"#;
        let over = r#"{"AccountId":"222222222222","ProcessingResult":"Maximum number of results exceeded"}"#;
        let answer = format!(r#"200 {{"UnprocessedAccounts":[{over}]}}"#);
        assert_eq!(hub.says("POST", "/members/invite", both), answer, "U20");
    }

    #[test]
    fn refuses_the_request() {
        refuses_bad_account_ids("/members/invite");
    }
}
