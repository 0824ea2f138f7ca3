//! `accede account close`: for good (S24, S25, M24). Unlike an organization, the operator may close any account:
//! what it administered for its organization it administers no more. It stays listed there, as in AWS.

use super::{Context, Outcome, effects};
use crate::directory::{AccountState, DirectoryRefusal};
use crate::{AccountEvent, AccountId};

pub(super) fn decide(cx: &mut Context<'_>, id: AccountId) -> Outcome {
    if cx.known(id)?.state == AccountState::Closed {
        return Err(DirectoryRefusal::AccountAlreadyClosed);
    }
    cx.draft.account_mut(id).state = AccountState::Closed;
    if let Some(mut organization) = cx.draft.organization_of(id).cloned() {
        organization.delegated.retain(|(_, delegated), _| *delegated != id);
        // That the account closes says more than that it is undesignated, and says it in these scopes too.
        organization.designations.retain(|_, designation| designation.administrator != id);
        cx.draft.put_organization(organization);
    }
    cx.effects.push(effects::everywhere(id, AccountEvent::Closed));
    Ok(cx.shown(id))
}
