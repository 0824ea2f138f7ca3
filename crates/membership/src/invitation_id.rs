//! Ids of invitations.

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The two digits of every byte.
static PAIRS: [[u8; 2]; 256] = {
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < pairs.len() {
        pairs[byte] = [HEX[byte >> 4], HEX[byte & 0x0f]];
        byte += 1;
    }
    pairs
};

/// The id of an invitation: 128 random bits, 32 lower-case hex characters on the wire (semantics §1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvitationId(pub u128);

impl InvitationId {
    /// The id that is written so, or `None` for anything but 32 lower-case hex characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<InvitationId> {
        let hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        let legal = text.len() == 32 && text.bytes().all(hex);
        legal.then(|| u128::from_str_radix(text, 16).ok().map(InvitationId)).flatten()
    }

    /// The id as its 32 ASCII characters, for writers that must not allocate.
    #[must_use]
    pub fn digits(self) -> [u8; 32] {
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0.to_be_bytes()) {
            pair.copy_from_slice(&PAIRS[usize::from(byte)]);
        }
        digits
    }
}

impl std::fmt::Display for InvitationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
