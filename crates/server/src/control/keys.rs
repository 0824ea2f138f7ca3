//! `accede key`: access keys.

use accede_membership::access::{
    AccessCommand, AccessKey, AccessRefusal, AccessReply, KeyId, KeyStatus,
};
use accede_membership::{AccountId, Timestamp};
use serde_json::{Value, json};

use super::access_words::{IamName, KeyPlace};
use super::answer::{Answer, KeyView, KeysPage, ShownOnce};
use super::handler::{DRAWS, PAGE};
use super::order;
use super::request::Request;
use crate::audit::Order;
use crate::auth::{Secret, account_of, lasting_id};
use crate::engine::{Engine, Failure};
use crate::{entropy, sealing};

/// Makes a key. Its secret is in this answer, sealed in the store, and nowhere else.
pub(super) async fn create(
    engine: &Engine,
    request: &Request,
    account: AccountId,
    user: &Option<IamName>,
) -> Answer {
    create_drawn(engine, request, || lasting_id(account, entropy::bytes()), account, user).await
}

/// Makes a key under an id that is free.
async fn create_drawn(
    engine: &Engine,
    request: &Request,
    mut draw: impl FnMut() -> String,
    account: AccountId,
    user: &Option<IamName>,
) -> Answer {
    let keyring = match sealing::keyring(engine).await {
        Ok(keyring) => keyring,
        Err(why) => return Answer::error("NoSealingKey", why),
    };
    for _ in 0..DRAWS {
        let Ok(id) = draw().parse::<KeyId>() else { continue };
        let secret = Secret(entropy::bytes()).text();
        let key = AccessKey {
            id,
            account,
            user: user.as_ref().map(ToString::to_string),
            sealed: Vec::new(),
            status: KeyStatus::Active,
            // The rules know better.
            created_at: Timestamp(0),
            last_used: None,
        };
        let key = keyring.seal(key, &secret, entropy::bytes());
        let parameters = json!({ "userName": key.user });
        let order = order::of_iam("CreateAccessKey", account, parameters);
        match execute(engine, request, AccessCommand::CreateKey(key), &order).await {
            Err(Failure::Refused(AccessRefusal::KeyExists)) => {}
            Ok(AccessReply::Key(key)) => {
                let secret_access_key = Some(ShownOnce(secret));
                return Answer::Key(KeyView { secret_access_key, ..KeyView::of(&key) });
            }
            outcome => return answer(request, outcome),
        }
    }
    Answer::denied(request, AccessRefusal::KeyExists)
}

/// A page of keys, with what is known of their last use.
pub(super) async fn list(
    engine: &Engine,
    request: &Request,
    account: Option<AccountId>,
    after: Option<KeyPlace>,
) -> Answer {
    engine.store_uses().await;
    let after = after.map(|KeyPlace(account, id)| (account, id));
    let command = AccessCommand::ListKeys { account, after, limit: PAGE };
    answer(request, engine.execute_access(&command).await)
}

/// Disables a key, or enables it.
pub(super) async fn set_status(
    engine: &Engine,
    request: &Request,
    id: KeyId,
    status: KeyStatus,
) -> Answer {
    let parameters = json!({ "accessKeyId": id.as_str(), "status": status.name() });
    let command = AccessCommand::SetKeyStatus { id, status };
    change(engine, request, command, (id, "UpdateAccessKey", parameters)).await
}

/// Deletes a key.
pub(super) async fn delete(engine: &Engine, request: &Request, id: KeyId) -> Answer {
    let parameters = json!({ "accessKeyId": id.as_str() });
    let command = AccessCommand::DeleteKey { id };
    change(engine, request, command, (id, "DeleteAccessKey", parameters)).await
}

type Outcome = Result<AccessReply, Failure<AccessRefusal>>;

