//! A fault that was put here on purpose: a run that does not find it is blind, and its silence about the other
//! targets means nothing.

/// What `ACCEDE_FUZZ_TARGET` is for it.
pub(crate) const NAME: &str = "planted";

/// Panics for one number of 32 bits behind another: trying at random would take 2^64 inputs.
pub(crate) fn run(data: &[u8]) {
    let Some((first, rest)) = data.split_first_chunk::<4>() else { return };
    let Some((second, _)) = rest.split_first_chunk::<4>() else { return };
    if u32::from_le_bytes(*first) == 0x5ec0_47ab {
        assert_ne!(u32::from_le_bytes(*second), 0x0dd5_ba11, "the planted fault");
    }
}
