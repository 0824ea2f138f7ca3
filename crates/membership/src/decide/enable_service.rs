//! `EnableSecurityHub`, `EnableMacie`: the caller switches its service on (semantics §3.1, §4.1).

use super::Context;
use crate::{AccountId, Activity, Read, Refusal, Reply, Settings, Tags};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller)]
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    settings: &Settings,
    tags: &Tags,
    activity: Activity,
) -> Result<Reply, Refusal> {
    if cx.draft.standing(cx.caller).is_on() {
        return Err(Refusal::AlreadyEnabled);
    }
    if tags.len() > cx.rules.quotas.tags {
        return Err(Refusal::TooManyTags);
    }
    let standing = cx.draft.standing_mut(cx.caller);
    standing.switch = activity.into();
    standing.enabled_at = cx.now;
    standing.updated_at = cx.now;
    standing.settings = settings.clone();
    standing.tags = tags.clone();
    Ok(Reply::Done)
}
