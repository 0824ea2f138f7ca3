//! What holds after every command, whatever was asked.

use std::collections::{BTreeMap, BTreeSet};

use accede_membership::directory::{
    Account, AccountState, Effect, Handshake, HandshakeState, Organization, OrganizationId,
    ParentId, Unit, Where,
};
use accede_membership::{AccountId, Read, Scope, Service, invariants};

use crate::lab::Lab;

pub(crate) fn hold(lab: &Lab) {
    for (id, organization) in &lab.world.organizations {
        assert_eq!(*id, organization.id);
        counts_are_right(lab, organization);
        tree_is_sound(lab, organization);
        administrators_are_members(lab, organization);
        invitations_are_open(lab, organization);
    }
    stated_too(lab);
    accounts_are_somewhere(lab);
    handshakes_are_known(lab);
    let created = lab.world.creations.values().filter_map(|creation| creation.outcome.ok());
    let unknown: Vec<_> = created.filter(|id| !lab.world.accounts.contains_key(id)).collect();
    assert!(unknown.is_empty(), "created and gone: {unknown:?}");
}

/// The crate states the same, and finds nothing broken.
fn stated_too(lab: &Lab) {
    let world = &lab.world;
    let none = Vec::<String>::new();
    for (id, organization) in &world.organizations {
        let mut counted = BTreeMap::<ParentId, u64>::new();
        for (_, account) in members(lab, *id) {
            *counted.entry(account.joined.expect("a place").parent).or_default() += 1;
        }
        let accounts = invariants::accounts_of(organization).into_iter().map(Read::Account);
        let sent = organization.inviting.values().map(|sent| Read::Handshake(sent.handshake));
        let view = world.load(&accounts.chain(sent).collect::<Vec<_>>());
        assert_eq!(invariants::of_organization(organization, &counted, &view), none);
    }
    let organization = |id| world.organizations.get(&id);
    for (id, account) in &world.accounts {
        let mine = account.organization().and_then(organization);
        let email =
            account.email.as_deref().map(|email| Read::AccountByEmail(Account::email_key(email)));
        let view = world.load(email.as_slice());
        let by_email = view.emails.into_values().next().flatten();
        assert_eq!(invariants::of_account(*id, account, mine, by_email), none);
    }
    for handshake in world.handshakes.values() {
        let of = organization(handshake.organization);
        assert_eq!(invariants::of_handshake(handshake, of, lab.now()), none);
    }
    for creation in world.creations.values() {
        let known = creation.outcome.is_ok_and(|id| world.accounts.contains_key(&id));
        assert_eq!(invariants::of_creation(creation, known), none);
    }
}

/// No two effects concern the same scope.
pub(crate) fn no_scope_twice(effects: &[Effect]) {
    let mut scopes = BTreeSet::<&Scope>::new();
    for effect in effects {
        match &effect.scopes {
            Where::In(named) => {
                assert!(!named.is_empty(), "nowhere: {effect:?}");
                assert!(named.iter().all(|scope| scopes.insert(scope)), "twice: {effects:?}");
            }
            // Which scopes these are nobody knows here, so nothing else may happen.
            Where::Everywhere | Where::InRegion(_) => assert_eq!(effects.len(), 1, "{effects:?}"),
        }
    }
}

fn members(lab: &Lab, id: OrganizationId) -> impl Iterator<Item = (&AccountId, &Account)> {
    lab.world.accounts.iter().filter(move |(_, account)| account.organization() == Some(id))
}

/// An account's entry names one organization, so that it is in at most one; here that each counts its own.
fn counts_are_right(lab: &Lab, organization: &Organization) {
    let mut counted = BTreeMap::<ParentId, u64>::new();
    for (id, account) in members(lab, organization.id) {
        let parent = account.joined.expect("a place").parent;
        assert!(organization.has(parent), "{id} is in {parent}, which is not there");
        *counted.entry(parent).or_default() += 1;
    }
    assert_eq!(organization.accounts, counted.values().sum::<u64>());
    assert!(organization.accounts <= lab.limits.accounts);
    let in_parent = |parent| counted.get(&parent).copied().unwrap_or(0);
    assert_eq!(organization.root_accounts, in_parent(ParentId::Root(organization.root())));
    for (id, unit) in &organization.units {
        assert_eq!(unit.accounts, in_parent(ParentId::Unit(*id)), "in {id}");
    }
    let management = members(lab, organization.id).any(|(id, _)| *id == organization.management);
    assert!(management, "the management account is not in its organization");
}

