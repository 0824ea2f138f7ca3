//! `accede account`: what the operator asks of the directory.

use accede_membership::AccountId;
use accede_membership::directory::{
    DirectoryCommand, DirectoryRefusal, DirectoryReply, ListPage, OperatorCommand,
};

use serde_json::Value;

use super::answer::{AccountView, AccountsPage, Answer};
use super::handler::{DRAWS, PAGE};
use super::order;
use super::request::Request;
use super::words::{AccountName, Email};
use crate::audit::Order;
use crate::engine::{Engine, Failure};
use crate::entropy;

/// The ids that are drawn: twelve digits, the first of which is not 0.
const FIRST_DRAWN: u64 = 100_000_000_000;

type Outcome = Result<DirectoryReply, Failure<DirectoryRefusal>>;

/// Carries out one command.
pub(super) async fn ask(engine: &Engine, request: &Request, command: OperatorCommand) -> Answer {
    let order = request.account().and_then(|account| order::of_account(request, account));
    answer(request, execute(engine, request, command, order).await)
}

/// Creates an account, under an id that is free if none is given.
pub(super) async fn create(
    engine: &Engine,
    request: &Request,
    id: Option<AccountId>,
    (email, name): (&Email, &AccountName),
) -> Answer {
    let outcome = match id {
        Some(id) => {
            let order = order::of_account(request, id);
            execute(engine, request, creation(id, email, name), order).await
        }
        None => create_drawn(engine, draw, request, |id| creation(id, email, name)).await,
    };
    answer(request, outcome)
}

/// A page of accounts.
pub(super) fn list(after: Option<AccountId>) -> OperatorCommand {
    let page = ListPage { after: after.map(AccountId::number), limit: PAGE };
    OperatorCommand::ListAccounts { page }
}

/// Carries out a command, and records it as it was ordered.
async fn execute(
    engine: &Engine,
    request: &Request,
    command: OperatorCommand,
    order: Option<Order>,
) -> Outcome {
    let conclude = |now, outcome| {
        let worded = |refusal| Some(Answer::refused(request, refusal));
        order::conclude(order.as_ref(), now, outcome, |_| Value::Null, worded)
    };
    let command = DirectoryCommand::Operator(command);
    engine.conclude_directory(&command, conclude).await?.map_err(Failure::Refused)
}

/// Tries to create an account that the request does not name. A refusal is about no account, so that no trail has it.
pub(super) async fn try_to_create(
    engine: &Engine,
    request: &Request,
    id: AccountId,
    command: OperatorCommand,
) -> Outcome {
    let order = order::of_account(request, id);
    let conclude =
        |now, outcome| order::conclude(order.as_ref(), now, outcome, |_| Value::Null, |_| None);
    let command = DirectoryCommand::Operator(command);
    engine.conclude_directory(&command, conclude).await?.map_err(Failure::Refused)
}

fn creation(id: AccountId, email: &Email, name: &AccountName) -> OperatorCommand {
    OperatorCommand::CreateAccount { id, email: email.to_string(), name: name.to_string() }
}

/// Creates an account under an id that is free.
async fn create_drawn(
    engine: &Engine,
    mut draw: impl FnMut() -> AccountId,
    request: &Request,
    creation: impl Fn(AccountId) -> OperatorCommand,
) -> Outcome {
    let taken = Err(Failure::Refused(DirectoryRefusal::AccountExists));
    for _ in 0..DRAWS {
        let id = draw();
        let outcome = try_to_create(engine, request, id, creation(id)).await;
        if outcome != taken {
            return outcome;
        }
    }
    taken
}

/// An id that is probably free.
pub(super) fn draw() -> AccountId {
    let number = FIRST_DRAWN + entropy::below(9 * FIRST_DRAWN);
    AccountId::new(number).unwrap_or(AccountId::MAX)
}

fn answer(request: &Request, outcome: Outcome) -> Answer {
    match outcome {
        Ok(DirectoryReply::Account { account, .. }) => Answer::Account(AccountView::of(&account)),
        Ok(DirectoryReply::Accounts { accounts, next, .. }) => Answer::Accounts(AccountsPage {
            accounts: accounts.iter().map(AccountView::of).collect(),
            next: next.and_then(AccountId::new).map(|id| id.to_string()),
        }),
        Ok(other) => Answer::error("Fault", format!("the directory answered {other:?}")),
        Err(Failure::Refused(refusal)) => Answer::refused(request, refusal),
        Err(Failure::Fault) => Answer::fault(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::handler::tests::run;
    use super::*;

    /// A request that nothing is recorded of.
    const LIST: Request = Request::ListAccounts { after: None };

    fn creating(id: AccountId, email: &str) -> OperatorCommand {
        creation(id, &email.parse().unwrap(), &"A".parse().unwrap())
    }

    #[test]
    fn an_id_that_is_taken_is_drawn_again() {
        run(async |engine| {
            let mut ids = [1, 1, 2].into_iter().map(|n| AccountId::new(n).unwrap());
            let mut create = async |email: &str| {
                let draw = || ids.next().unwrap();
                create_drawn(engine, draw, &LIST, |id| creating(id, email)).await.unwrap()
            };
            create("a@b.cd").await;
            let DirectoryReply::Account { account, .. } = create("b@b.cd").await else { panic!() };
            assert_eq!(account.id, AccountId::new(2).unwrap());
            assert_eq!(ids.next(), None);
        });
    }

    #[test]
    fn drawing_ends_where_no_id_is_free() {
        run(async |engine| {
            let (mut drawn, one) = (0, AccountId::new(1).unwrap());
            for email in ["a@b.cd", "b@b.cd"] {
                let draw = || {
                    drawn += 1;
                    one
                };
                let outcome = create_drawn(engine, draw, &LIST, |id| creating(id, email)).await;
                let taken = Failure::Refused(DirectoryRefusal::AccountExists);
                assert_eq!(outcome.err(), (drawn > 1).then_some(taken));
            }
            assert_eq!(drawn, 1 + DRAWS);
        });
    }

    #[test]
    fn drawn_ids_have_twelve_digits_of_their_own() {
        assert!((0..1000).all(|_| (FIRST_DRAWN..10 * FIRST_DRAWN).contains(&draw().number())));
    }
}
