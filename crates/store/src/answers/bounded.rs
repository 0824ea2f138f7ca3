//! A map that is bounded in bytes. Where there is no room, a hand goes round and takes away what nobody has asked for
//! since it last came by.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::sync::Arc;

use bytes::Bytes;

use super::Question;

/// How many answers are kept for one key: some lists are turned page by page.
const ANSWERS: usize = 64;
/// How many bytes of words a question may have whose answer is kept: they stay for as long as somebody takes the answer,
/// which is counted for what it is alone.
const WORDS: usize = 4 << 10;
/// What a slot takes, in bytes: its places in a table and in a list, both of which are up to half empty.
const SLOT: usize = 320;
/// So many free slots are not worth giving back.
const FEW: usize = 64;
/// What the system adds to a piece of memory, in bytes.
const PIECE: usize = 16;

#[derive(Debug)]
pub(super) struct Bounded<K> {
    hasher: RandomState,
    /// By the hash of a key: small enough that the processor has the table at hand. Of two keys with one hash, one has a
    /// place.
    places: HashMap<u64, u32, AsItIs>,
    slots: Vec<Option<Slot<K>>>,
    free: Vec<u32>,
    hand: usize,
    bytes: usize,
    most: usize,
}

/// Hashes are not hashed again.
#[derive(Debug, Default)]
struct Same(u64);

type AsItIs = BuildHasherDefault<Same>;

impl Hasher for Same {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A key's answers. Most have one, which has its place here: each place in memory that a question goes through is one
/// that the processor may have to wait for.
#[derive(Debug)]
#[repr(align(128))]
struct Slot<K> {
    key: K,
    hash: u64,
    first: Option<Kept>,
    /// In the order in which they came.
    #[expect(clippy::box_collection, reason = "few slots have any, and a slot has to be small")]
    more: Option<Box<VecDeque<Kept>>>,
    bytes: u32,
    was_asked: bool,
}

impl<K> Slot<K> {
    fn find(&self, question: &Question<'_>) -> Option<&Kept> {
        let more = self.more.iter().flat_map(|more| more.iter());
        self.first.iter().chain(more).find(|kept| kept.answers(question))
    }

    /// Takes an answer in. The oldest goes, if there are too many; says how many bytes that gave.
    fn take(&mut self, kept: Kept) -> usize {
        if self.first.is_none() {
            self.first = Some(kept);
            return 0;
        }
        let more = self.more.get_or_insert_default();
        more.push_back(kept);
        if more.len() < ANSWERS {
            return 0;
        }
        let oldest = std::mem::replace(&mut self.first, more.pop_front());
        oldest.map_or(0, |oldest| Kept::bytes(oldest.whole.len()))
    }
}

/// An answer behind the words of its question.
#[derive(Debug)]
struct Kept {
    operation: &'static str,
    /// Where each of the words ends.
    ends: [u32; 3],
    whole: Arc<[u8]>,
}

impl Kept {
    fn of(question: &Question<'_>, answer: &[u8]) -> Kept {
        let [path, query, body] = question.words;
        let whole = [path, query, body, answer].concat().into();
        Kept { operation: question.operation, ends: ends(question), whole }
    }

    fn answers(&self, question: &Question<'_>) -> bool {
        let ends = ends(question);
        let mut begin = 0;
        self.operation == question.operation
            && self.ends == ends
            && ends.iter().zip(question.words).all(|(end, words)| {
                let kept = self.whole.get(begin..*end as usize);
                begin = *end as usize;
                kept == Some(words)
            })
    }

    fn answer(&self) -> Bytes {
        let [.., end] = self.ends;
        Bytes::from_owner(Arc::clone(&self.whole)).split_off(end as usize)
    }

    /// What one of this length takes, in a list that is up to half empty.
    fn bytes(whole: usize) -> usize {
        2 * size_of::<Kept>() + whole + 2 * size_of::<usize>() + PIECE
    }
}

/// Where each of the words ends, if they are written one after the other. What is kept is far shorter than 4 GB.
fn ends(question: &Question<'_>) -> [u32; 3] {
    let mut end = 0;
    question.words.map(|words| {
        end += words.len();
        u32::try_from(end).unwrap_or(u32::MAX)
    })
}

impl<K: Hash + Eq> Bounded<K> {
    pub(super) fn new(most: usize) -> Bounded<K> {
        // A slot's own bytes are counted in 32 bits.
        let (most, (hasher, places, slots, free)) = (most.min(1 << 31), Default::default());
        Bounded { hasher, places, slots, free, hand: 0, bytes: 0, most }
    }

