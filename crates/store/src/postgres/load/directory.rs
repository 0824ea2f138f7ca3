//! Records of the directory, access keys and roles.

use std::collections::BTreeSet;

use super::ask::Wanted;
use super::shape::{Part, Question};
use crate::postgres::text::stored;

pub(super) fn add(question: &mut Question, wanted: &Wanted<'_>) {
    all(question, Part::Account, "account", &wanted.accounts);
    for account in &wanted.organizations_of {
        let account = question.text(account.to_string());
        let of = format!("(SELECT organization FROM account WHERE account = {account})");
        question.add(Part::Organization, &format!("organization = {of}"), "");
    }
    all(question, Part::Organization, "organization", &wanted.organizations);
    let emails: BTreeSet<String> = wanted.emails.iter().map(|email| stored(email)).collect();
    all(question, Part::Email, "email_key", &emails);
    all(question, Part::Handshake, "handshake", &wanted.handshakes);
    all(question, Part::Creation, "creation", &wanted.creations);
    all(question, Part::Scope, "account", &wanted.scopes_of);
    all(question, Part::Whereabouts, "account", &wanted.scopes_of);
    let keys: BTreeSet<&str> = wanted.access_keys.iter().map(|key| key.as_str()).collect();
    all(question, Part::AccessKey, "access_key", &keys);
    roles(question, wanted);
}

/// The rows of which a column has one of these values.
fn all(question: &mut Question, part: Part, column: &str, values: &BTreeSet<impl ToString>) {
    if !values.is_empty() {
        let condition = question.one_of(column, values.iter().map(ToString::to_string));
        question.add(part, &condition, "");
    }
}

/// As with relationships, pairs that nobody asked for are left out of the answer.
fn roles(question: &mut Question, wanted: &Wanted<'_>) {
    if wanted.roles.is_empty() {
        return;
    }
    let accounts: BTreeSet<_> = wanted.roles.iter().map(|key| key.account).collect();
    let names: BTreeSet<_> = wanted.roles.iter().map(|key| stored(&key.name)).collect();
    let accounts = question.one_of("account", accounts);
    let names = question.one_of("role", names);
    question.add(Part::Role, &format!("{accounts} AND {names}"), "");
}