/// Changes a key. It is recorded in the trail of the account that its id names, whether there is such a key or not.
async fn change(
    engine: &Engine,
    request: &Request,
    command: AccessCommand,
    (id, operation, parameters): (KeyId, &'static str, Value),
) -> Answer {
    let outcome = match account_of(id.as_str()) {
        Some(account) => {
            let order = order::of_iam(operation, account, parameters);
            execute(engine, request, command, &order).await
        }
        None => engine.execute_access(&command).await,
    };
    answer(request, outcome)
}

/// Carries out a command, and records it as it was ordered; but not that an id was taken: another is drawn.
async fn execute(
    engine: &Engine,
    request: &Request,
    command: AccessCommand,
    order: &Order,
) -> Outcome {
    let conclude = |now, outcome| {
        let worded = |refusal| {
            (refusal != AccessRefusal::KeyExists).then(|| Answer::denied(request, refusal))
        };
        order::conclude(Some(order), now, outcome, told, worded)
    };
    engine.conclude_access(&command, conclude).await?.map_err(Failure::Refused)
}

/// What the record of a success has of the key: all that is no secret.
fn told(reply: &AccessReply) -> Value {
    let AccessReply::Key(key) = reply else { return Value::Null };
    json!({ "accessKey": {
        "accessKeyId": key.id.as_str(), "userName": key.user, "status": key.status.name(),
    } })
}

fn answer(request: &Request, outcome: Outcome) -> Answer {
    match outcome {
        Ok(AccessReply::Key(key)) => Answer::Key(KeyView::of(&key)),
        Ok(AccessReply::Keys(keys, more)) => Answer::Keys(KeysPage::of(&keys, more)),
        Ok(_) => Answer::error("Fault", "the rules did not answer with a key"),
        Err(Failure::Refused(refusal)) => Answer::denied(request, refusal),
        Err(Failure::Fault) => Answer::fault(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::handler::tests::{ask, run};
    use super::*;

    #[test]
    fn a_secret_is_shown_once_and_opens_with_the_sealing_key() {
        run(async |engine| {
            let request = r#"{"Operation":"CreateKey","Account":"111122223333","User":"ann"}"#;
            let made = ask(engine, request).await;
            let view = &made["Key"];
            let (id, secret) = (view["AccessKeyId"].as_str().unwrap(), &view["SecretAccessKey"]);
            assert_eq!((id.len(), &id[..4], view["User"].as_str()), (20, "AKIA", Some("ann")));
            assert_eq!(crate::auth::account_of(id), "111122223333".parse().ok());
            let id: KeyId = id.parse().unwrap();
            let found = engine.execute_access(&AccessCommand::IdentifyKey { id }).await.unwrap();
            let AccessReply::Key(key) = found else { panic!("no key") };
            let opened = engine.keyring().unwrap().open(&key).unwrap();
            assert_eq!((opened.len(), Some(opened.as_str())), (40, secret.as_str()));
            let again = ask(engine, r#"{"Operation":"ListKeys"}"#).await;
            assert!(!again.to_string().contains(&opened), "{again}");
            assert_eq!(again["Keys"]["Keys"][0]["AccessKeyId"], id.as_str());
        });
    }

    #[test]
    fn an_id_that_is_taken_is_drawn_again_for_a_while() {
        run(async |engine| {
            let account = AccountId::MAX;
            let request = Request::CreateKey { account, user: None };
            let mut drawn = 0;
            let ids = ["AKIA2", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"];
            let last = "AKIAIOSFODNN7EXAMPL2";
            for expected in [ids[1], last] {
                let draw = || {
                    drawn += 1;
                    (*ids.get(drawn - 1).unwrap_or(&last)).to_owned()
                };
                let Answer::Key(view) = create_drawn(engine, &request, draw, account, &None).await
                else {
                    panic!("no key");
                };
                assert_eq!(view.access_key_id, expected);
            }
            assert_eq!(drawn, 4);
            let mut drawn = 0;
            let draw = || {
                drawn += 1;
                last.to_owned()
            };
            let refused = create_drawn(engine, &request, draw, account, &None).await;
            assert_eq!(refused, Answer::denied(&request, AccessRefusal::KeyExists));
            assert_eq!(drawn, DRAWS);
        });
    }

    #[test]
    fn a_list_knows_when_keys_were_used() {
        run(async |engine| {
            let made = ask(engine, r#"{"Operation":"CreateKey","Account":"111122223333"}"#).await;
            let id: KeyId = made["Key"]["AccessKeyId"].as_str().unwrap().parse().unwrap();
            engine.uses().note(id, Timestamp(7), "macie2", "eu-west-1");
            let list = ask(engine, r#"{"Operation":"ListKeys","Account":"111122223333"}"#).await;
            let expected = serde_json::json!({
                "Date": "1970-01-01T00:00:00.007Z", "ServiceName": "macie2", "Region": "eu-west-1"
            });
            assert_eq!(list["Keys"]["Keys"][0]["LastUsed"], expected);
            assert_eq!(engine.uses().take(), []);
        });
    }
}
