//! Holding what was seen.

use accede_membership::Scope;

use super::lot::{Entry, Way};
use super::plan::Plan;
use super::{ROWS, Table, write};
use crate::postgres::address::Hold;
use crate::postgres::param::{Param, Statement};

/// Locks every record that was seen, in the order that all keep, and fails if one has another version.
///
/// What an account's scopes are is written here already, because a guard may wait for it.
pub(super) fn statements(plan: &Plan<'_>, hold: Hold) -> Vec<Statement> {
    let mut statements = Vec::new();
    for ((table, scope), lot) in &plan.lots {
        let held = Plan::rows(lot, &[Way::Held, Way::Replaced, Way::Deleted]);
        let changes = held.iter().any(|(_, entry)| entry.way() != Way::Held);
        let clause = if changes { Hold::Update.clause() } else { hold.clause() };
        for rows in held.chunks(ROWS) {
            statements.push(guard(*table, scope.as_ref(), rows, clause));
        }
        if *table == Table::Account {
            statements.extend(emails(plan, if changes { Hold::Update } else { hold }));
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

/// Fails unless so many rows are held.
fn require(rows: &str, count: usize, mut params: Vec<Param>) -> Statement {
    params.push(Param::Number(i64::try_from(count).unwrap_or(i64::MAX)));
    let last = params.len();
    let sql =
        format!("SELECT 1 / CASE WHEN count(*) = ${last} THEN 1 ELSE 0 END FROM ({rows}) AS held");
    Statement { sql, params }
}

fn guard(
    table: Table,
    scope: Option<&Scope>,
    rows: &[(&Vec<String>, &Entry)],
    clause: &str,
) -> Statement {
    let (mut condition, mut params) = write::condition(table, scope, rows);
    let versions = rows.iter().map(|(_, entry)| entry.seen).collect();
    params.push(Param::Numbers(versions));
    condition.push_str(&format!(" AND version = ANY(${})", params.len()));
    let (name, order) = (table.name(), table.keys().join(", "));
    let held = format!("SELECT version FROM {name} WHERE {condition} ORDER BY {order} {clause}");
    require(&held, rows.len(), params)
}

/// Whoever has an email that was seen is held like any other account. That nobody has one is held with the accounts
/// that are made.
fn emails(plan: &Plan<'_>, hold: Hold) -> Option<Statement> {
    let held: Vec<_> = plan.emails.iter().filter(|(_, version)| **version != 0).collect();
    if held.is_empty() {
        return None;
    }
    let emails = Param::texts(held.iter().map(|(email, _)| email.as_str()));
    let versions = Param::Numbers(held.iter().map(|(_, version)| Some(**version)).collect());
    let rows = format!(
        "SELECT version FROM account WHERE email_key = ANY($1) AND version = ANY($2) ORDER BY account {}",
        hold.clause()
    );
    Some(require(&rows, held.len(), vec![emails, versions]))
}
