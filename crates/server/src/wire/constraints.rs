//! The constraints that the services' models state, checked before anything is read (semantics §1.5.3).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use accede_membership::{AccountId, Page, StatusSet, Subject, Tags};

use super::error::BadInput;
use super::page_token::{Binding, Cursor};
use super::rest_json::Input;

/// The longest email that a row keeps, in characters: 64 before the `@`, 255 behind it (RFC 5321).
pub(crate) const EMAIL_MAX: usize = 320;

/// A required member.
pub(crate) fn required<T>(member: &str, value: Option<T>) -> Result<T, BadInput> {
    value.ok_or_else(|| BadInput::missing(member))
}

/// A text of the pattern `.*\S.*`: something other than white space.
pub(crate) fn non_blank(member: &str, value: String) -> Result<String, BadInput> {
    if value.trim().is_empty() {
        return Err(BadInput::constraint(
            member,
            "Member must satisfy regular expression pattern: .*\\S.*",
        ));
    }
    Ok(value)
}

/// A member whose length, in characters or items, is in a range.
pub(crate) fn length(
    member: &str,
    length: usize,
    range: RangeInclusive<usize>,
) -> Result<(), BadInput> {
    if range.contains(&length) {
        return Ok(());
    }
    let (low, high) = range.into_inner();
    let constraint = if length < low {
        format!("Member must have length greater than or equal to {low}")
    } else {
        format!("Member must have length less than or equal to {high}")
    };
    Err(BadInput::constraint(member, &constraint))
}

/// A member that is one of a set of names.
pub(crate) fn one_of(member: &str, value: &str, names: &[&str]) -> Result<(), BadInput> {
    if names.contains(&value) {
        return Ok(());
    }
    let constraint = format!("Member must satisfy enum value set: [{}]", names.join(", "));
    Err(BadInput::constraint(member, &constraint))
}

/// A required list of account ids. Ids that are not accounts stay in it: they are refused one by one.
pub(crate) fn accounts(member: &str, value: Option<Vec<String>>) -> Result<Vec<Subject>, BadInput> {
    let ids = required(member, value)?;
    Ok(ids.iter().map(|id| Subject::parse(id)).collect())
}

/// Tags to be added to a resource: 1 to 50 of them, keys of 1 to 128 characters, values of up to 256.
pub(crate) fn tags(
    member: &str,
    tags: BTreeMap<String, String>,
    key_is_legal: fn(&str) -> bool,
) -> Result<Tags, BadInput> {
    length(member, tags.len(), 1..=50)?;
    for (key, value) in &tags {
        tag_key(member, key, key_is_legal)?;
        length(member, value.chars().count(), 0..=256)?;
    }
    Ok(tags)
}

/// One key of a tag.
pub(crate) fn tag_key(
    member: &str,
    key: &str,
    key_is_legal: fn(&str) -> bool,
) -> Result<(), BadInput> {
    length(member, key.chars().count(), 1..=128)?;
    if key.starts_with("aws:") {
        return Err(BadInput::constraint(member, "Tag keys must not begin with aws:"));
    }
    if !key_is_legal(key) {
        let pattern = "Member must satisfy regular expression pattern: ^(?!aws:)[a-zA-Z+-=._:/]+$";
        return Err(BadInput::constraint(member, pattern));
    }
    Ok(())
}

/// The names of a list's parameters, in a service's spelling.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListParameters {
    pub(crate) max_results: &'static str,
    pub(crate) next_token: &'static str,
    /// What a size that is no number, or out of range, is answered with.
    pub(crate) out_of_bounds: &'static str,
}

/// Which page a request asks for: `MaxResults` and `NextToken`.
pub(crate) fn page(
    input: &Input<'_>,
    names: ListParameters,
) -> Result<(Page, Option<Cursor>), BadInput> {
    page_of(input, names, input.call.rules.page)
}

/// The same for a list whose largest, and default, page is not the service's usual one.
pub(crate) fn page_of(
    input: &Input<'_>,
    names: ListParameters,
    most: usize,
) -> Result<(Page, Option<Cursor>), BadInput> {
    let limit = limit(input, names, most)?;
    let cursor = match input.query.get(names.next_token) {
        None => None,
        Some(token) => Some(cursor(input, names.next_token, token)?),
    };
    let after = cursor.and_then(|cursor| AccountId::new(cursor.after));
    Ok((Page { after, limit }, cursor))
}

/// The number of items that the query asks for, or as many as there may be.
pub(crate) fn limit(
    input: &Input<'_>,
    names: ListParameters,
    most: usize,
) -> Result<usize, BadInput> {
    input.query.get(names.max_results).map_or(Ok(most), |text| max_results(names, text, most))
}

fn max_results(names: ListParameters, text: &str, most: usize) -> Result<usize, BadInput> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number: Option<usize> = text.parse().ok().filter(|_| digits);
    let number = number.filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| BadInput::Invalid(names.out_of_bounds.to_owned()))
}

fn cursor(input: &Input<'_>, member: &str, token: &str) -> Result<Cursor, BadInput> {
    input.call.tokens.open(binding(input), token).ok_or_else(|| invalid_token(member))
}

/// A page token that was not given for this.
pub(crate) fn invalid_token(member: &str) -> BadInput {
    BadInput::Invalid(format!(
        "The request is rejected because the parameter {member} has an invalid value."
    ))
}

fn binding<'a>(input: &'a Input<'_>) -> Binding<'a> {
    Binding::in_scope(&input.call.scope, input.call.account, input.call.operation)
}

/// The statuses that a list of members shows, and whether these are the current members only. A page
/// token remembers the filter of its list; a request that says otherwise does not belong to it.
pub(crate) fn listed(
    input: &Input<'_>,
    member: &str,
    asked: Option<bool>,
    cursor: Option<Cursor>,
) -> Result<StatusSet, BadInput> {
    let remembered = cursor.map(|cursor| cursor.only_associated);
    if let (Some(asked), Some(remembered)) = (asked, remembered)
        && asked != remembered
    {
        return Err(BadInput::Invalid(format!(
            "The request is rejected because the parameter {member} is not the one that the page \
             token was given for."
        )));
    }
    let only_associated = remembered.or(asked).unwrap_or(true);
    Ok(if only_associated { input.call.rules.listed } else { StatusSet::ALL })
}

/// The account id in a path or an ARN.
pub(crate) fn account_id(member: &str, text: &str) -> Result<AccountId, BadInput> {
    let malformed = |_| BadInput::constraint(member, "Member must be an account id of 12 digits");
    text.parse().map_err(malformed)
}

/// The keys in the query parameter `tagKeys`, which both services spell alike.
pub(crate) fn tag_keys(
    input: &Input<'_>,
    range: RangeInclusive<usize>,
    key_is_legal: fn(&str) -> bool,
) -> Result<Vec<String>, BadInput> {
    let keys: Vec<String> = input.query.all("tagKeys").map(str::to_owned).collect();
    length("tagKeys", keys.len(), range)?;
    for key in &keys {
        tag_key("tagKeys", key, key_is_legal)?;
    }
    Ok(keys)
}
