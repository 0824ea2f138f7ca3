//! Carries out requests, wherever they come from: the control socket, or a command that opened the store itself.

use std::pin::Pin;

use accede_membership::access::KeyStatus;
use accede_membership::directory::OperatorCommand as Command;

use super::answer::Answer;
use super::request::Request;
use super::{accounts, backup, events, initialize, keys, roles};
use crate::engine::Engine;

/// How many items a page has.
pub(super) const PAGE: usize = 100;
/// How many ids are drawn before a free one is given up. That a drawn id is taken is a rare thing.
pub(super) const DRAWS: u32 = 100;

/// An answer on its way.
type Pending<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// Carries out one request.
pub(crate) fn handle<'a>(engine: &'a Engine, request: &'a Request) -> Pending<'a> {
    let of_account = |command| accounts::ask(engine, request, command);
    match request {
        Request::CreateAccount { id, email, name } => {
            Box::pin(accounts::create(engine, request, *id, (email, name)))
        }
        Request::ShowAccount { id } => Box::pin(of_account(Command::ShowAccount { id: *id })),
        Request::ListAccounts { after } => Box::pin(of_account(accounts::list(*after))),
        Request::SuspendAccount { id } => Box::pin(of_account(Command::SuspendAccount { id: *id })),
        Request::ReinstateAccount { id } => {
            Box::pin(of_account(Command::ReinstateAccount { id: *id }))
        }
        Request::CloseAccount { id } => Box::pin(of_account(Command::CloseAccount { id: *id })),
        Request::DisableRegion { id, region } => {
            Box::pin(of_account(Command::DisableRegion { id: *id, region: region.clone() }))
        }
        Request::EnableRegion { id, region } => {
            Box::pin(of_account(Command::EnableRegion { id: *id, region: region.clone() }))
        }
        Request::ListEvents(wanted) => Box::pin(events::page(engine, wanted)),
        Request::Initialize { account, email, name } => {
            let given = initialize::Given { account: *account, email, name };
            Box::pin(initialize::handle(engine, request, given))
        }
        Request::CreateKey { account, user } => {
            Box::pin(keys::create(engine, request, *account, user))
        }
        Request::ListKeys { account, after } => {
            Box::pin(keys::list(engine, request, *account, *after))
        }
        Request::DisableKey { id } => {
            Box::pin(keys::set_status(engine, request, *id, KeyStatus::Inactive))
        }
        Request::EnableKey { id } => {
            Box::pin(keys::set_status(engine, request, *id, KeyStatus::Active))
        }
        Request::DeleteKey { id } => Box::pin(keys::delete(engine, request, *id)),
        Request::BackUpStore { to } => Box::pin(backup::write(engine, to)),
        Request::CreateRole { .. } => Box::pin(roles::create(engine, request)),
        Request::ListRoles { account, after } => {
            Box::pin(roles::list(engine, request, *account, after.as_ref()))
        }
        Request::DeleteRole { account, name } => {
            Box::pin(roles::delete(engine, request, *account, name))
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