fn tree_is_sound(lab: &Lab, organization: &Organization) {
    assert!(organization.units.len() <= lab.limits.units);
    assert!(organization.root_tags.len() <= lab.limits.tags);
    let mut names = BTreeSet::new();
    for (id, unit) in &organization.units {
        assert!(names.insert((unit.parent, &unit.name)), "two {:?} in {}", unit.name, unit.parent);
        assert!(depth(organization, unit) <= lab.limits.unit_depth, "{id} is too deep");
        assert!(id.to_string().starts_with(&format!("ou-{}", &organization.id.to_string()[2..6])));
        assert!(unit.tags.len() <= lab.limits.tags);
    }
}

fn depth(organization: &Organization, unit: &Unit) -> usize {
    match unit.parent {
        ParentId::Root(root) => {
            assert_eq!(root, organization.root());
            1
        }
        ParentId::Unit(parent) => 1 + depth(organization, &organization.units[&parent]),
    }
}

fn administrators_are_members(lab: &Lab, organization: &Organization) {
    let mut only = BTreeSet::new();
    for (principal, id) in organization.delegated.keys() {
        let account = lab.account(*id);
        assert_eq!(account.organization(), Some(organization.id), "{id} is delegated from outside");
        assert_ne!(account.state, AccountState::Closed, "{id} is delegated and closed");
        assert_ne!(*id, organization.management, "the management account is delegated");
        assert!(organization.trusted.contains_key(principal), "{principal} is not trusted");
        let served = Service::ALL.iter().any(|service| service.principal() == principal);
        assert!(!served || only.insert(principal), "two administrators of {principal}");
    }
    for (scope, designation) in &organization.designations {
        let id = designation.administrator;
        let key = (scope.service.principal().to_owned(), id);
        let may = id == organization.management || organization.delegated.contains_key(&key);
        assert!(may, "{id} administers {scope:?} and is not delegated");
        assert!(organization.trusted.contains_key(scope.service.principal()));
    }
}

fn invitations_are_open(lab: &Lab, organization: &Organization) {
    for (account, sent) in &organization.inviting {
        let handshake = &lab.world.handshakes[&sent.handshake];
        let Handshake { organization: of, account: to, state, expires_at, .. } = handshake;
        let expected = (&organization.id, account, &HandshakeState::Open, &sent.expires_at);
        assert_eq!((of, to, state, expires_at), expected);
    }
}

fn accounts_are_somewhere(lab: &Lab) {
    let mut emails = BTreeSet::new();
    for (id, account) in &lab.world.accounts {
        if let Some(joined) = account.joined {
            let organization = joined.organization;
            assert!(lab.world.organizations.contains_key(&organization), "{id} is in nothing");
        } else {
            assert!(account.tags.is_empty(), "{id} is in no organization and has tags");
        }
        assert!(account.tags.len() <= lab.limits.tags);
        let key = account.email.as_deref().map(Account::email_key);
        assert!(key.is_none_or(|key| emails.insert(key)), "{id} shares its email");
    }
}

/// Whoever is invited is known to be, as long as it can answer.
fn handshakes_are_known(lab: &Lab) {
    for (id, handshake) in &lab.world.handshakes {
        assert_eq!(*id, handshake.id);
        assert_ne!(handshake.state, HandshakeState::Expired, "stored as expired");
        if handshake.state_at(lab.now()) == HandshakeState::Open {
            let organization = &lab.world.organizations[&handshake.organization];
            let sent = organization.inviting.get(&handshake.account).map(|sent| sent.handshake);
            assert_eq!(sent, Some(*id));
        }
    }
}
