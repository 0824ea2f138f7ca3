//! The tables that were defined: their columns, their types, their order and their keys.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::{Statement, TYPES};
use super::tokens::Token;

/// The column whose tables hold what is in a scope, and the columns of a scope.
const SCOPED: &str = "service";
const SCOPE: [&str; 2] = ["service", "region"];

/// What the definitions say, as far as they were seen.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    tables: BTreeMap<String, Table>,
    indexes: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Table {
    /// Whether texts of a column compare byte by byte. Numbers and bytes do always.
    columns: BTreeMap<String, bool>,
    key: Vec<String>,
}

impl Schema {
    /// Every name that it defines.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let columns = self.tables.values().flat_map(|table| table.columns.keys());
        self.tables.keys().chain(&self.indexes).chain(columns).cloned().collect()
    }

    pub(crate) fn tables(&self) -> impl Iterator<Item = &String> {
        self.tables.keys()
    }

    /// Takes a definition in; answers what is wrong with it.
    pub(crate) fn add(&mut self, definition: &Statement) -> Vec<String> {
        let is_open = |token: &Token| token.is("(");
        let Some(open) = definition.tokens.iter().position(is_open) else {
            return vec!["a definition without columns".to_owned()];
        };
        let (before, inside) = definition.tokens.split_at(open);
        let (inside, after) = inside[1..].split_at(closing(&inside[1..]));
        let name = |from: &[Token]| from.last().and_then(Token::word).unwrap_or("").to_owned();
        if definition.begins_with(&["create", "table"]) {
            let mut table = Table::default();
            let mut faults = table.fill(inside);
            // Nothing comes after the columns: no partitions, no parents, no storage.
            if after.len() > 1 {
                faults.push(format!("a table with {:?}", after[1]));
            }
            self.tables.insert(name(before), table);
            return faults;
        }
        let on = before.iter().position(|token| token.is("on")).unwrap_or(before.len());
        self.indexes.insert(name(&before[..on]));
        self.index_faults(&name(before), inside)
    }

    fn index_faults(&self, table: &str, inside: &[Token]) -> Vec<String> {
        let Some(table) = self.tables.get(table) else {
            return vec![format!("an index on {table}, which is not defined")];
        };
        let mut faults = Vec::new();
        for column in inside.split(|token| token.is(",")) {
            match column {
                [Token::Word(name)] => faults.extend(table.order_fault(name)),
                other => faults.push(format!("an index of {other:?}")),
            }
        }
        faults
    }
}

/// Where the bracket closes that was opened before these.
fn closing(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match () {
            () if token.is("(") => depth += 1,
            () if token.is(")") && depth == 0 => return at,
            () if token.is(")") => depth -= 1,
            () => {}
        }
    }
    tokens.len()
}

impl Table {
    fn fill(&mut self, inside: &[Token]) -> Vec<String> {
        let mut faults = Vec::new();
        for part in parts(inside) {
            if part[0].is("primary") {
                self.key = part.iter().skip(2).filter_map(Token::word).map(str::to_owned).collect();
            } else {
                faults.extend(self.add_column(part));
            }
        }
        if self.key.is_empty() {
            faults.push("a table without a primary key".to_owned());
        }
        let mut first: Vec<&str> = self.key.iter().take(SCOPE.len()).map(String::as_str).collect();
        first.sort_unstable_by_key(|name| *name != SCOPED);
        if self.columns.contains_key(SCOPED) && first != SCOPE {
            faults.push(format!("a primary key that does not lead with the scope: {:?}", self.key));
        }
        faults.extend(self.key.iter().filter_map(|name| self.order_fault(name)));
        faults
    }

    fn add_column(&mut self, part: &[Token]) -> Vec<String> {
        let [Token::Word(name), Token::Word(kind), rest @ ..] = part else {
            return vec![format!("a column {part:?}")];
        };
        let mut faults = Vec::new();
        if !TYPES.contains(&&**kind) {
            faults.push(format!("column {name} of type {kind}"));
        }
        if rest.first().is_some_and(|next| next.is("[") || next.is("(")) {
            faults.push(format!("column {name} of type {kind} and more"));
        }
        let is_by_bytes =
            |pair: &[Token]| pair[0].is("collate") && pair[1] == Token::Quoted("C".into());
        let in_order = kind != "text" || rest.windows(2).any(is_by_bytes);
        self.columns.insert(name.clone(), in_order);
        if rest.windows(2).any(|pair| pair[0].is("primary") && pair[1].is("key")) {
            self.key = vec![name.clone()];
        }
        faults
    }

