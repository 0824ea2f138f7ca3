//! Who is related to whom, and what an invitation commits.

use accede_membership::{
    AccountId, Change, Event, EventId, EventPlace, InvitationId, Pair, Read, Region, Relationship,
    Scope, Service, Timestamp,
};

use crate::Done;

/// About as long as a record of CloudTrail.
const DOCUMENT: usize = 1_200;

pub(crate) fn scope() -> Scope {
    Scope { service: Service::SecurityHub, region: Region::home() }
}

pub(crate) fn account(number: u64) -> Done<AccountId> {
    // Spread over all ids, as real ones are.
    let id = number.wrapping_mul(7_777_777_781) % 1_000_000_000_000;
    AccountId::new(id).ok_or_else(|| "too large a number".into())
}

/// Of all pairs of an administrator and a member among so many accounts, the one with this number: the first are one
/// for each member.
pub(crate) fn pair(number: u64, accounts: u64) -> Done<Pair> {
    let (round, member) = (number / accounts, number % accounts);
    let administrator = (member + 1 + round * 991) % accounts;
    Ok(Pair { administrator: account(administrator)?, member: account(member)? })
}

/// A member that was not invited yet.
pub(crate) fn created(pair: Pair) -> Relationship {
    let email = Some(format!("someone-{}@example.com", pair.member));
    Relationship::created(pair, email, [].into(), Timestamp(1_700_000_000_000))
}

pub(crate) fn invited(pair: Pair, number: u64) -> Relationship {
    let mut record = created(pair);
    record.invite(InvitationId(u128::from(mixed(number)) << 40), Timestamp(1_700_000_000_001));
    record
}

/// What `InviteMembers` loads.
pub(crate) fn reads(pair: Pair) -> [Read; 4] {
    let Pair { administrator, member } = pair;
    [
        Read::Standing(administrator),
        Read::OrganizationOf(administrator),
        Read::Relationship(pair),
        Read::Account(member),
    ]
}

/// The record of an invitation.
pub(crate) fn event(pair: Pair, number: u64) -> Event {
    let place = EventPlace {
        at: Timestamp(1_700_000_000_000 + (number / 10).cast_signed()),
        id: EventId(u128::from(mixed(number)) << 64 | u128::from(number)),
    };
    let document = "x".repeat(DOCUMENT);
    Event { account: pair.administrator, region: Region::home(), place, document }
}

pub(crate) fn changes(pair: Pair, number: u64) -> Vec<Change> {
    vec![
        Change::Relationship(pair, Some(invited(pair, number))),
        Change::Event(Box::new(event(pair, number))),
    ]
}

/// A number that looks like chance.
pub(crate) fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_add(1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (mixed >> 31)
}
