//! Records of the directory, access keys, roles and events, as simple as they can be.

use accede_membership::access::{AccessKey, KeyId, KeyStatus, Role};
use accede_membership::directory::{
    Account, Creation, CreationId, FeatureSet, Handshake, HandshakeId, HandshakeState, Invitee,
    Joined, JoinedMethod, ListPage, Organization, OrganizationId, ParentId, UnitId,
};
use accede_membership::{Change, Event, EventId, EventPlace, Timestamp};

use super::make::account;

pub(crate) fn organization_id(number: u64) -> OrganizationId {
    OrganizationId::of(number)
}

pub(crate) fn root(organization: u64) -> ParentId {
    ParentId::Root(organization_id(organization).root())
}

pub(crate) fn unit(organization: u64, number: u64) -> ParentId {
    ParentId::Unit(UnitId::of(organization_id(organization).root(), number))
}

/// An account with an email, or with none.
pub(crate) fn known<'a>(number: u64, email: impl Into<Option<&'a str>>) -> Change {
    let email = email.into().map(str::to_owned);
    Change::Account(account(number), Some(Account { email, ..Account::default() }))
}

/// An account in an organization.
pub(crate) fn joined(number: u64, organization: u64, parent: ParentId) -> Change {
    let organization = organization_id(organization);
    let (method, at) = (JoinedMethod::Invited, Timestamp(5));
    let joined = Some(Joined { organization, parent, method, at });
    Change::Account(account(number), Some(Account { joined, ..Account::default() }))
}

/// An organization that can be told from others by its number of accounts.
pub(crate) fn organization(number: u64, accounts: u64) -> Change {
    let id = organization_id(number);
    let record = Organization {
        id,
        management: account(1),
        features: FeatureSet::All,
        created_at: Timestamp(6),
        accounts,
        root_accounts: 0,
        root_tags: [].into(),
        units: [].into(),
        trusted: [].into(),
        delegated: [].into(),
        designations: [].into(),
        inviting: [].into(),
    };
    Change::Organization(id, Some(record))
}

/// An invitation of an account into an organization.
pub(crate) fn handshake(number: u64, organization: u64, to: u64) -> Change {
    let id = HandshakeId::of(number);
    let record = Handshake {
        id,
        organization: organization_id(organization),
        management: account(organization),
        account: account(to),
        invitee: Invitee::Account(account(to)),
        state: HandshakeState::Open,
        requested_at: Timestamp(7),
        expires_at: Timestamp(8),
        notes: None,
        tags: [].into(),
    };
    Change::Handshake(id, Some(record))
}

/// A request of an organization to create the account of the same number.
pub(crate) fn creation(number: u64, organization: u64) -> Change {
    let id = CreationId::of(number);
    let organization = organization_id(organization);
    let (name, outcome) = ("name".to_owned(), Ok(account(number)));
    let record = Creation { id, organization, name, outcome, at: Timestamp(9) };
    Change::Creation(id, Some(record))
}

/// The key with this number. Ids are in the order of numbers.
pub(crate) fn key_id(number: u64) -> KeyId {
    KeyId::parse(&format!("AKIA{number:016}")).unwrap()
}

/// A key of an account.
pub(crate) fn access_key(number: u64, of: u64) -> Change {
    let id = key_id(number);
    let record = AccessKey {
        id,
        account: account(of),
        user: None,
        sealed: vec![0, 255],
        status: KeyStatus::Active,
        created_at: Timestamp(10),
        last_used: None,
    };
    Change::AccessKey(id, Some(record))
}

/// A role of an account.
pub(crate) fn role(name: &str, of: u64) -> Change {
    let record = Role {
        account: account(of),
        name: name.to_owned(),
        path: "/".to_owned(),
        id: "AROAIOSFODNN7EXAMPLE".to_owned(),
        trusts: [].into(),
        external_id: None,
        max_session: 3_600,
        created_at: Timestamp(11),
    };
    Change::Role(record.key(), Some(record))
}

pub(crate) fn place(at: i64, id: u128) -> EventPlace {
    EventPlace { at: Timestamp(at), id: EventId(id) }
}

/// An event of an account.
pub(crate) fn event(of: u64, region: &str, place: EventPlace) -> Change {
    let document = format!("{{\"eventID\":\"{}\"}}", place.id);
    let region = region.parse().unwrap();
    Change::Event(Box::new(Event { account: account(of), region, place, document }))
}

/// One record of each kind that is in no scope; with another number, the same records otherwise.
pub(crate) fn one_of_each(number: u64) -> [Change; 6] {
    let mut role = role("Auditor", 1);
    if let Change::Role(_, Some(role)) = &mut role {
        role.trusts = [account(number)].into();
    }
    [
        joined(1, number, root(1)),
        organization(1, number),
        handshake(1, number, 2),
        creation(1, number),
        access_key(1, number),
        role,
    ]
}

pub(crate) fn list_page(after: Option<u64>, limit: usize) -> ListPage {
    ListPage { after, limit }
}
