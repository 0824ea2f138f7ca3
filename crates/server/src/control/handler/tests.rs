//! Every request, carried out.

use std::sync::Arc;

use accede_membership::Quotas;
use accede_store::MemoryStore;
use serde_json::Value;

use super::super::answer::Answer;
use super::handle;
use crate::auth::Keyring;
use crate::engine::Engine;
use crate::sealing::Source;

/// With an engine whose store is empty.
pub(in crate::control) fn run<T>(test: impl AsyncFnOnce(&Engine) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let engine = Engine::new(Arc::new(MemoryStore::new([7; 32])), Quotas::default());
    let engine = engine.with_sealing(Source::Given(Keyring::new([9; 32])));
    runtime.block_on(test(&engine))
}

/// The answer to a line.
pub(in crate::control) async fn ask(engine: &Engine, line: &str) -> Value {
    let answer = handle(engine, &serde_json::from_str(line).unwrap()).await;
    let line = serde_json::to_string(&answer).unwrap();
    assert_eq!(serde_json::from_str::<Answer>(&line).unwrap(), answer, "{line}");
    serde_json::from_str(&line).unwrap()
}

/// Asks for each line, and compares one member of the answer.
async fn expect(engine: &Engine, lines: &[(&str, &str, &str)]) {
    for (line, pointer, expected) in lines {
        let answer = ask(engine, line).await;
        assert_eq!(
            answer.pointer(pointer).and_then(Value::as_str),
            Some(*expected),
            "{line}: {answer}"
        );
    }
}

