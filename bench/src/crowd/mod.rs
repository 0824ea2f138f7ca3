//! Who takes part in what is measured, and how they come to be in a store: as clients ask for it, fifty at a time.
//!
//! Every account has a number in its crowd, from 0.

mod filling;
mod invitations;
mod keys;

pub(crate) use filling::{details, enable_all, fill, invitable};
pub(crate) use invitations::{Batches, DONE, Singles, batch, ids, names, pair};
pub(crate) use keys::{Keys, create as keys};

/// How many accounts each crowd has.
pub(crate) const CROWD: u64 = 10_000;
/// How many members each host has.
pub(crate) const MEMBERS: u64 = 1_000;
/// How many accounts one request names at most.
pub(crate) const BATCH: u64 = 50;

/// Those who have no invitations.
pub(crate) const WITHOUT: u64 = 420_000_000_000;
/// Those who invite while it is measured, and those whom they invite.
pub(crate) const INVITING: u64 = 320_000_000_000;
pub(crate) const INVITED: u64 = 500_000_000_000;

/// A crowd in which each has as many invitations, and its hosts, each of whom has [`MEMBERS`] members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lists {
    /// How many accounts there are.
    pub(crate) crowd: u64,
    pub(crate) invitations: u64,
    hosts: u64,
    members: u64,
}

pub(crate) const OF_20: Lists =
    Lists { crowd: CROWD, invitations: 20, hosts: 300_000_000_000, members: 400_000_000_000 };
pub(crate) const OF_50: Lists =
    Lists { crowd: 2_000, invitations: 50, hosts: 310_000_000_000, members: 410_000_000_000 };

impl Lists {
    /// How many hosts there are.
    pub(crate) fn hosts(self) -> u64 {
        self.crowd * self.invitations / MEMBERS
    }

    pub(crate) fn host(self, number: u64) -> u64 {
        self.hosts + number
    }

    pub(crate) fn member(self, number: u64) -> u64 {
        self.members + number
    }

    /// The member of a host with this place among them. A member has the hosts whose numbers leave the same rest.
    pub(crate) fn member_of(self, host: u64, place: u64) -> u64 {
        let apart = self.crowd / MEMBERS;
        self.member(host % apart + place * apart)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn everybody_has_as_many_invitations() {
        for lists in [OF_20, OF_50] {
            let mut invitations = BTreeMap::<u64, u64>::new();
            for host in 0..lists.hosts() {
                for place in 0..MEMBERS {
                    *invitations.entry(lists.member_of(host, place)).or_default() += 1;
                }
            }
            assert_eq!(invitations.len() as u64, lists.crowd);
            assert!(invitations.values().all(|count| *count == lists.invitations));
        }
    }
}
