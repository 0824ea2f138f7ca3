//! `accede account`: what the operator does with the directory of accounts.

use super::whereabouts;
use crate::cli::{Account, AccountCommand};
use crate::control::Request;

/// Runs a command and prints what it comes to, an account a line.
///
/// # Errors
///
/// One line that says why it was not done.
pub(crate) fn run(account: Account) -> Result<(), String> {
    let Account { command, target } = account;
    super::run(&whereabouts(target)?, request(command))
}

fn request(command: AccountCommand) -> Request {
    match command {
        AccountCommand::Create { email, name, id } => Request::CreateAccount { id, email, name },
        AccountCommand::List => Request::ListAccounts { after: None },
        AccountCommand::Show(one) => Request::ShowAccount { id: one.id },
        AccountCommand::Suspend(one) => Request::SuspendAccount { id: one.id },
        AccountCommand::Reinstate(one) => Request::ReinstateAccount { id: one.id },
        AccountCommand::Close(one) => Request::CloseAccount { id: one.id },
        AccountCommand::DisableRegion(at) => {
            Request::DisableRegion { id: at.id, region: at.region }
        }
        AccountCommand::EnableRegion(at) => Request::EnableRegion { id: at.id, region: at.region },
    }
}
