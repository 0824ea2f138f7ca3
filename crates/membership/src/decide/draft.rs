//! The records of a view as a decision would leave them.

use std::collections::BTreeMap;

use crate::{AccountId, Change, Pair, Relationship, Standing, Tally, View};

/// Records as they are to be. Changes to a relationship keep its administrator's tally right by
/// themselves, so that no rule can forget to.
pub(crate) struct Draft<'a> {
    view: &'a View,
    nobody: Standing,
    standings: BTreeMap<AccountId, Standing>,
    relationships: BTreeMap<Pair, Option<Relationship>>,
}

impl<'a> Draft<'a> {
    pub(crate) fn of(view: &'a View) -> Draft<'a> {
        Draft {
            view,
            nobody: Standing::default(),
            standings: BTreeMap::new(),
            relationships: BTreeMap::new(),
        }
    }

    fn standing_seen(&self, account: AccountId) -> Option<&Standing> {
        debug_assert!(self.view.standings.contains_key(&account), "standing {account} not read");
        self.view.standings.get(&account)?.as_ref()
    }

    fn relationship_seen(&self, pair: Pair) -> Option<&Relationship> {
        debug_assert!(self.view.relationships.contains_key(&pair), "{pair:?} was not read");
        self.view.relationships.get(&pair)?.as_ref()
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
        match self.relationships.get(&pair) {
            Some(drafted) => drafted.as_ref(),
            None => self.relationship_seen(pair),
        }
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

    /// The records that are not as they were seen.
    pub(crate) fn into_changes(self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (account, standing) in self.standings {
            let before = self.view.standings.get(&account).and_then(Option::as_ref);
            let after = (standing != Standing::default()).then_some(standing);
            if before != after.as_ref() {
                changes.push(Change::Standing(account, after));
            }
        }
        for (pair, after) in self.relationships {
            let before = self.view.relationships.get(&pair).and_then(Option::as_ref);
            if before != after.as_ref() {
                changes.push(Change::Relationship(pair, after));
            }
        }
        changes
    }
}
