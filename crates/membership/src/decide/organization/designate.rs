//! `EnableOrganizationAdminAccount`: the management account designates an administrator (semantics §9.1; M23).

use super::everybody_of;
use crate::decide::enable_service::switch_on;
use crate::decide::{Context, Reply};
use crate::directory::{AccountState, Designation, FeatureSet, Organization};
use crate::{AccountId, Activity, Pair, Read, Refusal, Service, Subject, View};

pub(super) fn reads(caller: AccountId, account: &Subject, seen: &View) -> Vec<Read> {
    everybody_of(caller, account, seen)
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    account: &Subject,
    feature: Service,
) -> Result<Reply, Refusal> {
    let account = account.account().ok_or(Refusal::NotAnAccount)?;
    let mut organization = cx.require_management()?.clone();
    if organization.features != FeatureSet::All {
        return Err(Refusal::NeedsAllFeatures);
    }
    let entry = cx.draft.account(account).filter(|entry| {
        entry.organization() == Some(organization.id) && entry.state == AccountState::Active
    });
    entry.ok_or(Refusal::NotOfOrganization)?;
    require_free(cx, &organization, account, feature)?;
    // Another generation of the service takes no part in membership: nothing changes in its accounts.
    let own = feature == cx.rules.service;
    if own {
        require_fit(cx, &organization, account)?;
    }
    if organization.designations.len() >= MOST {
        return Err(Refusal::QuotaExceeded);
    }
    if own {
        take_office(cx, &organization, account);
    }
    record(cx, &mut organization, account, feature);
    cx.draft.put_organization(organization);
    Ok(Reply::Done)
}

/// The most designations of one organization: several services in more Regions than there are.
const MOST: usize = 500;

fn require_fit(
    cx: &Context<'_>,
    organization: &Organization,
    account: AccountId,
) -> Result<(), Refusal> {
    let standing = cx.draft.standing(account);
    if account == organization.management && !standing.is_on() {
        return Err(Refusal::ManagementServiceOff);
    }
    if standing.administrator.is_some() {
        return Err(Refusal::AdministratorIsMember);
    }
    Ok(())
}

/// What designation changes in the account and its members.
fn take_office(cx: &mut Context<'_>, organization: &Organization, account: AccountId) {
    if !cx.draft.standing(account).is_on() {
        switch_on(cx, account, Activity::Enabled, true);
    }
    if cx.rules.flips_on_designation {
        flip_members(cx, organization, account);
    }
}

/// There is one administrator of a service for an organization, the same in every Region.
fn require_free(
    cx: &Context<'_>,
    organization: &Organization,
    account: AccountId,
    feature: Service,
) -> Result<(), Refusal> {
    match organization.administrator(&cx.scope_of(feature)) {
        Some(current) if current == account => return Err(Refusal::AlreadyDesignated),
        Some(_) => return Err(Refusal::AnotherDesignated),
        None => {}
    }
    let principal = feature.principal();
    let elsewhere = organization
        .designations
        .iter()
        .any(|(scope, d)| scope.service.principal() == principal && d.administrator != account);
    let delegated = organization.delegated.keys().any(|(p, a)| p == principal && *a != account);
    if elsewhere || (delegated && !cx.rules.replaces_delegation) {
        Err(Refusal::AnotherDesignated)
    } else {
        Ok(())
    }
}

/// The side effects in the organization: trusted access, and the delegation itself, which the management
/// account cannot have. A service has one delegated administrator.
fn record(cx: &Context<'_>, organization: &mut Organization, account: AccountId, feature: Service) {
    let principal = feature.principal().to_owned();
    organization.trusted.entry(principal.clone()).or_insert(cx.now);
    organization
        .delegated
        .retain(|(other, delegated), _| *other != principal || *delegated == account);
    if account != organization.management {
        organization.delegated.entry((principal, account)).or_insert(cx.now);
    }
    organization.designations.insert(cx.scope_of(feature), Designation::of(account));
}

/// M23: members by invitation that belong to the organization become its members; the others stay what they
/// are.
fn flip_members(cx: &mut Context<'_>, organization: &Organization, account: AccountId) {
    let of_organization = |pair: &&Pair| {
        pair.administrator == account
            && cx.draft.account(pair.member).and_then(|m| m.organization()) == Some(organization.id)
    };
    let members: Vec<Pair> =
        cx.view.relationships.keys().filter(of_organization).copied().collect();
    for pair in members {
        // A suspended account's membership is interrupted, not ended.
        let is_member = cx.is_member_of(pair.member, account);
        if let Some(mut member) = cx.draft.relationship(pair).filter(|_| is_member).cloned() {
            member.flip();
            cx.draft.put(member);
        }
    }
}
