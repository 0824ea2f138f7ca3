//! What whoever runs the server asks for (semantics §11 U30).

mod account_regions;
mod account_state;
mod close_account;
mod create_account;
mod show_accounts;

use super::context::{Context, organization_of};
use super::{Outcome, effects, pages};
use crate::directory::OperatorCommand;
use crate::{Read, View};

pub(super) fn reads(command: &OperatorCommand, seen: &View) -> Vec<Read> {
    match command {
        OperatorCommand::CreateAccount { id, email, .. } => create_account::reads(*id, email, seen),
        OperatorCommand::ListAccounts { page } => show_accounts::reads_page(*page),
        OperatorCommand::ShowAccount { id }
        | OperatorCommand::SuspendAccount { id }
        | OperatorCommand::ReinstateAccount { id }
        | OperatorCommand::CloseAccount { id }
        | OperatorCommand::DisableRegion { id, .. }
        | OperatorCommand::EnableRegion { id, .. } => organization_of(*id, seen),
    }
}

pub(super) fn decide(cx: &mut Context<'_>, command: &OperatorCommand) -> Outcome {
    match command {
        OperatorCommand::CreateAccount { id, name, email } => {
            create_account::decide(cx, *id, name, email)
        }
        OperatorCommand::ShowAccount { id } => show_accounts::show(cx, *id),
        OperatorCommand::ListAccounts { page } => Ok(show_accounts::list(cx, *page)),
        OperatorCommand::SuspendAccount { id } => account_state::suspend(cx, *id),
        OperatorCommand::ReinstateAccount { id } => account_state::reinstate(cx, *id),
        OperatorCommand::CloseAccount { id } => close_account::decide(cx, *id),
        OperatorCommand::DisableRegion { id, region } => account_regions::disable(cx, *id, region),
        OperatorCommand::EnableRegion { id, region } => account_regions::enable(cx, *id, region),
    }
}
