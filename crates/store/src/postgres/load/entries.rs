//! All that is there, in the order of every store: kind by kind, and within a kind scope by scope.

use accede_membership::access::EventsOf;
use accede_membership::{Extent, Scope};

use super::found::Found;
use super::lists;
use super::pages::limit;
use super::shape::{Part, Question};
use crate::postgres::fault::fault;
use crate::postgres::shared::Shared;
use crate::postgres::text::stored;
use crate::{ByName, Entry, EntryKey as Key, EntryKind, StoreError, entries};

/// The entries beyond one, at most so many.
pub(in crate::postgres) async fn entries(
    shared: &Shared,
    after: Option<&Key>,
    items: usize,
) -> Result<Vec<Entry>, StoreError> {
    let mut page = Vec::new();
    for kind in EntryKind::from(after) {
        let after = after.filter(|after| after.kind() == kind);
        let left = items - page.len();
        page.extend(match kind {
            _ if left == 0 => Vec::new(),
            EntryKind::Standing | EntryKind::Relationship => {
                scoped(shared, kind, after, left).await?
            }
            _ => all(shared, directory(kind, after, left)).await?.into_entries(kind),
        });
    }
    entries::in_order(after, page)
}

/// What a statement finds.
async fn all(shared: &Shared, question: Question) -> Result<Found, StoreError> {
    let mut found = Found::default();
    if let Some(statement) = question.statement() {
        for row in shared.query(statement).await?.iter() {
            found.add(&row.map_err(|error| fault(&error))?)?;
        }
    }
    Ok(found)
}

impl Found {
    /// The entries of a kind that is in no scope, of which it has a page.
    fn into_entries(self, kind: EntryKind) -> Vec<Entry> {
        match kind {
            EntryKind::Account => {
                self.account_page.into_iter().map(|(id, it)| Entry::Account(id, it)).collect()
            }
            EntryKind::Organization => {
                self.organizations.into_values().map(|(it, _)| Entry::Organization(it)).collect()
            }
            EntryKind::Handshake => self.handshake_page.into_iter().map(Entry::Handshake).collect(),
            EntryKind::Creation => self.creation_page.into_iter().map(Entry::Creation).collect(),
            EntryKind::AccessKey => {
                self.access_key_page.into_iter().map(Entry::AccessKey).collect()
            }
            EntryKind::Role => self.role_page.into_iter().map(Entry::Role).collect(),
            EntryKind::Event => self.event_page.into_iter().map(Entry::Event).collect(),
            EntryKind::Standing | EntryKind::Relationship => Vec::new(),
        }
    }

    /// The standings and relationships that it has, of this scope.
    fn into_entries_in(self, scope: &Scope) -> impl Iterator<Item = Entry> {
        let standings = self.standings.into_iter();
        let standings = standings.map(|(id, (it, _))| Entry::Standing(scope.clone(), id, it));
        let rows = self.row_page.into_iter();
        standings.chain(rows.map(|it| Entry::Relationship(scope.clone(), it)))
    }
}

/// What asks for entries of a kind that is in no scope.
fn directory(kind: EntryKind, after: Option<&Key>, items: usize) -> Question {
    let mut question = Question::new();
    let by = |question: &mut Question, part, column: &'static str| {
        let after = after.map(Key::words).and_then(|words| words.into_iter().next());
        lists::list(question, part, column, &[], after.unwrap_or_default(), items);
    };
    match kind {
        EntryKind::Account => by(&mut question, Part::AccountPage, "account"),
        EntryKind::Organization => by(&mut question, Part::Organization, "organization"),
        EntryKind::Handshake => by(&mut question, Part::HandshakePage, "handshake"),
        EntryKind::Creation => by(&mut question, Part::CreationPage, "creation"),
        EntryKind::AccessKey => by(&mut question, Part::AccessKeyPage, "access_key"),
        EntryKind::Role => {
            let after = match after {
                Some(Key::Role(key)) => Some((key.account, stored(&key.name))),
                _ => None,
            };
            lists::owned(&mut question, (Part::RolePage, "role"), None, after, items);
        }
        EntryKind::Event => {
            let after = if let Some(Key::Event(place)) = after { Some(*place) } else { None };
            // It asks for one more itself.
            let extent = Extent { events: items - 1, bytes: usize::MAX };
            lists::events(&mut question, &EventsOf::Everybody, after, extent);
        }
        EntryKind::Standing | EntryKind::Relationship => {}
    }
    question
}

/// Entries of a kind that is in scopes, from one scope to the next.
async fn scoped(
    shared: &Shared,
    kind: EntryKind,
    after: Option<&Key>,
    items: usize,
) -> Result<Vec<Entry>, StoreError> {
    let mut page = Vec::new();
    let (mut scope, mut last) = match after {
        Some(Key::Standing(scope, account)) => (Some(scope.clone()), vec![account.to_string()]),
        Some(Key::Relationship(scope, pair)) => {
            (Some(scope.clone()), vec![pair.administrator.to_string(), pair.member.to_string()])
        }
        _ => (next_scope(shared, kind, None).await?, Vec::new()),
    };
    while let Some(ByName(within)) = scope.take() {
        let question = in_scope(kind, &within, &last, items - page.len());
        let found = all(shared, question).await?;
        page.extend(found.into_entries_in(&within));
        last.clear();
        if page.len() < items {
            scope = next_scope(shared, kind, Some(ByName(within))).await?;
        }
    }
    Ok(page)
}

fn in_scope(kind: EntryKind, scope: &Scope, last: &[String], items: usize) -> Question {
    let mut question = Question::new();
    let mut last = last.iter().cloned();
    let mut next = || last.next().unwrap_or_default();
    if kind == EntryKind::Standing {
        question.begin(Part::Standing);
        question.within(scope).words(" AND account > ").text(next());
        question.end(" ORDER BY account", Some(limit(items)));
    } else {
        question.begin(Part::RowPage);
        let draft = question.within(scope).words(" AND (administrator, member) > (");
        draft.text(next()).words(", ").text(next()).words(")");
        question.end(" ORDER BY administrator, member", Some(limit(items)));
    }
    question
}

/// The first scope that comes after one and has entries of a kind.
async fn next_scope(
    shared: &Shared,
    kind: EntryKind,
    after: Option<ByName>,
) -> Result<Option<ByName>, StoreError> {
    let mut question = Question::new();
    let (service, region) = after.as_ref().map(ByName::names).unwrap_or_default();
    let part = if kind == EntryKind::Standing { Part::Scope } else { Part::ScopeOfRows };
    let draft = question.begin(part).words("(service, region) > (");
    draft.text(service).words(", ").text(region).words(")");
    question.end(" ORDER BY service, region LIMIT 1", None);
    let found = all(shared, question).await?;
    Ok(found.scopes.into_values().flatten().map(ByName).next())
}
