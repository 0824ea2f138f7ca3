//! What happens when somebody asks about credentials: what each command needs to see, and then the guards.

mod assume_role;
mod events;
mod keys;
mod roles;

use super::{AccessCommand, AccessRefusal, AccessReply};
use crate::directory::AccountState;
use crate::{AccountId, Change, Read, Timestamp, View};

/// What a request comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessDecision {
    /// The records that change.
    pub changes: Vec<Change>,
    /// The answer, once they are stored.
    pub reply: AccessReply,
}

/// What deciding one command comes to.
type Outcome = Result<AccessDecision, AccessRefusal>;

/// What a command needs to see, given what was seen already: asked again after each load, until it wants nothing
/// more.
#[must_use]
pub fn reads(command: &AccessCommand, seen: &View) -> Vec<Read> {
    match command {
        AccessCommand::IdentifyKey { id } => keys::reads_identity(*id, seen),
        AccessCommand::Admit { account } => vec![Read::Account(*account)],
        AccessCommand::AssumeRole { role, .. } => assume_role::reads(role),
        AccessCommand::CreateKey(key) => vec![Read::AccessKey(key.id), Read::Account(key.account)],
        AccessCommand::ListKeys { account, after, limit } => {
            keys::reads_page(*account, *after, *limit)
        }
        AccessCommand::SetKeyStatus { id, .. } | AccessCommand::DeleteKey { id } => {
            vec![Read::AccessKey(*id)]
        }
        AccessCommand::NoteUses(uses) => keys::reads_uses(uses),
        AccessCommand::CreateRole(role) => {
            vec![Read::Role(role.key()), Read::Account(role.account)]
        }
        AccessCommand::ListRoles { account, after, limit } => {
            roles::reads_page(*account, after.as_ref(), *limit)
        }
        AccessCommand::DeleteRole(role) => vec![Read::Role(role.clone())],
        AccessCommand::ListEvents { of, after, extent } => events::reads(of, *after, *extent),
    }
}

/// Decides a command. `view` must hold what [`reads`] asked for.
///
/// # Errors
///
/// The first reason to refuse it. A refused command changes nothing.
pub fn decide(view: &View, command: &AccessCommand, now: Timestamp) -> Outcome {
    match command {
        AccessCommand::IdentifyKey { id } => keys::identify(view, *id),
        AccessCommand::Admit { account } => admit(view, *account),
        AccessCommand::AssumeRole { .. } => assume_role::decide(view, command),
        AccessCommand::CreateKey(key) => keys::create(view, key, now),
        AccessCommand::ListKeys { limit, .. } => Ok(keys::list(view, *limit)),
        AccessCommand::SetKeyStatus { id, status } => keys::set_status(view, *id, *status),
        AccessCommand::DeleteKey { id } => keys::delete(view, *id),
        AccessCommand::NoteUses(uses) => Ok(keys::note_uses(view, uses)),
        AccessCommand::CreateRole(role) => roles::create(view, role, now),
        AccessCommand::ListRoles { limit, .. } => Ok(roles::list(view, *limit)),
        AccessCommand::DeleteRole(role) => roles::delete(view, role),
        AccessCommand::ListEvents { .. } => Ok(events::list(view)),
    }
}

/// An answer that changes nothing.
fn answer(reply: AccessReply) -> AccessDecision {
    AccessDecision { changes: Vec::new(), reply }
}

/// The items of a page that was read with one more, and whether there are more.
fn cut<T: Clone>(read: &[T], limit: usize) -> (Vec<T>, bool) {
    (read.iter().take(limit).cloned().collect(), read.len() > limit)
}

/// An account that nobody created is in use.
fn is_active(view: &View, account: AccountId) -> bool {
    let known = view.accounts.get(&account).and_then(Option::as_ref);
    known.is_none_or(|account| account.state == AccountState::Active)
}

fn admit(view: &View, account: AccountId) -> Outcome {
    if !is_active(view, account) {
        return Err(AccessRefusal::AccountNotActive);
    }
    Ok(answer(AccessReply::Done))
}