    fn order_fault(&self, name: &str) -> Option<String> {
        match self.columns.get(name) {
            None => Some(format!("a key of {name}, which is no column")),
            Some(false) => Some(format!("the key {name} is in the database's order of letters")),
            Some(true) => None,
        }
    }
}

/// The parts between commas that are in no brackets.
fn parts(inside: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while at < inside.len() {
        if inside[at].is("(") {
            at += 1 + closing(&inside[at + 1..]);
        } else if inside[at].is(",") {
            parts.push(&inside[start..at]);
            start = at + 1;
        }
        at += 1;
    }
    parts.push(&inside[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(definitions: &[&str]) -> Vec<String> {
        let mut schema = Schema::default();
        let statements = definitions.iter().map(|sql| Statement::parse(sql).unwrap());
        statements.flat_map(|statement| schema.add(&statement)).collect()
    }

    const ROWS: &str = "CREATE TABLE IF NOT EXISTS rows (service text COLLATE \"C\" NOT NULL, \
        region text COLLATE \"C\" NOT NULL, a bytea, document text NOT NULL, \
        at timestamptz DEFAULT now(), PRIMARY KEY (service, region, a))";

    #[test]
    fn names_are_those_of_tables_indexes_and_columns() {
        let index = "CREATE INDEX IF NOT EXISTS rows_by_a ON rows (a, region) WHERE a IS NOT NULL";
        let mut schema = Schema::default();
        for sql in [ROWS, index] {
            assert_eq!(schema.add(&Statement::parse(sql).unwrap()), [""; 0]);
        }
        let names: Vec<String> = schema.names().into_iter().collect();
        assert_eq!(names, ["a", "at", "document", "region", "rows", "rows_by_a", "service"]);
        assert_eq!(schema.tables().collect::<Vec<_>>(), ["rows"]);
    }

    #[test]
    fn what_is_not_portable_is_found() {
        let table = |columns: &str| format!("CREATE TABLE IF NOT EXISTS t ({columns})");
        for (columns, fault) in [
            ("a text COLLATE \"C\"", "without a primary key"),
            ("a text PRIMARY KEY", "order of letters"),
            ("a text, PRIMARY KEY (a)", "order of letters"),
            ("a text COLLATE \"de\" PRIMARY KEY", "order of letters"),
            ("a serial PRIMARY KEY", "type serial"),
            ("a jsonb, b bigint PRIMARY KEY", "type jsonb"),
            ("a text[], b bigint PRIMARY KEY", "and more"),
            ("a numeric(5), b bigint PRIMARY KEY", "type numeric"),
            ("a bigint, PRIMARY KEY (b)", "which is no column"),
            ("service bigint, region bigint, a bigint, PRIMARY KEY (a, service, region)", "lead"),
            ("service bigint PRIMARY KEY, a bigint", "lead"),
            ("a bigint PRIMARY KEY, FOREIGN KEY (a) REFERENCES t (a)", "type key"),
        ] {
            let found = faults(&[&table(columns)]);
            assert!(found.iter().any(|found| found.contains(fault)), "{columns}: {found:?}");
        }
        for (definition, fault) in [
            (
                "CREATE TABLE IF NOT EXISTS t (a bigint PRIMARY KEY) PARTITION BY LIST (a)",
                "table with",
            ),
            ("CREATE INDEX IF NOT EXISTS i ON rows (document)", "order of letters"),
            ("CREATE INDEX IF NOT EXISTS i ON rows (lower(a))", "an index of"),
            ("CREATE INDEX IF NOT EXISTS i ON other (a)", "not defined"),
        ] {
            let found = faults(&[ROWS, definition]);
            assert!(found.iter().any(|found| found.contains(fault)), "{definition}: {found:?}");
        }
    }
}
