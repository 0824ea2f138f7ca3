//! A map that is bounded in bytes. Where there is no room, a hand goes round and takes away what nobody has asked for
//! since it last came by.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use accede_membership::Read;

use super::weight;
use crate::Loaded;

/// How many answers are kept for one key: as many as a program may turn pages.
const ANSWERS: usize = 16;

#[derive(Debug)]
pub(super) struct Bounded<K> {
    places: HashMap<K, usize>,
    slots: Vec<Option<Slot<K>>>,
    free: Vec<usize>,
    hand: usize,
    bytes: usize,
    most: usize,
}

#[derive(Debug)]
struct Slot<K> {
    key: K,
    answers: Vec<(Box<[Read]>, Arc<Loaded>)>,
    bytes: usize,
    was_asked: bool,
}

impl<K: Hash + Eq + Clone> Bounded<K> {
    pub(super) fn new(most: usize) -> Bounded<K> {
        let (places, slots, free) = Default::default();
        Bounded { places, slots, free, hand: 0, bytes: 0, most }
    }

    /// The answer to these reads, if it is there.
    pub(super) fn get(&mut self, key: &K, reads: &[Read]) -> Option<Arc<Loaded>> {
        let place = *self.places.get(key)?;
        let slot = self.slots.get_mut(place)?.as_mut()?;
        let (_, answer) = slot.answers.iter().find(|(asked, _)| **asked == *reads)?;
        slot.was_asked = true;
        Some(Arc::clone(answer))
    }

    /// Keeps an answer, if it is not too large to be kept with others.
    pub(super) fn keep(&mut self, key: K, reads: &[Read], answer: Arc<Loaded>) {
        let bytes = weight::of(reads, &answer);
        if bytes > self.most / 4 {
            return;
        }
        let place = self.place(key);
        let Some(slot) = self.slots.get_mut(place).and_then(Option::as_mut) else { return };
        if slot.answers.len() == ANSWERS {
            let (asked, oldest) = slot.answers.remove(0);
            let gone = weight::of(&asked, &oldest);
            slot.bytes -= gone;
            self.bytes -= gone;
        }
        slot.answers.push((Box::from(reads), answer));
        slot.bytes += bytes;
        self.bytes += bytes;
        while self.bytes > self.most {
            self.make_room();
        }
    }

    /// Takes a key's answers away.
    pub(super) fn forget(&mut self, key: &K) {
        if let Some(place) = self.places.get(key) {
            self.empty(*place);
        }
    }

    /// The place of a key, which gets one if it has none.
    fn place(&mut self, key: K) -> usize {
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let bytes = weight::SLOT;
        self.bytes += bytes;
        let slot = Slot { key: key.clone(), answers: Vec::new(), bytes, was_asked: false };
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.slots[place] = Some(slot);
        self.places.insert(key, place);
        place
    }

    /// The hand goes on by one.
    fn make_room(&mut self) {
        self.hand = if self.hand + 1 < self.slots.len() { self.hand + 1 } else { 0 };
        match self.slots.get_mut(self.hand) {
            Some(Some(slot)) if slot.was_asked => slot.was_asked = false,
            Some(Some(_)) => self.empty(self.hand),
            _ => {}
        }
    }

    fn empty(&mut self, place: usize) {
        if let Some(slot) = self.slots.get_mut(place).and_then(Option::take) {
            self.places.remove(&slot.key);
            self.bytes -= slot.bytes;
            self.free.push(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_membership::{AccountId, Page};

    fn reads(after: u64) -> [Read; 1] {
        let page = Page { after: AccountId::new(after), limit: 50 };
        [Read::InvitationPage { member: AccountId::MAX, page }]
    }

    fn one() -> usize {
        weight::of(&reads(0), &Loaded::default()) + weight::SLOT
    }

    fn has(bounded: &mut Bounded<u64>, key: u64) -> bool {
        bounded.get(&key, &reads(0)).is_some()
    }

    #[test]
    fn it_holds_no_more_than_it_may_and_what_was_asked_for_stays() {
        let mut bounded = Bounded::new(100 * one());
        for key in 0..10_000 {
            bounded.keep(key, &reads(0), Arc::default());
            assert!(bounded.bytes <= bounded.most && bounded.slots.len() <= 101);
            assert!(has(&mut bounded, 0), "asked for all the time, but gone at {key}");
        }
        let kept = (0..10_000).filter(|key| bounded.places.contains_key(key)).count();
        assert_eq!((kept, bounded.bytes), (100, 100 * one()));
    }

    #[test]
    fn what_is_forgotten_leaves_its_room() {
        let mut bounded = Bounded::new(100 * one());
        for key in 0..50 {
            bounded.keep(key, &reads(0), Arc::default());
            bounded.keep(key, &reads(1), Arc::default());
        }
        assert!(has(&mut bounded, 7) && bounded.get(&7, &reads(1)).is_some());
        assert!(bounded.get(&7, &reads(2)).is_none());
        (0..50).for_each(|key| bounded.forget(&key));
        bounded.forget(&50);
        assert_eq!((bounded.bytes, bounded.places.len(), has(&mut bounded, 7)), (0, 0, false));
    }

    #[test]
    fn a_key_has_a_bounded_number_of_answers_and_no_giants() {
        let mut bounded = Bounded::new(100 * one());
        for page in 0..100 {
            bounded.keep(1, &reads(page), Arc::default());
        }
        let kept: Vec<u64> =
            (0..100).filter(|page| bounded.get(&1, &reads(*page)).is_some()).collect();
        assert_eq!(kept, (84..100).collect::<Vec<_>>());
        let mut small = Bounded::new(one());
        small.keep(1, &reads(0), Arc::default());
        assert!(!has(&mut small, 1) && small.bytes == 0);
    }
}
