//! `accede role`: what the operator does with roles.

use super::whereabouts;
use crate::cli::{Role, RoleCommand};
use crate::control::Request;

/// Runs a command and prints what it comes to, a role a line.
///
/// # Errors
///
/// One line that says why it was not done.
pub(crate) fn run(role: Role) -> Result<(), String> {
    let Role { command, target } = role;
    super::run(&whereabouts(target)?, request(command))
}

fn request(command: RoleCommand) -> Request {
    match command {
        RoleCommand::Create { account, name, path, trust, external_id, max_duration } => {
            Request::CreateRole {
                account,
                name,
                path,
                trusts: trust,
                external_id,
                max_session_duration: max_duration,
            }
        }
        RoleCommand::List { account } => Request::ListRoles { account, after: None },
        RoleCommand::Delete { account, name } => Request::DeleteRole { account, name },
    }
}
