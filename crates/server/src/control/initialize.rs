//! `accede init`: the first account and the first key of a store.

use accede_membership::AccountId;
use accede_membership::directory::{DirectoryRefusal, OperatorCommand};

use super::answer::Answer;
use super::handler::DRAWS;
use super::request::Request;
use super::words::{AccountName, Email};
use super::{accounts, keys};
use crate::engine::{Engine, Failure};
use crate::sealing;

/// What the operator said of the account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) account: Option<AccountId>,
    pub(super) email: &'a Option<Email>,
    pub(super) name: &'a Option<AccountName>,
}

/// Makes the account and its key, in a store that has no keys yet.
pub(super) async fn handle(engine: &Engine, request: &Request, given: Given<'_>) -> Answer {
    match sealing::some_key(engine).await {
        Err(why) => return Answer::error("Fault", why),
        Ok(Some(_)) => {
            let why = "the store has access keys already: `accede key create` makes another one";
            return Answer::error("AlreadyInitialized", why);
        }
        Ok(None) => {}
    }
    // Before anything is stored.
    if let Err(why) = sealing::keyring(engine).await {
        return Answer::error("NoSealingKey", why);
    }
    match account(engine, request, given).await {
        Ok(account) => keys::create(engine, request, account, &None).await,
        Err(answer) => answer,
    }
}

/// Makes the account known. One that is known already may be meant, unless it was to get an email or a name.
async fn account(
    engine: &Engine,
    request: &Request,
    given: Given<'_>,
) -> Result<AccountId, Answer> {
    let anonymous = given.email.is_none() && given.name.is_none();
    for _ in 0..DRAWS {
        let id = given.account.unwrap_or_else(accounts::draw);
        match accounts::try_to_create(engine, request, id, creation(id, given)).await {
            Ok(_) => return Ok(id),
            Err(Failure::Refused(DirectoryRefusal::AccountExists)) if given.account.is_none() => {}
            Err(Failure::Refused(DirectoryRefusal::AccountExists)) if anonymous => return Ok(id),
            Err(Failure::Refused(refusal)) => return Err(Answer::refused(request, refusal)),
            Err(Failure::Fault) => return Err(Answer::fault()),
        }
    }
    Err(Answer::refused(request, DirectoryRefusal::AccountExists))
}

/// Without an email and a name, the account gets those that it is shown with where nobody created it.
fn creation(id: AccountId, given: Given<'_>) -> OperatorCommand {
    let email = given.email.as_ref().map(ToString::to_string);
    let name = given.name.as_ref().map(ToString::to_string);
    OperatorCommand::CreateAccount {
        id,
        email: email.unwrap_or_else(|| format!("{id}@accounts.invalid")),
        name: name.unwrap_or_else(|| id.to_string()),
    }
}
