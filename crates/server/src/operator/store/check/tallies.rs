//! Tallies: what a standing says of the rows of its account is what they come to.
//!
//! Standings and relationships are read side by side, each in the order of scopes and accounts.

use std::cmp::Ordering;

use accede_membership::{AccountId, Scope, Service, Standing, Tally, invariants};
use accede_store::{ByName, Entry, EntryKey, EntryKind, StoreError};

use super::Check;
use crate::operator::store::walk::Walk;

/// Whose rows they are.
type Whose = (ByName, AccountId);

/// The entries of one kind, one by one.
struct Of<'a> {
    kind: EntryKind,
    walk: Walk<'a>,
    page: std::vec::IntoIter<Entry>,
}

impl Of<'_> {
    /// The next entry of this kind.
    async fn next(&mut self) -> Result<Option<Entry>, StoreError> {
        loop {
            match self.page.next() {
                Some(entry) => match entry.key().kind().cmp(&self.kind) {
                    Ordering::Less => {}
                    Ordering::Equal => return Ok(Some(entry)),
                    Ordering::Greater => return Ok(None),
                },
                None => {
                    self.page = self.walk.page().await?.into_iter();
                    if self.page.len() == 0 {
                        return Ok(None);
                    }
                }
            }
        }
    }
}

/// What comes before all entries of a kind: the last standing that there can be, or nothing at all.
fn before(kind: EntryKind) -> Option<EntryKey> {
    if kind != EntryKind::Relationship {
        return None;
    }
    let service = Service::ALL.into_iter().max_by_key(|service| service.name())?;
    let region = "z".repeat(32).parse().ok()?;
    Some(EntryKey::Standing(ByName(Scope { service, region }), AccountId::MAX))
}

/// The rows of each administrator, added up.
struct Rows<'a> {
    relationships: Of<'a>,
    /// The first of the next administrator's.
    ahead: Option<(Whose, Tally)>,
}

impl Rows<'_> {
    /// The next administrator, and what its rows come to.
    async fn next(&mut self) -> Result<Option<(Whose, Tally)>, StoreError> {
        let Some((whose, mut tally)) = (match self.ahead.take() {
            Some(ahead) => Some(ahead),
            None => self.one().await?,
        }) else {
            return Ok(None);
        };
        while let Some((of, one)) = self.one().await? {
            if of != whose {
                self.ahead = Some((of, one));
                break;
            }
            tally = tally.moved(Tally::default(), one);
        }
        Ok(Some((whose, tally)))
    }

    async fn one(&mut self) -> Result<Option<(Whose, Tally)>, StoreError> {
        Ok(match self.relationships.next().await? {
            Some(Entry::Relationship(scope, relationship)) => {
                let whose = (ByName(scope), relationship.pair.administrator);
                Some((whose, Tally::of(Some(&relationship))))
            }
            _ => None,
        })
    }
}

impl Check<'_> {
    /// Compares every tally with the rows.
    pub(super) async fn all_tallies(&mut self) -> Result<(), StoreError> {
        let of = |kind| Of {
            kind,
            walk: Walk::beyond(self.store, before(kind)),
            page: Vec::new().into_iter(),
        };
        let mut standings = of(EntryKind::Standing);
        let mut rows = Rows { relationships: of(EntryKind::Relationship), ahead: None };
        let (mut standing, mut next) = (next_of(&mut standings).await?, rows.next().await?);
        loop {
            let order = match (&standing, &next) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((whose, _)), Some((of, _))) => whose.cmp(of),
            };
            let (mut it, mut tally) = (None, None);
            if order.is_le() {
                it = standing.take();
                standing = next_of(&mut standings).await?;
            }
            if order.is_ge() {
                tally = next.take();
                next = rows.next().await?;
            }
            self.tally(it, tally);
        }
    }

    /// Compares one.
    fn tally(&mut self, standing: Option<(Whose, Standing)>, rows: Option<(Whose, Tally)>) {
        let whose = standing.as_ref().map(|(whose, _)| whose).or(rows.as_ref().map(|(of, _)| of));
        let Some((scope, account)) = whose.cloned() else { return };
        let kept = standing.map(|(_, standing)| standing.tally).unwrap_or_default();
        let counted = rows.map(|(_, tally)| tally).unwrap_or_default();
        self.find(&EntryKey::Standing(scope, account), invariants::of_tally(kept, counted));
    }
}

async fn next_of(standings: &mut Of<'_>) -> Result<Option<(Whose, Standing)>, StoreError> {
    Ok(match standings.next().await? {
        Some(Entry::Standing(scope, account, standing)) => {
            Some(((ByName(scope), account), standing))
        }
        _ => None,
    })
}
