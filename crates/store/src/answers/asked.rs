//! What was asked for of late, and was not there.

use std::hash::{BuildHasher, Hash, RandomState};

/// How many places there are, each for the last key that belongs there.
const PLACES: usize = 4 << 10;

/// Remembers keys, until others take their places.
#[derive(Debug, Default)]
pub(super) struct Asked {
    hasher: RandomState,
    /// Parts of the keys' hashes; none at all before the first.
    places: Vec<u32>,
}

impl Asked {
    /// Whether this key is remembered; it is from now on. Rarely, one that was never there is taken for another.
    pub(super) fn again(&mut self, key: &impl Hash) -> bool {
        if self.places.is_empty() {
            self.places = vec![0; PLACES];
        }
        let hash = self.hasher.hash_one(key);
        let (place, mark) = ((hash % PLACES as u64) as usize, (hash >> 32) as u32 | 1);
        let Some(place) = self.places.get_mut(place) else { return false };
        std::mem::replace(place, mark) == mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_remembers_what_was_asked_of_late() {
        let mut asked = Asked::default();
        assert!(!asked.again(&1) && asked.again(&1) && asked.again(&1));
        let new = (100..200).filter(|key| !asked.again(key)).count();
        assert!(new >= 98, "{new}");
        let known = (100..200).filter(|key| asked.again(key)).count();
        assert!(known >= 80, "{known}");
        for key in 0..100 * PLACES {
            asked.again(&(key + 1_000));
        }
        assert!(!asked.again(&1), "forgotten");
    }
}
