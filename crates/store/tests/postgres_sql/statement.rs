//! One statement, held against the portable subset: every word is on a list, or is a name that the schema defines.
//!
//! What is not on a list is a fault, known or not: no extension, sequence, trigger, foreign key, partition, savepoint,
//! temporary table, notification or advisory lock can be written with these words.

use std::collections::BTreeSet;

use super::tokens::{Token, tokens};

/// The words that statements are made of.
const KEYWORDS: [&str; 53] = [
    "select", "distinct", "from", "where", "and", "or", "not", "is", "null", "in", "any", "exists",
    "order", "by", "asc", "desc", "limit", "union", "all", "case", "when", "then", "else", "end",
    "as", "cast", "for", "share", "update", "insert", "into", "values", "on", "conflict", "do",
    "nothing", "set", "excluded", "delete", "begin", "commit", "rollback", "create", "table",
    "unique", "index", "if", "primary", "key", "default", "collate", "show", "analyze",
];

const FUNCTIONS: [&str; 8] =
    ["count", "max", "min", "now", "unnest", "coalesce", "length", "current_schema"];

/// The types of columns, and of parameters.
pub(crate) const TYPES: [&str; 4] = ["text", "bigint", "timestamptz", "bytea"];

/// What else can be asked for: which tables there are, and whether the server can be written to.
const OTHERS: [&str; 7] = [
    "information_schema",
    "tables",
    "table_name",
    "table_schema",
    "columns",
    "column_name",
    "transaction_read_only",
];

/// Names that statements give, besides those of a letter or two.
const ALIASES: [&str; 1] = ["held"];

/// How statements begin.
const BEGINNINGS: [&[&str]; 11] = [
    &["analyze"],
    &["select"],
    &["(", "select"],
    &["insert", "into"],
    &["update"],
    &["delete", "from"],
    &["create", "table", "if", "not", "exists"],
    &["create", "index", "if", "not", "exists"],
    &["create", "unique", "index", "if", "not", "exists"],
    &["show", "transaction_read_only"],
    &["begin"],
];

/// The settings that a session may make for itself, each to a number or on. An engine that knows one not may refuse
/// it.
const SETTINGS: [&str; 2] =
    ["idle_in_transaction_session_timeout", "default_transaction_read_only"];

/// Statements of one word: nothing is said of isolation, and there are no two-phase commits.
const ALONE: [&str; 3] = ["begin", "commit", "rollback"];

/// A statement in its parts.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) tokens: Vec<Token>,
}

impl Statement {
    pub(crate) fn parse(sql: &str) -> Result<Statement, String> {
        let mut tokens = tokens(sql)?;
        if tokens.last().is_some_and(|last| last.is(";")) {
            tokens.pop();
        }
        if tokens.iter().any(|token| token.is(";")) {
            return Err("several statements in one".to_owned());
        }
        Ok(Statement { tokens })
    }

    pub(crate) fn begins_with(&self, words: &[&str]) -> bool {
        let begins = |(token, word): (&Token, &&str)| token.is(word);
        self.tokens.len() >= words.len() && self.tokens.iter().zip(words).all(begins)
    }

    pub(crate) fn is_definition(&self) -> bool {
        self.begins_with(&["create"])
    }

    /// Whether it only begins or ends a transaction.
    pub(crate) fn is_frame(&self) -> bool {
        ALONE.iter().any(|word| self.begins_with(&[word]))
    }

    /// Whether it changes or locks rows.
    pub(crate) fn writes(&self) -> bool {
        let locks =
            |pair: &[Token]| pair[0].is("for") && (pair[1].is("share") || pair[1].is("update"));
        ["insert", "update", "delete"].iter().any(|word| self.begins_with(&[word]))
            || self.tokens.windows(2).any(locks)
    }

    /// Whether the name of a table, or of anything else, occurs in it.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.tokens.iter().any(|token| token.is(name))
    }

    /// What of it is not portable; `names` are those that the schema defines.
    pub(crate) fn faults(&self, names: &BTreeSet<String>) -> Vec<String> {
        if let [set, Token::Word(setting), equals, value] = &self.tokens[..]
            && (set.is("set") && equals.is("=") && SETTINGS.contains(&&**setting))
            && (matches!(value, Token::Number(_)) || value.is("on"))
        {
            return Vec::new();
        }
        if self.begins_with(&["begin", "read", "write"]) && self.tokens.len() == 3 {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let alone = self.tokens.len() == 1 && ALONE.iter().any(|word| self.begins_with(&[word]));
        let begins = BEGINNINGS.iter().any(|words| self.begins_with(words));
        if !alone && (!begins || self.begins_with(&["begin"])) {
            faults.push("not one of the statements that are allowed".to_owned());
        }
        let own = self.own_names();
        for (at, token) in self.tokens.iter().enumerate() {
            let known = |name: &str| names.contains(name) || own.contains(name);
            if let Some(fault) = self.fault(at, token, known) {
                faults.push(fault);
            }
        }
        faults
    }

    fn fault(&self, at: usize, token: &Token, is_known: impl Fn(&str) -> bool) -> Option<String> {
        let after = |other: &str| at > 0 && self.tokens[at - 1].is(other);
        match token {
            Token::Quoted(name) if name == "C" && after("collate") => None,
            Token::Quoted(name) => Some(format!("the quoted name \"{name}\"")),
            Token::Word(word) if after("collate") => Some(format!("the order {word}")),
            Token::Word(word) if KEYWORDS.contains(&&**word) || is_known(word) => None,
            Token::Word(word) if TYPES.contains(&&**word) || OTHERS.contains(&&**word) => None,
            Token::Word(word) if FUNCTIONS.contains(&&**word) => {
                let called = self.tokens.get(at + 1).is_some_and(|next| next.is("("));
                (!called).then(|| format!("the word {word}"))
            }
            Token::Word(word) => Some(format!("the word {word}")),
            _ => None,
        }
    }

    /// The names that it gives by itself: `AS name`, and `AS name(column, …)`.
    fn own_names(&self) -> BTreeSet<&str> {
        let mut own = BTreeSet::new();
        for (at, _) in self.tokens.iter().enumerate().filter(|(_, token)| token.is("as")) {
            let after = &self.tokens[at + 1..];
            let name = after.first().and_then(Token::word).filter(|name| is_alias(name));
            let Some(name) = name else { continue };
            own.insert(name);
            if after.get(1).is_some_and(|token| token.is("(")) {
                let columns = after[2..].iter().take_while(|token| !token.is(")"));
                own.extend(columns.filter_map(Token::word).filter(|name| is_alias(name)));
            }
        }
        own
    }
}

