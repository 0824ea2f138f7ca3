//! What is recorded, and that it is recorded exactly when it happens.

use serde_json::{Value, json};

use crate::front::Secured;
use crate::testing::{A, B, Fault, Faulty, Keys, Server, element};

/// A record without what differs each time.
fn lasting(record: &Value) -> Value {
    let mut record = record.clone();
    let eid = record["eventID"].as_str().unwrap();
    assert_eq!(eid.len(), 36);
    let time = record["eventTime"].as_str().unwrap();
    assert!(time.len() == 20 && time.ends_with('Z'), "{time}");
    let members = record.as_object_mut().unwrap();
    members.remove("eventID");
    members.remove("eventTime");
    record
}

fn names(server: &Server) -> Vec<String> {
    let name = |record: &Value| record["eventName"].as_str().unwrap().to_owned();
    server.recorded().iter().map(name).collect()
}

#[test]
fn a_change_is_recorded_as_cloudtrail_records_it() {
    let server = Server::new();
    server.macie(A).ok("POST", "/macie", json!({ "status": "PAUSED", "clientToken": "x" }));
    let records = server.recorded();
    assert_eq!(records.len(), 1);
    assert_eq!(
        lasting(&records[0]),
        json!({
            "eventVersion": "1.11",
            "userIdentity": {
                "type": "Root", "principalId": A, "arn": format!("arn:aws:iam::{A}:root"),
                "accountId": A, "accessKeyId": A,
            },
            "eventSource": "macie2.amazonaws.com",
            "eventName": "EnableMacie",
            "awsRegion": "us-east-1",
            "sourceIPAddress": "127.0.0.1",
            "userAgent": "",
            "requestParameters": {
                "status": "PAUSED", "clientToken": "HIDDEN_DUE_TO_SECURITY_REASONS",
            },
            "responseElements": null,
            "requestID": "00000000-0000-4000-8000-000000000000",
            "readOnly": false,
            "eventType": "AwsApiCall",
            "managementEvent": true,
            "recipientAccountId": A,
            "eventCategory": "Management",
        })
    );
}

#[test]
fn a_request_that_came_through_tls_says_so() {
    let server = Server::new();
    let tls = Some(Secured { version: "TLSv1.3", suite: "TLS_AES_128_GCM_SHA256" });
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={A}/20261121/us-east-1/macie2/aws4_request, \
         SignedHeaders=host, Signature=00"
    );
    let mut headers = http::HeaderMap::new();
    headers.insert("authorization", authorization.parse().unwrap());
    headers.insert("host", "accede.example:8443".parse().unwrap());
    for tls in [tls, None] {
        server.send_through(tls, "POST", "/macie", headers.clone(), Ok("{}".into()));
    }
    let records = server.recorded();
    assert_eq!(
        records[0]["tlsDetails"],
        json!({
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "accede.example:8443",
        })
    );
    assert_eq!(records[1].get("tlsDetails"), None);
}

const NOT_FOUND: &str = "The request was rejected because we can't find the specified resource.";

#[test]
fn a_refusal_is_recorded_with_its_code_and_reading_is_not() {
    let server = Server::new();
    let hub = server.hub(A);
    hub.at("DELETE", "/accounts").refuses(
        "not enabled",
        "",
        &format!("404 ResourceNotFoundException: {NOT_FOUND}"),
    );
    hub.raw("GET", "/accounts", b"");
    let records = server.recorded();
    assert_eq!(records.len(), 1, "{records:?}");
    let record = &records[0];
    assert_eq!(
        [&record["eventName"], &record["errorCode"], &record["errorMessage"]],
        ["DisableSecurityHub", "ResourceNotFoundException", NOT_FOUND]
    );
}

#[test]
fn the_members_of_a_request_are_found_wherever_they_are() {
    let server = Server::new();
    let macie = server.macie(A);
    macie.ok("POST", "/macie", json!({}));
    let detail = json!({ "account": { "accountId": B, "email": "b@example.com" } });
    macie.ok("POST", "/members", detail.clone());
    macie.ok("DELETE", &format!("/members/{B}"), json!({}));
    let records = server.recorded();
    assert_eq!(records[1]["requestParameters"], detail);
    assert!(records[1]["responseElements"]["arn"].as_str().unwrap().ends_with(B));
    assert_eq!(records[2]["requestParameters"], json!({ "id": B }));
}

#[test]
fn a_session_is_recorded_with_its_role() {
    let server = Server::new();
    let keys = server.assume(A, &format!("arn:aws:iam::{B}:role/path/demo"));
    server.client("securityhub", A).session(&keys).ok("POST", "/accounts", json!({}));
    let records = server.recorded();
    let identity = &records.last().unwrap()["userIdentity"];
    assert_eq!(
        [&identity["type"], &identity["accountId"], &identity["accessKeyId"]],
        ["AssumedRole", B, &keys.key]
    );
    let issuer = &identity["sessionContext"]["sessionIssuer"];
    assert_eq!(issuer["arn"], format!("arn:aws:iam::{B}:role/demo"));
    let whole = serde_json::to_string(&records).unwrap();
    assert!(!whole.contains(&keys.secret) && !whole.contains(&keys.token));
}

