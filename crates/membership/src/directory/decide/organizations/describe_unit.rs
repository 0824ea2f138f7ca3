//! `DescribeOrganizationalUnit`.

use super::{Context, Outcome, tree};
use crate::AccountId;
use crate::directory::{DirectoryReply, UnitId};

pub(super) fn decide(cx: &Context<'_>, caller: AccountId, id: UnitId) -> Outcome {
    let organization = cx.as_reader(caller)?;
    Ok(DirectoryReply::Unit(tree::unit_in_full(&organization, id)?))
}
