//! A file of schema 3, which had no checksums, is taken on, with everything that is in it.

use accede_membership::{InvitationState, Read};
use accede_store::{SqliteStore, Store};

use super::entries::{access_key, event, place, role};
use super::make::{DIRECTORY, account, page, put, reads_of, scope, seen};
use super::migrated::shape;
use super::migrated_2::{is_all_there, make, records};
use super::{bytes_beside, file, open};

/// What schema 3 had more than schema 2, and a record of each kind of it.
const MORE: &str = r#"
PRAGMA user_version = 3;
CREATE TABLE access_key (
  access_key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  account TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_key_by_account ON access_key (account, access_key);
CREATE TABLE role (
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (account, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
  number INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  at INTEGER NOT NULL,
  id BLOB NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_by_place ON event (at, id);
CREATE INDEX event_by_account ON event (account, region, at, id);
INSERT INTO access_key VALUES ('AKIA0000000000000001', 4,
  '{"account":"000000000001","user":null,"sealed":"00ff","status":"Active","created_at":10,"last_used":null}',
  '000000000001');
INSERT INTO role VALUES ('000000000001', 'auditor', 4,
  '{"name":"Auditor","path":"/","id":"AROAIOSFODNN7EXAMPLE","trusts":[],"external_id":null,"max_session":3600,"created_at":11}');
INSERT INTO event (account, region, at, id, document) VALUES ('000000000001', 'us-east-1', 1,
  x'00000000000000000000000000000001', '{"eventID":"00000000-0000-0000-0000-000000000001"}');
"#;

#[tokio::test]
async fn everything_of_schema_3_is_there() {
    let more = [access_key(1, 1), role("Auditor", 1), event(1, "us-east-1", place(1, 1))];
    for has_log in [false, true] {
        let (_directory, path) = file();
        make(&path, MORE, has_log);
        let store = open(&path);
        is_all_there(&store, &more).await;
        let versions = seen(&store, DIRECTORY, &more[..2]).await;
        assert_eq!(versions.iter().map(|(_, version)| *version).collect::<Vec<_>>(), [4, 4]);
        // What only the index is read for has its checksum, too.
        let member = account(2);
        let reads = [
            Read::InvitationPage { member, page: page(None, 9) },
            Read::InvitationCount { member, besides: InvitationState::Left },
        ];
        let loaded = store.load(Some(&scope()), &reads).await.unwrap();
        assert_eq!((loaded.view.invitations.len(), loaded.view.invitation_count), (1, 1));
        store.check().unwrap();
        put(&store, DIRECTORY, &more[..2]).await;
        drop(store);
        let store = open(&path);
        is_all_there(&store, &more).await;
        let (changes, _): (Vec<_>, Vec<_>) = records().into_iter().unzip();
        store.load(Some(&scope()), &reads_of(&changes)).await.unwrap();
    }
}

#[test]
fn a_file_of_schema_3_becomes_what_a_new_one_is() {
    let (_old, old) = file();
    make(&old, MORE, false);
    drop(open(&old));
    let (_new, new) = file();
    drop(open(&new));
    assert_eq!(bytes_beside(&old).len(), 1, "a closed store is one file");
    assert_eq!(shape(&old), shape(&new));
}

#[test]
fn what_makes_no_sense_gets_no_checksum() {
    for (more, why) in [
        ("UPDATE standing SET switch = 'loud';", "column switch: unknown name \"loud\""),
        ("UPDATE event SET document = CAST(x'ff' AS TEXT);", "table event: invalid utf-8"),
        ("UPDATE relationship SET invitation_state = 'x';", "column invitation_state: unknown"),
    ] {
        let (_directory, path) = file();
        make(&path, &format!("{MORE}{more}"), false);
        let before = bytes_beside(&path);
        let error = SqliteStore::open(&path, [7; 32]).unwrap_err().to_string();
        assert!(error.contains("cannot be taken on from schema 3: table "), "{error}");
        assert!(error.contains(why) && !error.contains('\n'), "{error}");
        assert!(bytes_beside(&path) == before, "refused, but changed: {error}");
    }
}

#[test]
fn a_damaged_file_of_schema_3_stays_as_it_is() {
    let (_directory, path) = file();
    make(&path, MORE, false);
    let mut bytes = std::fs::read(&path).unwrap();
    // The email of an account, in its row: the index has another one.
    let needle = b"ann@example.com";
    let at = bytes.windows(needle.len()).position(|found| found == needle).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let error = SqliteStore::open(&path, [7; 32]).unwrap_err().to_string();
    assert!(error.contains("cannot be taken on from schema 3: is damaged: "), "{error}");
    assert!(std::fs::read(&path).unwrap() == bytes);
}
