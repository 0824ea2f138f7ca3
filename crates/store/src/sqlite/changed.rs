//! What was changed last, so that nearly no commit has to look again at what it has seen.
//!
//! One thread makes all changes. It notes the version of each in a table of fixed size, at the place of the record's
//! hash: what stands there is the last version of all records that share the place. A record whose place has nothing newer than
//! the moment at which it was seen is as it was seen. Of any other, and of what was seen before the file was opened, the file
//! is asked.

use std::hash::{DefaultHasher, Hash, Hasher};

use accede_membership::{Change, Scope};

use crate::{Key, Version};

/// Some hundred records are changed while a request is decided: few of them share a place with another.
const PLACES: usize = 1 << 14;

/// The last changes.
pub(super) struct Changed {
    /// Nothing is known of what was before.
    opened: Version,
    last: Box<[Version]>,
}

impl Changed {
    /// Of a store that has come as far as this version.
    pub(super) fn since(opened: Version) -> Changed {
        Changed { opened, last: vec![0; PLACES].into() }
    }

    /// Whether a record is certainly as it was when this version could be seen.
    pub(super) fn is_unchanged(&self, scope: Option<&Scope>, key: &Key, as_of: Version) -> bool {
        // What was seen through an earlier opening of the file is no later than that.
        as_of > self.opened && place(scope, key).is_some_and(|place| self.last[place] <= as_of)
    }

    /// Notes a change of a part with this scope.
    pub(super) fn note(&mut self, scope: Option<&Scope>, change: &Change, version: Version) {
        if let Some(place) = Key::of(change).and_then(|key| place(scope, &key)) {
            self.last[place] = version;
        }
    }
}

/// Where a record's last version is; `None` for what is no record, but found by several.
fn place(scope: Option<&Scope>, key: &Key) -> Option<usize> {
    let mut hasher = DefaultHasher::new();
    match key {
        Key::Email(_) | Key::ScopesOf(_) => return None,
        Key::Standing(_) | Key::Relationship(_) => scope.hash(&mut hasher),
        // Records of the directory can be in any part.
        Key::Account(_)
        | Key::Organization(_)
        | Key::Handshake(_)
        | Key::Creation(_)
        | Key::AccessKey(_)
        | Key::Role(_) => {}
    }
    key.hash(&mut hasher);
    Some(hasher.finish() as usize % PLACES)
}

#[cfg(test)]
mod tests {
    use accede_membership::{AccountId, Service};

    use super::*;

    fn scope(region: &str) -> Scope {
        Scope { service: Service::Macie, region: region.parse().unwrap() }
    }

    fn account(number: u64) -> AccountId {
        AccountId::new(number).unwrap()
    }

    #[test]
    fn a_record_is_unchanged_until_it_is_changed() {
        let (here, there) = (scope("us-east-1"), scope("us-east-2"));
        let mut changed = Changed::since(5);
        let (one, other) = (Key::Standing(account(1)), Key::Standing(account(2)));
        assert!(changed.is_unchanged(Some(&here), &one, 6));
        changed.note(Some(&here), &Change::Standing(account(1), None), 8);
        assert!(!changed.is_unchanged(Some(&here), &one, 7));
        assert!(changed.is_unchanged(Some(&here), &one, 8));
        assert!(changed.is_unchanged(Some(&there), &one, 7));
        assert!(changed.is_unchanged(Some(&here), &other, 7));
    }

    #[test]
    fn a_record_of_the_directory_is_the_same_in_every_part() {
        let mut changed = Changed::since(5);
        changed.note(None, &Change::Account(account(1), None), 8);
        let key = Key::Account(account(1));
        assert!(!changed.is_unchanged(Some(&scope("us-east-1")), &key, 7));
        assert!(!changed.is_unchanged(None, &key, 7));
        assert!(changed.is_unchanged(None, &key, 8));
    }

    #[test]
    fn of_what_was_seen_before_nothing_is_known() {
        let changed = Changed::since(5);
        let key = Key::Account(account(1));
        assert!(!changed.is_unchanged(None, &key, 5));
        assert!(changed.is_unchanged(None, &key, 6));
        assert!(!Changed::since(0).is_unchanged(None, &key, 0));
        for key in [Key::ScopesOf(account(1)), Key::Email("a@b".to_owned())] {
            assert!(!changed.is_unchanged(None, &key, 9));
        }
    }
}
