//! `AssumeRole`: whether the caller may (semantics §10.1).

use super::{Outcome, answer, is_active, roles};
use crate::access::{AccessCommand, AccessRefusal, AccessReply, RoleKey, Stranger};
use crate::{Read, View};

pub(super) fn reads(role: &RoleKey) -> Vec<Read> {
    vec![Read::Role(role.clone()), Read::Account(role.account)]
}

/// Every reason not to let the caller in is one refusal: nobody learns which roles there are.
pub(super) fn decide(view: &View, command: &AccessCommand) -> Outcome {
    let AccessCommand::AssumeRole { caller, role, name, path, external_id, seconds, stranger } =
        command
    else {
        return Err(AccessRefusal::RoleDenied);
    };
    let Some(found) = roles::find(view, role) else {
        return match stranger {
            Stranger::Welcome => Ok(answer(AccessReply::Role(None))),
            Stranger::Denied => Err(AccessRefusal::RoleDenied),
        };
    };
    if !is_active(view, role.account) {
        return Err(AccessRefusal::RoleDenied);
    }
    if found.name != *name || found.path != *path || !found.trusts.contains(caller) {
        return Err(AccessRefusal::RoleDenied);
    }
    if found.external_id.is_some() && found.external_id != *external_id {
        return Err(AccessRefusal::RoleDenied);
    }
    if *seconds > found.max_session {
        return Err(AccessRefusal::SessionTooLong);
    }
    Ok(answer(AccessReply::Role(Some(Box::new(found.clone())))))
}
