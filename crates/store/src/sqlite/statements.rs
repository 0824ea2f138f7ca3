//! Statements that are looked for once, however often they are used.
//!
//! The connection's own cache of statements hashes the text of each at every use, and moves it to the front. A load
//! that reads fifty members, and the writer, which uses the same few statements for as long as it lives, keep theirs.

use std::cell::RefCell;

use rusqlite::{CachedStatement, Connection, Params, Statement};

/// The statements of one who uses a connection for a while.
pub(super) struct Statements<'c> {
    connection: &'c Connection,
    /// Those that are not in use just now, the last used at the end.
    kept: RefCell<Vec<(&'c str, CachedStatement<'c>)>>,
}

impl<'c> Statements<'c> {
    pub(super) fn of(connection: &'c Connection) -> Statements<'c> {
        Statements { connection, kept: RefCell::default() }
    }

    pub(super) fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// Does something with a statement.
    pub(super) fn with<T>(
        &self,
        sql: &'c str,
        work: impl FnOnce(&mut Statement<'c>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let mut statement = self.take(sql)?;
        let done = work(&mut statement);
        self.keep(sql, statement);
        done
    }

    /// Carries out what answers no rows; how many it changed.
    pub(super) fn execute(&self, sql: &'c str, params: impl Params) -> rusqlite::Result<usize> {
        self.with(sql, |statement| statement.execute(params))
    }

    /// A statement, to be given back.
    pub(super) fn take(&self, sql: &'c str) -> rusqlite::Result<CachedStatement<'c>> {
        let mut kept = self.kept.borrow_mut();
        match kept.iter().rposition(|(of, _)| *of == sql) {
            Some(place) => Ok(kept.remove(place).1),
            None => self.connection.prepare_cached(sql),
        }
    }

    pub(super) fn keep(&self, sql: &'c str, statement: CachedStatement<'c>) {
        self.kept.borrow_mut().push((sql, statement));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_used_again_and_within_itself() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (n INTEGER) STRICT").unwrap();
        let statements = Statements::of(&connection);
        let (add, count) = ("INSERT INTO t VALUES (?1)", "SELECT count(*) FROM t WHERE n >= ?1");
        for number in 0..3 {
            assert_eq!(statements.execute(add, [number]).unwrap(), 1);
        }
        let of = |from: i64| statements.with(count, |s| s.query_row([from], |row| row.get(0)));
        let nested = statements.with(count, |outer| {
            let inner: i64 = of(1)?;
            let outer: i64 = outer.query_row([0], |row| row.get(0))?;
            Ok((inner, outer))
        });
        assert_eq!(nested.unwrap(), (2, 3));
        assert_eq!(statements.kept.borrow().len(), 3);
        assert_eq!(of(2).unwrap(), 1);
        assert_eq!(statements.kept.borrow().len(), 3);
    }
}
