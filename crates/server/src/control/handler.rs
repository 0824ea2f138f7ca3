//! Carries out requests, wherever they come from: the control socket, or a command that opened the store itself.

use accede_membership::AccountId;
use accede_membership::directory::{
    DirectoryCommand, DirectoryRefusal, DirectoryReply, ListPage, OperatorCommand,
};

use super::answer::{AccountView, AccountsPage, Answer};
use super::request::Request;
use super::words::{AccountName, Email};
use crate::engine::{Engine, Failure};
use crate::entropy;

/// How many accounts a page has.
const PAGE: usize = 100;
/// How many ids are drawn before a free one is given up. That a drawn id is taken is a rare thing.
const DRAWS: u32 = 100;
/// The ids that are drawn: twelve digits, the first of which is not 0.
const FIRST_DRAWN: u64 = 100_000_000_000;

/// Carries out one request.
pub(crate) async fn handle(engine: &Engine, request: &Request) -> Answer {
    let outcome = match request {
        Request::CreateAccount { id: None, email, name } => create(engine, draw, email, name).await,
        _ => execute(engine, command(request)).await,
    };
    match outcome {
        Ok(reply) => answer(reply),
        Err(Failure::Refused(refusal)) => Answer::refused(request, refusal),
        Err(Failure::Fault) => Answer::error("Fault", "the store failed; the log says how"),
    }
}

type Outcome = Result<DirectoryReply, Failure<DirectoryRefusal>>;

async fn execute(engine: &Engine, command: OperatorCommand) -> Outcome {
    engine.execute_directory(&DirectoryCommand::Operator(command)).await
}

fn command(request: &Request) -> OperatorCommand {
    match request {
        Request::CreateAccount { id, email, name } => {
            creation(id.unwrap_or_else(draw), email, name)
        }
        Request::ShowAccount { id } => OperatorCommand::ShowAccount { id: *id },
        Request::ListAccounts { after } => OperatorCommand::ListAccounts {
            page: ListPage { after: after.map(AccountId::number), limit: PAGE },
        },
        Request::SuspendAccount { id } => OperatorCommand::SuspendAccount { id: *id },
        Request::ReinstateAccount { id } => OperatorCommand::ReinstateAccount { id: *id },
        Request::CloseAccount { id } => OperatorCommand::CloseAccount { id: *id },
        Request::DisableRegion { id, region } => {
            OperatorCommand::DisableRegion { id: *id, region: region.clone() }
        }
        Request::EnableRegion { id, region } => {
            OperatorCommand::EnableRegion { id: *id, region: region.clone() }
        }
    }
}

fn creation(id: AccountId, email: &Email, name: &AccountName) -> OperatorCommand {
    OperatorCommand::CreateAccount { id, email: email.to_string(), name: name.to_string() }
}

/// Creates an account under an id that is free.
async fn create(
    engine: &Engine,
    mut draw: impl FnMut() -> AccountId,
    email: &Email,
    name: &AccountName,
) -> Outcome {
    let taken = Err(Failure::Refused(DirectoryRefusal::AccountExists));
    for _ in 1..DRAWS {
        let outcome = execute(engine, creation(draw(), email, name)).await;
        if outcome != taken {
            return outcome;
        }
    }
    execute(engine, creation(draw(), email, name)).await
}

fn draw() -> AccountId {
    let number = FIRST_DRAWN + entropy::below(9 * FIRST_DRAWN);
    AccountId::new(number).unwrap_or(AccountId::MAX)
}

fn answer(reply: DirectoryReply) -> Answer {
    match reply {
        DirectoryReply::Account { account, .. } => Answer::Account(AccountView::of(&account)),
        DirectoryReply::Accounts { accounts, next, .. } => Answer::Accounts(AccountsPage {
            accounts: accounts.iter().map(AccountView::of).collect(),
            next: next.and_then(AccountId::new).map(|id| id.to_string()),
        }),
        other => Answer::error("Fault", format!("the directory answered {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_membership::Quotas;
    use accede_store::MemoryStore;
    use std::sync::Arc;

    fn run<T>(test: impl AsyncFnOnce(&Engine) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let engine = Engine::new(Arc::new(MemoryStore::new([7; 32])), Quotas::default());
        runtime.block_on(test(&engine))
    }

    async fn ask(engine: &Engine, line: &str) -> String {
        let answer = handle(engine, &serde_json::from_str(line).unwrap()).await;
        serde_json::to_string(&answer).unwrap()
    }

    #[test]
    fn an_id_that_is_taken_is_drawn_again() {
        run(async |engine| {
            let mut ids = [1, 1, 2].into_iter().map(|n| AccountId::new(n).unwrap());
            let mut create = async |email: &str| {
                let email = email.parse().unwrap();
                create(engine, || ids.next().unwrap(), &email, &"A".parse().unwrap()).await.unwrap()
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
                let email = email.parse().unwrap();
                let outcome = create(engine, draw, &email, &"A".parse().unwrap()).await;
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

    #[test]
    fn every_request_is_carried_out() {
        run(async |engine| {
            let create =
                r#"{"Operation":"CreateAccount","Id":"111122223333","Email":"a@b.cd","Name":"A"}"#;
            assert!(ask(engine, create).await.contains(r#""State":"ACTIVE""#));
            let of =
                |operation: &str| format!(r#"{{"Operation":"{operation}","Id":"111122223333"}}"#);
            for (operation, says) in [
                ("ShowAccount", r#""State":"ACTIVE""#),
                ("ReinstateAccount", r#""Code":"NotSuspended""#),
                ("SuspendAccount", r#""State":"SUSPENDED""#),
                ("SuspendAccount", r#""Code":"AlreadySuspended""#),
                ("ReinstateAccount", r#""State":"ACTIVE""#),
                ("CloseAccount", r#""State":"CLOSED""#),
                ("CloseAccount", r#""Code":"AccountAlreadyClosed""#),
                ("ShowAccount", r#""State":"CLOSED""#),
            ] {
                let line = ask(engine, &of(operation)).await;
                assert!(line.contains(says), "{operation}: {line}");
            }
        });
    }
}
