//! `BatchUpdateAutomatedDiscoveryAccounts`: an administrator switches automated discovery on or off in single accounts.

use accede_membership::{Command, Discovery, Refusal, Reply, Subject, Unprocessed};
use serde::{Deserialize, Serialize};

use super::get_automated_discovery_configuration::refuse as refuse_all;
use super::update_automated_discovery_configuration::is_enabled;
use crate::wire::constraints::required;
use crate::wire::error::{BadInput, WireError};
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::{Named, Object, Text};

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "BatchUpdateAutomatedDiscoveryAccounts",
        "PATCH",
        "/automated-discovery/accounts",
    ),
    decode,
    encode,
    refuse,
};

#[derive(Debug, Deserialize)]
struct Request {
    accounts: Option<Vec<Object<AccountUpdate>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccountUpdate {
    account_id: Option<String>,
    status: Option<String>,
}

/// Without errors, the member is not there.
#[derive(Debug, Serialize)]
struct Response<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<UpdateError<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UpdateError<'a> {
    account_id: Named<'a>,
    error_code: &'static str,
}

impl UpdateError<'_> {
    fn of(one: &Unprocessed) -> UpdateError<'_> {
        let error_code = match one.refusal {
            Refusal::MemberPaused => "ACCOUNT_PAUSED",
            _ => "ACCOUNT_NOT_FOUND",
        };
        UpdateError { account_id: Text(&one.subject), error_code }
    }
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let update = |Object(update): Object<AccountUpdate>| {
        let account = required("accounts.member.accountId", update.account_id)?;
        let enabled = is_enabled("accounts.member.status", update.status.as_deref())?;
        Ok((Subject::parse(&account), enabled))
    };
    let accounts = request.accounts.unwrap_or_default().into_iter().map(update);
    let accounts = accounts.collect::<Result<Vec<_>, _>>()?;
    Ok(Command::Discovery(Discovery::Update { accounts }))
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&Response { errors: unprocessed.iter().map(UpdateError::of).collect() })
}

fn refuse(call: &Call<'_>, refusal: Refusal) -> WireError {
    match refusal {
        Refusal::TooManyAccounts => WireError::new(
            400,
            "ValidationException",
            "The request is rejected because the parameter accounts is out-of-bounds.",
        ),
        other => refuse_all(call, other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::get_automated_discovery_configuration::tests::{
        MEMBER, TARGET as CONFIGURATION,
    };
    use super::super::list_automated_discovery_accounts::tests::{TARGET, seen};
    use crate::testing::{A, B, C, Server, Stage};

    fn body(accounts: &[(&str, &str)]) -> Value {
        let update = |(id, status): &(&str, &str)| json!({ "accountId": id, "status": status });
        json!({ "accounts": accounts.iter().map(update).collect::<Vec<_>>() })
    }

    #[test]
    fn switches_single_accounts() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        macie.ok("PUT", CONFIGURATION, json!({ "status": "ENABLED" }));
        let off = body(&[(B, "DISABLED")]).to_string();
        assert_eq!(macie.says("PATCH", TARGET, &off), "200 {}");
        assert_eq!(seen(&server, A), ["111111111111:ENABLED", "222222222222:DISABLED"]);
        assert_eq!(seen(&server, B), ["222222222222:DISABLED"]);
        let both = body(&[(A, "DISABLED"), (B, "DISABLED"), (B, "ENABLED")]);
        macie.ok("PATCH", TARGET, both);
        assert_eq!(seen(&server, A), ["111111111111:DISABLED", "222222222222:ENABLED"]);
        macie.ok("PATCH", TARGET, body(&[(A, "ENABLED")]));
        assert_eq!(seen(&server, A), ["111111111111:ENABLED", "222222222222:ENABLED"]);
        assert_eq!(macie.says("PATCH", TARGET, ""), "200 {}", "none");
    }

    #[test]
    fn says_which_accounts_it_cannot_switch() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        macie.ok("PUT", CONFIGURATION, json!({ "status": "ENABLED" }));
        server.macie(B).ok("PATCH", "/macie", json!({ "status": "PAUSED" }));
        let body = body(&[(C, "ENABLED"), (B, "ENABLED"), ("x", "DISABLED")]).to_string();
        let answer = concat!(
            r#"200 {"errors":[{"accountId":"333333333333","errorCode":"ACCOUNT_NOT_FOUND"},"#,
            r#"{"accountId":"222222222222","errorCode":"ACCOUNT_PAUSED"},"#,
            r#"{"accountId":"x","errorCode":"ACCOUNT_NOT_FOUND"}]}"#
        );
        macie.at("PATCH", TARGET).refuses("accounts", &body, answer);
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        let update = macie.at("PATCH", TARGET);
        let on = body(&[(B, "ENABLED")]).to_string();
        let disabled = "409 ConflictException: The request failed because automated sensitive data \
            discovery is not enabled for your organization";
        update.refuses("not configured", &on, disabled);
        macie.ok("PUT", CONFIGURATION, json!({ "status": "ENABLED" }));
        update.lacks(r#"{"accounts":[{"status":"ENABLED"}]}"#, "accounts.member.accountId");
        update.lacks(r#"{"accounts":[{"accountId":"1"}]}"#, "accounts.member.status");
        let values = "Member must satisfy enum value set: [ENABLED, DISABLED]";
        update.breaks(&on.replace("ENABLED", "ON"), "accounts.member.status", values);
        let over = "The request is rejected because the parameter accounts is out-of-bounds.";
        update.invalid(&body(&[(B, "ENABLED"); 51]).to_string(), over);
        server.macie(B).at("PATCH", TARGET).refuses("a member", &on, MEMBER);
        let off = "403 AccessDeniedException: Macie is not enabled";
        Server::new().macie(A).at("PATCH", TARGET).refuses("§6.3 off", &on, off);
    }
}
