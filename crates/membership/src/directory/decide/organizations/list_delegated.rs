//! `ListDelegatedAdministrators`, `ListDelegatedServicesForAccount`.

use std::collections::BTreeMap;

use super::{Context, Outcome, organization_of, pages};
use crate::directory::{Delegated, DirectoryRefusal, DirectoryReply, ListPage, Organization};
use crate::{AccountId, Read, Timestamp, View};

pub(super) fn reads(
    caller: AccountId,
    principal: Option<&str>,
    page: ListPage,
    seen: &View,
) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    if let Some(organization) = seen.organization_of(caller) {
        let (shown, _) = administrators(organization, principal, page);
        reads.extend(shown.into_iter().map(|(id, _)| Read::Account(id)));
    }
    reads
}

pub(super) fn list(
    cx: &Context<'_>,
    caller: AccountId,
    principal: Option<&str>,
    page: ListPage,
) -> Outcome {
    let organization = cx.as_reader(caller)?;
    let (shown, next) = administrators(&organization, principal, page);
    let shown =
        shown.into_iter().map(|(id, since)| Delegated { account: cx.known_account(id), since });
    Ok(DirectoryReply::Delegated {
        administrators: shown.collect(),
        organization: Box::new(organization),
        next,
    })
}

pub(super) fn list_services(
    cx: &Context<'_>,
    caller: AccountId,
    id: AccountId,
    page: ListPage,
) -> Outcome {
    let organization = cx.as_reader(caller)?;
    cx.account_in(&organization, id)?;
    if !organization.is_delegated(id) {
        return Err(DirectoryRefusal::AccountNotRegistered);
    }
    let of_it = organization.delegated.into_iter().filter(|((_, delegated), _)| *delegated == id);
    let services = of_it.map(|((principal, _), since)| (principal, since));
    let (services, next) = pages::by_place(services, page);
    Ok(DirectoryReply::Services { services, next })
}

/// A page of the accounts that are delegated for this service or, unless one is named, for any; and since when.
fn administrators(
    organization: &Organization,
    principal: Option<&str>,
    page: ListPage,
) -> (Vec<(AccountId, Timestamp)>, Option<u64>) {
    let mut found = BTreeMap::<AccountId, Timestamp>::new();
    for ((service, id), since) in &organization.delegated {
        if principal.is_none_or(|wanted| wanted == service) {
            let earliest = found.entry(*id).or_insert(*since);
            *earliest = (*earliest).min(*since);
        }
    }
    pages::of(found.into_iter(), page, |(id, _)| id.number())
}
