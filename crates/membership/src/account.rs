//! Account ids.

use std::fmt;
use std::str::FromStr;

/// An AWS account id: 12 decimal digits, kept as a number (semantics §1.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    /// The number of digits in an account id.
    pub const DIGITS: usize = 12;
    /// The largest account id, `999999999999`.
    pub const MAX: AccountId = AccountId(999_999_999_999);
    /// The smallest id.
    pub const MIN: AccountId = AccountId(0);

    /// The account id with this number, or `None` when it has more than 12 digits.
    #[must_use]
    pub fn new(number: u64) -> Option<AccountId> {
        (number <= Self::MAX.0).then_some(AccountId(number))
    }

    /// The account id that a random number stands for: one without leading zeros.
    #[must_use]
    pub fn drawn(number: u64) -> AccountId {
        AccountId(100_000_000_000 + number % 900_000_000_000)
    }

    /// The id as a number: `000000000042` is 42.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    /// The account id with these 12 ASCII digits, for readers of bytes.
    #[must_use]
    pub fn from_digits(digits: &[u8]) -> Option<AccountId> {
        let digits: &[u8; Self::DIGITS] = digits.try_into().ok()?;
        let mut wrong = false;
        let number = digits.iter().fold(0, |number, digit| {
            let digit = digit.wrapping_sub(b'0');
            wrong |= digit > 9;
            number * 10 + u64::from(digit)
        });
        (!wrong).then_some(AccountId(number))
    }

    /// The id as its 12 ASCII digits, for writers that must not allocate.
    #[must_use]
    pub fn digits(self) -> [u8; Self::DIGITS] {
        // In two halves, whose digits do not wait for each other.
        let halves = [self.0 / 1_000_000, self.0 % 1_000_000].map(|half| half as u32);
        let mut digits = [b'0'; Self::DIGITS];
        for (six, mut rest) in digits.chunks_exact_mut(Self::DIGITS / 2).zip(halves) {
            for digit in six.iter_mut().rev() {
                *digit = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
        }
        digits
    }
}

/// Why a text is not an account id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAccountId;

impl fmt::Display for NotAnAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an account id is 12 decimal digits")
    }
}

impl std::error::Error for NotAnAccountId {}

impl FromStr for AccountId {
    type Err = NotAnAccountId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        AccountId::from_digits(text.as_bytes()).ok_or(NotAnAccountId)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_exactly_twelve_digits() {
        for text in ["000000000000", "111122223333", "999999999999"] {
            assert_eq!(text.parse::<AccountId>().unwrap().to_string(), text);
            assert_eq!(text.parse::<AccountId>().unwrap().digits(), text.as_bytes());
        }
        for text in ["", "1", "1111222233334", "11112222333", "11112222333a", "+11112222333", "१११"]
        {
            assert_eq!(text.parse::<AccountId>(), Err(NotAnAccountId), "{text}");
        }
        assert_eq!(AccountId::new(1_000_000_000_000), None);
    }
}
