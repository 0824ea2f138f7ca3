//! `EnableOrganizationAdminAccount` (semantics §3.4, §9.1).

use accede_membership::{Command, Delegation, Service, Subject};
use serde::{Deserialize, Serialize};

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("EnableOrganizationAdminAccount", "POST", "/organization/admin/enable"),
    decode,
    encode,
    refuse: errors::organization,
};

/// The features of Security Hub that an account can administer for an organization.
pub(super) const FEATURES: [&str; 2] = ["SecurityHub", "SecurityHubV2"];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    admin_account_id: Option<String>,
    feature: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    admin_account_id: String,
    feature: &'static str,
}

/// Whom a request is about, and for which feature.
pub(super) fn named(input: &Input<'_>) -> Result<(Subject, Service), BadInput> {
    let request: Request = input.json()?;
    let account = constraints::required("AdminAccountId", request.admin_account_id)?;
    let account = constraints::account_id("AdminAccountId", &account)?;
    Ok((account.into(), feature(request.feature.as_deref())?))
}

/// The feature with this name; Security Hub itself where none is named.
pub(super) fn feature(name: Option<&str>) -> Result<Service, BadInput> {
    let name = name.unwrap_or(FEATURES[0]);
    constraints::one_of("Feature", name, &FEATURES)?;
    Ok(if name == FEATURES[0] { Service::SecurityHub } else { Service::SecurityHubV2 })
}

/// The name of a feature.
pub(super) fn feature_name(feature: Service) -> &'static str {
    FEATURES[usize::from(feature == Service::SecurityHubV2)]
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let (account, feature) = named(input)?;
    Ok(Command::Delegation(Delegation::Designate { account, feature }))
}

fn encode(_: &Call<'_>, command: &Command, _: accede_membership::Reply) -> Encoded {
    let Command::Delegation(Delegation::Designate { account, feature }) = command else {
        return Err(NotEncoded::Unexpected);
    };
    let admin_account_id = account.to_string();
    json(&Response { admin_account_id, feature: feature_name(*feature) })
}

#[cfg(test)]
pub(super) mod tests {
    use accede_membership::directory::AccountState;
    use serde_json::json;

    use crate::testing::{A, B, C, Server};

    const ENABLE: &str = "/organization/admin/enable";
    /// An account of no organization.
    const OUTSIDE: &str = "444444444444";

    pub(in super::super) fn admin(account: &str) -> String {
        json!({ "AdminAccountId": account }).to_string()
    }

    /// What every organization operation of the management account says to others, and of its input.
    pub(in super::super) fn is_for_the_management_account(target: &str) {
        let server = Server::organized(&[A, B, C]);
        let outside = "403 AccessDeniedException: Your account is not a member of an organization";
        let member =
            "403 AccessDeniedException: You don't have permissions to access this resource.";
        let (nobody, hub_b, hub_a) = (server.hub(OUTSIDE), server.hub(B), server.hub(A));
        let body = admin(B);
        nobody.at("POST", target).refuses("§6.1 outside", &body, outside);
        hub_b.at("POST", target).refuses("§6.1 not MGMT (U31)", &body, member);

        let at = hub_a.at("POST", target);
        at.lacks("{}", "AdminAccountId");
        let digits = "Member must be an account id of 12 digits";
        at.breaks(&admin("12"), "AdminAccountId", digits);
        at.breaks(&admin(" "), "AdminAccountId", digits);
        let names = "Member must satisfy enum value set: [SecurityHub, SecurityHubV2]";
        let wrong = json!({ "AdminAccountId": B, "Feature": "Macie" }).to_string();
        at.breaks(&wrong, "Feature", names);
        let number = json!({ "AdminAccountId": 1 }).to_string();
        at.cannot_read(&number, "invalid type: integer `1`, expected a string at line 1 column 19");
    }

