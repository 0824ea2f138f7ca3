//! `accede key`: what the operator does with access keys.

use super::sealing_whereabouts;
use crate::cli::{Key, KeyCommand};
use crate::control::Request;

/// Runs a command and prints what it comes to, a key a line.
///
/// # Errors
///
/// One line that says why it was not done.
pub(crate) fn run(key: Key) -> Result<(), String> {
    let Key { command, target, sealing } = key;
    super::run(&sealing_whereabouts(target, sealing)?, request(command))
}

fn request(command: KeyCommand) -> Request {
    match command {
        KeyCommand::Create { account, user } => Request::CreateKey { account, user },
        KeyCommand::List { account } => Request::ListKeys { account, after: None },
        KeyCommand::Disable(one) => Request::DisableKey { id: one.id },
        KeyCommand::Enable(one) => Request::EnableKey { id: one.id },
        KeyCommand::Delete(one) => Request::DeleteKey { id: one.id },
    }
}
