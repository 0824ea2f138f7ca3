//! The records of one scope.

use std::collections::BTreeMap;
use std::ops::Bound;

use accede_membership::{
    AccountId, Change, Page, Pair, Read, Received, Relationship, Standing, StatusSet,
};

use super::directory::Directory;
use super::{Kept, version_of};
use crate::{Key, Loaded, Version};

/// The records of one scope.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) standings: BTreeMap<AccountId, Kept<Standing>>,
    /// In the order of administrators and then members: an administrator's rows are one range.
    pub(super) relationships: BTreeMap<Pair, Kept<Relationship>>,
    /// By member and administrator: a member's invitations are one range.
    invitations: BTreeMap<(AccountId, AccountId), Received>,
}

impl Records {
    /// The version of a standing or a relationship.
    pub(super) fn version(&self, key: &Key) -> Version {
        match key {
            Key::Standing(account) => version_of(self.standings.get(account)),
            Key::Relationship(pair) => version_of(self.relationships.get(pair)),
            _ => 0,
        }
    }

    pub(super) fn has_standing(&self, account: AccountId) -> bool {
        self.standings.contains_key(&account)
    }

    /// Changes a standing or a relationship.
    pub(super) fn apply(&mut self, change: Change, version: Version) {
        match change {
            Change::Standing(account, Some(record)) => {
                self.standings.insert(account, Kept { record, version });
            }
            Change::Standing(account, None) => {
                self.standings.remove(&account);
            }
            Change::Relationship(pair, record) => {
                let list_key = (pair.member, pair.administrator);
                match record.as_ref().and_then(Relationship::received) {
                    Some(received) => self.invitations.insert(list_key, received),
                    None => self.invitations.remove(&list_key),
                };
                match record {
                    Some(record) => self.relationships.insert(pair, Kept { record, version }),
                    None => self.relationships.remove(&pair),
                };
            }
            _ => {}
        }
    }

    /// Answers a read of standings or relationships.
    pub(super) fn answer(&self, read: &Read, directory: &Directory, loaded: &mut Loaded) {
        match *read {
            Read::Standing(account) => self.see_standing(account, loaded),
            Read::Relationship(pair) => self.see_relationship(pair, loaded),
            Read::AdministratorOf(member) => self.see_administrator_of(member, loaded),
            Read::MembersOf { administrator, statuses } => {
                self.see_standing(administrator, loaded);
                for row in self.rows(administrator, None, statuses) {
                    self.see_standing(row.pair.member, loaded);
                }
            }
            Read::RowsOf(administrator) => {
                self.see_standing(administrator, loaded);
                for row in self.rows(administrator, None, StatusSet::ALL) {
                    self.see_relationship(row.pair, loaded);
                }
            }
            Read::EverybodyOf(administrator) => {
                self.see_standing(administrator, loaded);
                for row in self.rows(administrator, None, StatusSet::ALL) {
                    self.see_relationship(row.pair, loaded);
                    self.see_standing(row.pair.member, loaded);
                    directory.see_account(row.pair.member, loaded);
                }
            }
            Read::RowPage { administrator, statuses, page } => {
                let rows = self.rows(administrator, page.after, statuses);
                loaded.view.rows = rows.take(page.limit).cloned().collect();
            }
            Read::InvitationPage { member, page: Page { after, limit } } => {
                let invitations = self.invitations(member, after);
                loaded.view.invitations = invitations.take(limit).cloned().collect();
            }
            Read::InvitationCount { member, besides } => {
                let counts = |i: &&Received| i.state != besides;
                let count = self.invitations(member, None).filter(counts).count();
                loaded.view.invitation_count = count as u64;
            }
            _ => {}
        }
    }

    fn see_standing(&self, account: AccountId, loaded: &mut Loaded) {
        if loaded.view.standings.contains_key(&account) {
            return;
        }
        let kept = self.standings.get(&account);
        loaded.seen.push((Key::Standing(account), version_of(kept)));
        loaded.view.standings.insert(account, kept.map(|kept| kept.record.clone()));
    }

    fn see_relationship(&self, pair: Pair, loaded: &mut Loaded) {
        if loaded.view.relationships.contains_key(&pair) {
            return;
        }
        let kept = self.relationships.get(&pair);
        loaded.seen.push((Key::Relationship(pair), version_of(kept)));
        loaded.view.relationships.insert(pair, kept.map(|kept| kept.record.clone()));
    }

    fn see_administrator_of(&self, member: AccountId, loaded: &mut Loaded) {
        self.see_standing(member, loaded);
        let standing = self.standings.get(&member);
        if let Some(administrator) = standing.and_then(|kept| kept.record.administrator) {
            self.see_standing(administrator, loaded);
            self.see_relationship(Pair { administrator, member }, loaded);
        }
    }

    fn rows(
        &self,
        administrator: AccountId,
        after: Option<AccountId>,
        statuses: StatusSet,
    ) -> impl Iterator<Item = &Relationship> {
        let range = list(after, |member| Pair { administrator, member });
        let wanted = move |r: &&Relationship| r.status().is_some_and(|s| statuses.contains(s));
        self.relationships.range(range).map(|(_, kept)| &kept.record).filter(wanted)
    }

    fn invitations(
        &self,
        member: AccountId,
        after: Option<AccountId>,
    ) -> impl Iterator<Item = &Received> {
        let range = list(after, |administrator| (member, administrator));
        self.invitations.range(range).map(|(_, received)| received)
    }
}

/// The keys of one account's list beyond `after`, where `key` is the key of an account in it.
fn list<K>(after: Option<AccountId>, key: impl Fn(AccountId) -> K) -> (Bound<K>, Bound<K>) {
    let from = match (after, AccountId::new(0)) {
        (Some(after), _) => Bound::Excluded(key(after)),
        (None, Some(first)) => Bound::Included(key(first)),
        (None, None) => Bound::Unbounded,
    };
    (from, Bound::Included(key(AccountId::MAX)))
}
