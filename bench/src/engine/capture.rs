//! What a server writes for a request: the difference between its file before and after.
//!
//! So the engine is given whatever the server writes nowadays, by the cheapest statements that write it.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::plan::{Cell, Write};
use crate::Problem;

/// Written with every transaction, not with every commit.
const META: &str = "meta";
/// The trail: its rows are numbered by the engine itself.
const NUMBER: &str = "number";

/// Every row of a small file.
pub(crate) struct Snapshot(BTreeMap<String, Table>);

#[derive(Debug, Clone)]
struct Table {
    columns: Vec<String>,
    /// Which of the columns are the key.
    key: Vec<usize>,
    rows: BTreeMap<Vec<String>, Vec<Value>>,
}

impl Snapshot {
    /// Reads the file while a server has it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn of(file: &Path) -> Result<Snapshot, Problem> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ?1";
        let mut statement = connection.prepare(names)?;
        let names = statement.query_map([META], |row| row.get::<_, String>(0))?;
        let mut tables = BTreeMap::new();
        for name in names {
            let name = name?;
            let table = Table::read(&connection, &name)?;
            tables.insert(name, table);
        }
        Ok(Snapshot(tables))
    }

    /// What leads from this one to a later one. The rows are those of these accounts.
    pub(crate) fn writes(&self, later: &Snapshot, accounts: &[String]) -> Vec<Write> {
        let mut writes = Vec::new();
        for (name, after) in &later.0 {
            let before = self.0.get(name).map(|table| &table.rows);
            for (key, row) in &after.rows {
                match before.and_then(|rows| rows.get(key)) {
                    None => writes.push(after.insert(name, row, accounts)),
                    Some(old) if old != row => writes.push(after.update(name, old, row, accounts)),
                    Some(_) => {}
                }
            }
            let gone =
                before.into_iter().flatten().filter(|(key, _)| !after.rows.contains_key(*key));
            writes.extend(gone.map(|(_, row)| after.delete(name, row, accounts)));
        }
        writes
    }
}

impl Table {
    fn read(connection: &Connection, name: &str) -> Result<Table, Problem> {
        let mut statement =
            connection.prepare(&format!("SELECT name, pk FROM pragma_table_info('{name}')"))?;
        let columns = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let columns: Vec<(String, i64)> = columns.collect::<Result<_, _>>()?;
        let key: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].1 > 0).collect();
        let mut statement = connection.prepare(&format!("SELECT * FROM {name}"))?;
        let mut found = statement.query([])?;
        let mut rows = BTreeMap::new();
        while let Some(row) = found.next()? {
            let cells: Vec<Value> =
                (0..columns.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            rows.insert(key.iter().map(|at| format!("{:?}", cells[*at])).collect(), cells);
        }
        let columns = columns.into_iter().map(|(name, _)| name).collect();
        Ok(Table { columns, key, rows })
    }

    fn insert(&self, name: &str, row: &[Value], accounts: &[String]) -> Write {
        let written: Vec<usize> = (0..row.len()).filter(|at| self.columns[*at] != NUMBER).collect();
        let columns: Vec<&str> = written.iter().map(|at| self.columns[*at].as_str()).collect();
        let places = vec!["?"; columns.len()].join(", ");
        let sql = format!("INSERT INTO {name} ({}) VALUES ({places})", columns.join(", "));
        let cells = written.iter().map(|at| self.cell(*at, &row[*at], accounts)).collect();
        Write { sql, cells }
    }

    fn update(&self, name: &str, old: &[Value], row: &[Value], accounts: &[String]) -> Write {
        let changed: Vec<usize> = (0..row.len()).filter(|at| old[*at] != row[*at]).collect();
        let set: Vec<String> =
            changed.iter().map(|at| format!("{} = ?", self.columns[*at])).collect();
        let sql = format!("UPDATE {name} SET {} WHERE {}", set.join(", "), self.found());
        let places = changed.iter().chain(&self.key);
        let cells = places.map(|at| self.cell(*at, &row[*at], accounts)).collect();
        Write { sql, cells }
    }

    fn delete(&self, name: &str, row: &[Value], accounts: &[String]) -> Write {
        let sql = format!("DELETE FROM {name} WHERE {}", self.found());
        let cells = self.key.iter().map(|at| self.cell(*at, &row[*at], accounts)).collect();
        Write { sql, cells }
    }

    fn found(&self) -> String {
        let key: Vec<String> =
            self.key.iter().map(|at| format!("{} = ?", self.columns[*at])).collect();
        key.join(" AND ")
    }

    fn cell(&self, at: usize, value: &Value, accounts: &[String]) -> Cell {
        let column = self.columns[at].as_str();
        match value {
            Value::Null => Cell::Null,
            Value::Integer(_) if column == "version" => Cell::Version,
            Value::Integer(_) if column.ends_with("sum") => Cell::Sum,
            Value::Integer(_) if column == "at" || column.ends_with("_at") => Cell::Moment,
            Value::Integer(number) => Cell::Integer(*number),
            // No table has any.
            Value::Real(_) => Cell::Null,
            Value::Blob(bytes) => Cell::Id(bytes.len()),
            Value::Text(text) => match accounts.iter().position(|account| account == text) {
                Some(number) => Cell::Account(number),
                None => Cell::Text(text.clone()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_as_they_have_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        let connection = Connection::open(&file).unwrap();
        let made = "CREATE TABLE meta (version INTEGER); INSERT INTO meta VALUES (1);
            CREATE TABLE pair (one TEXT, other TEXT, state TEXT, version INTEGER, sum INTEGER, PRIMARY KEY (one, other));
            CREATE TABLE event (number INTEGER PRIMARY KEY, id BLOB, at INTEGER, document TEXT);
            INSERT INTO pair VALUES ('000000000001', '000000000002', 'Created', 1, 7), ('x', 'y', 'z', 1, 7),
                ('000000000001', '000000000003', 'Created', 1, 8)";
        connection.execute_batch(made).unwrap();
        let before = Snapshot::of(&file).unwrap();
        let changed = "UPDATE meta SET version = 2;
            UPDATE pair SET state = 'Invited', version = 2, sum = 9 WHERE other = '000000000002';
            DELETE FROM pair WHERE one = 'x'; INSERT INTO event (id, at, document) VALUES (x'0011', 5, '{}')";
        connection.execute_batch(changed).unwrap();
        let accounts = ["000000000001".to_owned(), "000000000002".to_owned()];
        let writes = before.writes(&Snapshot::of(&file).unwrap(), &accounts);
        let write = |sql: &str, cells: Vec<Cell>| Write { sql: sql.to_owned(), cells };
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            writes,
            [
                write(
                    "INSERT INTO event (id, at, document) VALUES (?, ?, ?)",
                    vec![Cell::Id(2), Cell::Moment, text("{}")]
                ),
                write(
                    "UPDATE pair SET state = ?, version = ?, sum = ? WHERE one = ? AND other = ?",
                    vec![
                        text("Invited"),
                        Cell::Version,
                        Cell::Sum,
                        Cell::Account(0),
                        Cell::Account(1)
                    ]
                ),
                write("DELETE FROM pair WHERE one = ? AND other = ?", vec![text("x"), text("y")]),
            ]
        );
    }
}
