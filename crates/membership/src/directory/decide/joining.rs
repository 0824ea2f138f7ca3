//! How accounts come into organizations and out of them.

use super::{Context, effects};
use crate::directory::{DirectoryRefusal, Joined, JoinedMethod, Organization, ParentId};
use crate::{AccountEvent, AccountId};

/// Puts an account into the root of an organization, with what that means to scopes.
pub(super) fn join(
    cx: &mut Context<'_>,
    organization: &mut Organization,
    id: AccountId,
    method: JoinedMethod,
) {
    let (at, parent) = (cx.now, ParentId::Root(organization.root()));
    let entry = cx.entry(id);
    entry.joined = Some(Joined { organization: organization.id, parent, method, at });
    let off = entry.disabled_regions.clone();
    organization.accounts += 1;
    organization.root_accounts += 1;
    cx.effects.extend(effects::joined(organization, id, |region| !off.contains(region)));
}

/// Takes a member out of its organization: its tags there are gone, and in no service is it a member of the
/// organization's administrator any more (S21).
pub(super) fn leave(
    cx: &mut Context<'_>,
    mut organization: Organization,
    id: AccountId,
) -> Result<(), DirectoryRefusal> {
    if organization.management == id {
        return Err(DirectoryRefusal::ManagementCannotLeave);
    }
    if is_administrator(&organization, id) {
        return Err(DirectoryRefusal::CannotRemoveDelegatedAdministrator);
    }
    let entry = cx.draft.account_mut(id);
    let place = entry.joined.take();
    entry.tags.clear();
    organization.accounts = organization.accounts.saturating_sub(1);
    if let Some(count) = place.and_then(|joined| organization.accounts_in(joined.parent)) {
        *count = count.saturating_sub(1);
    }
    cx.draft.put_organization(organization);
    cx.effects.push(effects::everywhere(id, AccountEvent::Left));
    Ok(())
}

/// Whether an account administers a service for its organization: it is delegated, or designated in a Region.
pub(super) fn is_administrator(organization: &Organization, id: AccountId) -> bool {
    let designated = organization.designations.values().any(|d| d.administrator == id);
    designated || organization.is_delegated(id)
}
