//! The reference model that changes are applied to.

use std::collections::BTreeMap;

use crate::access::{AccessKey, EventsOf, KeyId, Role, RoleKey};
use crate::directory::{
    Account, AccountsOf, Creation, CreationId, Handshake, HandshakeId, ListPage, Organization,
    OrganizationId,
};
use crate::view::Party;
use crate::{
    AccountId, Change, Event, EventPlace, Page, Pair, Read, Received, Relationship, Scope,
    Standing, StatusSet, View,
};

/// One scope's records and the directory, in memory: the reference model. A store is right if it answers as
/// this does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    /// Standings that differ from the default one.
    pub standings: BTreeMap<AccountId, Standing>,
    /// Relationships, by administrator and member.
    pub relationships: BTreeMap<Pair, Relationship>,
    /// The directory of accounts.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Organizations.
    pub organizations: BTreeMap<OrganizationId, Organization>,
    /// Invitations into organizations.
    pub handshakes: BTreeMap<HandshakeId, Handshake>,
    /// Requests to create accounts.
    pub creations: BTreeMap<CreationId, Creation>,
    /// The scopes in which each account has a standing, for [`Read::ScopesOf`]: a world has one scope, so
    /// whoever has several worlds says.
    pub scopes: BTreeMap<AccountId, Vec<Scope>>,
    /// Access keys.
    pub access_keys: BTreeMap<KeyId, AccessKey>,
    /// Roles.
    pub roles: BTreeMap<RoleKey, Role>,
    /// Events, by time.
    pub events: BTreeMap<EventPlace, Event>,
}

