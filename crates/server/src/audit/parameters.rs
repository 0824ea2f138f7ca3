//! What a client asked for, as a record has it: the members of the request, whatever part of it they came in,
//! without secrets and within bounds.

use serde_json::{Map, Value, json};

use crate::wire::percent::{self, Query};

/// What is larger than this is left out, as CloudTrail does; at 32 KiB, which no request of ordinary size reaches, so
/// that refused requests do not fill the disk.
const LARGEST: usize = 32 << 10;
/// What stands in a secret's place.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";
/// The parameters of a presigned query: they are about the request.
const SIGNING: &str = "x-amz-";

/// Of a REST-JSON request: the path's parameter by its name in the model's path, the query, and the body.
pub(crate) fn of_rest(pattern: &str, parameter: &str, query: &str, body: &[u8]) -> Value {
    if query.len() + body.len() > LARGEST {
        return omitted(query.len() + body.len());
    }
    let mut members = Map::new();
    let name = pattern.rsplit_once('{').map(|(_, name)| name.trim_end_matches(['}', '+']));
    if let (Some(name), Some(value)) = (name, percent::decode_path(parameter)) {
        members.insert(name.to_owned(), Value::String(value.into_owned()));
    }
    let query = Query::parse(query).unwrap_or_default();
    for (name, value) in query.iter().filter(|(name, _)| !is_signing(name)) {
        add(&mut members, name, value);
    }
    members.extend(object(body));
    finished(members)
}

/// Of a JSON 1.1 request: the members of its body, whose names begin with a small letter in records.
pub(crate) fn of_json(body: &[u8]) -> Value {
    if body.len() > LARGEST {
        return omitted(body.len());
    }
    finished(object(body).into_iter().map(|(name, value)| (uncapitalized(&name), value)).collect())
}

/// Of a request in the query protocol: its parameters as they came.
pub(crate) fn of_form<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Value {
    let mut size = 0;
    let mut members = Map::new();
    for (name, value) in pairs {
        size += name.len() + value.len();
        if !is_signing(name) && !matches!(name, "Action" | "Version") {
            add(&mut members, &uncapitalized(name), value);
        }
    }
    if size > LARGEST { omitted(size) } else { finished(members) }
}

/// An answer's JSON as `responseElements`.
pub(crate) fn of_answer(body: &[u8]) -> Value {
    if body.len() > LARGEST { omitted(body.len()) } else { finished(object(body)) }
}

/// A parameter that comes several times is a list.
fn add(members: &mut Map<String, Value>, name: &str, value: &str) {
    let value = Value::String(value.to_owned());
    match members.get_mut(name) {
        None => drop(members.insert(name.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

fn object(body: &[u8]) -> Map<String, Value> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

fn is_signing(name: &str) -> bool {
    name.get(..SIGNING.len()).is_some_and(|start| start.eq_ignore_ascii_case(SIGNING))
}

/// Nothing at all is `null`, as in CloudTrail's records.
fn finished(mut members: Map<String, Value>) -> Value {
    if members.is_empty() {
        return Value::Null;
    }
    members.iter_mut().for_each(|(name, value)| hide(name, value));
    Value::Object(members)
}

/// Whatever is named like a secret is treated as one.
fn hide(name: &str, value: &mut Value) {
    let name = name.to_ascii_lowercase();
    if ["secret", "password", "token", "assertion"].iter().any(|secret| name.contains(secret)) {
        *value = Value::String(HIDDEN.to_owned());
        return;
    }
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| hide(name, value)),
        Value::Array(items) => items.iter_mut().for_each(|item| hide("", item)),
        _ => {}
    }
}

fn omitted(size: usize) -> Value {
    json!({
        "omitted": true,
        "originalSize": size,
        "reason": "the content is larger than 32768 bytes",
    })
}

fn uncapitalized(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_its_members_wherever_they_came() {
        let body = br#"{"a":1,"ClientToken":"x","nested":[{"password":"p","b":[]}]}"#;
        assert_eq!(
            of_rest(
                "/tags/{ResourceArn+}",
                "arn%3Aaws%2F1",
                "tagKeys=k&tagKeys=l&X-Amz-Signature=0",
                body
            ),
            json!({
                "ResourceArn": "arn:aws/1", "tagKeys": ["k", "l"], "a": 1, "ClientToken": HIDDEN,
                "nested": [{ "password": HIDDEN, "b": [] }],
            })
        );
        assert_eq!(of_rest("/members", "", "", b""), Value::Null);
        assert_eq!(of_json(br#"{"AccountId":"1","":2}"#), json!({ "accountId": "1", "": 2 }));
        let form = [("Action", "AssumeRole"), ("TokenCode", "123456"), ("RoleArn", "r")];
        let hidden = json!({ "tokenCode": HIDDEN, "roleArn": "r" });
        assert_eq!(of_form(form.into_iter()), hidden);
    }

    #[test]
    fn what_is_too_large_is_left_out() {
        let large = vec![b' '; LARGEST + 1];
        assert_eq!(of_rest("/members", "", "", &large)["originalSize"], LARGEST + 1);
        assert_eq!(of_json(&large)["omitted"], true);
        assert_eq!(of_answer(&large)["omitted"], true);
    }

    #[test]
    fn no_body_is_beyond_reading() {
        for body in [&b"7"[..], b"[", b"\xff", b"{\"a\":"] {
            assert_eq!((of_json(body), of_answer(body)), (Value::Null, Value::Null));
        }
    }
}
