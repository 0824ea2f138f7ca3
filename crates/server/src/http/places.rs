//! Who may be connected: so many in all, and so many from one peer.
//!
//! Where all places are taken, the connection that has waited longest for a request, or the rest of one, or for its
//! answer to be taken, makes room. Whoever connects and says nothing, or says it slowly, or does not listen, so never
//! keeps out somebody who has something to say.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::Notify;

use super::seat::{Seat, Since};
use crate::clock;

/// Connections that one peer may have where nothing else is said. Loopback is not held to it: whoever is there may
/// be a proxy, or everybody.
const PER_PEER: usize = 1024;
/// How many that waited longest are found at once: finding them means looking at all.
const FOUND: usize = 64;
/// How often it is looked for one when all that were found have begun with a request since.
const LOOKS: usize = 3;

/// How long, in microseconds, a large answer may take to be taken where there is no memory left.
const TAKING: u64 = 1_000_000;
/// How often, in microseconds, it is looked for one that took longer.
const LOOK: u64 = 10_000;

/// The places.
#[derive(Debug)]
pub(super) struct Places {
    limit: usize,
    per_peer: Option<usize>,
    /// What times are measured from.
    start: Instant,
    taken: Mutex<Taken>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Taken {
    seats: Seats,
    next: u64,
    /// When it was last looked for who holds memory up.
    looked: u64,
    all: Group,
    peers: HashMap<Peer, Group>,
}

/// By number.
type Seats = HashMap<u64, (Peer, Arc<Seat>)>;

/// Connections that share a limit.
#[derive(Debug, Default)]
struct Group {
    open: usize,
    /// Those that were called away and have not gone yet.
    leaving: usize,
    /// Some that have waited longest, in that order, unless they have moved since. All others wait for less long.
    longest: VecDeque<(Since, u64)>,
}

/// One network address. Whoever has an IPv6 address has a whole /64.
type Peer = IpAddr;

fn peer(address: IpAddr) -> Peer {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            IpAddr::V6((u128::from(address) >> 64 << 64).into())
        }
        address => address,
    }
}

/// A place that is taken. It is free when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    number: u64,
    peer: Peer,
    pub(super) seat: Arc<Seat>,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Full {
    /// There is one in a moment.
    Leaving,
    /// Everybody is busy.
    Busy,
}

impl Places {
    pub(super) fn new(limit: usize, per_peer: Option<usize>) -> Arc<Places> {
        let (taken, freed) = (Mutex::default(), Notify::new());
        Arc::new(Places { limit, per_peer, start: clock::instant(), taken, freed })
    }

    /// The time, as seats measure it.
    pub(super) fn now(&self) -> u64 {
        clock::micros_since(self.start)
    }

    /// A place for a connection from there, or none if all who could make room are busy. One at a time may ask.
    pub(super) async fn admit(self: &Arc<Self>, from: IpAddr) -> Option<Place> {
        let peer = peer(from);
        loop {
            match self.try_admit(peer) {
                Ok(place) => return Some(place),
                Err(Full::Busy) => return None,
                Err(Full::Leaving) => self.freed.notified().await,
            }
        }
    }

    fn try_admit(self: &Arc<Self>, peer: Peer) -> Result<Place, Full> {
        let mut taken = self.lock();
        if taken.peers.get(&peer).is_some_and(|group| group.open >= self.limit_of(peer)) {
            return Err(taken.make_room(Some(peer)));
        }
        if taken.all.open >= self.limit {
            return Err(taken.make_room(None));
        }
        let seat = Arc::new(Seat::new(self.now()));
        let number = taken.next;
        taken.next += 1;
        taken.seats.insert(number, (peer, Arc::clone(&seat)));
        taken.all.open += 1;
        taken.peers.entry(peer).or_default().open += 1;
        Ok(Place { places: Arc::clone(self), number, peer, seat })
    }

    /// Calls away whoever has waited longest with a large answer in memory, if that was long enough.
    fn free_memory(&self) {
        let now = self.now();
        self.lock().free_memory(now);
    }

    fn limit_of(&self, peer: Peer) -> usize {
        let usual = if peer.is_loopback() { self.limit } else { PER_PEER };
        self.per_peer.unwrap_or(usual).min(self.limit)
    }

