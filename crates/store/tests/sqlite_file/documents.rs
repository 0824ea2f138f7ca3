//! Documents that make no sense: an error says which one it is, and the store goes on.

use accede_membership::directory::{Account, AccountsOf};
use accede_membership::{Change, Party, Read};
use accede_store::Store;

use super::entries::{event, known, list_page, one_of_each, organization_id, place, root};
use super::make::{DIRECTORY, account, numbered, put, reads_of, scope};
use super::{file, is_given_up, open, open_and_change};

const KEY: &str = "AKIA0000000000000001";

/// A table, the key of its row, what is done to a cell, and what a load says of it.
const CELLS: [(&str, &str, &str, &str); 32] = [
    ("account", "000000000001", "version = -1", "column version: is negative"),
    ("account", "000000000001", "document = ''", "column document: EOF"),
    ("account", "000000000001", "document = '{'", "column document: EOF"),
    ("account", "000000000001", "document = '[]'", "column document: invalid length 0"),
    ("account", "000000000001", "document = '{}'", "column document: missing field `state`"),
    ("account", "000000000001", "document = CAST(x'ff' AS TEXT)", "column document: invalid utf-8"),
    (
        "account",
        "000000000001",
        "document = json_set(document, '$.state', 'ASLEEP')",
        "column document: \"ASLEEP\" is not an account's state",
    ),
    (
        "account",
        "000000000001",
        "document = json_set(document, '$.joined.organization', 'o-1')",
        "column document: \"o-1\" is not an organization's id",
    ),
    (
        "account",
        "000000000001",
        "document = json_set(document, '$.joined.parent', 'ou-0000')",
        "column document: \"ou-0000\" is not the id of a root or a unit",
    ),
    (
        "account",
        "000000000001",
        "document = json_set(document, '$.joined.method', NULL)",
        "column document: invalid type: null, expected how an account joins",
    ),
    (
        "account",
        "000000000001",
        "document = json_set(document, '$.disabled_regions', json('[\"X\"]'))",
        "column document: \"X\" is not a Region",
    ),
    (
        "account",
        "000000000001",
        "document = json_set(document, '$.nickname', 'x')",
        "column document: unknown field `nickname`",
    ),
    ("organization", "o-0000000001", "document = 'x'", "column document: expected value"),
    (
        "organization",
        "o-0000000001",
        "document = json_set(document, '$.accounts', -1)",
        "column document: invalid value: integer `-1`",
    ),
    (
        "organization",
        "o-0000000001",
        "document = json_set(document, '$.inviting', json('{\"12\":\"h-0000000001\"}'))",
        "column document: \"12\" is not an account id",
    ),
    ("organization", "o-1", "organization = 'o-1'", "column organization: \"o-1\" makes no sense"),
    ("handshake", "h-0000000001", "version = -1", "column version: is negative"),
    (
        "handshake",
        "h-0000000001",
        "document = json_set(document, '$.invitee', json('{\"name\":\"x\"}'))",
        "column document: unknown variant `name`",
    ),
    ("handshake", "h-1", "handshake = 'h-1'", "column handshake: \"h-1\" makes no sense"),
    (
        "creation",
        "car-000000000001",
        "document = json_set(document, '$.outcome', json('{\"failure\":\"x\"}'))",
        "column document: \"x\" is not why an account could not be created",
    ),
    ("creation", "car-1", "creation = 'car-1'", "column creation: \"car-1\" makes no sense"),
    ("access_key", KEY, "version = -1", "column version: is negative"),
    ("access_key", "AKIA", "access_key = 'AKIA'", "column access_key: \"AKIA\" makes no sense"),
    (
        "access_key",
        KEY,
        "document = json_set(document, '$.sealed', '0g')",
        "column document: \"0g\" is not pairs of hexadecimal digits",
    ),
    (
        "access_key",
        KEY,
        "document = json_set(document, '$.status', 'active')",
        "column document: \"active\" is not the status of an access key",
    ),
    (
        "access_key",
        KEY,
        "document = json_set(document, '$.last_used', json('{}'))",
        "column document: missing field `at`",
    ),
    (
        "access_key",
        KEY,
        "document = json_set(document, '$.secret', 'x')",
        "column document: unknown field `secret`",
    ),
    (
        "role",
        "000000000001, auditor",
        "document = json_set(document, '$.trusts', json('[\"*\"]'))",
        "column document: \"*\" is not an account id",
    ),
    (
        "role",
        "000000000001, auditor",
        "document = json_set(document, '$.policy', 'x')",
        "column document: unknown field `policy`",
    ),
    (
        "event",
        "000000000001, X, 5, 000000000000000000000000000000ff",
        "region = 'X'",
        "column region: \"X\" makes no sense",
    ),
    (
        "event",
        "000000000001, us-east-1, 5, 00",
        "id = x'00'",
        "column id: is not a blob of 16 bytes",
    ),
    (
        "event",
        "000000000001, us-east-1, 5, 000000000000000000000000000000ff",
        "document = CAST(x'ff' AS TEXT)",
        "column document: invalid utf-8",
    ),
];