/// So that no alias makes a word of another meaning known: a letter or two, maybe with digits.
fn is_alias(name: &str) -> bool {
    ALIASES.contains(&name) || name.trim_end_matches(|c: char| c.is_ascii_digit()).len() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(sql: &str) -> Vec<String> {
        let names = ["standing", "account", "version", "role"].map(str::to_owned).into();
        match Statement::parse(sql) {
            Ok(statement) => statement.faults(&names),
            Err(fault) => vec![fault],
        }
    }

    #[test]
    fn what_is_portable_has_no_fault() {
        for sql in [
            "BEGIN",
            "COMMIT;",
            "SHOW transaction_read_only",
            "BEGIN READ WRITE",
            "SET idle_in_transaction_session_timeout = 10000",
            "SET default_transaction_read_only = on",
            "SELECT account, version FROM standing WHERE account = ANY($1) ORDER BY account LIMIT 5",
            "(SELECT count(*) FROM role) UNION ALL (SELECT max(version) FROM standing)",
            "INSERT INTO standing (account, version) SELECT w.c0, w.c1 \
             FROM unnest(CAST($1 AS text[]), CAST($2 AS bigint[])) AS w(c0, c1) \
             ON CONFLICT (account) DO UPDATE SET version = excluded.version",
            "SELECT 1 / CASE WHEN count(*) = $1 THEN 1 ELSE 0 END \
             FROM (SELECT version FROM standing WHERE account = $2 FOR SHARE) AS w",
            "CREATE UNIQUE INDEX IF NOT EXISTS role ON standing (account) WHERE account IS NOT NULL",
        ] {
            assert_eq!(faults(sql), [""; 0], "{sql}");
        }
    }

    #[test]
    fn what_is_not_portable_is_found() {
        for (sql, fault) in [
            ("BEGIN ISOLATION LEVEL SERIALIZABLE", "not one of the statements"),
            ("BEGIN READ WRITE DEFERRABLE", "the word deferrable"),
            ("BEGIN TRANSACTION", "the word transaction"),
            ("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "not one of the statements"),
            ("SET LOCAL lock_timeout = 1", "not one of the statements"),
            ("SET default_transaction_isolation = 1", "not one of the statements"),
            ("SET role = 1", "not one of the statements"),
            ("SAVEPOINT a", "the word savepoint"),
            ("LISTEN a", "the word listen"),
            ("NOTIFY a", "the word notify"),
            ("TRUNCATE standing", "the word truncate"),
            ("CALL role()", "the word call"),
            ("DO 'role'", "not one of the statements"),
            ("LOCK TABLE standing", "the word lock"),
            ("PREPARE TRANSACTION 'a'", "the word prepare"),
            ("COPY standing FROM STDIN", "the word copy"),
            ("DROP TABLE standing", "the word drop"),
            ("ALTER TABLE standing ADD COLUMN account text", "the word alter"),
            ("CREATE TRIGGER role", "the word trigger"),
            ("CREATE TEMP TABLE standing (account text)", "the word temp"),
            ("CREATE UNLOGGED TABLE IF NOT EXISTS standing (account text)", "the word unlogged"),
            ("CREATE TABLE standing (account text)", "not one of the statements"),
            ("CREATE EXTENSION account", "the word extension"),
            ("CREATE SEQUENCE account", "the word sequence"),
            ("CREATE INDEX CONCURRENTLY role ON standing (account)", "the word concurrently"),
            ("CREATE INDEX IF NOT EXISTS role ON standing USING gin (account)", "the word using"),
            ("SELECT nextval('account')", "the word nextval"),
            ("SELECT pg_advisory_xact_lock(1)", "the word pg_advisory_xact_lock"),
            ("SELECT version FROM pg_class", "the word pg_class"),
            ("SELECT version::json FROM standing", "the word json"),
            ("SELECT count FROM standing", "the word count"),
            ("SELECT account FROM standing FOR UPDATE SKIP LOCKED", "the word skip"),
            ("SELECT account FROM standing OFFSET 5", "the word offset"),
            ("SELECT account FROM standing ORDER BY account COLLATE \"de_DE\"", "\"de_DE\""),
            ("SELECT account FROM standing ORDER BY account COLLATE version", "the order version"),
            ("WITH a AS (SELECT 1) SELECT 1", "the word with"),
            ("DELETE FROM standing RETURNING account", "the word returning"),
            ("MERGE INTO standing", "the word merge"),
            ("SELECT 1 AS savepoint FROM savepoint", "the word savepoint"),
            ("SELECT 1; DROP TABLE standing", "several statements"),
        ] {
            let found = faults(sql);
            assert!(found.iter().any(|found| found.contains(fault)), "{sql}: {found:?}");
        }
    }
}
