//! Records of the directory, access keys and roles.

use std::collections::BTreeSet;

use super::ask::Wanted;
use super::shape::{Part, Question};
use crate::postgres::text::stored;

pub(super) fn add(question: &mut Question, wanted: &Wanted<'_>) {
    all(question, Part::Account, "account", &wanted.accounts);
    for account in &wanted.organizations_of {
        let draft = question.begin(Part::Organization);
        draft.words("organization = (SELECT organization FROM account WHERE account = ");
        draft.text(account.to_string()).words(")");
        question.end("", None);
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
fn all(
    question: &mut Question,
    part: Part,
    column: &'static str,
    values: &BTreeSet<impl ToString>,
) {
    if !values.is_empty() {
        question.begin(part).one_of(column, values.iter().map(ToString::to_string));
        question.end("", None);
    }
}

/// As with relationships, pairs that nobody asked for are left out of the answer.
fn roles(question: &mut Question, wanted: &Wanted<'_>) {
    if wanted.roles.is_empty() {
        return;
    }
    let accounts: BTreeSet<_> = wanted.roles.iter().map(|key| key.account).collect();
    let names: BTreeSet<_> = wanted.roles.iter().map(|key| stored(&key.name)).collect();
    let draft = question.begin(Part::Role);
    draft.one_of("account", accounts.iter().map(ToString::to_string));
    draft.words(" AND ").one_of("role", names);
    question.end("", None);
}
