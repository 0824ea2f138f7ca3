//! The records of a view as a decision would leave them.

use std::collections::BTreeMap;

use crate::access::{Role, RoleKey};
use crate::directory::{
    Account, Creation, CreationId, Handshake, HandshakeId, Organization, OrganizationId,
};
use crate::{AccountId, Change, Pair, Relationship, Standing, Tally, View};

/// Records as they are to be. Changes to a relationship keep its administrator's tally right by
/// themselves, so that no rule can forget to.
pub(crate) struct Draft<'a> {
    view: &'a View,
    nobody: Standing,
    standings: BTreeMap<AccountId, Standing>,
    relationships: BTreeMap<Pair, Option<Relationship>>,
    accounts: BTreeMap<AccountId, Option<Account>>,
    organizations: BTreeMap<OrganizationId, Option<Organization>>,
    handshakes: BTreeMap<HandshakeId, Option<Handshake>>,
    creations: BTreeMap<CreationId, Option<Creation>>,
    roles: BTreeMap<RoleKey, Option<Role>>,
}

impl<'a> Draft<'a> {
    pub(crate) fn of(view: &'a View) -> Draft<'a> {
        Draft {
            view,
            nobody: Standing::default(),
            standings: BTreeMap::new(),
            relationships: BTreeMap::new(),
            accounts: BTreeMap::new(),
            organizations: BTreeMap::new(),
            handshakes: BTreeMap::new(),
            creations: BTreeMap::new(),
            roles: BTreeMap::new(),
        }
    }

    fn standing_seen(&self, account: AccountId) -> Option<&Standing> {
        debug_assert!(self.view.standings.contains_key(&account), "standing {account} not read");
        self.view.standings.get(&account)?.as_ref()
    }

    pub(crate) fn standing(&self, account: AccountId) -> &Standing {
        let drafted = self.standings.get(&account);
        drafted.or_else(|| self.standing_seen(account)).unwrap_or(&self.nobody)
    }

    pub(crate) fn standing_mut(&mut self, account: AccountId) -> &mut Standing {
        let seen = self.standing(account).clone();
        self.standings.entry(account).or_insert(seen)
    }

    pub(crate) fn relationship(&self, pair: Pair) -> Option<&Relationship> {
        drafted_or_seen(&self.relationships, &self.view.relationships, &pair)
    }

    /// Stores a relationship as it is to be; one that nobody sees any more is dropped.
    pub(crate) fn put(&mut self, relationship: Relationship) {
        let pair = relationship.pair;
        let new = relationship.is_visible().then_some(relationship);
        let before = Tally::of(self.relationship(pair));
        let after = Tally::of(new.as_ref());
        if before != after {
            let administrator = self.standing_mut(pair.administrator);
            administrator.tally = administrator.tally.moved(before, after);
        }
        self.relationships.insert(pair, new);
    }

    pub(crate) fn account(&self, id: AccountId) -> Option<&Account> {
        drafted_or_seen(&self.accounts, &self.view.accounts, &id)
    }

    /// The entry of an account as it is to be; one that the directory did not know is made.
    pub(crate) fn account_mut(&mut self, id: AccountId) -> &mut Account {
        let seen = self.account(id).cloned().unwrap_or_default();
        self.accounts.entry(id).or_default().get_or_insert(seen)
    }

    pub(crate) fn organization(&self, id: OrganizationId) -> Option<&Organization> {
        drafted_or_seen(&self.organizations, &self.view.organizations, &id)
    }

    /// The organization that an account is in.
    pub(crate) fn organization_of(&self, account: AccountId) -> Option<&Organization> {
        self.organization(self.account(account)?.organization()?)
    }

    pub(crate) fn put_organization(&mut self, organization: Organization) {
        self.organizations.insert(organization.id, Some(organization));
    }

    pub(crate) fn drop_organization(&mut self, id: OrganizationId) {
        self.organizations.insert(id, None);
    }

    pub(crate) fn handshake(&self, id: HandshakeId) -> Option<&Handshake> {
        drafted_or_seen(&self.handshakes, &self.view.handshakes, &id)
    }

    pub(crate) fn put_handshake(&mut self, handshake: Handshake) {
        self.handshakes.insert(handshake.id, Some(handshake));
    }

    pub(crate) fn creation(&self, id: CreationId) -> Option<&Creation> {
        drafted_or_seen(&self.creations, &self.view.creations, &id)
    }

    pub(crate) fn put_creation(&mut self, creation: Creation) {
        self.creations.insert(creation.id, Some(creation));
    }

    pub(crate) fn role(&self, key: &RoleKey) -> Option<&Role> {
        drafted_or_seen(&self.roles, &self.view.roles, key)
    }

    pub(crate) fn put_role(&mut self, role: Role) {
        self.roles.insert(role.key(), Some(role));
    }

    /// Whether nothing has been touched, as in whatever only reads.
    fn is_as_seen(&self) -> bool {
        self.standings.is_empty()
            && self.relationships.is_empty()
            && self.accounts.is_empty()
            && self.organizations.is_empty()
            && self.handshakes.is_empty()
            && self.creations.is_empty()
            && self.roles.is_empty()
    }

    /// The records that are not as they were seen.
    pub(crate) fn into_changes(self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.is_as_seen() {
            return changes;
        }
        let named = |standing: Standing| (standing != Standing::default()).then_some(standing);
        let standings = self.standings.into_iter().map(|(key, standing)| (key, named(standing)));
        let view = self.view;
        changes.extend(changed(standings, &view.standings, Change::Standing));
        changes.extend(changed(self.relationships, &view.relationships, Change::Relationship));
        changes.extend(changed(self.accounts, &view.accounts, Change::Account));
        changes.extend(changed(self.organizations, &view.organizations, Change::Organization));
        changes.extend(changed(self.handshakes, &view.handshakes, Change::Handshake));
        changes.extend(changed(self.creations, &view.creations, Change::Creation));
        changes.extend(changed(self.roles, &view.roles, Change::Role));
        changes
    }
}

fn drafted_or_seen<'a, K: Ord + std::fmt::Debug, T>(
    drafted: &'a BTreeMap<K, Option<T>>,
    seen: &'a BTreeMap<K, Option<T>>,
    key: &K,
) -> Option<&'a T> {
    match drafted.get(key) {
        Some(drafted) => drafted.as_ref(),
        None => {
            debug_assert!(seen.contains_key(key), "{key:?} was not read");
            seen.get(key)?.as_ref()
        }
    }
}

fn changed<K: Ord, T: PartialEq>(
    drafted: impl IntoIterator<Item = (K, Option<T>)>,
    seen: &BTreeMap<K, Option<T>>,
    change: impl Fn(K, Option<T>) -> Change,
) -> Vec<Change> {
    let differs =
        |(key, after): &(K, Option<T>)| seen.get(key).and_then(Option::as_ref) != after.as_ref();
    let differing = drafted.into_iter().filter(differs);
    differing.map(|(key, after)| change(key, after)).collect()
}