    /// The answer to this question, if it is there.
    pub(super) fn get(&mut self, key: &K, question: &Question<'_>) -> Option<Bytes> {
        let place = *self.places.get(&self.hasher.hash_one(key))?;
        let slot = self.slots.get_mut(place as usize)?.as_mut().filter(|slot| slot.key == *key)?;
        let answer = slot.find(question)?.answer();
        // What is written is another processor's no more.
        if !slot.was_asked {
            slot.was_asked = true;
        }
        Some(answer)
    }

    /// Keeps an answer, if it is not too large to be kept with others.
    pub(super) fn keep(&mut self, key: K, question: &Question<'_>, answer: &[u8]) {
        let words: usize = question.words.iter().map(|words| words.len()).sum();
        let bytes = Kept::bytes(words + answer.len());
        if words > WORDS || bytes + SLOT > self.most / 4 {
            return;
        }
        self.shrink();
        let Some(slot) = self.slot(key) else { return };
        // Two may have asked at the same time.
        if slot.find(question).is_some() {
            return;
        }
        let gone = slot.take(Kept::of(question, answer));
        slot.bytes = slot.bytes + bytes as u32 - gone as u32;
        self.bytes = self.bytes + bytes - gone;
        while self.bytes > self.most {
            self.make_room();
        }
    }

    /// Takes a key's answers away.
    pub(super) fn forget(&mut self, key: &K) {
        if let Some(place) = self.places.get(&self.hasher.hash_one(key)) {
            self.empty(*place as usize);
        }
    }

    /// The slot of a key, which gets one if it has none.
    fn slot(&mut self, key: K) -> Option<&mut Slot<K>> {
        let hash = self.hasher.hash_one(&key);
        if let Some(place) = self.places.get(&hash).map(|place| *place as usize) {
            if self.slots[place].as_ref().is_some_and(|slot| slot.key == key) {
                return self.slots[place].as_mut();
            }
            self.empty(place);
        }
        let place = match self.free.pop() {
            Some(place) => place,
            None => {
                self.slots.push(None);
                self.bytes += SLOT;
                u32::try_from(self.slots.len() - 1).ok()?
            }
        };
        let slot = Slot { key, hash, first: None, more: None, bytes: 0, was_asked: false };
        self.places.insert(hash, place);
        Some(self.slots[place as usize].insert(slot))
    }

