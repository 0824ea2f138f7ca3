//! pgbench's script for a request: the statements that a server has sent for it, with other accounts.
//!
//! What differs: a version is not known to pgbench, so a guard asks for any version but one that no row has; an
//! account's id, a new id and the time of an event are drawn or counted by pgbench; a list that has one of these in it
//! is put together by the statement. Everything else is a parameter with the value that the server gave it.

use std::collections::BTreeMap;

use super::accounts::SAMPLE;
use crate::statements::Sent;

/// A script, and the values of its parameters.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Script {
    pub(crate) text: String,
    pub(crate) values: Vec<(String, String)>,
}

impl Script {
    /// The script that sends these statements, after what draws `:administrator`, `:member`, `:id` and `:at`. A
    /// transaction is sent as a whole.
    pub(crate) fn of(drawing: &str, statements: &[Sent]) -> Script {
        let mut script = Script { text: drawing.to_owned(), values: Vec::new() };
        for Sent { sql, parameters, .. } in statements {
            if sql == "BEGIN" || sql.starts_with("BEGIN ") {
                script.text.push_str("\\startpipeline\n");
            }
            script.add(sql, parameters);
            if sql == "COMMIT" {
                script.text.push_str("\\endpipeline\n");
            }
        }
        script
    }

    fn add(&mut self, sql: &str, parameters: &BTreeMap<usize, String>) {
        let mut sql = sql.to_owned();
        // From the last to the first: `$1` is the beginning of `$10`.
        for (number, value) in parameters.iter().rev() {
            let place = format!("${number}");
            // One version is compared as one value, several as a list: each as the server has it.
            let guards = [
                (format!("version = ANY({place})"), "version <> ALL(", "{-1}", ")"),
                (format!("AND version = {place}"), "AND version <> ", "-1", ""),
            ];
            let guard = guards.into_iter().find(|(guard, ..)| sql.contains(guard));
            if let Some((guard, before, none, after)) = guard {
                let any = self.keep(none);
                sql = sql.replace(&guard, &format!("{before}{any}{after}"));
                continue;
            }
            let term = match drawn(value) {
                Some(term) => term,
                None => self.keep(value),
            };
            sql = sql.replace(&place, &term);
        }
        self.text.push_str(&sql);
        self.text.push_str(";\n");
    }

    /// A parameter that has always this value.
    fn keep(&mut self, value: &str) -> String {
        // pgbench has no empty values.
        if value.is_empty() {
            return "''".to_owned();
        }
        let name = match self.values.iter().find(|(_, known)| known == value) {
            Some((name, _)) => name.clone(),
            None => {
                let name = format!("p{}", self.values.len());
                self.values.push((name.clone(), value.to_owned()));
                name
            }
        };
        format!(":{name}")
    }
}

/// What stands for a value that is another one each time.
fn drawn(value: &str) -> Option<String> {
    let list = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let Some(list) = list else { return variable(value).map(str::to_owned) };
    let terms: Option<Vec<&str>> = list.split(',').map(variable).collect();
    let terms = terms?.into_iter().map(|term| match term {
        ":id" => "CAST(:id AS bytea)",
        ":at" => "CAST(:at AS bigint)",
        term => term,
    });
    Some(format!("ARRAY[{}]", terms.collect::<Vec<_>>().join(", ")))
}

fn variable(value: &str) -> Option<&'static str> {
    let value = value.trim_matches('"');
    let is_hex = |text: &str| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
    if value == SAMPLE.administrator.to_string() {
        Some(":administrator")
    } else if value == SAMPLE.invited.to_string() {
        Some(":member")
    } else if value.trim_start_matches('\\').strip_prefix('x').is_some_and(is_hex) {
        Some(":id")
    } else if value.len() == 13 && value.bytes().all(|b| b.is_ascii_digit()) {
        Some(":at")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(sql: &str, values: &[&str]) -> Sent {
        let parameters = values.iter().enumerate().map(|(i, v)| (i + 1, (*v).to_owned()));
        Sent {
            database: String::new(),
            transaction: Default::default(),
            sql: sql.to_owned(),
            parameters: parameters.collect(),
        }
    }

    #[test]
    fn accounts_are_drawn_and_the_rest_is_kept() {
        let asked = "SELECT a FROM b WHERE c = $1 AND d = $2 AND e = ANY($3) AND f > $4 LIMIT $5";
        let values = ["macie", "222222222222", "{111111111111,222222222222}", "", "51"];
        let script = Script::of("\\set x 1\n", &[sent(asked, &values)]);
        assert_eq!(
            script.text,
            "\\set x 1\nSELECT a FROM b WHERE c = :p1 AND d = :member \
             AND e = ANY(ARRAY[:administrator, :member]) AND f > '' LIMIT :p0;\n"
        );
        let values = [("p0", "51"), ("p1", "macie")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(script.values, values);
    }

    #[test]
    fn a_transaction_is_a_pipeline() {
        let id = "\\x00112233445566778899aabbccddeeff";
        let guard = sent("SELECT 1 FROM a WHERE version = ANY($1)", &["{7}"]);
        let update = sent("UPDATE a SET version = $1 WHERE b = 1 AND version = $2", &["8", "7"]);
        let insert = "INSERT INTO e SELECT $1, CAST($2 AS bytea[]), CAST($3 AS bigint[])";
        let list = format!("{{\"\\{id}\"}}");
        let insert = sent(insert, &[id, &list, "{1795265689123}"]);
        let script = Script::of(
            "",
            &[sent("BEGIN READ WRITE", &[]), guard, update, insert, sent("COMMIT", &[])],
        );
        assert_eq!(
            script.text,
            "\\startpipeline\nBEGIN READ WRITE;\nSELECT 1 FROM a WHERE version <> ALL(:p0);\n\
             UPDATE a SET version = :p2 WHERE b = 1 AND version <> :p1;\n\
             INSERT INTO e SELECT :id, CAST(ARRAY[CAST(:id AS bytea)] AS bytea[]), \
             CAST(ARRAY[CAST(:at AS bigint)] AS bigint[]);\nCOMMIT;\n\\endpipeline\n"
        );
    }
}