    #[test]
    fn designates_and_enables_the_hub_in_this_region() {
        let server = Server::organized(&[A, B, C]);
        let answer = format!(r#"200 {{"AdminAccountId":"{B}","Feature":"SecurityHub"}}"#);
        assert_eq!(server.hub(A).says("POST", ENABLE, &admin(B)), answer);
        let listed = format!(
            r#"200 {{"AdminAccounts":[{{"AccountId":"{B}","Status":"ENABLED"}}],"Feature":"SecurityHub"}}"#
        );
        assert_eq!(server.hub(A).says("GET", "/organization/admin", ""), listed);
        let hub = server.hub(B).get("/accounts");
        assert_eq!(hub["ControlFindingGenerator"], "SECURITY_CONTROL");
        let elsewhere = server.hub(B).region("eu-west-1").raw("GET", "/accounts", b"");
        assert_eq!(elsewhere.status, 401, "§9.1 this Region only");

        let v2 = json!({ "AdminAccountId": B, "Feature": "SecurityHubV2" }).to_string();
        let answer = answer.replace(r#""SecurityHub""#, r#""SecurityHubV2""#);
        assert_eq!(server.hub(A).says("POST", ENABLE, &v2), answer);
        let listed = server.hub(A).get("/organization/admin?Feature=SecurityHubV2");
        assert_eq!(listed["AdminAccounts"][0]["AccountId"], B);
    }

    #[test]
    fn refuses_callers_and_input() {
        is_for_the_management_account(ENABLE);
    }

    #[test]
    fn refuses_accounts() {
        let server = Server::organized(&[A, B, C]);
        let hub = server.hub(A);
        let invalid = |why: &str| {
            format!("400 InvalidInputException: The request was rejected because {why}")
        };
        let outside = invalid("the account is not a member of the organization");
        hub.at("POST", ENABLE).refuses("§6.1 not in the organization", &admin(OUTSIDE), &outside);
        let off = "Security Hub is not enabled in the organization management account";
        hub.at("POST", ENABLE).refuses("§9.1 MGMT without hub", &admin(A), &invalid(off));
        server.put_account(C, |account| account.state = AccountState::Suspended);
        hub.at("POST", ENABLE).refuses("suspended", &admin(C), &outside);

        hub.ok("POST", ENABLE, json!({ "AdminAccountId": B }));
        let twice = "409 ResourceConflictException: The request was rejected because the account is \
            already the Security Hub administrator";
        hub.at("POST", ENABLE).refuses("§6.1 designated", &admin(B), twice);
        server.put_account(C, |_| {});
        let other = "409 ResourceConflictException: The request was rejected because the \
            organization already has another Security Hub administrator";
        hub.at("POST", ENABLE).refuses("§9.1 replace", &admin(C), other);
        let elsewhere = server.hub(A).region("eu-west-1");
        elsewhere.at("POST", ENABLE).refuses("§9.1 another Region", &admin(C), other);
    }

    #[test]
    fn a_member_of_another_administrator_cannot_administer() {
        let server = Server::hub_at(crate::testing::Stage::Enabled);
        server.organize(&[C, B]);
        let why = "400 InvalidInputException: The request was rejected because the account is a \
            member of another administrator account";
        server.hub(C).at("POST", ENABLE).refuses("§9.5", &admin(B), why);
    }

    #[test]
    fn the_management_account_may_administer_once_its_hub_is_on() {
        let server = Server::organized(&[A, B]);
        server.hub(A).ok("POST", "/accounts", json!({}));
        server.hub(A).ok("POST", ENABLE, json!({ "AdminAccountId": A }));
        let rows = json!({ "AccountDetails": [{ "AccountId": B }] });
        let answer = server.hub(A).ok("POST", "/members", rows);
        assert_eq!(answer["UnprocessedAccounts"], json!([]));
        assert_eq!(server.hub(B).get("/administrator")["Administrator"]["AccountId"], A);
    }
}
