//! `DescribeOrganizationConfiguration` (semantics §4.4).

use accede_membership::{Command, Delegation, Reply};
use serde::Serialize;

use super::errors;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DescribeOrganizationConfiguration", "GET", "/admin/configuration"),
    decode: |_| Ok(Command::Delegation(Delegation::Describe)),
    encode,
    refuse: errors::organization,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    auto_enable: bool,
    max_account_limit_reached: bool,
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Designation { designation, limit_reached } = reply else {
        return Err(NotEncoded::Unexpected);
    };
    let auto_enable = designation.auto_enable;
    json(&Response { auto_enable, max_account_limit_reached: limit_reached })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server};

    const TARGET: &str = "/admin/configuration";

    #[test]
    fn is_read_back() {
        let server = Server::organized(&[A, B]);
        server.macie(A).ok("POST", "/admin", json!({ "adminAccountId": B }));
        let answer = r#"200 {"autoEnable":false,"maxAccountLimitReached":false}"#;
        assert_eq!(server.macie(B).says("GET", TARGET, ""), answer);
        assert_eq!(server.macie(B).ok("PATCH", TARGET, json!({ "autoEnable": true })), json!({}));
        let answer = answer.replacen("false", "true", 1);
        assert_eq!(server.macie(B).says("GET", TARGET, ""), answer);
    }

    #[test]
    fn is_for_the_organization_administrator() {
        let server = Server::organized(&[A, B, C]);
        server.macie(A).ok("POST", "/admin", json!({ "adminAccountId": B }));
        server.macie(C).ok("POST", "/macie", json!({}));
        let why = "403 AccessDeniedException: The request failed because you must be the Macie \
            administrator for an organization to perform this operation";
        for other in [A, C, "444444444444"] {
            let macie = server.macie(other);
            macie.at("GET", TARGET).refuses("§6.3 non-DA, on or off", "", why);
            macie.at("PATCH", TARGET).refuses("§6.3 non-DA", r#"{"autoEnable":true}"#, why);
        }
        let macie = server.macie(B);
        macie.at("PATCH", TARGET).lacks("{}", "autoEnable");
    }
}
