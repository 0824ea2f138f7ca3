//! What is found, by whom, page by page; and what is refused.

use std::collections::BTreeSet;

use bytes::Bytes;
use serde_json::{Value, json};

use super::NOT_SERVED;
use super::testing::{Looking, names};
use crate::front::BodyFault;
use crate::testing::{A, B, Fault, Faulty, Server, text};

fn by(key: &str, value: &str) -> Value {
    json!({ "LookupAttributes": [{ "AttributeKey": key, "AttributeValue": value }] })
}

#[test]
fn an_event_is_shown_with_its_record() {
    let server = Server::new();
    server.macie(A).ok("POST", "/macie", json!({}));
    let found = Looking::as_account(&server, A).up(&json!({}));
    assert_eq!(found.get("NextToken"), None);
    let [event] = found["Events"].as_array().unwrap().as_slice() else { panic!("{found}") };
    let record = &server.recorded()[0];
    let told: Value = serde_json::from_str(event["CloudTrailEvent"].as_str().unwrap()).unwrap();
    assert_eq!(&told, record);
    let mut event = event.clone();
    let members = event.as_object_mut().unwrap();
    members.remove("CloudTrailEvent");
    let time = members.remove("EventTime").unwrap().as_f64().unwrap();
    assert!(time > 1e9 && time.fract() == 0.0, "{time}");
    let expected = json!({
        "EventId": record["eventID"], "EventName": "EnableMacie", "ReadOnly": "false",
        "AccessKeyId": A, "EventSource": "macie2.amazonaws.com", "Username": "root", "Resources": [],
    });
    assert_eq!(event, expected);
}

#[test]
fn events_are_found_by_each_attribute() {
    let server = Server::new();
    let looking = Looking::as_account(&server, A);
    server.macie(A).ok("POST", "/macie", json!({}));
    let detail = json!({ "account": { "accountId": B, "email": "b@example.com" } });
    server.macie(A).ok("POST", "/members", detail);
    server.hub(A).ok("POST", "/accounts", json!({}));
    let keys = server.assume(A, &format!("arn:aws:iam::{A}:role/demo"));
    server.macie(A).session(&keys).ok("DELETE", &format!("/members/{B}"), json!({}));
    let id = server.recorded()[1]["eventID"].as_str().unwrap().to_owned();
    for (key, value, found) in [
        ("EventId", id.as_str(), &["CreateMember"][..]),
        ("EventId", &id.to_uppercase(), &[]),
        ("EventName", "EnableSecurityHub", &["EnableSecurityHub"]),
        ("EventName", "enablesecurityhub", &[]),
        ("EventSource", "securityhub.amazonaws.com", &["EnableSecurityHub"]),
        ("Username", "test", &["DeleteMember"]),
        ("AccessKeyId", &keys.key, &["DeleteMember"]),
        ("ResourceType", "AWS::Organizations::Account", &["DeleteMember", "CreateMember"]),
        ("ResourceName", B, &["DeleteMember", "CreateMember"]),
        ("ReadOnly", "maybe", &[]),
    ] {
        // What STS records is another test's business.
        let mut names = looking.names(&by(key, value));
        names.retain(|name| name != "AssumeRole");
        assert_eq!(names, found, "{key} {value}");
    }
    let changes = ["DeleteMember", "EnableSecurityHub", "CreateMember", "EnableMacie"];
    assert_eq!(looking.names(&by("ReadOnly", "false")), changes);
    let root = looking.names(&by("Username", "root"));
    assert!(root.ends_with(&changes[1..].iter().map(ToString::to_string).collect::<Vec<_>>()));
}

#[test]
fn nobody_sees_what_others_did_or_what_was_done_elsewhere() {
    let server = Server::new();
    server.macie(A).ok("POST", "/macie", json!({}));
    server.macie(A).region("eu-west-1").ok("POST", "/macie", json!({ "status": "PAUSED" }));
    server.macie(B).raw("DELETE", "/macie", b"");
    let a = Looking::as_account(&server, A);
    let there = Looking { region: "eu-west-1", ..a };
    let shown = |looking: Looking<'_>| {
        let found = looking.up(&json!({}));
        let record: Value =
            serde_json::from_str(found["Events"][0]["CloudTrailEvent"].as_str().unwrap()).unwrap();
        assert_eq!(found["Events"].as_array().unwrap().len(), 1);
        (record["recipientAccountId"].clone(), record["awsRegion"].clone())
    };
    assert_eq!(shown(a), (A.into(), "us-east-1".into()));
    assert_eq!(shown(there), (A.into(), "eu-west-1".into()));
    assert_eq!(shown(Looking::as_account(&server, B)), (B.into(), "us-east-1".into()));
    let id = server.recorded()[0]["eventID"].as_str().unwrap().to_owned();
    assert_eq!(Looking::as_account(&server, B).names(&by("EventId", &id)), [""; 0]);
}

