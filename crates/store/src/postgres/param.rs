//! Parameters of statements.

use std::error::Error;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type};

/// A parameter: one value, or one for each row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Param {
    Text(String),
    Number(i64),
    Bytes(Vec<u8>),
    /// A text that is not there.
    NoText,
    NoNumber,
    NoBytes,
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
            Param::Text(_) | Param::NoText => Type::TEXT,
            Param::Number(_) | Param::NoNumber => Type::INT8,
            Param::Bytes(_) | Param::NoBytes => Type::BYTEA,
            Param::Texts(_) => Type::TEXT_ARRAY,
            Param::Numbers(_) => Type::INT8_ARRAY,
            Param::Blobs(_) => Type::BYTEA_ARRAY,
        }
    }

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// It is too large to be sent.
    pub(super) fn write(&self, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Param::Text(text) => out.extend_from_slice(text.as_bytes()),
            Param::Number(number) => out.extend_from_slice(&number.to_be_bytes()),
            Param::Bytes(bytes) => out.extend_from_slice(bytes),
            Param::NoText | Param::NoNumber | Param::NoBytes => return Ok(IsNull::Yes),
            Param::Texts(texts) => return texts.to_sql(&Type::TEXT_ARRAY, out),
            Param::Numbers(numbers) => return numbers.to_sql(&Type::INT8_ARRAY, out),
            Param::Blobs(blobs) => return blobs.to_sql(&Type::BYTEA_ARRAY, out),
        }
        Ok(IsNull::No)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_the_server_reads_them() {
        for (param, bytes) in [
            (Param::Text("é".to_owned()), Some(&[0xc3, 0xa9][..])),
            (Param::Number(-2), Some(&[255, 255, 255, 255, 255, 255, 255, 254])),
            (Param::Bytes(vec![0, 1]), Some(&[0, 1])),
            (Param::NoText, None),
            (Param::NoNumber, None),
            (Param::NoBytes, None),
        ] {
            let mut out = BytesMut::new();
            let is_null = matches!(param.write(&mut out).unwrap(), IsNull::Yes);
            assert_eq!((!is_null).then_some(&out[..]), bytes, "{param:?}");
        }
        assert_eq!(Param::texts(["a"]).kind(), Type::TEXT_ARRAY);
    }
}
