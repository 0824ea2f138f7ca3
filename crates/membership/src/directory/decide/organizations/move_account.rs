//! `MoveAccount`: from one root or unit to another. The management account can be moved too.

use super::{Context, Outcome};
use crate::AccountId;
use crate::directory::{DirectoryRefusal, DirectoryReply, Organization, ParentId};

pub(super) fn decide(
    cx: &mut Context<'_>,
    caller: AccountId,
    id: AccountId,
    from: ParentId,
    to: ParentId,
) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    let joined = cx.account_in(&organization, id)?.joined;
    let mut joined = joined.ok_or(DirectoryRefusal::AccountNotFound)?;
    if !organization.has(from) {
        return Err(DirectoryRefusal::SourceParentNotFound);
    }
    if !organization.has(to) {
        return Err(DirectoryRefusal::DestinationParentNotFound);
    }
    if from == to || joined.parent == to {
        return Err(DirectoryRefusal::DuplicateAccount);
    }
    if joined.parent != from {
        return Err(DirectoryRefusal::SourceParentNotFound);
    }
    count(&mut organization, from, |accounts| accounts.saturating_sub(1));
    count(&mut organization, to, |accounts| accounts + 1);
    joined.parent = to;
    cx.draft.account_mut(id).joined = Some(joined);
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Done)
}

fn count(organization: &mut Organization, parent: ParentId, change: impl Fn(u64) -> u64) {
    if let Some(accounts) = organization.accounts_in(parent) {
        *accounts = change(*accounts);
    }
}