/// A server where one account switched Macie on and changed it so many times.
fn busy(changes: usize) -> Server {
    let server = Server::new();
    server.macie(A).ok("POST", "/macie", json!({}));
    for number in 0..changes {
        let status = if number % 2 == 0 { "PAUSED" } else { "ENABLED" };
        server.macie(A).ok("PATCH", "/macie", json!({ "status": status }));
    }
    server
}

#[test]
fn pages_follow_each_other_while_new_events_come() {
    let server = busy(6);
    let looking = Looking::as_account(&server, A);
    let before = server.recorded();
    let (mut input, mut seen) = (json!({ "MaxResults": 3 }), Vec::new());
    loop {
        let found = looking.up(&input);
        let events = found["Events"].as_array().unwrap();
        assert!(events.len() <= 3);
        seen.extend(events.iter().map(|event| event["EventId"].clone()));
        let Some(token) = found.get("NextToken") else { break };
        input["NextToken"] = token.clone();
        server.macie(A).ok("PATCH", "/macie", json!({}));
    }
    let mut expected: Vec<Value> = before.iter().map(|r| r["eventID"].clone()).collect();
    expected.reverse();
    assert_eq!(seen, expected);
}

#[test]
fn a_request_looks_at_a_thousand_events() {
    let server = busy(1005);
    let looking = Looking::as_account(&server, A);
    let mut input = by("EventName", "EnableMacie");
    let first = looking.up(&input);
    assert_eq!(names(&first), [""; 0]);
    input["NextToken"] = first["NextToken"].clone();
    assert_eq!(looking.names(&input), ["EnableMacie"]);
}

#[test]
fn a_request_looks_at_no_more_of_large_records_than_it_has_time_for() {
    let server = busy(0);
    let body = json!({ "clientToken": "x", "other": "x".repeat(30_000) });
    for _ in 0..180 {
        server.macie(A).raw("POST", "/macie", body.to_string().as_bytes());
    }
    let looking = Looking::as_account(&server, A);
    let mut input = by("ReadOnly", "true");
    let first = looking.up(&input);
    assert!(names(&first).is_empty() && first["NextToken"].is_string(), "{first}");
    input["NextToken"] = first["NextToken"].clone();
    assert_eq!(looking.names(&input), [""; 0]);
}

#[test]
fn large_records_make_short_pages() {
    let server = Server::new();
    let body = json!({ "clientToken": "x", "other": "x".repeat(30_000) });
    for _ in 0..45 {
        server.macie(A).raw("POST", "/macie", body.to_string().as_bytes());
    }
    let found = Looking::as_account(&server, A).up(&json!({}));
    assert_eq!(found["Events"].as_array().unwrap().len(), 35);
    assert!(found["NextToken"].is_string());
}

#[test]
fn a_token_is_good_for_its_account_region_and_filters() {
    let server = busy(3);
    let looking = Looking::as_account(&server, A);
    let mut input = by("Username", "root");
    input["MaxResults"] = 1.into();
    input["EndTime"] = 4_000_000_000_i64.into();
    let token = looking.up(&input)["NextToken"].as_str().unwrap().to_owned();
    input["NextToken"] = token.clone().into();
    let with = |member: &str, value: Value| {
        let mut input = input.clone();
        input[member] = value;
        input
    };
    looking.up(&with("MaxResults", 2.into()));
    let refusal = "InvalidNextTokenException: The token is not valid, or was given for a request with \
                   different parameters.";
    for (why, input) in [
        ("start", with("StartTime", 1.into())),
        ("end", with("EndTime", 4_000_000_001_i64.into())),
        ("none", with("LookupAttributes", json!([]))),
        ("value", with("LookupAttributes", by("Username", "jane")["LookupAttributes"].clone())),
        ("key", with("LookupAttributes", by("EventName", "root")["LookupAttributes"].clone())),
        ("altered", with("NextToken", token.replace('0', "1").into())),
        ("empty", with("NextToken", "".into())),
    ] {
        assert_eq!(looking.refused(&input), refusal, "{why}");
    }
    for other in [Looking { region: "eu-west-1", ..looking }, Looking { account: B, ..looking }] {
        assert_eq!(other.refused(&input), refusal);
    }
}

