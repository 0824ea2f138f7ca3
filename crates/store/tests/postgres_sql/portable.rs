//! All statements that were sent, held against the portable subset: each by itself, and those of a transaction together.

use std::collections::{BTreeMap, BTreeSet};

use super::log::Sent;
use super::schema::Schema;
use super::statement::Statement;
use super::tokens::Token;

/// The most rows that one statement writes or locks.
const ROWS: usize = 500;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// What is not portable, once each, with its statement.
    pub(crate) faults: BTreeSet<String>,
    /// Every table, and which of `select`, `insert` and `delete` it was seen in.
    pub(crate) tables: BTreeMap<String, BTreeSet<&'static str>>,
    /// How many different statements there were.
    pub(crate) different: usize,
}

/// Checks what was sent to one server.
pub(crate) fn check(sent: &[Sent]) -> Findings {
    let mut findings = Findings::default();
    let mut parsed: BTreeMap<&str, Option<Statement>> = BTreeMap::new();
    for Sent { sql, .. } in sent {
        parsed.entry(sql).or_insert_with(|| match Statement::parse(sql) {
            Ok(statement) => Some(statement),
            Err(fault) => {
                findings.fault(&fault, sql);
                None
            }
        });
    }
    let schema = findings.define(sent, &parsed);
    let names = schema.names();
    for (sql, statement) in &parsed {
        let Some(statement) = statement else { continue };
        statement.faults(&names).iter().for_each(|fault| findings.fault(fault, sql));
        findings.cover(&schema, statement);
    }
    findings.different = parsed.len();
    let parsed = |sent: &Sent| parsed[&*sent.sql].as_ref();
    for one in sent {
        let Some(statement) = parsed(one).filter(|statement| statement.writes()) else { continue };
        let rows = rows(statement, one);
        if rows > ROWS {
            findings.fault(&format!("{rows} rows in one statement"), &one.sql);
        }
    }
    findings.check_transactions(sent, parsed);
    findings
}

impl Findings {
    fn fault(&mut self, what: &str, sql: &str) {
        self.faults.insert(format!("{what}: {sql}"));
    }

    /// The schema that the definitions make, in the order in which they were first sent.
    fn define(&mut self, sent: &[Sent], parsed: &BTreeMap<&str, Option<Statement>>) -> Schema {
        let (mut schema, mut done) = (Schema::default(), BTreeSet::new());
        for Sent { sql, .. } in sent {
            let definition = parsed[&**sql].as_ref().filter(|statement| statement.is_definition());
            if let Some(definition) = definition.filter(|_| done.insert(sql)) {
                schema.add(definition).iter().for_each(|fault| self.fault(fault, sql));
            }
        }
        schema
    }

    fn cover(&mut self, schema: &Schema, statement: &Statement) {
        for table in schema.tables() {
            let seen = self.tables.entry(table.clone()).or_default();
            for word in ["select", "insert", "delete"] {
                let is_one = statement.names(word) && !statement.is_definition();
                if is_one && statement.names(table) {
                    seen.insert(word);
                }
            }
        }
    }

    /// A definition is a transaction by itself.
    fn check_transactions<'a>(
        &mut self,
        sent: &'a [Sent],
        parsed: impl Fn(&'a Sent) -> Option<&'a Statement>,
    ) {
        let mut transactions: BTreeMap<&(String, String), Vec<(&Sent, bool)>> = BTreeMap::new();
        for one in sent {
            let statement = parsed(one).filter(|statement| !statement.is_frame());
            let Some(statement) = statement else { continue };
            let one = (one, statement.is_definition());
            transactions.entry(&one.0.transaction).or_default().push(one);
        }
        for statements in transactions.values().filter(|statements| statements.len() > 1) {
            if let Some((definition, _)) =
                statements.iter().find(|(_, is_definition)| *is_definition)
            {
                self.fault("not alone in its transaction", &definition.sql);
            }
        }
    }
}

/// How many rows a statement can write or lock: lists of values, or the longest of its arrays.
fn rows(statement: &Statement, sent: &Sent) -> usize {
    let values = statement.tokens.windows(2).position(|pair| pair[0].is("values"));
    let values = values.map_or(0, |at| {
        let (mut depth, mut lists) = (0, 0);
        for token in &statement.tokens[at..] {
            match () {
                () if token.is("(") => {
                    lists += usize::from(depth == 0);
                    depth += 1;
                }
                () if token.is(")") => depth -= 1,
                () if depth == 0 && token.is("on") => break,
                () => {}
            }
        }
        lists
    });
    let arrays = statement.tokens.windows(3).filter_map(|three| match three {
        [before, Token::Parameter(number), after] => {
            // `ANY($1)` and `CAST($1 AS text[])`; nothing else has a parameter in brackets of its own.
            (before.is("(") && (after.is(")") || after.is("as"))).then_some(number)
        }
        _ => None,
    });
    let lengths = arrays.filter_map(|number| sent.parameters.get(number)).map(|a| length(a));
    lengths.chain([values]).max().unwrap_or(0)
}

