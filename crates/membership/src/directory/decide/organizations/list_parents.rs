//! `ListParents`: everything in the tree is in one root or unit.

use super::{Context, Outcome};
use crate::AccountId;
use crate::directory::{ChildId, DirectoryRefusal, DirectoryReply};

pub(super) fn decide(cx: &Context<'_>, caller: AccountId, child: ChildId) -> Outcome {
    let organization = cx.as_reader(caller)?;
    let parent = match child {
        ChildId::Account(id) => {
            let account = cx.account_in(&organization, id).ok();
            account.and_then(|account| account.joined).map(|joined| joined.parent)
        }
        ChildId::Unit(id) => organization.units.get(&id).map(|unit| unit.parent),
    };
    parent.map(DirectoryReply::Parent).ok_or(DirectoryRefusal::ChildNotFound)
}
