//! `DisassociateMembers` (semantics §3.2, §11 U13; S8, S9).

use accede_membership::Command;

use super::errors;
use super::get_members::account_ids;
use crate::wire::rest_json::{Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DisassociateMembers", "POST", "/members/disassociate"),
    decode: |input| Ok(Command::DisassociateMembers { accounts: account_ids(input)? }),
    // The answer has no place for accounts that were not processed: they are silent.
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::membership,
};

#[cfg(test)]
mod tests {
    use super::super::get_members::tests::refuses_bad_account_ids;
    use crate::testing::{A, B, C, Server, Stage};

    const OF_B: &str = r#"{"AccountIds":["222222222222"]}"#;

    #[test]
    fn s8_s9_removes_what_has_not_ended() {
        for (stage, status) in [
            (Stage::Created, "Removed"),
            (Stage::Invited, "Removed"),
            (Stage::Enabled, "Removed"),
            (Stage::Declined, "Resigned"),
            (Stage::Resigned, "Resigned"),
            (Stage::Removed, "Removed"),
        ] {
            let server = Server::hub_at(stage);
            assert_eq!(server.hub(A).says("POST", "/members/disassociate", OF_B), "200 {}");
            let row = server.hub(A).get("/members?OnlyAssociated=false")["Members"][0].clone();
            assert_eq!(row["MemberStatus"], status, "{stage:?}");
            let invitations = server.hub(B).says("GET", "/invitations", "");
            let gone = invitations == r#"200 {"Invitations":[]}"#;
            assert_eq!(gone, status == "Removed", "{stage:?}");
            assert_eq!(server.hub(B).says("GET", "/administrator", ""), "200 {}", "{stage:?}");
        }
    }

    #[test]
    fn u20_leaves_nobody_out_in_silence() {
        let server = Server::hub_at(Stage::Enabled);
        let unknown = C.to_owned() + r#"",""#;
        let many = format!(r#"{{"AccountIds":["{}{B}"]}}"#, unknown.repeat(60));
        assert_eq!(server.hub(A).says("POST", "/members/disassociate", &many), "200 {}");
        let row = server.hub(A).get("/members?OnlyAssociated=false")["Members"][0].clone();
        assert_eq!(row["MemberStatus"], "Removed");
    }

    #[test]
    fn is_silent_about_single_accounts() {
        let server = Server::hub_at(Stage::Enabled);
        let (a, b) = (server.hub(A), server.hub(B));
        let unknown = r#"{"AccountIds":["333333333333","111111111111","x"]}"#;
        a.at("POST", "/members/disassociate").refuses("U13", unknown, "200 {}");
        let of_a = OF_B.replace(B, A);
        b.at("POST", "/members/disassociate").refuses("a member has no row", &of_a, "200 {}");
        refuses_bad_account_ids("/members/disassociate");
    }
}
