//! Page tokens: where a page ended, sealed.
//!
//! A token is bound to the account, the service, the Region and the operation that it was given for, and
//! remembers the filter of its list. Nobody else can use it, nobody can make one up, and it tells its
//! holder nothing (semantics §1.6). The key is in the store, so that a token outlives a restart.

use accede_membership::{AccountId, EventId, EventPlace, Scope, Timestamp};

use super::percent::hex;
use super::seal::{NONCE, Seal};

/// What a token remembers: where a list goes on, as the list itself counts.
pub(crate) trait Mark: Sized {
    /// As bytes.
    fn bytes(&self) -> Vec<u8>;

    /// What [`bytes`](Mark::bytes) wrote.
    fn of_bytes(bytes: &[u8]) -> Option<Self>;
}

/// Where in which list of numbered items the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The number of the last item of the page before.
    pub(crate) after: u64,
    /// Whether the list shows current members only.
    pub(crate) only_associated: bool,
}

impl Mark for Cursor {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.after.to_be_bytes().to_vec();
        bytes.push(u8::from(self.only_associated));
        bytes
    }

    fn of_bytes(bytes: &[u8]) -> Option<Cursor> {
        let (after, filter) = bytes.split_first_chunk()?;
        Some(Cursor { after: u64::from_be_bytes(*after), only_associated: filter == [1] })
    }
}

/// The place of the last event of a page.
impl Mark for EventPlace {
    fn bytes(&self) -> Vec<u8> {
        let EventPlace { at: Timestamp(at), id: EventId(id) } = self;
        [&at.to_be_bytes()[..], &id.to_be_bytes()].concat()
    }

    fn of_bytes(bytes: &[u8]) -> Option<EventPlace> {
        let (at, id) = bytes.split_first_chunk()?;
        let id = u128::from_be_bytes(id.try_into().ok()?);
        Some(EventPlace { at: Timestamp(i64::from_be_bytes(*at)), id: EventId(id) })
    }
}

/// Whom and what a token is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding<'a> {
    pub(crate) service: &'a str,
    /// Empty for a service that is the same in every Region.
    pub(crate) region: &'a str,
    pub(crate) account: AccountId,
    /// The operation, and the filters of its list that the cursor does not remember.
    pub(crate) operation: &'a str,
}

impl<'a> Binding<'a> {
    /// A binding to a service in a Region.
    pub(crate) fn in_scope(scope: &'a Scope, account: AccountId, operation: &'a str) -> Self {
        let (service, region) = (scope.service.name(), scope.region.as_str());
        Binding { service, region, account, operation }
    }

    fn text(&self) -> Vec<u8> {
        let Binding { service, region, account, operation } = self;
        format!("{service}\n{region}\n{account}\n{operation}").into_bytes()
    }
}

/// Seals and opens page tokens.
pub(crate) struct Sealer(Seal);

impl Sealer {
    pub(crate) fn new(key: [u8; 32]) -> Sealer {
        Sealer(Seal::new(key))
    }

    /// The token for a mark: lower-case hex. `nonce` must be random.
    pub(crate) fn seal(
        &self,
        binding: Binding<'_>,
        mark: &impl Mark,
        nonce: [u8; NONCE],
    ) -> String {
        let sealed = self.0.seal(&binding.text(), &mark.bytes(), nonce);
        sealed.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The mark in a token, if it was sealed here for this binding and not altered.
    pub(crate) fn open<M: Mark>(&self, binding: Binding<'_>, token: &str) -> Option<M> {
        M::of_bytes(&self.0.open(&binding.text(), &from_lower_hex(token)?)?)
    }
}

fn from_lower_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() > 256 || text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(hex(*high)? << 4 | hex(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_for_what_it_was_sealed_for() {
        let sealer = Sealer::new([7; 32]);
        let account = AccountId::new(42).unwrap();
        let binding =
            Binding { service: "macie2", region: "us-east-1", account, operation: "ListMembers" };
        let cursor = Cursor { after: u64::MAX, only_associated: true };
        let token = sealer.seal(binding, &cursor, [9; NONCE]);
        assert_eq!(sealer.open(binding, &token), Some(cursor));

        let other = AccountId::new(43).unwrap();
        for (why, binding) in [
            ("Region", Binding { region: "us-east-2", ..binding }),
            ("service", Binding { service: "securityhub", ..binding }),
            ("account", Binding { account: other, ..binding }),
            ("operation", Binding { operation: "ListInvitations", ..binding }),
        ] {
            assert_eq!(sealer.open::<Cursor>(binding, &token), None, "{why}");
        }
        assert_eq!(Sealer::new([8; 32]).open::<Cursor>(binding, &token), None, "key");
    }

    #[test]
    fn a_mark_of_one_kind_is_none_of_another() {
        let sealer = Sealer::new([7; 32]);
        let (service, region, operation) = ("cloudtrail", "us-east-1", "LookupEvents");
        let binding = Binding { service, region, account: AccountId::MAX, operation };
        let place = EventPlace { at: Timestamp(-7), id: EventId(u128::MAX - 1) };
        let token = sealer.seal(binding, &place, [9; NONCE]);
        assert_eq!(sealer.open(binding, &token), Some(place));
        let cursor = Cursor { after: 7, only_associated: true };
        let token = sealer.seal(binding, &cursor, [9; NONCE]);
        assert_eq!(sealer.open::<EventPlace>(binding, &token), None);
    }

    #[test]
    fn every_altered_token_is_refused() {
        let sealer = Sealer::new([7; 32]);
        let (service, region, operation) = ("securityhub", "us-east-1", "ListMembers");
        let binding = Binding { service, region, account: AccountId::MAX, operation };
        let cursor = Cursor { after: 0, only_associated: false };
        let token = sealer.seal(binding, &cursor, [9; NONCE]);
        for place in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[place] = if altered[place] == b'0' { b'1' } else { b'0' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(sealer.open::<Cursor>(binding, &altered), None, "{place}");
            assert_eq!(sealer.open::<Cursor>(binding, &token[..place]), None, "{place}");
        }
        for token in
            ["", "x", "é", &token.to_uppercase(), &format!("{token}00"), &"0".repeat(10_000)]
        {
            assert_eq!(sealer.open::<Cursor>(binding, token), None, "{token}");
        }
    }
}
