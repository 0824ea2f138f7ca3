//! What a connection is doing, as far as it matters to whoever looks for one that can be closed.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use tokio::sync::Notify;

/// A request is being carried out.
const BUSY: u64 = u64::MAX;
/// The connection has to go.
const GONE: u64 = u64::MAX - 1;
/// In the last bits of the time of a connection that waits: what for.
const PART: u64 = 3;
/// For a head.
const HEAD: u64 = 0;
/// For a body.
const BODY: u64 = 1;
/// For its peer to take an answer. One that takes it byte by byte could otherwise keep its place for ever.
const ANSWER: u64 = 2;

/// A connection among the others.
///
/// It waits for a request, for the rest of one, or for its answer to be taken, since some time; or it does not wait, and
/// then nobody closes it. Only its own task changes what it does. Others may end its wait, and then it does nothing any more.
#[derive(Debug)]
pub(super) struct Seat {
    state: AtomicU64,
    /// Something of the head that it waits for is there.
    begun: AtomicBool,
    /// How many large answers are in memory for it.
    large: AtomicUsize,
    called_away: Notify,
}

/// When a wait began. The smaller, the longer ago.
pub(super) type Since = u64;

fn waiting(now: u64, part: u64) -> Since {
    now.min(u64::MAX >> 3) << 2 | part
}

impl Seat {
    /// A connection that was made at this time, in microseconds, and has sent nothing yet.
    pub(super) fn new(now: u64) -> Seat {
        let (state, begun) = (AtomicU64::new(waiting(now, HEAD)), AtomicBool::new(false));
        Seat { state, begun, large: AtomicUsize::new(0), called_away: Notify::new() }
    }

    /// Since when it waits, if it does.
    pub(super) fn since(&self) -> Option<Since> {
        let state = self.state.load(Ordering::Relaxed);
        (state < GONE).then_some(state)
    }

    /// Since when it waits while a large answer is in memory for it, if that is before `then`.
    pub(super) fn holds_up(&self, then: u64) -> Option<Since> {
        let holds = self.large.load(Ordering::Relaxed) > 0;
        self.since().filter(|since| holds && since >> 2 <= then)
    }

    /// A large answer is there.
    pub(super) fn holds(&self) {
        self.large.fetch_add(1, Ordering::Relaxed);
    }

    /// A large answer has been sent.
    pub(super) fn lets_go(&self) {
        self.large.fetch_sub(1, Ordering::Relaxed);
    }

    /// Ends a wait that is still the same: the connection has to go.
    pub(super) fn call_away(&self, since: Since) -> bool {
        let relaxed = Ordering::Relaxed;
        let called = self.state.compare_exchange(since, GONE, relaxed, relaxed).is_ok();
        if called {
            self.called_away.notify_one();
        }
        called
    }

    /// Resolves when the connection has to go.
    pub(super) async fn called_away(&self) {
        self.called_away.notified().await;
    }

    pub(super) fn is_gone(&self) -> bool {
        self.state.load(Ordering::Relaxed) == GONE
    }

    pub(super) fn awaits_head(&self) -> bool {
        self.awaits(HEAD)
    }

    /// For how long, in microseconds, it has waited for a head, at most since then.
    pub(super) fn awaits_head_since(&self, then: u64, now: u64) -> u64 {
        let since = self.since().filter(|since| since & PART == HEAD);
        since.map_or(0, |since| now.saturating_sub(then.max(since >> 2)))
    }

    fn awaits(&self, part: u64) -> bool {
        self.since().is_some_and(|since| since & PART == part)
    }

    /// Something of a head is there.
    pub(super) fn begins(&self) {
        self.begun.store(true, Ordering::Relaxed);
    }

    /// For how long, in microseconds, nothing has come that belongs to a request.
    pub(super) fn rests(&self, now: u64) -> u64 {
        let resting = self.awaits_head() && !self.begun.load(Ordering::Relaxed);
        let since = self.since().filter(|_| resting);
        since.map_or(0, |since| now.saturating_sub(since >> 2))
    }

    /// A head is there and its body is not. A connection that has to go stays here until it is dropped.
    pub(super) async fn awaits_body(&self, now: u64) {
        self.turns(waiting(now, BODY)).await;
    }

    /// A request is there. A connection that has to go stays here until it is dropped.
    pub(super) async fn busy(&self) {
        self.turns(BUSY).await;
    }

    /// The answer is there, and its peer has to take it. A connection that has to go stays here until it is dropped.
    pub(super) async fn answered(&self, now: u64) {
        self.turns(waiting(now, ANSWER)).await;
    }

