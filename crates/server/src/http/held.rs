//! Answers, and the memory that they take until they are sent.
//!
//! An answer is there before it is known how large it is, and a peer may take its time with it. So a large one takes
//! from what all share whether there is enough or not, and where there is not, nothing new is begun with, and whoever
//! has not taken a large one for a while has to go.

use std::sync::Arc;

use bytes::Bytes;

use super::budget::{Budget, Leave};
use super::seat::Seat;

/// What every answer may take besides, in bytes.
const SMALL: usize = 16 << 10;

struct Held {
    bytes: Bytes,
    seat: Arc<Seat>,
    _leave: Leave<Arc<Budget>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.seat.lets_go();
    }
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// These bytes, which give back what they take when the last of them has been sent.
pub(super) fn held(bytes: Bytes, budget: &Arc<Budget>, seat: &Arc<Seat>) -> Bytes {
    let beyond = bytes.len().saturating_sub(SMALL);
    if beyond == 0 {
        return bytes;
    }
    let mut leave = Leave::new(Arc::clone(budget));
    leave.overdraws(beyond);
    seat.holds();
    Bytes::from_owner(Held { bytes, seat: Arc::clone(seat), _leave: leave })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_takes_comes_back_with_the_last_of_it() {
        let (budget, seat) = (Arc::new(Budget::new(9)), Arc::new(Seat::new(0)));
        drop(held(vec![b'x'; SMALL].into(), &budget, &seat));
        let mut whole = held(vec![b'x'; SMALL + 10].into(), &budget, &seat);
        assert!(budget.is_overdrawn() && seat.holds_up(0).is_some());
        let part = whole.split_off(SMALL);
        drop(whole);
        assert!(budget.is_overdrawn() && part.len() == 10);
        drop(part);
        assert!(!budget.is_overdrawn() && seat.holds_up(0).is_none());
    }
}