impl World {
    /// Applies the changes of one decision.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            match change.clone() {
                Change::Standing(key, record) => set(&mut self.standings, key, record),
                Change::Relationship(key, record) => set(&mut self.relationships, key, record),
                Change::Account(key, record) => set(&mut self.accounts, key, record),
                Change::Organization(key, record) => set(&mut self.organizations, key, record),
                Change::Handshake(key, record) => set(&mut self.handshakes, key, record),
                Change::Creation(key, record) => set(&mut self.creations, key, record),
                Change::AccessKey(key, record) => set(&mut self.access_keys, key, record),
                Change::Role(key, record) => set(&mut self.roles, key, record),
                Change::Event(event) => drop(self.events.insert(event.place, *event)),
            }
        }
    }

    /// Answers reads: what a store's `load` is compared with.
    #[must_use]
    pub fn load(&self, reads: &[Read]) -> View {
        let mut view = View::default();
        for read in reads {
            self.answer(read, &mut view);
        }
        view
    }

    fn answer(&self, read: &Read, view: &mut View) {
        match read {
            Read::Standing(account) => self.see_standing(*account, view),
            Read::Relationship(pair) => self.see_relationship(*pair, view),
            Read::AdministratorOf(member) => {
                self.see_standing(*member, view);
                if let Some(administrator) = self.administrator_of(*member) {
                    self.see_standing(administrator, view);
                    self.see_relationship(Pair { administrator, member: *member }, view);
                }
            }
            Read::MembersOf { administrator, statuses } => {
                self.see_standing(*administrator, view);
                for row in self.rows(*administrator, *statuses) {
                    self.see_standing(row.pair.member, view);
                }
            }
            Read::RowsOf(administrator) => {
                self.see_standing(*administrator, view);
                for row in self.rows(*administrator, StatusSet::ALL) {
                    self.see_relationship(row.pair, view);
                }
            }
            Read::EverybodyOf(administrator) => {
                self.see_standing(*administrator, view);
                for row in self.rows(*administrator, StatusSet::ALL) {
                    self.see_relationship(row.pair, view);
                    self.see_standing(row.pair.member, view);
                    self.see_account(row.pair.member, view);
                }
            }
            Read::RowPage { administrator, statuses, page } => {
                let rows = self.rows(*administrator, *statuses);
                view.rows = page_of(rows.cloned(), |row| row.pair.member, *page);
            }
            Read::InvitationPage { member, page } => {
                view.invitations = page_of(self.received(*member), |i| i.administrator, *page);
            }
            Read::InvitationCount { member, besides } => {
                let open = |i: &Received| i.state != *besides;
                view.invitation_count = self.received(*member).filter(open).count() as u64;
            }
            read => self.answer_directory(read, view),
        }
    }

    fn answer_directory(&self, read: &Read, view: &mut View) {
        match read {
            Read::Account(account) => self.see_account(*account, view),
            Read::OrganizationOf(account) => {
                self.see_account(*account, view);
                if let Some(id) = self.accounts.get(account).and_then(Account::organization) {
                    view.organizations.insert(id, self.organizations.get(&id).cloned());
                }
            }
            Read::Organization(id) => {
                view.organizations.insert(*id, self.organizations.get(id).cloned());
            }
            Read::AccountByEmail(email) => {
                let has = |account: &Account| {
                    account.email.as_deref().is_some_and(|e| Account::email_key(e) == *email)
                };
                let found = self.accounts.iter().find(|(_, account)| has(account));
                view.emails.insert(email.clone(), found.map(|(id, _)| *id));
            }
            Read::Handshake(id) => {
                view.handshakes.insert(*id, self.handshakes.get(id).cloned());
            }
            Read::Creation(id) => {
                view.creations.insert(*id, self.creations.get(id).cloned());
            }
            Read::AccountPage { of, page } => {
                let wanted = self.accounts.iter().filter(|(_, account)| is_of(account, *of));
                let items = wanted.map(|(id, account)| (*id, account.clone()));
                view.account_page = list_page(items, |(id, _)| id.number(), *page);
            }
            Read::HandshakePage { of, page } => {
                let wanted = self.handshakes.values().filter(|h| concerns(h, *of)).cloned();
                view.handshake_page = list_page(wanted, |h| h.id.number(), *page);
            }
            Read::CreationPage { organization, page } => {
                let mine = |c: &&Creation| c.organization == *organization;
                let wanted = self.creations.values().filter(mine).cloned();
                view.creation_page = list_page(wanted, |c| c.id.number(), *page);
            }
            Read::ScopesOf(account) => {
                view.scopes = self.scopes.get(account).cloned().unwrap_or_default();
            }
            read => self.answer_access(read, view),
        }
    }

    fn answer_access(&self, read: &Read, view: &mut View) {
        match read {
            Read::AccessKey(id) => {
                view.access_keys.insert(*id, self.access_keys.get(id).cloned());
            }
            Read::Role(key) => {
                view.roles.insert(key.clone(), self.roles.get(key).cloned());
            }
            Read::AccessKeyPage { account, after, limit } => {
                let place = |key: &AccessKey| (key.account, key.id);
                let mut keys: Vec<AccessKey> = self.access_keys.values().cloned().collect();
                keys.retain(|key| account.is_none_or(|account| key.account == account));
                keys.retain(|key| after.is_none_or(|after| place(key) > after));
                keys.sort_by_key(place);
                keys.truncate(*limit);
                view.access_key_page = keys;
            }
            Read::RolePage { account, after, limit } => {
                let mine = |key: &RoleKey| account.is_none_or(|account| key.account == account);
                let beyond = |key: &RoleKey| after.as_ref().is_none_or(|after| key > after);
                let roles = self.roles.iter().filter(|(key, _)| mine(key) && beyond(key));
                view.role_page = roles.take(*limit).map(|(_, role)| role.clone()).collect();
            }
            Read::EventPage { of, after, extent } => {
                let beyond = self.events_beyond(of, *after);
                (view.event_page, view.more_events) = extent.page(beyond.into_iter());
            }
            _ => {}
        }
    }

    fn events_beyond(&self, of: &EventsOf, after: Option<EventPlace>) -> Vec<&Event> {
        let events = self.events.values();
        match of {
            EventsOf::Account(account, region) => {
                let mine = |e: &Event| e.account == *account && e.region == *region;
                let beyond = |e: &Event| after.is_none_or(|after| e.place < after);
                events.rev().filter(|e| mine(e) && beyond(e)).collect()
            }
            EventsOf::Everybody => {
                let beyond = |e: &Event| after.is_none_or(|after| e.place > after);
                events.filter(|e| beyond(e)).collect()
            }
        }
    }

    fn see_account(&self, account: AccountId, view: &mut View) {
        view.accounts.insert(account, self.accounts.get(&account).cloned());
    }

    fn administrator_of(&self, member: AccountId) -> Option<AccountId> {
        self.standings.get(&member).and_then(|standing| standing.administrator)
    }

    fn see_standing(&self, account: AccountId, view: &mut View) {
        view.standings.insert(account, self.standings.get(&account).cloned());
    }

    fn see_relationship(&self, pair: Pair, view: &mut View) {
        view.relationships.insert(pair, self.relationships.get(&pair).cloned());
    }

    fn rows(
        &self,
        administrator: AccountId,
        statuses: StatusSet,
    ) -> impl Iterator<Item = &Relationship> {
        let mine = move |r: &&Relationship| r.pair.administrator == administrator;
        let wanted = move |r: &&Relationship| r.status().is_some_and(|s| statuses.contains(s));
        self.relationships.values().filter(mine).filter(wanted)
    }

    fn received(&self, member: AccountId) -> impl Iterator<Item = Received> + '_ {
        let mine = move |r: &&Relationship| r.pair.member == member;
        self.relationships.values().filter(mine).filter_map(Relationship::received)
    }
}

fn page_of<T>(items: impl Iterator<Item = T>, key: impl Fn(&T) -> AccountId, page: Page) -> Vec<T> {
    let beyond = |item: &T| page.after.is_none_or(|after| key(item) > after);
    items.filter(beyond).take(page.limit).collect()
}

fn list_page<T>(items: impl Iterator<Item = T>, key: impl Fn(&T) -> u64, page: ListPage) -> Vec<T> {
    let beyond = |item: &T| page.after.is_none_or(|after| key(item) > after);
    items.filter(beyond).take(page.limit).collect()
}

fn set<K: Ord, T>(records: &mut BTreeMap<K, T>, key: K, record: Option<T>) {
    match record {
        Some(record) => records.insert(key, record),
        None => records.remove(&key),
    };
}

fn is_of(account: &Account, of: AccountsOf) -> bool {
    match of {
        AccountsOf::Everybody => true,
        AccountsOf::Organization(organization) => account.organization() == Some(organization),
        AccountsOf::Parent(organization, parent) => {
            account.joined.is_some_and(|j| j.organization == organization && j.parent == parent)
        }
    }
}

fn concerns(handshake: &Handshake, party: Party) -> bool {
    match party {
        Party::Account(account) => handshake.account == account,
        Party::Organization(organization) => handshake.organization == organization,
    }
}
