//! A relationship, but for its key, its status and its invitation, which have columns of their own.

use accede_membership::{Kind, Row, Status, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationshipDocument {
    kind: Text<Kind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<RowDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowDocument {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    tags: Tags,
    created_at: i64,
    updated_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    invited_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

pub(crate) fn write_relationship(kind: Kind, row: Option<&Row>) -> Result<String> {
    let row = row.map(|row| RowDocument {
        email: row.email.clone(),
        tags: row.tags.clone(),
        created_at: row.created_at.0,
        updated_at: row.updated_at.0,
        invited_at: row.invited_at.map(|at| at.0),
        message: row.message.clone(),
    });
    serde_json::to_string(&RelationshipDocument { kind: Text(kind), row })
}

/// The kind, and the row with this status; a document without a row has none, whatever the status.
pub(crate) fn read_relationship(status: Option<Status>, json: &str) -> Result<(Kind, Option<Row>)> {
    let RelationshipDocument { kind, row } = serde_json::from_str(json)?;
    let row = row.zip(status).map(|(row, status)| Row {
        status,
        email: row.email,
        tags: row.tags,
        created_at: Timestamp(row.created_at),
        updated_at: Timestamp(row.updated_at),
        invited_at: row.invited_at.map(Timestamp),
        message: row.message,
    });
    Ok((kind.0, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = r#"{"kind":"invitation","row":{"created_at":-1,"updated_at":0}}"#;
    const FULL: &str = r#"{"kind":"organization","row":{"email":"a@b","tags":{"k":"v"},"created_at":1,"updated_at":2,"invited_at":3,"message":"\u0000"}}"#;

    #[test]
    fn the_document_is_what_tables_have() {
        for text in [BARE, FULL] {
            let (kind, row) = read_relationship(Some(Status::Created), text).unwrap();
            assert_eq!(write_relationship(kind, row.as_ref()).unwrap(), text);
        }
        let text = r#"{"kind":"invitation"}"#;
        let (kind, row) = read_relationship(None, text).unwrap();
        assert_eq!((write_relationship(kind, None).unwrap(), row), (text.to_owned(), None));
    }
}
