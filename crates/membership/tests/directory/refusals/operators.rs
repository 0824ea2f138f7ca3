//! Refusals of what the operator asks for.

use accede_membership::AccountId;
use accede_membership::directory::{AccountState, DirectoryRefusal as R, OperatorCommand as Asked};

use super::Row;
use crate::lab::{Lab, a, operator, region, x};

fn row(name: &'static str, prepare: impl FnOnce(&mut Lab), asked: Asked, refusal: R) -> Row {
    Row::by_anybody(name, prepare, operator(asked), refusal)
}

fn create(id: AccountId, email: &str) -> Asked {
    Asked::CreateAccount { id, name: "Name".to_owned(), email: email.to_owned() }
}

fn anything(_: &mut Lab) {}

fn created(lab: &mut Lab) {
    lab.create_account(x(), "x@example.com");
}

pub(super) fn rows() -> Vec<Row> {
    let state = |state| move |lab: &mut Lab| lab.set_state(a(), state);
    let (suspended, closed) = (state(AccountState::Suspended), state(AccountState::Closed));
    let there = || region("us-east-1");
    vec![
        row("known", created, create(x(), "new@example.com"), R::AccountExists),
        row("a known email", created, create(a(), "X@EXAMPLE.COM"), R::EmailExists),
        row("show nobody", anything, Asked::ShowAccount { id: x() }, R::AccountNotFound),
        row("suspend nobody", anything, Asked::SuspendAccount { id: x() }, R::AccountNotFound),
        row("reinstate nobody", anything, Asked::ReinstateAccount { id: x() }, R::AccountNotFound),
        row("close nobody", anything, Asked::CloseAccount { id: x() }, R::AccountNotFound),
        row("suspend twice", suspended, Asked::SuspendAccount { id: a() }, R::AlreadySuspended),
        row("suspend closed", closed, Asked::SuspendAccount { id: a() }, R::AccountAlreadyClosed),
        row("reinstate active", anything, Asked::ReinstateAccount { id: a() }, R::NotSuspended),
        row("reopen", closed, Asked::ReinstateAccount { id: a() }, R::AccountAlreadyClosed),
        row("close twice", closed, Asked::CloseAccount { id: a() }, R::AccountAlreadyClosed),
        row(
            "a Region of nobody",
            anything,
            Asked::DisableRegion { id: x(), region: there() },
            R::AccountNotFound,
        ),
        row(
            "a Region of a closed account",
            closed,
            Asked::EnableRegion { id: a(), region: there() },
            R::AccountAlreadyClosed,
        ),
    ]
}
