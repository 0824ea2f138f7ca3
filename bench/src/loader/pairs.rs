//! Who invites whom in a scope: a number of hosts for each member, so that those of either are found without looking at
//! all others, however many there are.

use super::people::{People, mixed};
use super::shape::Shape;

/// How many members a host has, where there are enough hosts.
const MEMBERS: u64 = 60;
/// The most that the rules allow by invitation (semantics §5.7).
const QUOTA: u64 = 1_000;

/// The pairs of one scope, besides those of organizations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pairs {
    people: People,
    scope: u64,
    /// How many hosts a member has, at least and at most.
    each: [u64; 2],
    /// How many members have hosts; the last one has this many.
    members: u64,
    last: u64,
    hosts: u64,
    /// How far a member's next host is from the one before.
    step: u64,
}

/// A host and a member by their numbers, and which of the member's hosts it is, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) host: u64,
    pub(crate) member: u64,
    pub(crate) round: u64,
}

impl Pairs {
    /// The pairs of the scope with this number.
    ///
    /// # Errors
    /// When there are too few accounts for so many relationships.
    pub(crate) fn of(people: People, shape: &Shape, scope: u64) -> Result<Pairs, String> {
        let employees = (0..people.organizations).flat_map(|number| people.employees_of(number));
        let mut left = shape.in_scope(scope).saturating_sub(employees.count() as u64);
        let each = shape.hosts;
        let (most, mut members, mut last) = (people.members().count() as u64, 0, 0);
        while left > 0 {
            last = hosts_of(each, scope, members).min(left);
            (left, members) = (left - last, members + 1);
        }
        let hosts = (members * (each[0] + each[1]) / 2 / MEMBERS).max(each[1]);
        let hosts = hosts.min(people.hosts().count() as u64);
        if members > most || hosts < each[1] || members * each[1] > hosts * QUOTA {
            return Err("there are too few accounts for so many relationships".to_owned());
        }
        let near = (hosts * 618 / 1_000).max(1);
        let step = (near..).find(|step| greatest_common_divisor(*step, hosts) == 1).unwrap_or(1);
        Ok(Pairs { people, scope, each, members, last, hosts, step })
    }

    /// How many members there are.
    pub(crate) fn members(&self) -> u64 {
        self.members
    }

    /// How many hosts there are.
    pub(crate) fn hosts(&self) -> u64 {
        self.hosts
    }

    /// The account that is a member, counted from 0.
    pub(crate) fn member(&self, which: u64) -> u64 {
        spread(self.people.members(), self.members, which)
    }

    /// The account that is a host, counted from 0.
    pub(crate) fn host(&self, which: u64) -> u64 {
        spread(self.people.hosts(), self.hosts, which)
    }

    /// The place of a member with its first host.
    pub(crate) fn first_of(&self, which: u64) -> Place {
        Place { host: self.host(which % self.hosts), member: self.member(which), round: 0 }
    }

    /// A host's members, in the order of their numbers.
    pub(crate) fn of_host(&self, which: u64) -> Vec<Place> {
        let mut places = Vec::new();
        for round in 0..self.each[1] {
            let back = self.step * round % self.hosts;
            let first = (which + self.hosts - back) % self.hosts;
            for member in (first..self.members).step_by(self.hosts as usize) {
                if round < self.hosts_of(member) {
                    let (host, member) = (self.host(which), self.member(member));
                    places.push(Place { host, member, round });
                }
            }
        }
        places.sort_unstable_by_key(|place| place.member);
        places
    }

    fn hosts_of(&self, member: u64) -> u64 {
        if member + 1 == self.members { self.last } else { hosts_of(self.each, self.scope, member) }
    }
}

fn hosts_of([least, most]: [u64; 2], scope: u64, member: u64) -> u64 {
    least + mixed(member, scope + 1_000) % (most - least + 1)
}

/// One of so many that lie as far from each other in a range as they can.
fn spread(range: std::ops::Range<u64>, count: u64, which: u64) -> u64 {
    range.start + which * (range.end - range.start) / count
}

fn greatest_common_divisor(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn every_pair_is_there_once_and_every_member_has_enough() {
        let shape = Shape::of(3_000, 40_001);
        let pairs = Pairs::of(People::of(&shape).unwrap(), &shape, 0).unwrap();
        let mut hosts = BTreeMap::<u64, BTreeSet<u64>>::new();
        let mut rounds = BTreeSet::new();
        for host in 0..pairs.hosts() {
            for place in pairs.of_host(host) {
                assert_eq!(place.host, pairs.host(host));
                assert!(hosts.entry(place.member).or_default().insert(place.host));
                assert!(rounds.insert((place.member, place.round)));
            }
        }
        let employees = 10 * pairs.people.employees_of(1).count();
        assert_eq!(rounds.len() + employees, 10_001);
        let short = hosts.values().filter(|hosts| !(20..=40).contains(&hosts.len()));
        assert!(short.count() <= 1, "only the last one may have fewer");
        assert_eq!(hosts.len() as u64, pairs.members());
        for member in 0..pairs.members() {
            let first = pairs.first_of(member);
            assert!(hosts[&first.member].contains(&first.host));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let shape = Shape::of(1_000, 1_000_000);
        assert!(Pairs::of(People::of(&shape).unwrap(), &shape, 0).is_err());
    }

    #[test]
    fn ten_million_fit_on_a_hundred_thousand_accounts() {
        let shape = Shape::of(100_000, 10_000_000);
        for scope in 0..4 {
            assert!(Pairs::of(People::of(&shape).unwrap(), &shape, scope).is_ok());
        }
    }
}