#[test]
fn events_are_between_the_times() {
    let server = busy(1);
    let looking = Looking::as_account(&server, A);
    let time = looking.up(&json!({}))["Events"][1]["EventTime"].as_f64().unwrap();
    let found = |input: Value| looking.names(&input).contains(&"EnableMacie".to_owned());
    assert!(found(json!({ "StartTime": time, "EndTime": time })));
    assert!(found(json!({ "StartTime": time - 0.5, "EndTime": time + 0.5 })));
    assert!(!found(json!({ "StartTime": time + 0.5 })));
    assert!(!found(json!({ "EndTime": time - 1.0 })));
    assert!(found(json!({ "StartTime": 0 })));
}

#[test]
fn what_cannot_be_looked_up_is_refused() {
    let server = Server::new();
    let looking = Looking::as_account(&server, A);
    let one = json!({ "AttributeKey": "EventName", "AttributeValue": "x" });
    let long = "x".repeat(2001);
    for (input, code) in [
        (json!({ "LookupAttributes": [one, one] }), "InvalidLookupAttributesException"),
        (json!({ "LookupAttributes": [{}] }), "InvalidLookupAttributesException"),
        (
            json!({ "LookupAttributes": [{ "AttributeKey": "EventName" }] }),
            "InvalidLookupAttributesException",
        ),
        (by("Nothing", "x"), "InvalidLookupAttributesException"),
        (by("EventName", ""), "InvalidLookupAttributesException"),
        (by("EventName", &long), "InvalidLookupAttributesException"),
        (json!({ "LookupAttributes": [["EventName", "x"]] }), "SerializationException"),
        (json!({ "StartTime": 2, "EndTime": 1 }), "InvalidTimeRangeException"),
        (json!({ "StartTime": -1 }), "InvalidTimeRangeException"),
        (json!({ "StartTime": "2026-11-21" }), "SerializationException"),
        (json!({ "EventCategory": "management" }), "InvalidEventCategoryException"),
        (json!({ "MaxResults": 0 }), "InvalidMaxResultsException"),
        (json!({ "MaxResults": 51 }), "InvalidMaxResultsException"),
        (json!({ "MaxResults": -1 }), "InvalidMaxResultsException"),
        (json!([]), "SerializationException"),
    ] {
        let refusal = looking.refused(&input);
        assert!(refusal.starts_with(&format!("{code}: ")), "{input}: {refusal}");
    }
}

#[test]
fn there_are_no_insights() {
    let server = busy(0);
    let looking = Looking::as_account(&server, A);
    let mut input = by("EventName", "EnableMacie");
    input["EventCategory"] = "insight".into();
    assert_eq!(looking.up(&input), json!({ "Events": [] }));
    let mut input = by("Username", "root");
    input["EventCategory"] = "insight".into();
    assert!(looking.refused(&input).starts_with("InvalidLookupAttributesException: Insights"));
}

#[test]
fn looking_up_is_not_recorded() {
    let server = busy(0);
    let looking = Looking::as_account(&server, A);
    looking.up(&json!({}));
    looking.refused(&json!({ "MaxResults": 0 }));
    assert_eq!(server.recorded().len(), 1);
}

#[test]
fn every_operation_has_one_name_and_only_lookups_are_served() {
    let server = Server::new();
    let looking = Looking::as_account(&server, A);
    let said = |operation: &str| {
        let answer = looking.ask(operation, Ok(Bytes::new()));
        format!("{} {} {}", answer.operation, answer.status, text(&answer))
    };
    let mut names = BTreeSet::from(["LookupEvents"]);
    for name in NOT_SERVED {
        assert!(names.insert(name), "{name} twice");
        let message = format!("Accede does not implement {name}.");
        let body = format!(r#"{{"__type":"NotImplemented","Message":"{message}"}}"#);
        assert_eq!(said(name), format!("{name} 501 {body}"));
    }
    assert_eq!(names.len(), 60, "operations of the model");
    assert_eq!(said("LookupEvents"), r#"LookupEvents 200 {"Events":[]}"#);
    let unknown =
        r#"{"__type":"UnknownOperationException","Message":"There is no operation 'X'."}"#;
    assert_eq!(said("X"), format!("- 400 {unknown}"));
}

#[test]
fn a_body_that_did_not_come_in_and_a_store_that_fails() {
    let server = Server::new();
    for (fault, status, code) in [
        (BodyFault::TooLarge, 400, "ValidationException"),
        (BodyFault::Malformed, 400, "SerializationException"),
        (BodyFault::TooSlow, 408, "RequestTimeoutException"),
    ] {
        let answer = Looking::as_account(&server, A).ask("LookupEvents", Err(fault));
        assert_eq!((answer.status, answer.error), (status, Some(code)));
    }
    let server = Faulty::new(Fault::Loads).server();
    let answer = Looking::as_account(&server, A).answer(&json!({}));
    assert_eq!((answer.status, answer.error), (500, Some("InternalFailure")));
}
