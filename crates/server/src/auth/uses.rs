//! When access keys were used last, until it is stored.
//!
//! A use is noted in memory and stored later: a key that signs a thousand requests a second must not cost a thousand
//! commits.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use accede_membership::Timestamp;
use accede_membership::access::{KeyId, LastUse};

/// How much of a service's name is kept, in characters: a caller may sign for any.
const NAME_MAX: usize = 64;

/// The last use of each key that was used since they were taken. There is at most one for each key.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<HashMap<KeyId, LastUse>>);

impl Uses {
    /// Notes that a key was used. An older use than the one that is known changes nothing.
    pub(crate) fn note(&self, id: KeyId, at: Timestamp, service: &str, region: &str) {
        let service = shortened(service);
        let mut uses = self.lock();
        match uses.get_mut(&id) {
            Some(known) if known.at > at => {}
            Some(known) if known.service == service && known.region == region => known.at = at,
            _ => {
                let (service, region) = (service.to_owned(), region.to_owned());
                uses.insert(id, LastUse { at, service, region });
            }
        }
    }

    /// What was noted since the last time, by key.
    pub(crate) fn take(&self) -> Vec<(KeyId, LastUse)> {
        let mut uses: Vec<_> = std::mem::take(&mut *self.lock()).into_iter().collect();
        uses.sort_unstable_by_key(|(id, _)| *id);
        uses
    }

    /// Nothing panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, HashMap<KeyId, LastUse>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn shortened(name: &str) -> &str {
    name.char_indices().nth(NAME_MAX).map_or(name, |(end, _)| &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> KeyId {
        KeyId::parse(&format!("AKIA{number:016}")).unwrap()
    }

    fn used(at: i64, service: &str) -> LastUse {
        let (service, region) = (service.to_owned(), "us-east-1".to_owned());
        LastUse { at: Timestamp(at), service, region }
    }

    #[test]
    fn the_latest_use_of_each_key_is_taken_once() {
        let uses = Uses::default();
        assert_eq!(uses.take(), []);
        for (id, at, service) in [
            (2, 5, "sts"),
            (1, 1, "sts"),
            (1, 3, "sts"),
            (1, 4, "macie2"),
            (1, 2, "securityhub"),
            (2, 5, "macie2"),
        ] {
            uses.note(key(id), Timestamp(at), service, "us-east-1");
        }
        let latest = [(key(1), used(4, "macie2")), (key(2), used(5, "macie2"))];
        assert_eq!(uses.take(), latest);
        assert_eq!(uses.take(), []);
        uses.note(key(1), Timestamp(1), "sts", "us-east-1");
        assert_eq!(uses.take(), [(key(1), used(1, "sts"))]);
    }

    #[test]
    fn what_is_kept_of_a_name_is_bounded() {
        let uses = Uses::default();
        uses.note(key(1), Timestamp(1), &"é".repeat(NAME_MAX + 1), "us-east-1");
        assert_eq!(uses.take()[0].1.service, "é".repeat(NAME_MAX));
    }
}