/// What reads the records of a table.
fn reads(table: &str) -> Vec<Read> {
    let (page, organization) = (list_page(None, 9), organization_id(1));
    let page_of = |of| Read::AccountPage { of, page };
    let lists = match table {
        "account" => vec![
            Read::OrganizationOf(account(1)),
            page_of(AccountsOf::Everybody),
            page_of(AccountsOf::Organization(organization)),
            page_of(AccountsOf::Parent(organization, root(1))),
        ],
        "organization" => vec![Read::OrganizationOf(account(1))],
        "handshake" => vec![
            Read::HandshakePage { of: Party::Account(account(2)), page },
            Read::HandshakePage { of: Party::Organization(organization), page },
        ],
        "creation" => vec![Read::CreationPage { organization, page }],
        "access_key" => [None, Some(account(1))]
            .map(|account| Read::AccessKeyPage { account, after: None, limit: 9 })
            .into(),
        "role" => [None, Some(account(1))]
            .map(|account| Read::RolePage { account, after: None, limit: 9 })
            .into(),
        _ => vec![super::everything_recorded()],
    };
    let id_of = |read: &Read| match read {
        Read::Account(_) => "account",
        Read::Organization(_) => "organization",
        Read::Handshake(_) => "handshake",
        Read::Creation(_) => "creation",
        Read::AccessKey(_) => "access_key",
        _ => "role",
    };
    let one = reads_of(&one_of_each(1)).into_iter().filter(|read| id_of(read) == table);
    one.chain(lists).collect()
}

#[tokio::test]
async fn a_document_that_makes_no_sense_is_named() {
    let (_directory, path) = file();
    let store = open(&path);
    put(&store, DIRECTORY, &one_of_each(1)).await;
    put(&store, DIRECTORY, &[event(1, "us-east-1", place(5, 255))]).await;
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    for (table, key, cell, why) in CELLS {
        let row = format!("table {table}, row ({key}), {why}");
        let is_elsewhere = cell.starts_with(table);
        for read in reads(table) {
            let sql = format!("UPDATE {table} SET {cell}");
            let store = open_and_change(&path, &sound, &sql);
            match store.load(Some(&scope()), std::slice::from_ref(&read)).await {
                Err(error) => {
                    assert!(error.to_string().contains(&row), "{error}, not {row}");
                    is_given_up(store, &path, &row).await;
                }
                // Under another key it is not found, unless by a list.
                Ok(_) => assert!(is_elsewhere && !is_list(&read), "{cell}: {read:?}"),
            }
        }
    }
}

fn is_list(read: &Read) -> bool {
    matches!(
        read,
        Read::AccountPage { .. }
            | Read::HandshakePage { .. }
            | Read::CreationPage { .. }
            | Read::AccessKeyPage { .. }
    )
}

#[tokio::test]
async fn a_key_that_makes_no_sense_is_named() {
    let (_directory, path) = file();
    let store = open(&path);
    put(&store, &scope(), &[Change::Standing(account(1), Some(numbered(1)))]).await;
    put(&store, DIRECTORY, &[known(1, "ann@example.com")]).await;
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let of_account = "table account, row (1), column account: an account id is 12 decimal digits";
    let of_standing =
        "table standing, row (securityhub, X, 000000000001), column region: \"X\" makes no sense";
    let (account_1, region_x) =
        ("UPDATE account SET account = '1'", "UPDATE standing SET region = 'X'");
    let email = Read::AccountByEmail(Account::email_key("ann@example.com"));
    for (sql, read, why) in
        [(account_1, email, of_account), (region_x, Read::ScopesOf(account(1)), of_standing)]
    {
        let store = open_and_change(&path, &sound, sql);
        let error = store.load(None, &[read]).await.unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        is_given_up(store, &path, why).await;
    }
    // Nor is a commit made that meets it.
    let store = open_and_change(&path, &sound, account_1);
    let change = [known(2, "ann@example.com")];
    let seen = super::make::seen(&store, DIRECTORY, &change).await;
    let outcome = super::make::try_put(&store, DIRECTORY, seen, &change).await;
    let Err(accede_store::CommitError::Store(error)) = outcome else { panic!("{outcome:?}") };
    assert!(error.to_string().contains(of_account), "{error}");
    is_given_up(store, &path, of_account).await;
}

#[tokio::test]
async fn a_version_that_is_not_the_one_that_was_seen_is_compared() {
    let (_directory, path) = file();
    let store = open(&path);
    let change = [Change::Standing(account(1), Some(numbered(1)))];
    put(&store, &scope(), &change).await;
    let seen = super::make::seen(&store, &scope(), &change).await;
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let store = open_and_change(&path, &sound, "UPDATE standing SET version = version + 1");
    let outcome = super::make::try_put(&store, &scope(), seen, &change).await;
    let Err(accede_store::CommitError::Store(error)) = outcome else { panic!("{outcome:?}") };
    let why = "table standing, row (securityhub, eu-central-1, 000000000001): is damaged";
    assert!(error.to_string().contains(why) && error.is_damaged(), "{error}");
    is_given_up(store, &path, why).await;
}
