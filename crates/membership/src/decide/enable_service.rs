//! `EnableSecurityHub`, `EnableSecurityHubV2`, `EnableMacie`: the caller switches its service on (semantics
//! §3.1, §3.6, §4.1).

use super::{Context, hex};
use crate::{AccountId, Activity, Read, Refusal, Reply, Settings, Tags};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller), Read::Account(caller)]
}

/// Answers with the standing as it is then.
pub(super) fn decide(
    cx: &mut Context<'_>,
    settings: &Settings,
    tags: &Tags,
    activity: Activity,
    standards: bool,
) -> Result<Reply, Refusal> {
    if cx.draft.standing(cx.caller).is_on() {
        return Err(Refusal::AlreadyEnabled);
    }
    cx.require_in_use()?;
    if tags.len() > cx.rules.quotas.tags {
        return Err(Refusal::TooManyTags);
    }
    switch_on(cx, cx.caller, activity, standards);
    let standing = cx.draft.standing_mut(cx.caller);
    standing.settings.extend(settings.clone());
    standing.tags = tags.clone();
    Ok(Reply::Service(standing.clone()))
}

/// Switches the service of an account on, with the settings that it has by default.
pub(super) fn switch_on(
    cx: &mut Context<'_>,
    account: AccountId,
    activity: Activity,
    standards: bool,
) {
    let default = if standards { cx.rules.default_standards } else { &[] };
    let id = cx.rules.identified_by.map(|name| (name.to_owned(), hex(cx.uuid())));
    let now = cx.now;
    let standing = cx.draft.standing_mut(account);
    standing.switch = activity.into();
    standing.enabled_at = now;
    standing.updated_at = now;
    let setting = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    standing.settings = cx.rules.default_settings.iter().map(setting).chain(id).collect();
    // A standard as it begins: without inputs.
    let document = |name: &&str| ((*name).to_owned(), "{}".to_owned());
    standing.configuration = default.iter().map(document).collect();
}
