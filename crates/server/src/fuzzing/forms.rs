//! The decoder of the query protocol: a query string, then any form. Lists are without gaps, and what their items
//! have was sent.

use super::{line, text};
use crate::wire::query_form::Form;

/// Lists that operations read, and one that none does.
const LISTS: &[&str] = &["Tags", "PolicyArns", "TransitiveTagKeys", "X"];

pub(super) fn run(bytes: &[u8]) {
    let (query, body) = line(bytes);
    let query = text(query);
    let Some(form) = Form::read(body, &query) else { return };
    for name in LISTS {
        let Ok(items) = form.list(name) else { continue };
        for (item, number) in items.iter().zip(1..) {
            for field in ["", "Key", "Value", "arn"] {
                let dot = if field.is_empty() { "" } else { "." };
                let parameter = format!("{name}.member.{number}{dot}{field}");
                if let Some(value) = item.get(field)
                    && !field.is_empty()
                {
                    assert!(form.get(&parameter).is_some(), "{parameter}={value} was not sent");
                }
            }
        }
    }
    if let Some(whole) = form.get("Action") {
        assert_eq!(form.get("Action"), Some(whole));
    }
}