    /// Nothing that holds the lock panics.
    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Calls one away, of this peer or of all, unless one is leaving already.
    fn make_room(&mut self, of: Option<Peer>) -> Full {
        let Taken { seats, all, peers, .. } = self;
        let group = match &of {
            Some(peer) => peers.entry(*peer).or_default(),
            None => &mut *all,
        };
        if group.leaving > 0 {
            return Full::Leaving;
        }
        let Some(peer) = group.call_away(seats, of) else { return Full::Busy };
        all.leaving += 1;
        peers.entry(peer).or_default().leaving += 1;
        Full::Leaving
    }
}

impl Taken {
    fn free_memory(&mut self, now: u64) {
        if self.all.leaving > 0 || now < self.looked + LOOK {
            return;
        }
        self.looked = now;
        let Some(then) = now.checked_sub(TAKING) else { return };
        let waits = self.seats.values().filter_map(|(peer, seat)| {
            seat.holds_up(then).map(|since| (since, *peer, Arc::clone(seat)))
        });
        let longest = waits.min_by_key(|(since, ..)| *since);
        if let Some((since, peer, seat)) = longest
            && seat.call_away(since)
        {
            self.all.leaving += 1;
            self.peers.entry(peer).or_default().leaving += 1;
        }
    }
}

impl Group {
    /// Calls away the one that has waited longest, and says whose it is.
    fn call_away(&mut self, seats: &Seats, of: Option<Peer>) -> Option<Peer> {
        for _ in 0..LOOKS {
            while let Some((since, number)) = self.longest.pop_front() {
                if let Some((peer, seat)) = seats.get(&number)
                    && seat.call_away(since)
                {
                    return Some(*peer);
                }
            }
            self.longest = longest_waiting(seats, of);
        }
        None
    }
}

fn longest_waiting(seats: &Seats, of: Option<Peer>) -> VecDeque<(Since, u64)> {
    let of_these = |peer: &Peer| of.is_none_or(|of| of == *peer);
    let waits = |(number, (peer, seat)): (&u64, &(Peer, Arc<Seat>))| {
        seat.since().filter(|_| of_these(peer)).map(|since| (since, *number))
    };
    let mut waiting: Vec<_> = seats.iter().filter_map(waits).collect();
    if waiting.len() > FOUND {
        waiting.select_nth_unstable(FOUND);
        waiting.truncate(FOUND);
    }
    waiting.sort_unstable();
    waiting.into()
}

impl Place {
    /// The answer is written: the wait for the next request begins.
    pub(super) fn idle(&self) {
        self.seat.idle(self.places.now());
    }

    /// Memory is needed: whoever has held up some of it for longest has to go.
    pub(super) fn needs_memory(&self) {
        self.places.free_memory();
    }

    /// The time, as seats measure it.
    pub(super) fn now(&self) -> u64 {
        self.places.now()
    }

    /// The answer is there.
    pub(super) async fn answered(&self) {
        self.seat.answered(self.places.now()).await;
    }

    /// A head is there and its body is not.
    pub(super) async fn awaits_body(&self) {
        self.seat.awaits_body(self.places.now()).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        taken.seats.remove(&self.number);
        let left = usize::from(self.seat.is_gone());
        taken.all.open -= 1;
        taken.all.leaving -= left;
        if let Some(group) = taken.peers.get_mut(&self.peer) {
            group.open -= 1;
            group.leaving -= left;
            if group.open == 0 {
                taken.peers.remove(&self.peer);
            }
        }
        drop(taken);
        self.places.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Waker};

    const A: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const B: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn is_called(place: &Place) -> bool {
        place.seat.is_gone()
    }