#[test]
fn credentials_that_are_handed_out_are_recorded_without_their_secrets() {
    let server = Server::new();
    let role = format!("arn:aws:iam::{B}:role/demo");
    let form = format!("Action=AssumeRole&RoleArn={role}&RoleSessionName=test&ExternalId=x1");
    let answer = server.sts(A).raw("POST", "/", form.as_bytes());
    let keys = Keys::of(&answer);
    let token = server.sts(A).raw("POST", "/", b"Action=GetSessionToken&TokenCode=123456");
    assert_eq!(token.status, 403);
    for reads in ["GetCallerIdentity", "GetAccessKeyInfo&AccessKeyId=ASIAQNZGKIQY56JQ7WML"] {
        server.sts(A).raw("POST", "/", format!("Action={reads}").as_bytes());
    }
    let records = server.recorded();
    let [assumed, _, refused] = records.as_slice() else { panic!("{records:?}") };
    let expiration = element(&answer, "Expiration");
    assert_eq!(
        [&assumed["eventName"], &assumed["eventSource"], &assumed["recipientAccountId"]],
        ["AssumeRole", "sts.amazonaws.com", A]
    );
    assert_eq!(assumed["readOnly"], true);
    let asked = json!({ "roleArn": role, "roleSessionName": "test", "externalId": "x1" });
    assert_eq!(assumed["requestParameters"], asked);
    assert_eq!(
        assumed["responseElements"],
        json!({
            "credentials": { "accessKeyId": keys.key, "expiration": expiration },
            "assumedRoleUser": {
                "assumedRoleId": element(&answer, "AssumedRoleId"),
                "arn": element(&answer, "Arn"),
            },
        })
    );
    let hidden = json!({ "tokenCode": "HIDDEN_DUE_TO_SECURITY_REASONS" });
    assert_eq!(
        (&refused["requestParameters"], &refused["errorCode"]),
        (&hidden, &json!("AccessDenied"))
    );
    let whole = serde_json::to_string(&records).unwrap();
    assert!(!whole.contains(&keys.secret) && !whole.contains(&keys.token));
}

#[test]
fn credentials_that_cannot_be_recorded_are_not_handed_out() {
    let store = Faulty::new(Fault::None);
    let server = store.server();
    store.set(Fault::Commits);
    let form = b"Action=GetSessionToken";
    let answer = server.sts(A).raw("POST", "/", form);
    assert_eq!((answer.status, answer.error), (500, Some("InternalFailure")));
    store.set(Fault::Losses(5));
    assert_eq!(server.sts(A).raw("POST", "/", form).status, 200);
    assert_eq!(names(&server), ["GetSessionToken"]);
}

#[test]
fn a_batch_is_recorded_with_what_was_not_processed() {
    let server = Server::new();
    let hub = server.hub(A);
    hub.ok("POST", "/accounts", json!({}));
    hub.ok("POST", "/members/invite", json!({ "AccountIds": [B] }));
    let records = server.recorded();
    assert_eq!(records.len(), 2);
    assert_eq!(records[1]["errorCode"], Value::Null);
    let unprocessed = &records[1]["responseElements"]["UnprocessedAccounts"];
    assert_eq!(unprocessed[0]["AccountId"], B, "{unprocessed}");
}

#[test]
fn texts_of_others_are_cut() {
    assert_eq!((super::cut(""), super::cut("é")), ("", "é"));
    let long = "é".repeat(600);
    assert_eq!(super::cut(&format!("x{long}")).len(), 1023, "between characters");
    assert_eq!(super::cut(&long).len(), 1024);
}

#[test]
fn a_change_that_is_not_made_leaves_no_record_and_one_that_is_leaves_one() {
    let store = Faulty::new(Fault::None);
    let server = store.server();
    store.set(Fault::Commits);
    assert_eq!(server.macie(A).raw("POST", "/macie", b"").status, 500);
    store.set(Fault::None);
    assert_eq!(names(&server), Vec::<String>::new());
    store.set(Fault::Losses(5));
    server.macie(A).ok("POST", "/macie", json!({}));
    assert_eq!(names(&server), ["EnableMacie"]);
    store.set(Fault::Commits);
    let twice = server.macie(A).raw("POST", "/macie", b"");
    assert_eq!(twice.status, 409, "a refusal stands even if it cannot be recorded");
    store.set(Fault::None);
    assert_eq!(names(&server), ["EnableMacie"]);
}

#[test]
fn organizations_are_recorded_with_names_as_records_have_them() {
    let server = Server::new();
    let organizations = server.organizations(A);
    organizations.ok("CreateOrganization", json!({}));
    let target = json!({ "Target": { "Id": B, "Type": "ACCOUNT" } });
    organizations.ok("InviteAccountToOrganization", target);
    let records = server.recorded();
    let invited = records.iter().find(|r| r["eventName"] == "InviteAccountToOrganization").unwrap();
    assert_eq!(invited["eventSource"], "organizations.amazonaws.com");
    assert_eq!(invited["requestParameters"]["target"]["Id"], B);
}

#[test]
fn the_account_of_a_role_learns_who_assumed_it() {
    let server = Server::new();
    let keys = server.assume(A, &format!("arn:aws:iam::{B}:role/demo"));
    server.assume(A, &format!("arn:aws:iam::{A}:role/own"));
    let records = server.recorded();
    let to = |record: &Value| record["recipientAccountId"].as_str().unwrap().to_owned();
    assert_eq!(records.iter().map(to).collect::<Vec<_>>(), [A, B, A]);
    assert_eq!(records[0]["sharedEventID"], records[1]["sharedEventID"]);
    assert_ne!(records[0]["eventID"], records[1]["eventID"]);
    let foreign = json!({ "type": "AWSAccount", "principalId": A, "accountId": A });
    assert_eq!(records[1]["userIdentity"], foreign);
    assert_eq!(records[1]["responseElements"]["credentials"]["accessKeyId"], keys.key.as_str());
    assert_eq!(records[2]["sharedEventID"], Value::Null, "there is one trail");
    let denied =
        "Action=AssumeRole&RoleArn=arn:aws-cn:iam::222222222222:role/demo&RoleSessionName=test";
    assert_eq!(server.sts(A).raw("POST", "/", denied.as_bytes()).status, 403);
    assert_eq!(server.recorded().len(), 4, "nobody writes into a trail by being refused");
}
