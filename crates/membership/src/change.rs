//! What a decision changes, and the reference model that changes are applied to.

use std::collections::BTreeMap;

use crate::{
    Account, AccountId, Page, Pair, Read, Received, Relationship, Standing, StatusSet, View,
};

/// One record as it is to be from now on; `None` deletes it. A decision names each record at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The standing of an account.
    Standing(AccountId, Option<Standing>),
    /// The relationship of two accounts.
    Relationship(Pair, Option<Relationship>),
}

/// One scope's records, in memory: the reference model. A store is right if it answers as this does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    /// Standings that differ from the default one.
    pub standings: BTreeMap<AccountId, Standing>,
    /// Relationships, by administrator and member.
    pub relationships: BTreeMap<Pair, Relationship>,
    /// The directory of accounts.
    pub accounts: BTreeMap<AccountId, Account>,
}

impl World {
    /// Applies the changes of one decision.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Standing(account, Some(standing)) => {
                    self.standings.insert(*account, standing.clone());
                }
                Change::Standing(account, None) => {
                    self.standings.remove(account);
                }
                Change::Relationship(pair, Some(relationship)) => {
                    self.relationships.insert(*pair, relationship.clone());
                }
                Change::Relationship(pair, None) => {
                    self.relationships.remove(pair);
                }
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
            Read::Account(account) => {
                view.accounts.insert(*account, self.accounts.get(account).cloned());
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
        }
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
