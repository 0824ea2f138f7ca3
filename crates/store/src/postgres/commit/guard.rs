//! Holding what was seen.

use accede_membership::Scope;

use super::lot::{Entry, Way};
use super::plan::Plan;
use super::{ROWS, Table, write};
use crate::postgres::address::Hold;
use crate::postgres::param::Param;
use crate::postgres::sql::{Draft, Statement};

/// Locks every record that was seen, in the order that all keep, and fails if one has another version.
///
/// What an account's scopes are is written here already, because a guard may wait for it.
pub(super) fn statements(plan: &Plan<'_>, hold: Hold) -> Vec<Statement> {
    let mut statements = Vec::new();
    for ((table, scope), lot) in &plan.lots {
        let held = Plan::rows(lot, &[Way::Held, Way::Replaced, Way::Deleted]);
        let changes = held.iter().any(|(_, entry)| entry.way() != Way::Held);
        let hold_here = if changes { Hold::Update } else { hold };
        for rows in held.chunks(ROWS) {
            statements.push(guard(*table, scope.as_ref(), rows, hold_here));
        }
        if *table == Table::Account {
            statements.extend(emails(plan, hold_here));
        }
        if *table == Table::Whereabouts {
            statements.extend(write::make(*table, None, lot));
            statements.extend(write::replace(*table, None, lot));
        }
    }
    if !plan.lots.contains_key(&(Table::Account, None)) {
        statements.extend(emails(plan, hold));
    }
    statements
}

/// Fails unless so many rows are held, of which a draft is made.
fn require(count: usize, rows: impl FnOnce(&mut Draft)) -> Statement {
    let mut draft = Draft::new();
    draft.words("SELECT 1 / CASE WHEN count(*) = ");
    if count == 1 {
        draft.words("1");
    } else {
        draft.param(Param::Number(i64::try_from(count).unwrap_or(i64::MAX)));
    }
    draft.words(" THEN 1 ELSE 0 END FROM (");
    rows(&mut draft);
    draft.words(") AS held");
    draft.finish()
}

fn guard(
    table: Table,
    scope: Option<&Scope>,
    rows: &[(&Vec<String>, &Entry)],
    hold: Hold,
) -> Statement {
    require(rows.len(), |draft| {
        draft.words("SELECT version FROM ").words(table.name()).words(" WHERE ");
        write::condition(draft, table, scope, rows);
        write::version(draft, rows.iter().map(|(_, entry)| entry.seen));
        if rows.len() > 1 {
            draft.words(" ORDER BY ").list(table.keys().iter().copied(), ", ");
        }
        draft.words(hold.clause());
    })
}

/// Whoever has an email that was seen is held like any other account. That nobody has one is held with the accounts
/// that are made.
fn emails(plan: &Plan<'_>, hold: Hold) -> Option<Statement> {
    let held: Vec<_> = plan.emails.iter().filter(|(_, version)| **version != 0).collect();
    if held.is_empty() {
        return None;
    }
    Some(require(held.len(), |draft| {
        draft.words("SELECT version FROM account WHERE ");
        draft.one_of("email_key", held.iter().map(|(email, _)| email.as_str()));
        write::version(draft, held.iter().map(|(_, version)| Some(**version)));
        draft.words(" ORDER BY account").words(hold.clause());
    }))
}
