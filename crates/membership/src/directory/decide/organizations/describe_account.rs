//! `DescribeAccount`.

use super::{Context, Outcome};
use crate::AccountId;

pub(super) fn decide(cx: &Context<'_>, caller: AccountId, id: AccountId) -> Outcome {
    let organization = cx.as_reader(caller)?;
    cx.account_in(&organization, id)?;
    Ok(cx.shown(id))
}
