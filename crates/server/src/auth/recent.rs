//! What was kept of late: bounded, and cheap to bound.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// Two generations. When the young are as many as may be, they become the old, and the old are dropped: whatever is
/// kept again meanwhile stays.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    most: usize,
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// Nothing yet, and never more than so many in each generation.
    pub(super) fn new(most: usize) -> Recent<K, V> {
        Recent { most, young: HashMap::new(), old: HashMap::new() }
    }

    /// What is kept under a key.
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.young.get(key).or_else(|| self.old.get(key))
    }

    /// The same; it is young again.
    pub(super) fn refreshed(&mut self, key: &K) -> Option<V> {
        if let Some(value) = self.young.get(key) {
            return Some(value.clone());
        }
        let (key, value) = self.old.remove_entry(key)?;
        self.keep(key, value.clone());
        Some(value)
    }

    /// Keeps something.
    pub(super) fn keep(&mut self, key: K, value: V) {
        if self.young.len() >= self.most {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Recent::new(self.most);
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_what_is_not_goes() {
        let mut recent = Recent::new(4);
        for number in 0..100 {
            recent.keep(number, number);
            recent.keep(-1, -1);
            assert!(recent.len() <= 8);
            assert_eq!(
                (recent.get(&number).copied(), recent.refreshed(&-1)),
                (Some(number), Some(-1))
            );
        }
        assert_eq!((recent.get(&0).copied(), recent.refreshed(&0)), (None, None));
        recent.clear();
        assert_eq!(recent.len(), 0);
    }
}
