//! What a load saw, and when.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::{Key, Version};

/// What a load saw: each record once, with its version, `0` where there was none.
///
/// It may also know how far its store had come when the load began, so that a store can tell without looking that
/// nothing of it has changed since. Whoever changes what was seen takes that away.
#[derive(Clone, Default)]
pub struct Seen {
    records: Vec<(Key, Version)>,
    as_of: Version,
}

impl Seen {
    /// Nothing.
    #[must_use]
    pub fn new() -> Seen {
        Seen::default()
    }

    /// Adds what another load of the same store saw, of other records.
    pub fn merge(&mut self, other: Seen) {
        self.records.extend(other.records);
        self.as_of = self.as_of.min(other.as_of);
    }

    /// A version that the store had given, and whose changes could be seen, when the load began; `0` if nothing is
    /// known.
    pub(crate) fn as_of(&self) -> Version {
        self.as_of
    }

    /// Notes that all of it was seen by a load that began when this version could be seen.
    pub(crate) fn note(&mut self, as_of: Version) {
        self.as_of = as_of;
    }
}

impl Deref for Seen {
    type Target = Vec<(Key, Version)>;

    fn deref(&self) -> &Self::Target {
        &self.records
    }
}

impl DerefMut for Seen {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.as_of = 0;
        &mut self.records
    }
}

/// As of no moment that is known.
impl From<Vec<(Key, Version)>> for Seen {
    fn from(records: Vec<(Key, Version)>) -> Seen {
        Seen { records, as_of: 0 }
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.records.fmt(f)
    }
}

/// What was seen counts, not when.
impl PartialEq for Seen {
    fn eq(&self, other: &Seen) -> bool {
        self.records == other.records
    }
}

impl Eq for Seen {}

impl IntoIterator for Seen {
    type Item = (Key, Version);
    type IntoIter = std::vec::IntoIter<(Key, Version)>;

    fn into_iter(self) -> Self::IntoIter {
        self.records.into_iter()
    }
}

impl<'a> IntoIterator for &'a Seen {
    type Item = &'a (Key, Version);
    type IntoIter = std::slice::Iter<'a, (Key, Version)>;

    fn into_iter(self) -> Self::IntoIter {
        self.records.iter()
    }
}

#[cfg(test)]
mod tests {
    use accede_membership::AccountId;

    use super::*;

    fn seen(number: u64, as_of: Version) -> Seen {
        let account = AccountId::new(number).unwrap();
        let mut seen = Seen::new();
        seen.push((Key::Account(account), number));
        seen.note(as_of);
        seen
    }

    #[test]
    fn two_loads_are_as_of_the_first() {
        for (first, second) in [(7, 9), (9, 7)] {
            let mut both = seen(1, first);
            both.merge(seen(2, second));
            assert_eq!((both.as_of(), both.len()), (7, 2));
        }
        let mut unknown = seen(1, 0);
        unknown.merge(seen(2, 9));
        assert_eq!(unknown.as_of(), 0);
    }

    #[test]
    fn what_was_changed_is_of_no_moment() {
        let mut changed = seen(1, 7);
        changed[0].1 = 2;
        assert_eq!(changed.as_of(), 0);
        let mut more = seen(1, 7);
        more.extend(seen(2, 7));
        assert_eq!(more.as_of(), 0);
        assert_eq!(more.clone(), more);
        assert_ne!(changed, seen(1, 7));
        assert_eq!(seen(1, 7), seen(1, 8));
    }
}
