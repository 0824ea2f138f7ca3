//! Records of the directory, as simple as they can be.

use accede_membership::directory::{
    Account, Creation, CreationId, FeatureSet, Handshake, HandshakeId, HandshakeState, Invitee,
    Joined, JoinedMethod, ListPage, Organization, OrganizationId, ParentId, UnitId,
};
use accede_membership::{Change, Timestamp};

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

/// One record of each kind that the directory has; with another number, the same records otherwise.
pub(crate) fn one_of_each(number: u64) -> [Change; 4] {
    [
        joined(1, number, root(1)),
        organization(1, number),
        handshake(1, number, 2),
        creation(1, number),
    ]
}

pub(crate) fn list_page(after: Option<u64>, limit: usize) -> ListPage {
    ListPage { after, limit }
}