    async fn turns(&self, state: u64) {
        let relaxed = Ordering::Relaxed;
        let turned = |old| (old != GONE).then_some(state);
        if self.state.fetch_update(relaxed, relaxed, turned).is_err() {
            std::future::pending::<()>().await;
        }
    }

    pub(super) fn is_answered(&self) -> bool {
        self.awaits(ANSWER)
    }

    /// The answer is written: the wait for the next request begins.
    pub(super) fn idle(&self, now: u64) {
        self.begun.store(false, Ordering::Relaxed);
        let relaxed = Ordering::Relaxed;
        let next = |old| (old < GONE && old & PART == ANSWER).then_some(waiting(now, HEAD));
        let _ = self.state.fetch_update(relaxed, relaxed, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Poll, Waker};

    fn poll(future: impl Future<Output = ()>) -> Poll<()> {
        std::pin::pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn only_a_wait_can_be_ended_and_only_the_one_that_was_meant() {
        let seat = Seat::new(5);
        let first = seat.since().unwrap();
        assert!(seat.awaits_head());
        assert!(poll(seat.awaits_body(6)).is_ready() && !seat.awaits_head());
        let body = seat.since().unwrap();
        assert!(first < body && !seat.call_away(first), "a head has come since");
        assert!(poll(seat.busy()).is_ready());
        assert!(!seat.call_away(body) && seat.since().is_none());
        seat.idle(7);
        assert!(seat.since().is_none(), "not answered yet");
        assert!(poll(seat.answered(7)).is_ready() && seat.is_answered());
        let answer = seat.since().unwrap();
        seat.idle(8);
        assert!(!seat.call_away(answer) && !seat.is_answered(), "it was taken");
        let idle = seat.since().unwrap();
        assert!(body < answer && answer < idle && poll(seat.called_away()).is_pending());
        assert!(seat.call_away(idle) && seat.is_gone());
        assert!(poll(seat.called_away()).is_ready());
    }

    #[test]
    fn one_that_has_to_go_does_nothing_any_more() {
        let seat = Seat::new(0);
        assert!(seat.call_away(0) && !seat.call_away(0));
        for step in [poll(seat.awaits_body(1)), poll(seat.busy()), poll(seat.answered(1))] {
            assert!(step.is_pending());
        }
        seat.idle(1);
        assert!(seat.is_gone() && seat.since().is_none() && !seat.awaits_head());
    }

    #[test]
    fn it_rests_between_requests() {
        let seat = Seat::new(5);
        assert_eq!(seat.rests(9), 4);
        seat.begins();
        assert_eq!(seat.rests(9), 0);
        for step in [poll(seat.busy()), poll(seat.answered(6))] {
            assert!(step.is_ready());
            assert_eq!(seat.rests(9), 0);
        }
        seat.idle(7);
        assert_eq!(seat.rests(9), 2);
        assert!(seat.call_away(seat.since().unwrap()));
        assert_eq!(seat.rests(9), 0);
    }

    #[test]
    fn it_waits_for_a_head_until_all_of_it_is_there() {
        let seat = Seat::new(5);
        assert_eq!((seat.awaits_head_since(0, 9), seat.awaits_head_since(7, 9)), (4, 2));
        seat.begins();
        assert_eq!(seat.awaits_head_since(0, 9), 4);
        for step in [poll(seat.awaits_body(6)), poll(seat.busy()), poll(seat.answered(6))] {
            assert!(step.is_ready());
            assert_eq!(seat.awaits_head_since(0, 9), 0);
        }
        seat.idle(7);
        assert_eq!(seat.awaits_head_since(0, 9), 2);
    }

    #[test]
    fn it_holds_others_up_while_it_waits_with_a_large_answer() {
        let seat = Seat::new(0);
        assert!(poll(seat.answered(5)).is_ready() && seat.holds_up(9).is_none());
        seat.holds();
        seat.holds();
        assert!(seat.holds_up(4).is_none() && seat.holds_up(5) == seat.since());
        seat.lets_go();
        assert!(seat.holds_up(5).is_some());
        assert!(poll(seat.busy()).is_ready() && seat.holds_up(9).is_none());
        assert!(poll(seat.awaits_body(7)).is_ready() && seat.holds_up(9).is_some());
        seat.lets_go();
        assert!(seat.holds_up(9).is_none());
    }

    #[test]
    fn a_time_is_never_mistaken_for_something_else() {
        for now in [0, 1, u64::MAX >> 1, u64::MAX] {
            let seat = Seat::new(now);
            assert!(seat.awaits_head(), "{now}");
            assert!(poll(seat.answered(now)).is_ready() && seat.is_answered(), "{now}");
        }
    }
}
