//! `LeaveOrganization`, by a member; `RemoveAccountFromOrganization`, by the management account. Closed accounts
//! can be removed too: they do not linger here for the 90 days that AWS keeps them.

use super::{Context, Outcome, leave};
use crate::AccountId;
use crate::directory::DirectoryReply;

pub(super) fn by_itself(cx: &mut Context<'_>, caller: AccountId) -> Outcome {
    let organization = cx.organization_of(caller)?;
    cx.require_active(caller)?;
    leave(cx, organization, caller)?;
    Ok(DirectoryReply::Done)
}

pub(super) fn by_management(cx: &mut Context<'_>, caller: AccountId, id: AccountId) -> Outcome {
    let organization = cx.as_management(caller)?;
    cx.account_in(&organization, id)?;
    leave(cx, organization, id)?;
    Ok(DirectoryReply::Done)
}