#[test]
fn requests_about_accounts_are_carried_out() {
    run(async |engine| {
        let of = |operation: &str| format!(r#"{{"Operation":"{operation}","Id":"111122223333"}}"#);
        let create =
            r#"{"Operation":"CreateAccount","Id":"111122223333","Email":"a@b.cd","Name":"A"}"#;
        expect(
            engine,
            &[
                (create, "/Account/State", "ACTIVE"),
                (&of("ShowAccount"), "/Account/State", "ACTIVE"),
                (&of("ReinstateAccount"), "/Error/Code", "NotSuspended"),
                (&of("SuspendAccount"), "/Account/State", "SUSPENDED"),
                (&of("SuspendAccount"), "/Error/Code", "AlreadySuspended"),
                (&of("ReinstateAccount"), "/Account/State", "ACTIVE"),
                (&of("CloseAccount"), "/Account/State", "CLOSED"),
                (&of("CloseAccount"), "/Error/Code", "AccountAlreadyClosed"),
                (&of("ShowAccount"), "/Account/State", "CLOSED"),
            ],
        )
        .await;
    });
}

#[test]
fn requests_about_keys_are_carried_out() {
    run(async |engine| {
        let create = r#"{"Operation":"CreateKey","Account":"111122223333"}"#;
        let made = ask(engine, create).await;
        let id = made["Key"]["AccessKeyId"].as_str().unwrap();
        let of = |operation: &str| format!(r#"{{"Operation":"{operation}","Id":"{id}"}}"#);
        let list = r#"{"Operation":"ListKeys"}"#;
        expect(
            engine,
            &[
                (list, "/Keys/Keys/0/Status", "Active"),
                (&of("EnableKey"), "/Error/Code", "KeyAlreadyInStatus"),
                (&of("DisableKey"), "/Key/Status", "Inactive"),
                (&of("DisableKey"), "/Error/Code", "KeyAlreadyInStatus"),
                (&of("EnableKey"), "/Key/Status", "Active"),
                (&of("DeleteKey"), "/Key/AccessKeyId", id),
                (&of("DeleteKey"), "/Error/Code", "KeyUnknown"),
                (&of("EnableKey"), "/Error/Code", "KeyUnknown"),
            ],
        )
        .await;
        assert_eq!(ask(engine, list).await, serde_json::json!({ "Keys": { "Keys": [] } }));
    });
}

#[test]
fn requests_about_roles_are_carried_out() {
    run(async |engine| {
        let of = |name: &str, trusts: &str| {
            format!(
                r#"{{"Operation":"CreateRole","Account":"111122223333","Name":"{name}","Path":"/a/","Trusts":[{trusts}],"MaxSessionDuration":3600}}"#
            )
        };
        let many: Vec<String> = (0..1_001).map(|n| format!("\"{n:012}\"")).collect();
        let delete = r#"{"Operation":"DeleteRole","Account":"111122223333","Name":"DEMO"}"#;
        let suspend = r#"{"Operation":"SuspendAccount","Id":"111122223333"}"#;
        let account =
            r#"{"Operation":"CreateAccount","Id":"111122223333","Email":"a@b.cd","Name":"A"}"#;
        let trust = "\"222222222222\"";
        expect(
            engine,
            &[
                (&of("Demo", trust), "/Role/Arn", "arn:aws:iam::111122223333:role/a/Demo"),
                (&of("demo", trust), "/Error/Code", "RoleExists"),
                (&of("none", ""), "/Error/Code", "InvalidTrusts"),
                (&of("many", &many.join(",")), "/Error/Code", "InvalidTrusts"),
                (&of("all", &many[1..].join(",")), "/Role/Trusts/999", "000000001000"),
                (r#"{"Operation":"ListRoles"}"#, "/Roles/Roles/1/Trusts/0", "222222222222"),
                (delete, "/Role/RoleName", "Demo"),
                (delete, "/Error/Code", "RoleUnknown"),
                (account, "/Account/State", "ACTIVE"),
                (suspend, "/Account/State", "SUSPENDED"),
                (&of("Demo", trust), "/Error/Code", "AccountNotActive"),
            ],
        )
        .await;
    });
}

#[test]
fn a_store_is_initialized_once() {
    let init = r#"{"Operation":"Initialize","Account":"111122223333","Email":"a@b.cd"}"#;
    run(async |engine| {
        let made = ask(engine, init).await;
        assert_eq!(made["Key"]["Account"], "111122223333");
        assert_eq!(made["Key"]["SecretAccessKey"].as_str().unwrap().len(), 40);
        expect(
            engine,
            &[
                (r#"{"Operation":"ListAccounts"}"#, "/Accounts/Accounts/0/Email", "a@b.cd"),
                (r#"{"Operation":"ListAccounts"}"#, "/Accounts/Accounts/0/Name", "111122223333"),
                (init, "/Error/Code", "AlreadyInitialized"),
            ],
        )
        .await;
    });
    run(async |engine| {
        let drawn = ask(engine, r#"{"Operation":"Initialize"}"#).await;
        let email = format!("{}@accounts.invalid", drawn["Key"]["Account"].as_str().unwrap());
        expect(
            engine,
            &[(r#"{"Operation":"ListAccounts"}"#, "/Accounts/Accounts/0/Email", &email)],
        )
        .await;
    });
}

#[test]
fn an_account_that_is_known_can_be_the_first() {
    let known = r#"{"Operation":"CreateAccount","Id":"111122223333","Email":"a@b.cd","Name":"A"}"#;
    run(async |engine| {
        expect(
            engine,
            &[
                (known, "/Account/Name", "A"),
                (
                    r#"{"Operation":"Initialize","Account":"111122223333","Name":"B"}"#,
                    "/Error/Message",
                    "account 111122223333 is known already",
                ),
                (
                    r#"{"Operation":"Initialize","Account":"222222222222","Email":"a@b.cd"}"#,
                    "/Error/Message",
                    "an account has the email a@b.cd",
                ),
            ],
        )
        .await;
        let none = ask(engine, r#"{"Operation":"ListKeys"}"#).await;
        assert_eq!(none["Keys"]["Keys"], serde_json::json!([]));
        let init = r#"{"Operation":"Initialize","Account":"111122223333"}"#;
        expect(engine, &[(init, "/Key/Account", "111122223333")]).await;
    });
}

/// Every record in the trail: account, source, name and error of each.
async fn recorded(engine: &Engine) -> Vec<String> {
    let page = ask(engine, r#"{"Operation":"ListEvents"}"#).await;
    assert_eq!(page["Events"].get("Next"), None);
    let line = |record: &Value| {
        let record: Value = serde_json::from_str(record.as_str().unwrap()).unwrap();
        let identity = r#"{"invokedBy":"accede","type":"AWSService"}"#;
        assert_eq!(record["userIdentity"].to_string(), identity);
        let text = |member: &str| record[member].as_str().unwrap_or("-");
        let source = text("eventSource").trim_end_matches(".amazonaws.com");
        let (account, error) = (text("recipientAccountId"), text("errorCode"));
        format!("{account} {source} {} {error}", text("eventName"))
    };
    page["Events"]["Records"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn what_changes_accounts_is_recorded_once() {
    run(async |engine| {
        let (id, email) = ("111122223333", r#""Email":"a@b.cd","Name":"A""#);
        for line in [
            format!(r#"{{"Operation":"CreateAccount","Id":"{id}",{email}}}"#),
            format!(r#"{{"Operation":"CreateAccount","Id":"{id}",{email}}}"#),
            format!(r#"{{"Operation":"CreateAccount",{email}}}"#),
            format!(r#"{{"Operation":"ShowAccount","Id":"{id}"}}"#),
            r#"{"Operation":"ListAccounts"}"#.to_owned(),
            format!(r#"{{"Operation":"DisableRegion","Id":"{id}","Region":"eu-south-1"}}"#),
            format!(r#"{{"Operation":"CloseAccount","Id":"{id}"}}"#),
            r#"{"Operation":"CloseAccount","Id":"999922223333"}"#.to_owned(),
        ] {
            ask(engine, &line).await;
        }
        assert_eq!(
            recorded(engine).await,
            [
                "111122223333 organizations CreateAccount -",
                "111122223333 organizations CreateAccount AccountExists",
                "111122223333 account DisableRegion -",
                "111122223333 organizations CloseAccount -",
                "999922223333 organizations CloseAccount AccountNotFound",
            ]
        );
    });
}

#[test]
fn a_first_run_is_recorded_without_the_secret() {
    run(async |engine| {
        let made = ask(engine, r#"{"Operation":"Initialize"}"#).await;
        let key = &made["Key"];
        let account = key["Account"].as_str().unwrap();
        assert_eq!(
            recorded(engine).await,
            [
                format!("{account} organizations CreateAccount -"),
                format!("{account} iam CreateAccessKey -"),
            ]
        );
        let whole = ask(engine, r#"{"Operation":"ListEvents"}"#).await.to_string();
        assert!(whole.contains(key["AccessKeyId"].as_str().unwrap()));
        assert!(!whole.contains(key["SecretAccessKey"].as_str().unwrap()));
    });
}

#[test]
fn what_changes_keys_and_roles_is_recorded_once() {
    run(async |engine| {
        let made = ask(engine, r#"{"Operation":"CreateKey","Account":"111122223333"}"#).await;
        let id = made["Key"]["AccessKeyId"].as_str().unwrap();
        let role = r#""Account":"111122223333","Name":"demo""#;
        for line in [
            format!(r#"{{"Operation":"EnableKey","Id":"{id}"}}"#),
            format!(r#"{{"Operation":"DisableKey","Id":"{id}"}}"#),
            format!(r#"{{"Operation":"DeleteKey","Id":"{id}"}}"#),
            format!(r#"{{"Operation":"DeleteKey","Id":"{id}"}}"#),
            r#"{"Operation":"ListKeys"}"#.to_owned(),
            format!(
                r#"{{"Operation":"CreateRole",{role},"Path":"/","Trusts":["111122223333"],"MaxSessionDuration":3600}}"#
            ),
            format!(r#"{{"Operation":"DeleteRole",{role}}}"#),
            format!(r#"{{"Operation":"DeleteRole",{role}}}"#),
            r#"{"Operation":"ListRoles"}"#.to_owned(),
        ] {
            ask(engine, &line).await;
        }
        let expected = [
            "CreateAccessKey -",
            "UpdateAccessKey KeyAlreadyInStatus",
            "UpdateAccessKey -",
            "DeleteAccessKey -",
            "DeleteAccessKey KeyUnknown",
            "CreateRole -",
            "DeleteRole -",
            "DeleteRole RoleUnknown",
        ];
        assert_eq!(recorded(engine).await, expected.map(|each| format!("111122223333 iam {each}")));
    });
}
