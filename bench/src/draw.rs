//! What looks as if it was drawn, and is the same in every run.

/// A number for each number (SplitMix64).
pub(crate) fn scattered(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_met_about_as_often() {
        let mut met = [0_u32; 10];
        (0..100_000).for_each(|number| met[(scattered(number) % 10) as usize] += 1);
        assert!(met.iter().all(|times| (9_700..10_300).contains(times)), "{met:?}");
    }
}
