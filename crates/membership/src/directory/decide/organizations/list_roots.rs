//! `ListRoots`: an organization has one.

use super::{Context, Outcome};
use crate::AccountId;
use crate::directory::DirectoryReply;

pub(super) fn decide(cx: &Context<'_>, caller: AccountId) -> Outcome {
    Ok(DirectoryReply::Root(Box::new(cx.as_reader(caller)?)))
}
