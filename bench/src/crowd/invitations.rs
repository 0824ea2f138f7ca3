//! Invitations that are still to be made: none of them was made before, whoever asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{BATCH, CROWD, INVITED, INVITING};
use crate::http::{Answer, Template, digits};
use crate::load::{Client, Work};

/// Parts neighbours in the order of invitations, so that none waits for another.
const STEP: u64 = 7_919;

/// What InviteMembers answers when all were invited.
pub(crate) const DONE: &[u8] = b"{\"UnprocessedAccounts\":[]}";

/// The invitation with this number: who invites whom. No two are the same until everybody has invited everybody.
pub(crate) fn pair(number: u64) -> (u64, u64) {
    let (place, round) = (number * STEP % CROWD, number / CROWD);
    (INVITING + place, member(place, round))
}

/// Whom the inviting account with this place invites in this round.
pub(super) fn member(place: u64, round: u64) -> u64 {
    INVITED + (place * 31 + round * 17) % CROWD
}

/// Whom InviteMembers with this number names, and who asks.
pub(crate) fn batch(number: u64) -> (u64, Vec<u64>) {
    let place = number * STEP % CROWD;
    (INVITING + place, named(place, number / CROWD))
}

/// The ids of accounts, as they are stored.
pub(crate) fn names(accounts: &[u64]) -> Arc<[String]> {
    accounts.iter().map(|account| format!("{account:012}")).collect()
}

/// Whom one request of the inviting account with this place names.
pub(super) fn named(place: u64, batch: u64) -> Vec<u64> {
    (batch * BATCH..(batch + 1) * BATCH).map(|round| member(place, round)).collect()
}

/// `{"AccountIds":["…",…]}`
pub(crate) fn ids(accounts: &[u64], out: &mut String) {
    out.clear();
    out.push_str("{\"AccountIds\":[");
    for (number, account) in accounts.iter().enumerate() {
        out.push_str(if number == 0 { "\"" } else { ",\"" });
        out.extend(digits(*account).iter().map(|digit| char::from(*digit)));
        out.push('"');
    }
    out.push_str("]}");
}

/// InviteMembers, one at a time. All clients of a server, in all rounds, take from the same numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Singles(pub(crate) Arc<AtomicU64>);

/// The same, fifty at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Batches(pub(crate) Arc<AtomicU64>);

pub(crate) fn template() -> Template {
    Template::of("POST", "/members/invite")
}

impl Work for Singles {
    fn client(&self) -> Box<dyn Client + '_> {
        let next = |next: &AtomicU64| {
            let (administrator, member) = pair(next.fetch_add(1, Ordering::Relaxed));
            (administrator, vec![member])
        };
        Box::new(Inviting {
            template: template(),
            next: Arc::clone(&self.0),
            whom: next,
            body: String::new(),
        })
    }
}

impl Work for Batches {
    fn client(&self) -> Box<dyn Client + '_> {
        let next = |next: &AtomicU64| batch(next.fetch_add(1, Ordering::Relaxed));
        Box::new(Inviting {
            template: template(),
            next: Arc::clone(&self.0),
            whom: next,
            body: String::new(),
        })
    }
}

struct Inviting {
    template: Template,
    next: Arc<AtomicU64>,
    whom: fn(&AtomicU64) -> (u64, Vec<u64>),
    body: String,
}

impl Client for Inviting {
    fn ask(&mut self, _: u64, out: &mut Vec<u8>) {
        let (administrator, members) = (self.whom)(&self.next);
        ids(&members, &mut self.body);
        self.template.write(administrator, &self.body, out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.body == DONE
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nobody_is_invited_twice_by_the_same() {
        let singles: HashSet<_> = (0..5 * CROWD).map(pair).collect();
        assert_eq!(singles.len(), 5 * CROWD as usize);
        let mut batches = HashSet::new();
        for place in 0..100 {
            batches.extend(
                (0..3).flat_map(|number| named(place, number)).map(|member| (place, member)),
            );
        }
        assert_eq!(batches.len(), 100 * 150);
    }

    #[test]
    fn requests_name_their_accounts() {
        let (mut out, singles) = (Vec::new(), Singles::default());
        for number in [0, 1] {
            singles.client().ask(77, &mut out);
            let (text, (administrator, member)) = (String::from_utf8_lossy(&out), pair(number));
            assert!(text.contains(&format!("Credential={administrator}/")), "{text}");
            assert!(text.ends_with(&format!("{{\"AccountIds\":[\"{member}\"]}}")), "{text}");
        }
        Batches::default().client().ask(0, &mut out);
        assert_eq!(String::from_utf8_lossy(&out).matches("\"500000").count(), BATCH as usize);
    }

    #[test]
    fn only_an_invitation_of_all_is_an_answer() {
        let singles = Singles::default();
        let mut client = singles.client();
        let answer = |status, body| Answer { status, body };
        assert!(client.hears(&answer(200, DONE)));
        assert!(!client.hears(&answer(200, b"{\"UnprocessedAccounts\":[{}]}")));
        assert!(!client.hears(&answer(503, DONE)));
    }
}
