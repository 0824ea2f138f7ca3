//! Lists of the directory, of access keys and roles, and of events.

use std::cmp::Ordering;

use accede_membership::access::EventsOf;
use accede_membership::directory::{AccountsOf, CreationId, HandshakeId, ListPage};
use accede_membership::{AccountId, EventPlace, Extent, Party, Read};

use super::super::param::Param;
use super::pages::limit;
use super::shape::{Part, Question};
use crate::postgres::text::stored;

/// What no id comes after: a page that begins beyond all ids begins here.
const BEYOND: &str = "~";
/// What no id of an event comes after: it is longer than any.
const LAST: [u8; 17] = [0xff; 17];

pub(super) fn add(question: &mut Question, read: &Read) {
    match read {
        Read::AccountPage { of, page } => accounts(question, *of, *page),
        Read::HandshakePage { of, page } => {
            let id = |number| Some(HandshakeId::of(number)).filter(|id| id.number() == number);
            let of = match of {
                Party::Account(id) => ("account", id.to_string()),
                Party::Organization(id) => ("organization", id.to_string()),
            };
            let after = after(*page, |number| id(number).map(|id| id.to_string()));
            list(question, Part::HandshakePage, "handshake", &[of], after, page.limit);
        }
        Read::CreationPage { organization, page } => {
            let id = |number| Some(CreationId::of(number)).filter(|id| id.number() == number);
            let after = after(*page, |number| id(number).map(|id| id.to_string()));
            let of = ("organization", organization.to_string());
            list(question, Part::CreationPage, "creation", &[of], after, page.limit);
        }
        Read::AccessKeyPage { account, after, limit } => {
            let after = after.as_ref().map(|(of, id)| (*of, id.as_str().to_owned()));
            owned(question, (Part::AccessKeyPage, "access_key"), *account, after, *limit);
        }
        Read::RolePage { account, after, limit } => {
            let after = after.as_ref().map(|key| (key.account, stored(&key.name)));
            owned(question, (Part::RolePage, "role"), *account, after, *limit);
        }
        Read::EventPage { of, after, extent } => events(question, of, *after, *extent),
        _ => {}
    }
}

fn accounts(question: &mut Question, of: AccountsOf, page: ListPage) {
    let after = after(page, |number| AccountId::new(number).map(|id| id.to_string()));
    let of = match of {
        AccountsOf::Everybody => Vec::new(),
        AccountsOf::Organization(id) => vec![("organization", id.to_string())],
        AccountsOf::Parent(id, parent) => {
            vec![("organization", id.to_string()), ("parent", parent.to_string())]
        }
    };
    list(question, Part::AccountPage, "account", &of, after, page.limit);
}

/// A page of the rows with these values, by their key.
pub(super) fn list(
    question: &mut Question,
    part: Part,
    key: &'static str,
    of: &[(&'static str, String)],
    after: String,
    rows: usize,
) {
    let draft = question.begin(part);
    for (column, value) in of {
        draft.words(column).words(" = ").text(value.as_str()).words(" AND ");
    }
    draft.words(key).words(" > ").text(after).words(" ORDER BY ");
    question.end(key, Some(limit(rows)));
}

/// A page of what accounts have: everybody's, by account and name, or that of one account.
pub(super) fn owned(
    question: &mut Question,
    (part, name): (Part, &'static str),
    account: Option<AccountId>,
    after: Option<(AccountId, String)>,
    rows: usize,
) {
    let Some(account) = account else {
        let after = after.map(|(account, name)| (account.to_string(), name));
        let (of, last) = after.unwrap_or_default();
        let draft = question.begin(part).words("(account, ").words(name).words(") > (");
        draft.text(of).words(", ").text(last).words(") ORDER BY account, ");
        question.end(name, Some(limit(rows)));
        return;
    };
    let last = match after {
        Some((of, _)) if account.cmp(&of) == Ordering::Less => return,
        Some((of, last)) if of == account => last,
        _ => String::new(),
    };
    list(question, part, name, &[("account", account.to_string())], last, rows);
}

pub(super) fn events(
    question: &mut Question,
    of: &EventsOf,
    after: Option<EventPlace>,
    extent: Extent,
) {
    let place = after.map(|EventPlace { at, id }| (at.0, id.0.to_be_bytes().to_vec()));
    // The one more tells whether there are more; it is not looked into.
    let rows = limit(extent.events.saturating_add(1));
    match of {
        EventsOf::Account(account, region) => {
            let (at, id) = place.unwrap_or((i64::MAX, LAST.to_vec()));
            let draft = question.begin(Part::EventPage).words("account = ");
            draft.text(account.to_string()).words(" AND region = ").text(region.as_str());
            draft.words(" AND (at, id) < (").param(Param::Number(at)).words(", ");
            draft.param(Param::Bytes(id)).words(")");
            question.end(" ORDER BY at DESC, id DESC", Some(rows));
        }
        EventsOf::Everybody => {
            let (at, id) = place.unwrap_or((i64::MIN, Vec::new()));
            let draft = question.begin(Part::EventPage).words("(at, id) > (");
            draft.param(Param::Number(at)).words(", ").param(Param::Bytes(id)).words(")");
            question.end(" ORDER BY at, id", Some(rows));
        }
    }
}

/// The text that the page's ids come after.
fn after(page: ListPage, id_of: impl FnOnce(u64) -> Option<String>) -> String {
    match page.after {
        None => String::new(),
        Some(number) => id_of(number).unwrap_or_else(|| BEYOND.to_owned()),
    }
}