    /// Gives back the slots that are free, if most are: they are counted, and answers could have their room.
    fn shrink(&mut self) {
        if self.free.len() < FEW || self.free.len() < self.slots.len() / 4 * 3 {
            return;
        }
        let slots = std::mem::take(&mut self.slots);
        self.bytes -= self.free.len() * SLOT;
        self.slots = slots.into_iter().flatten().map(Some).collect();
        let places = self.slots.iter().flatten().map(|slot| slot.hash).zip(0..);
        self.places = places.collect();
        (self.free, self.hand) = (Vec::new(), 0);
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
            self.places.remove(&slot.hash);
            self.bytes -= slot.bytes as usize;
            self.free.push(place as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use accede_membership::{AccountId, Region, Scope, Service};

    use super::*;

    const ANSWER: &[u8] = b"{}";

    fn with<T>(number: u64, then: impl FnOnce(&Question<'_>) -> T) -> T {
        let scope = Scope { service: Service::Macie, region: Region::home() };
        let number = number.to_be_bytes();
        let words = [&[][..], &number, &[]];
        let (account, operation) = (AccountId::MAX, "ListMembers");
        then(&Question { scope: &scope, account, operation, words })
    }

    fn one() -> usize {
        with(0, |question| Kept::bytes(Kept::of(question, ANSWER).whole.len())) + SLOT
    }

    fn keep(bounded: &mut Bounded<u64>, key: u64, number: u64) {
        with(number, |question| bounded.keep(key, question, ANSWER));
    }

    fn has(bounded: &mut Bounded<u64>, key: u64, number: u64) -> bool {
        with(number, |question| bounded.get(&key, question).is_some())
    }

    #[test]
    fn it_holds_no_more_than_it_may_and_what_was_asked_for_stays() {
        let mut bounded = Bounded::new(100 * one());
        for key in 0..10_000 {
            keep(&mut bounded, key, 0);
            assert!(bounded.bytes <= bounded.most && bounded.slots.len() <= 101);
            assert!(has(&mut bounded, 0, 0), "asked for all the time, but gone at {key}");
        }
        let kept = (0..10_000).filter(|key| has(&mut bounded, *key, 0)).count();
        // A slot that is free for a moment is counted, too.
        assert!((95..=100).contains(&kept) && bounded.slots.len() <= 101, "{kept}");
    }

    #[test]
    fn what_a_question_goes_through_is_in_one_place() {
        assert_eq!(size_of::<Option<Slot<crate::answers::Key>>>(), 128);
    }

    #[test]
    fn what_is_forgotten_leaves_its_room() {
        let mut bounded = Bounded::new(100 * one());
        for key in 0..50 {
            for number in [0, 1, 1] {
                keep(&mut bounded, key, number);
            }
        }
        assert!(bounded.bytes < 100 * one(), "kept once");
        assert!(has(&mut bounded, 7, 0) && has(&mut bounded, 7, 1) && !has(&mut bounded, 7, 2));
        (0..50).for_each(|key| bounded.forget(&key));
        bounded.forget(&50);
        let left = (bounded.bytes, bounded.places.len(), has(&mut bounded, 7, 0));
        assert_eq!(left, (50 * SLOT, 0, false), "the slots alone");
    }

    #[test]
    fn a_key_has_a_bounded_number_of_answers_and_no_giants() {
        let mut bounded = Bounded::new(100 * one());
        for number in 0..100 {
            keep(&mut bounded, 1, number);
        }
        let kept: Vec<u64> = (0..100).filter(|number| has(&mut bounded, 1, *number)).collect();
        assert_eq!(kept, (36..100).collect::<Vec<_>>());
        bounded.forget(&1);
        assert_eq!(bounded.bytes, SLOT);
        let mut small = Bounded::new(one());
        keep(&mut small, 1, 0);
        assert!(!has(&mut small, 1, 0) && small.bytes == 0);
    }

    #[test]
    fn another_question_has_another_answer() {
        let mut bounded = Bounded::new(100 * one());
        keep(&mut bounded, 1, 7);
        with(7, |question| {
            let [path, query, body] = question.words;
            for other in [
                Question { operation: "ListInvitations", ..*question },
                Question { words: [query, path, body], ..*question },
                Question { words: [path, query, b"{}"], ..*question },
                Question { words: [path, &query[..7], body], ..*question },
            ] {
                assert!(bounded.get(&1, &other).is_none(), "{other:?}");
            }
            assert!(bounded.get(&1, question).is_some_and(|answer| answer == ANSWER));
        });
    }
    /// What this process has in memory that is no file's.

    #[test]
    fn slots_are_counted_until_they_are_given_back() {
        let mut bounded = Bounded::new(10_000 * one());
        (0..8_000).for_each(|key| keep(&mut bounded, key, 0));
        (0..7_990).for_each(|key| bounded.forget(&key));
        assert_eq!(bounded.bytes, 8_000 * SLOT + 10 * (one() - SLOT));
        keep(&mut bounded, 9_000, 0);
        assert_eq!((bounded.bytes, bounded.slots.len()), (11 * one(), 11));
        let kept = (0..9_001).filter(|key| has(&mut bounded, *key, 0)).collect::<Vec<_>>();
        assert_eq!(kept, (7_990..8_000).chain([9_000]).collect::<Vec<_>>());
        (0..9_001).for_each(|key| bounded.forget(&key));
        (0..100).for_each(|key| keep(&mut bounded, key, 0));
        assert_eq!((0..100).filter(|key| has(&mut bounded, *key, 0)).count(), 100);
    }

    #[test]
    fn a_question_of_many_words_is_not_kept() {
        let mut bounded = Bounded::new(10_000 * one());
        for (length, kept) in [(WORDS - 8, true), (WORDS - 7, false)] {
            let body = vec![b'x'; length];
            with(1, |question| {
                let [path, query, _] = question.words;
                let long = Question { words: [path, query, &body], ..*question };
                bounded.keep(1, &long, ANSWER);
                assert_eq!(bounded.get(&1, &long).is_some(), kept, "{length}");
            });
        }
    }
}
