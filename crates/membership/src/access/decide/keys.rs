//! Access keys: whose a request is, and `accede key …`.

use std::collections::{BTreeMap, BTreeSet};

use super::{AccessDecision, Outcome, answer, cut, is_active};
use crate::access::{AccessKey, AccessRefusal, AccessReply, KeyId, KeyStatus, LastUse};
use crate::{AccountId, Change, Read, Timestamp, View};

/// The key, and then the account that it is of.
pub(super) fn reads_identity(id: KeyId, seen: &View) -> Vec<Read> {
    let mut reads = vec![Read::AccessKey(id)];
    reads.extend(find(seen, id).map(|key| Read::Account(key.account)));
    reads
}

pub(super) fn reads_page(
    account: Option<AccountId>,
    after: Option<(AccountId, KeyId)>,
    limit: usize,
) -> Vec<Read> {
    vec![Read::AccessKeyPage { account, after, limit: limit.saturating_add(1) }]
}

fn find(view: &View, id: KeyId) -> Option<&AccessKey> {
    view.access_keys.get(&id)?.as_ref()
}

pub(super) fn identify(view: &View, id: KeyId) -> Outcome {
    let key = find(view, id).ok_or(AccessRefusal::KeyUnknown)?;
    if key.status != KeyStatus::Active || !is_active(view, key.account) {
        return Err(AccessRefusal::KeyUnknown);
    }
    Ok(answer(AccessReply::Key(Box::new(key.clone()))))
}

pub(super) fn create(view: &View, key: &AccessKey, now: Timestamp) -> Outcome {
    if !is_active(view, key.account) {
        return Err(AccessRefusal::AccountNotActive);
    }
    if find(view, key.id).is_some() {
        return Err(AccessRefusal::KeyExists);
    }
    let key = AccessKey { created_at: now, last_used: None, ..key.clone() };
    Ok(stored(key))
}

pub(super) fn list(view: &View, limit: usize) -> AccessDecision {
    let (keys, more) = cut(&view.access_key_page, limit);
    answer(AccessReply::Keys(keys, more))
}

pub(super) fn set_status(view: &View, id: KeyId, status: KeyStatus) -> Outcome {
    let key = find(view, id).ok_or(AccessRefusal::KeyUnknown)?;
    if key.status == status {
        return Err(AccessRefusal::KeyAlreadyInStatus);
    }
    Ok(stored(AccessKey { status, ..key.clone() }))
}

pub(super) fn delete(view: &View, id: KeyId) -> Outcome {
    let key = find(view, id).ok_or(AccessRefusal::KeyUnknown)?;
    let changes = vec![Change::AccessKey(id, None)];
    Ok(AccessDecision { changes, reply: AccessReply::Key(Box::new(key.clone())) })
}

/// Each key once.
pub(super) fn reads_uses(uses: &[(KeyId, LastUse)]) -> Vec<Read> {
    let ids: BTreeSet<KeyId> = uses.iter().map(|(id, _)| *id).collect();
    ids.into_iter().map(Read::AccessKey).collect()
}

/// A use that is older than the one that is known changes nothing.
pub(super) fn note_uses(view: &View, uses: &[(KeyId, LastUse)]) -> AccessDecision {
    let mut latest: BTreeMap<KeyId, &LastUse> = BTreeMap::new();
    for (id, last) in uses {
        let known = latest.entry(*id).or_insert(last);
        *known = if known.at < last.at { last } else { known };
    }
    let noted = |(id, last): (KeyId, &LastUse)| {
        let key = find(view, id)?;
        let newer = key.last_used.as_ref().is_none_or(|known| known.at < last.at);
        let key = AccessKey { last_used: Some(last.clone()), ..key.clone() };
        newer.then_some(Change::AccessKey(id, Some(key)))
    };
    let changes = latest.into_iter().filter_map(noted).collect();
    AccessDecision { changes, reply: AccessReply::Done }
}

fn stored(key: AccessKey) -> AccessDecision {
    let changes = vec![Change::AccessKey(key.id, Some(key.clone()))];
    AccessDecision { changes, reply: AccessReply::Key(Box::new(key)) }
}
