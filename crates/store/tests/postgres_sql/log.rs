//! The statements that a server was sent, from its log (`log_destination=csvlog`).

use std::collections::BTreeMap;

/// A statement that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) database: String,
    /// The session and its transaction: what was made with it, or not at all.
    pub(crate) transaction: (String, String),
    pub(crate) sql: String,
    /// The values of its parameters, by their numbers, as the log writes them.
    pub(crate) parameters: BTreeMap<usize, String>,
}

/// Columns of the log.
const DATABASE: usize = 2;
const SESSION: usize = 5;
const TRANSACTION: usize = 9;
const MESSAGE: usize = 13;
const DETAIL: usize = 14;

/// The statements of a log, in the order in which they were sent. What is not wholly there yet is left out.
pub(crate) fn statements(log: &str) -> Vec<Sent> {
    lines(log).into_iter().filter_map(|fields| statement(&fields)).collect()
}

fn statement(fields: &[String]) -> Option<Sent> {
    let field = |column: usize| fields.get(column).map(String::as_str);
    let message = field(MESSAGE)?;
    // `statement: …` of the simple protocol, `execute <unnamed>: …` of the extended one.
    let sql = match message.strip_prefix("statement: ") {
        Some(sql) => sql,
        None => message.strip_prefix("execute ")?.split_once(": ")?.1,
    };
    let detail = field(DETAIL)?;
    let values =
        detail.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("parameters"));
    Some(Sent {
        database: field(DATABASE)?.to_owned(),
        transaction: (field(SESSION)?.to_owned(), field(TRANSACTION)?.to_owned()),
        sql: sql.to_owned(),
        parameters: values.map(|(_, values)| parameters(values)).unwrap_or_default(),
    })
}

/// `$1 = 'it''s', $2 = NULL` by numbers.
fn parameters(values: &str) -> BTreeMap<usize, String> {
    let mut parameters = BTreeMap::new();
    let mut rest = values;
    while let Some((number, after)) = rest.strip_prefix('$').and_then(|r| r.split_once(" = ")) {
        let Ok(number) = number.parse() else { break };
        let (value, after) = if let Some(text) = after.strip_prefix('\'') {
            quoted(text, '\'')
        } else {
            (String::new(), after.split_once(", ").map_or("", |(_, after)| after))
        };
        parameters.insert(number, value);
        rest = after.trim_start_matches(", ");
    }
    parameters
}

/// What comes before the closing quote, where two of them mean one, and what comes after it.
fn quoted(text: &str, quote: char) -> (String, &str) {
    let mut value = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(quote) {
        value.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(after) = rest.strip_prefix(quote) else { return (value, rest) };
        value.push(quote);
        rest = after;
    }
    (value + rest, "")
}

/// The lines of a table with commas, where a field in quotes can have several lines.
fn lines(log: &str) -> Vec<Vec<String>> {
    let (mut lines, mut fields) = (Vec::new(), Vec::new());
    let mut rest = log;
    while !rest.is_empty() {
        let (field, after) = if let Some(text) = rest.strip_prefix('"') {
            quoted(text, '"')
        } else {
            let end = rest.find([',', '\n']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        };
        fields.push(field);
        if let Some(after) = after.strip_prefix('\n') {
            lines.push(std::mem::take(&mut fields));
            rest = after;
        } else {
            rest = after.strip_prefix(',').unwrap_or(after);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
2026-11-21 12:00:00.000 UTC,\"ann\",\"one\",11,\"127.0.0.1:1\",6920.1,3,\"BEGIN\",2026-11-21 12:00:00 UTC,3/7,0,LOG,00000,\
\"statement: BEGIN\",,,,,,,,,\"test\",\"client backend\",,0
2026-11-21 12:00:00.001 UTC,\"ann\",\"one\",11,\"127.0.0.1:1\",6920.1,4,\"INSERT\",2026-11-21 12:00:00 UTC,3/7,0,LOG,00000,\
\"execute s1: INSERT INTO a
VALUES ($1, $2, $3), (\"\"b\"\", 1)\",\"parameters: $1 = 'it''s, $2 = ', $2 = NULL, $3 = '{1,2}'\",,,,,,,,\"test\",\"client backend\",,0
2026-11-21 12:00:00.001 UTC,\"ann\",\"one\",11,\"127.0.0.1:1\",6920.1,5,\"INSERT\",2026-11-21 12:00:00 UTC,3/7,0,ERROR,23505,\
\"duplicate key\",\"Key (a)=(1) already exists.\",,,,,\"INSERT INTO a\",,,\"test\",\"client backend\",,0
2026-11-21 12:00:00.002 UTC,\"ann\",\"one\",11,\"127.0.0.1:1\",6920.1,6,\"SELECT\",2026-11-21 12:00:00 UTC,3/8,0,LOG,00000,\
\"execute <unnamed>: SELECT 1";

    #[test]
    fn statements_of_both_protocols_with_their_transactions() {
        let found = statements(LOG);
        let transaction = ("6920.1".to_owned(), "3/7".to_owned());
        let parameters = [(1, "it's, $2 = "), (2, ""), (3, "{1,2}")];
        let parameters = parameters.map(|(number, value)| (number, value.to_owned())).into();
        let sent = |sql: &str, parameters| Sent {
            database: "one".to_owned(),
            transaction: transaction.clone(),
            sql: sql.to_owned(),
            parameters,
        };
        let insert = "INSERT INTO a\nVALUES ($1, $2, $3), (\"b\", 1)";
        assert_eq!(found, [sent("BEGIN", BTreeMap::new()), sent(insert, parameters)]);
    }
}
