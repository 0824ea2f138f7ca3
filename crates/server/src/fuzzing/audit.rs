//! What a record keeps of a request: any path's parameter, query and body. Nothing that is named like a secret is
//! kept, and no record is without bounds.

use serde_json::Value;

use super::{line, text};
use crate::audit::{of_answer, of_form, of_json, of_rest};
use crate::wire::percent::Query;

const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

pub(super) fn run(bytes: &[u8]) {
    let (parameter, rest) = line(bytes);
    let (query, body) = line(rest);
    let (parameter, query) = (text(parameter), text(query));
    check(&of_rest("/tags/{ResourceArn+}", &parameter, &query, body));
    check(&of_json(body));
    check(&of_answer(body));
    let form = Query::parse(&query).unwrap_or_default();
    check(&of_form(form.iter()));
}

fn check(recorded: &Value) {
    let object = recorded.is_null() || recorded.is_object();
    assert!(object, "neither nothing nor an object: {recorded}");
    let tells = named_secret("", recorded);
    assert!(!tells, "a secret is recorded: {recorded}");
}

/// Whether a member that is named like a secret has a value.
fn named_secret(name: &str, value: &Value) -> bool {
    let name = name.to_ascii_lowercase();
    if ["secret", "password", "token"].iter().any(|word| name.contains(word)) {
        return value != HIDDEN;
    }
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| named_secret(name, value)),
        Value::Array(items) => items.iter().any(|item| named_secret("", item)),
        _ => false,
    }
}
