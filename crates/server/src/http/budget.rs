//! So much of something that all connections share, and leave to use a part of it.

use std::ops::Deref;
use std::sync::atomic::{AtomicIsize, Ordering};

/// What is left; less than nothing where somebody had to have more. Nobody waits for it: there is enough, or there is
/// not.
#[derive(Debug)]
pub(super) struct Budget(AtomicIsize);

/// Leave to use a part, which comes back when this is dropped.
#[derive(Debug)]
pub(super) struct Leave<B: Deref<Target = Budget>> {
    budget: B,
    amount: usize,
}

impl Budget {
    pub(super) fn new(amount: usize) -> Budget {
        Budget(AtomicIsize::new(signed(amount)))
    }

    /// Whether somebody had to have more than was left.
    pub(super) fn is_overdrawn(&self) -> bool {
        self.0.load(Ordering::Relaxed) < 0
    }

    fn take(&self, amount: usize) -> bool {
        let less = |left: isize| left.checked_sub(signed(amount)).filter(|left| *left >= 0);
        amount == 0 || self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}

impl<B: Deref<Target = Budget>> Leave<B> {
    /// Leave to use nothing yet.
    pub(super) fn new(budget: B) -> Leave<B> {
        Leave { budget, amount: 0 }
    }

    /// Takes what is missing to use so much in all, or nothing if there is not enough.
    #[must_use]
    pub(super) fn reaches(&mut self, amount: usize) -> bool {
        let more = amount.saturating_sub(self.amount);
        let granted = self.budget.take(more);
        self.amount += if granted { more } else { 0 };
        granted
    }

    /// Takes so much more, whether it is left or not: it is in use already.
    pub(super) fn overdraws(&mut self, amount: usize) {
        self.budget.0.fetch_sub(signed(amount), Ordering::Relaxed);
        self.amount += amount;
    }

    /// Gives back what it has.
    pub(super) fn end(&mut self) {
        if self.amount > 0 {
            self.budget.0.fetch_add(signed(self.amount), Ordering::Relaxed);
            self.amount = 0;
        }
    }
}

impl<B: Deref<Target = Budget>> Drop for Leave<B> {
    fn drop(&mut self) {
        self.end();
    }
}

fn signed(amount: usize) -> isize {
    isize::try_from(amount).unwrap_or(isize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_not_there_for_others_until_it_is_given_back() {
        let budget = Budget::new(10);
        let (mut one, mut other) = (Leave::new(&budget), Leave::new(&budget));
        assert!(one.reaches(6) && one.reaches(4) && one.reaches(6), "six in all");
        assert!(!other.reaches(5), "refused as a whole");
        assert!(other.reaches(4));
        assert!(!one.reaches(7));
        drop(one);
        assert!(other.reaches(10));
        drop(other);
        assert!(Leave::new(&budget).reaches(10));
    }

    #[test]
    fn what_is_in_use_already_is_taken_even_if_it_is_not_left() {
        let budget = Budget::new(10);
        let mut one = Leave::new(&budget);
        one.overdraws(10);
        assert!(!budget.is_overdrawn());
        one.overdraws(5);
        assert!(budget.is_overdrawn() && !Leave::new(&budget).reaches(1));
        assert!(Leave::new(&budget).reaches(0), "nothing is always left");
        drop(one);
        assert!(!budget.is_overdrawn() && Leave::new(&budget).reaches(10));
    }
}
