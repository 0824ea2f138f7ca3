//! `GetInvitationsCount` (semantics §3.3).

use accede_membership::{Command, Reply};
use serde::Serialize;

use super::errors;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetInvitationsCount", "GET", "/invitations/count"),
    decode: |_| Ok(Command::CountInvitations),
    encode,
    refuse: errors::membership,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    invitations_count: u64,
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::InvitationCount(invitations_count) = reply else {
        return Err(NotEncoded::Unexpected);
    };
    json(&Response { invitations_count })
}

#[cfg(test)]
mod tests {
    use crate::testing::{B, Server, Stage};

    #[test]
    fn counts_all_but_the_accepted_one() {
        for (stage, count) in [
            (Stage::Created, 0),
            (Stage::Invited, 1),
            (Stage::Enabled, 0),
            (Stage::Declined, 1),
            (Stage::Resigned, 1),
            (Stage::Removed, 0),
        ] {
            let answer = Server::hub_at(stage).hub(B).says("GET", "/invitations/count", "");
            let expected = format!(r#"200 {{"InvitationsCount":{count}}}"#);
            assert_eq!(answer, expected, "§5.5 {stage:?}");
        }
    }

    #[test]
    fn needs_the_hub() {
        let server = Server::new();
        let off = "400 BadRequestException: The request is rejected since no such resource found.";
        server.hub(B).at("GET", "/invitations/count").refuses("§6.1 hub off, U5", "", off);
    }
}
