//! Forgetting events.

use accede_membership::Timestamp;

use super::param::Param;
use super::shared::Shared;
use super::sql::Statement;
use crate::StoreError;

/// The most events that are forgotten in one transaction.
const FORGOTTEN: i64 = 500;

/// Forgets the events before a moment. Several servers may do so at the same time.
pub(super) async fn events(shared: &Shared, before: Timestamp) -> Result<(), StoreError> {
    // The list keeps the statement from deleting more than what it found first.
    let sql = "DELETE FROM event WHERE (at, id) IN \
               (SELECT at, id FROM event WHERE at < $1 ORDER BY at, id LIMIT $2)";
    let params = vec![Param::Number(before.0), Param::Number(FORGOTTEN)];
    let statement = Statement::once(sql, params);
    while shared.execute(&statement).await? > 0 {}
    Ok(())
}
