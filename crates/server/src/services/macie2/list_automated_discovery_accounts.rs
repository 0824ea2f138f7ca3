//! `ListAutomatedDiscoveryAccounts`: an administrator sees itself and its members, everybody else itself.

use accede_membership::{Command, Discovery, Reply};
use serde::Serialize;

use super::get_automated_discovery_configuration::{refuse, status};
use super::list_invitations::PARAMETERS;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::listing::Listing;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Account;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "ListAutomatedDiscoveryAccounts",
        "GET",
        "/automated-discovery/accounts",
    ),
    decode,
    encode,
    refuse,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    items: Vec<AutomatedDiscoveryAccount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AutomatedDiscoveryAccount {
    account_id: Account,
    status: &'static str,
}

fn asked(input: &Input<'_>) -> Result<(Discovery, Listing), BadInput> {
    let ids = input.query.all("accountIds");
    let only = ids.map(|id| constraints::account_id("accountIds", id));
    let only = only.collect::<Result<Vec<_>, _>>()?;
    let most = input.call.rules.page;
    let listing = Listing::of_query(input, PARAMETERS, most, format!("{only:?}"))?;
    Ok((Discovery::List { only, page: listing.page() }, listing))
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    asked(input).map(|(discovery, _)| Command::Discovery(discovery))
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::DiscoveryPage { accounts, next } = reply else { return Err(NotEncoded::Unexpected) };
    let (_, listing) = asked(&call.input()?)?;
    let item = |(account, enabled)| AutomatedDiscoveryAccount {
        account_id: Account(account),
        status: status(enabled),
    };
    let next_token = next.map(|next| listing.token(call, next.number()));
    json(&Response { items: accounts.into_iter().map(item).collect(), next_token })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::super::get_automated_discovery_configuration::tests::TARGET as CONFIGURATION;
    use crate::testing::{A, B, C, Server, Stage};

    pub(in super::super) const TARGET: &str = "/automated-discovery/accounts";

    /// What an account sees, as `{account}:{status}`.
    pub(in super::super) fn seen(server: &Server, account: &'static str) -> Vec<String> {
        let items = server.macie(account).get(TARGET)["items"].clone();
        let text = |item: &serde_json::Value| {
            let field = |name: &str| item[name].as_str().unwrap().to_owned();
            format!("{}:{}", field("accountId"), field("status"))
        };
        items.as_array().unwrap().iter().map(text).collect()
    }

    #[test]
    fn an_administrator_sees_its_members_and_they_see_themselves() {
        let server = Server::macie_at(Stage::Enabled);
        assert_eq!(seen(&server, A), ["111111111111:DISABLED", "222222222222:DISABLED"]);
        server.macie(A).ok("PUT", CONFIGURATION, json!({ "status": "ENABLED" }));
        assert_eq!(seen(&server, A), ["111111111111:ENABLED", "222222222222:ENABLED"]);
        assert_eq!(seen(&server, B), ["222222222222:ENABLED"]);
        assert_eq!(seen(&server, C), ["333333333333:DISABLED"], "by itself");
        server.macie(C).ok("PUT", CONFIGURATION, json!({ "status": "ENABLED" }));
        assert_eq!(seen(&server, C), ["333333333333:ENABLED"]);
        server.macie(B).ok("PATCH", "/macie", json!({ "status": "PAUSED" }));
        assert_eq!(seen(&server, B), ["222222222222:DISABLED"], "suspended");
    }

    #[test]
    fn filters_and_pages() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        let items = |ids: &[&str]| {
            let item = |id: &&str| json!({ "accountId": id, "status": "DISABLED" });
            json!(ids.iter().map(item).collect::<Vec<_>>())
        };
        let list = |query: &str| macie.get(&format!("{TARGET}?{query}"));
        let some = list("accountIds=333333333333&accountIds=222222222222");
        assert_eq!(some, json!({ "items": items(&[B]) }), "only members");
        let first = list("maxResults=1");
        assert_eq!(first["items"], items(&[A]));
        let token = first["nextToken"].as_str().unwrap();
        assert_eq!(list(&format!("nextToken={token}")), json!({ "items": items(&[B]) }));
        let invalid =
            "The request is rejected because the parameter nextToken has an invalid value.";
        let other = format!("{TARGET}?accountIds=222222222222&nextToken={token}");
        macie.at("GET", &other).invalid("", invalid);
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::On);
        let macie = server.macie(A);
        let account = "Member must be an account id of 12 digits";
        let target = format!("{TARGET}?accountIds=222222222222&accountIds=x");
        macie.at("GET", &target).breaks("", "accountIds", account);
        let bounds = "The request is rejected because the parameter maxResults is out-of-bounds.";
        macie.at("GET", &format!("{TARGET}?maxResults=26")).invalid("", bounds);
        let many = format!("{TARGET}?{}", "&accountIds=222222222222".repeat(51));
        let over = "The request is rejected because the parameter accountIds is out-of-bounds.";
        macie.at("GET", &many).invalid("", over);
        let off = "403 AccessDeniedException: Macie is not enabled";
        Server::new().macie(A).at("GET", TARGET).refuses("§6.3 off", "", off);
    }
}
