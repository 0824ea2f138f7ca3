//! Who takes part: every account has a number in its crowd, from 0.

/// How many accounts each crowd has.
pub(crate) const CROWD: u64 = 10_000;

/// How many invitations each of those that are asked for theirs has.
pub(crate) const INVITATIONS: u64 = 20;

/// Those who invite.
pub(crate) const ADMINISTRATORS: u64 = 300_000_000_000;
/// Those whose invitations are listed.
pub(crate) const LISTED: u64 = 400_000_000_000;
/// Those who are invited while it is measured.
pub(crate) const INVITED: u64 = 500_000_000_000;

/// Whoever made the rows that all others are like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) administrator: u64,
    pub(crate) invited: u64,
    pub(crate) created: u64,
}

pub(crate) const SAMPLE: Sample =
    Sample { administrator: 111_111_111_111, invited: 222_222_222_222, created: 222_222_222_223 };

/// Parts neighbours in the order of invitations, so that none waits for another.
pub(crate) const STEP: u64 = 7_919;

/// The invitation with this number: who invites whom. No two are the same until everybody has invited everybody.
pub(crate) fn invitation(number: u64) -> (u64, u64) {
    let (place, round) = (number * STEP % CROWD, number / CROWD);
    (ADMINISTRATORS + place, INVITED + (place * 31 + round * 17) % CROWD)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nobody_is_invited_twice_by_the_same() {
        let all: HashSet<_> = (0..5 * CROWD).map(invitation).collect();
        assert_eq!(all.len(), 5 * CROWD as usize);
    }
}
