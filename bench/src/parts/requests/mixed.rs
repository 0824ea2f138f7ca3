//! Work that writes: nine lists for each invitation, and invitations that are signed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::crowd::{self, DONE, Keys, Singles};
use crate::draw::scattered;
use crate::http::Answer;
use crate::load::{Client, Prepared, Work};

/// ListInvitations, and one InviteMembers of one among ten.
pub(super) struct Mixed<'a> {
    pub(super) lists: &'a Prepared,
    pub(super) invitations: Singles,
}

impl Work for Mixed<'_> {
    fn client(&self) -> Box<dyn Client + '_> {
        let (lists, invitations) = (self.lists.client(), self.invitations.client());
        Box::new(Mixing { lists, invitations, invites: false })
    }
}

struct Mixing<'a> {
    lists: Box<dyn Client + 'a>,
    invitations: Box<dyn Client + 'a>,
    invites: bool,
}

impl Client for Mixing<'_> {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        // By other bits than those that choose the account.
        self.invites = (scattered(number) >> 32).is_multiple_of(10);
        let client = if self.invites { &mut self.invitations } else { &mut self.lists };
        client.ask(number, out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        let client = if self.invites { &mut self.invitations } else { &mut self.lists };
        client.hears(answer)
    }
}

/// InviteMembers of one, signed as it is sent.
pub(super) struct Signed<'a> {
    pub(super) keys: &'a Keys,
    pub(super) next: Arc<AtomicU64>,
}

impl Work for Signed<'_> {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(Signing { keys: self.keys, next: Arc::clone(&self.next), body: String::new() })
    }
}

struct Signing<'a> {
    keys: &'a Keys,
    next: Arc<AtomicU64>,
    body: String,
}

impl Client for Signing<'_> {
    fn ask(&mut self, _: u64, out: &mut Vec<u8>) {
        let (administrator, member) = crowd::pair(self.next.fetch_add(1, Ordering::Relaxed));
        crowd::ids(&[member], &mut self.body);
        // Whoever has no key is answered accordingly.
        match self.keys.get(&administrator) {
            Some(key) => key.write("POST", "/members/invite", &self.body, out),
            None => out.clear(),
        }
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.body == DONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_ten_is_an_invitation() {
        let lists = Prepared { requests: vec![b"GET".to_vec()], least: 1 };
        let mixed = Mixed { lists: &lists, invitations: Singles::default() };
        let mut client = mixed.client();
        let (mut out, mut invitations) = (Vec::new(), 0);
        for number in 0..10_000 {
            client.ask(number, &mut out);
            let invites = out.starts_with(b"POST");
            invitations += u32::from(invites);
            assert!(client.hears(&Answer { status: 200, body: DONE }));
            assert_eq!(client.hears(&Answer { status: 200, body: b"{}" }), !invites);
        }
        assert!((900..1_100).contains(&invitations), "{invitations}");
    }
}
