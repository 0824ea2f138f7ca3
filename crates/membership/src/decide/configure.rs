//! What configures a service beyond its settings: standards and products of Security Hub, the publication,
//! export and discovery of Macie. Documents by name; what is in them is the dialect's business.

use super::Context;
use crate::{AccountId, Configuring, Read, Refusal, Reply};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller)]
}

/// Answers with the standing as it is then; where documents are dropped, as it was with them.
pub(super) fn decide(cx: &mut Context<'_>, configuring: &Configuring) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let before = cx.draft.standing(cx.caller).clone();
    let configuration = &mut cx.draft.standing_mut(cx.caller).configuration;
    match configuring {
        Configuring::Add(documents) if documents.keys().any(|n| configuration.contains_key(n)) => {
            return Err(Refusal::AlreadyConfigured);
        }
        Configuring::Drop(names) if !names.iter().all(|n| configuration.contains_key(n)) => {
            return Err(Refusal::NoSuchResource);
        }
        Configuring::Put(documents) | Configuring::Add(documents) => {
            configuration.extend(documents.clone());
        }
        Configuring::Drop(names) => {
            configuration.retain(|name, _| !names.contains(name));
            return Ok(Reply::Service(before));
        }
    }
    Ok(Reply::Service(cx.draft.standing(cx.caller).clone()))
}
