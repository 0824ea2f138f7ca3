//! `accede role …`.

use super::{AccessDecision, Outcome, answer, cut, is_active};
use crate::access::{AccessRefusal, AccessReply, Role, RoleKey};
use crate::{AccountId, Change, Read, Timestamp, View};

pub(super) fn reads_page(
    account: Option<AccountId>,
    after: Option<&RoleKey>,
    limit: usize,
) -> Vec<Read> {
    vec![Read::RolePage { account, after: after.cloned(), limit: limit.saturating_add(1) }]
}

pub(super) fn find<'a>(view: &'a View, key: &RoleKey) -> Option<&'a Role> {
    view.roles.get(key)?.as_ref()
}

pub(super) fn create(view: &View, role: &Role, now: Timestamp) -> Outcome {
    let key = role.key();
    if !is_active(view, role.account) {
        return Err(AccessRefusal::AccountNotActive);
    }
    if find(view, &key).is_some() {
        return Err(AccessRefusal::RoleExists);
    }
    let role = Role { created_at: now, ..role.clone() };
    let changes = vec![Change::Role(key, Some(role.clone()))];
    Ok(AccessDecision { changes, reply: AccessReply::Role(Some(Box::new(role))) })
}

pub(super) fn list(view: &View, limit: usize) -> AccessDecision {
    let (roles, more) = cut(&view.role_page, limit);
    answer(AccessReply::Roles(roles, more))
}

pub(super) fn delete(view: &View, key: &RoleKey) -> Outcome {
    let role = find(view, key).ok_or(AccessRefusal::RoleUnknown)?;
    let changes = vec![Change::Role(key.clone(), None)];
    Ok(AccessDecision { changes, reply: AccessReply::Role(Some(Box::new(role.clone()))) })
}
