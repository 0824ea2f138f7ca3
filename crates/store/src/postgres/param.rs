//! Parameters of statements.

use std::error::Error;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A parameter: one value, or one for each row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Param {
    Text(String),
    Number(i64),
    Bytes(Vec<u8>),
    Texts(Vec<Option<String>>),
    Numbers(Vec<Option<i64>>),
    Blobs(Vec<Option<Vec<u8>>>),
}

impl Param {
    /// Texts, none of them absent.
    pub(super) fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Param {
        Param::Texts(texts.into_iter().map(|text| Some(text.into())).collect())
    }

    /// What PostgreSQL is told that it is, so that a statement means the same wherever it stands.
    pub(super) fn kind(&self) -> Type {
        match self {
            Param::Text(_) => Type::TEXT,
            Param::Number(_) => Type::INT8,
            Param::Bytes(_) => Type::BYTEA,
            Param::Texts(_) => Type::TEXT_ARRAY,
            Param::Numbers(_) => Type::INT8_ARRAY,
            Param::Blobs(_) => Type::BYTEA_ARRAY,
        }
    }
}

impl ToSql for Param {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Param::Text(text) => text.to_sql(kind, out),
            Param::Number(number) => number.to_sql(kind, out),
            Param::Bytes(bytes) => bytes.to_sql(kind, out),
            Param::Texts(texts) => texts.to_sql(kind, out),
            Param::Numbers(numbers) => numbers.to_sql(kind, out),
            Param::Blobs(blobs) => blobs.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::TEXT, Type::INT8, Type::BYTEA, Type::TEXT_ARRAY, Type::INT8_ARRAY, Type::BYTEA_ARRAY]
            .contains(kind)
    }

    to_sql_checked!();
}

/// A statement and its parameters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) sql: String,
    pub(super) params: Vec<Param>,
}

/// How many values are named one by one.
///
/// What a list of unknown length costs is guessed, and the guess is bad enough to have the statement planned again
/// each time. Nearly all requests name one account, or two.
const NAMED: usize = 4;

/// The condition that a column has one of these values, whose parameters it adds.
pub(super) fn one_of(column: &str, values: Vec<String>, params: &mut Vec<Param>) -> String {
    let first = params.len() + 1;
    if values.is_empty() || values.len() > NAMED {
        params.push(Param::texts(values));
        return format!("{column} = ANY(${first})");
    }
    params.extend(values.into_iter().map(Param::Text));
    let places: Vec<String> = (first..=params.len()).map(|place| format!("${place}")).collect();
    match places.as_slice() {
        [place] => format!("{column} = {place}"),
        places => format!("{column} IN ({})", places.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_are_named_and_many_are_listed() {
        let mut params = vec![Param::Number(1)];
        let mut condition =
            |count: usize| one_of("a", (0..count).map(|n| n.to_string()).collect(), &mut params);
        assert_eq!(condition(1), "a = $2");
        assert_eq!(condition(2), "a IN ($3, $4)");
        assert_eq!(condition(5), "a = ANY($5)");
        assert_eq!(condition(0), "a = ANY($6)");
        assert_eq!(params[4].kind(), Type::TEXT_ARRAY);
    }
}