    /// Has a connection begin with a request.
    fn busy(place: &Place) {
        let mut step = std::pin::pin!(place.seat.busy());
        assert!(step.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }

    fn places(limit: usize, per_peer: Option<usize>) -> Arc<Places> {
        Places::new(limit, per_peer)
    }

    /// Takes a place and waits for the clock, so that no two waits are equally long.
    fn take(places: &Arc<Places>, from: IpAddr) -> Place {
        let place = places.try_admit(peer(from)).unwrap();
        let now = places.now();
        while places.now() == now {}
        place
    }

    fn refused(places: &Arc<Places>, from: IpAddr) -> Full {
        places.try_admit(peer(from)).unwrap_err()
    }

    #[test]
    fn who_has_waited_longest_makes_room_and_nobody_who_is_busy() {
        let places = places(3, None);
        let (first, second, third) = (take(&places, A), take(&places, B), take(&places, A));
        busy(&first);
        assert_eq!(refused(&places, B), Full::Leaving);
        assert!(!is_called(&first) && is_called(&second) && !is_called(&third));
        // One leaves for one that comes.
        assert_eq!(refused(&places, B), Full::Leaving);
        assert!(!is_called(&third));
        drop(second);
        let fourth = take(&places, B);
        busy(&third);
        busy(&fourth);
        assert_eq!(refused(&places, A), Full::Busy);
        drop(first);
        take(&places, A);
    }

    #[test]
    fn whoever_moved_since_it_was_found_is_passed_over() {
        let places = places(3, None);
        let all = [take(&places, A), take(&places, A), take(&places, A)];
        assert_eq!(refused(&places, A), Full::Leaving);
        let [gone, second, third] = all;
        assert!(is_called(&gone));
        drop(gone);
        let fourth = take(&places, A);
        // The second was found together with the first. It is the third that has waited longest now.
        busy(&second);
        assert_eq!(refused(&places, A), Full::Leaving);
        assert!(!is_called(&second) && is_called(&third) && !is_called(&fourth));
    }

    #[test]
    fn a_peer_makes_room_for_itself() {
        let places = places(10, Some(2));
        let (others, own, newer) = (take(&places, B), take(&places, A), take(&places, A));
        assert_eq!(refused(&places, A), Full::Leaving);
        assert!(!is_called(&others) && is_called(&own) && !is_called(&newer));
        drop(take(&places, B));
        busy(&newer);
        drop(own);
        let again = take(&places, A);
        busy(&again);
        assert_eq!(refused(&places, A), Full::Busy);
        drop((newer, again, others));
        assert!(places.lock().peers.is_empty(), "nothing is kept of who has gone");
        let taken = places.lock();
        assert_eq!((taken.all.open, taken.all.leaving), (0, 0));
    }

    #[test]
    fn who_holds_up_memory_for_long_has_to_go_one_at_a_time() {
        let places = places(9, None);
        let [idle, first, second] = [A, A, B].map(|from| take(&places, from));
        let waits = second.seat.since().unwrap() >> 2;
        for place in [&first, &second] {
            place.seat.holds();
        }
        places.lock().free_memory(first.seat.since().unwrap() >> 2);
        assert!(!is_called(&first), "it may be taking its answer");
        places.lock().free_memory(waits + TAKING);
        assert!(is_called(&first) && !is_called(&second));
        places.lock().free_memory(waits + 2 * TAKING);
        assert!(!is_called(&second), "one is leaving");
        drop(first);
        places.lock().free_memory(waits + TAKING + 1);
        assert!(!is_called(&second), "it was looked a moment ago");
        places.lock().free_memory(waits + 2 * TAKING);
        assert!(is_called(&second) && !is_called(&idle));
        drop((second, idle));
        assert_eq!(places.lock().all.leaving, 0);
    }

    #[test]
    fn peers_are_networks() {
        for (one, other, same) in [
            ("2001:db8::1", "2001:db8::ffff:2", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let [one, other] = [one, other].map(|text: &str| peer(text.parse().unwrap()));
            assert_eq!(one == other, same, "{one} {other}");
        }
    }

    #[test]
    fn peers_are_limited_unless_they_are_here() {
        let limit =
            |per_peer, from: &str| places(4096, per_peer).limit_of(peer(from.parse().unwrap()));
        for local in ["127.0.0.1", "127.1.2.3", "::1"] {
            assert_eq!((limit(None, local), limit(Some(7), local)), (4096, 7), "{local}");
        }
        assert_eq!((limit(None, "192.0.2.1"), limit(Some(9999), "192.0.2.1")), (1024, 4096));
    }
}