/// The number of elements of an array, as PostgreSQL writes it; 1 for what is no array.
fn length(array: &str) -> usize {
    let Some(inside) = array.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return 1;
    };
    let (mut commas, mut in_quotes, mut escaped) = (0, false, false);
    for c in inside.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => commas += 1,
            _ => {}
        }
    }
    if inside.is_empty() { 0 } else { commas + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "CREATE TABLE IF NOT EXISTS t (a text COLLATE \"C\" PRIMARY KEY, b bigint)";

    fn sent(transaction: &str, sql: &str) -> Sent {
        Sent {
            database: "one".to_owned(),
            transaction: ("1".to_owned(), transaction.to_owned()),
            sql: sql.to_owned(),
            parameters: BTreeMap::new(),
        }
    }

    fn faults(statements: &[Sent]) -> Vec<String> {
        check(statements).faults.into_iter().collect()
    }

    #[test]
    fn what_is_portable_has_no_fault() {
        let all = [
            sent("1", TABLE),
            sent("2", "BEGIN"),
            sent("2", "INSERT INTO t (a, b) VALUES ($1, $2)"),
            sent("2", "DELETE FROM t WHERE a = ANY($1)"),
            sent("2", "COMMIT"),
            sent("3", "SELECT a FROM t"),
            sent("4", "SELECT a FROM t"),
        ];
        let findings = check(&all);
        assert_eq!((findings.faults, findings.different), (BTreeSet::new(), 6));
        assert_eq!(findings.tables["t"], ["select", "insert", "delete"].into());
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        for (sql, fault) in [
            ("SELECT pg_sleep(1)", "the word pg_sleep"),
            ("SELECT a FROM t -- all", "a comment"),
            ("CREATE TABLE IF NOT EXISTS u (a text PRIMARY KEY)", "order of letters"),
            ("SELECT c FROM t", "the word c"),
        ] {
            let found = faults(&[sent("1", TABLE), sent("2", sql)]);
            assert!(found.len() == 1 && found[0].contains(fault), "{sql}: {found:?}");
        }
    }

    #[test]
    fn a_definition_that_is_not_alone_is_found() {
        let index = "CREATE INDEX IF NOT EXISTS i ON t (a)";
        let alone = [sent("1", TABLE), sent("2", "BEGIN"), sent("2", index), sent("2", "COMMIT")];
        assert_eq!(faults(&alone), [""; 0]);
        let not_alone = [sent("1", TABLE), sent("1", index)];
        assert!(faults(&not_alone)[0].contains("not alone"));
        let written = [sent("1", TABLE), sent("2", index), sent("2", "SELECT a FROM t")];
        assert!(faults(&written)[0].contains("not alone"));
    }

    #[test]
    fn too_many_rows_are_found() {
        let lists = |number: usize| {
            let lists = vec!["($1, (1))"; number].join(", ");
            let sql = format!("INSERT INTO t (a, b) VALUES {lists} ON CONFLICT (a) DO NOTHING");
            faults(&[sent("1", TABLE), sent("2", &sql)])
        };
        assert_eq!(lists(500), [""; 0]);
        assert!(lists(501)[0].contains("501 rows"));
        let insert = "INSERT INTO t (a) SELECT w.c0 FROM unnest(CAST($1 AS text[])) AS w(c0)";
        let lock = "SELECT b FROM t WHERE a = ANY($1) FOR SHARE";
        for sql in [insert, lock, "DELETE FROM t WHERE a = ANY($1)"] {
            let array = |number: usize| {
                let array = format!("{{{}}}", vec!["\"a,\\\"b\""; number].join(","));
                let one = Sent { parameters: [(1, array)].into(), ..sent("2", sql) };
                faults(&[sent("1", TABLE), one])
            };
            assert_eq!(array(500), [""; 0]);
            assert!(array(501)[0].contains("501 rows"), "{sql}");
        }
    }

    #[test]
    fn lengths_of_arrays() {
        let cases = [("{}", 0), ("{a}", 1), ("{a,NULL}", 2), ("{\"a,b\"}", 1), ("a,b", 1)];
        for (array, expected) in cases {
            assert_eq!(length(array), expected, "{array}");
        }
    }
}
