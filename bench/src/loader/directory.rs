//! Accounts, organizations, and what goes with them.

use std::collections::BTreeMap;

use accede_membership::access::Role;
use accede_membership::directory::{
    Account, Creation, CreationId, Designation, FeatureSet, Handshake, HandshakeId, HandshakeState,
    Invitee, Joined, JoinedMethod, Organization, OrganizationId, ParentId, Sent, Unit, UnitId,
};
use accede_membership::{AccountId, Scope, Service, Tags};
use accede_store::Entry;

use super::people::{People, mixed, moment};
use super::shape::Shape;

/// How many units an organization has; the last is in the first.
const UNITS: u64 = 4;

/// Everything of the directory, and a role in each account that an organization created.
pub(super) fn entries<'a>(
    people: &'a People,
    shape: &Shape,
) -> impl Iterator<Item = Entry> + use<'a> {
    let scopes = shape.scopes();
    let everybody = people.everybody().map(|number| {
        let (id, account) = account(people, number);
        Entry::Account(id, account)
    });
    let organizations = (0..people.organizations).flat_map(move |number| {
        let creations = people.employees_of(number).take(5).map(move |employee| {
            let outcome = Ok(people.id(employee));
            let (id, at) = (CreationId::of(mixed(employee, 1)), moment(employee));
            let name = people.name(employee);
            Entry::Creation(Creation { id, organization: id_of(number), name, outcome, at })
        });
        [organization(people, &scopes, number), handshake(people, number)]
            .into_iter()
            .chain(creations)
    });
    let roles = (0..people.organizations).flat_map(move |number| {
        people.employees_of(number).map(move |employee| role(people, number, employee))
    });
    everybody.chain(organizations).chain(roles)
}

fn id_of(organization: u64) -> OrganizationId {
    OrganizationId::of(mixed(organization, 2))
}

fn unit_of(organization: u64, unit: u64) -> UnitId {
    UnitId::of(id_of(organization).root(), mixed(unit, 3))
}

/// Where an account of an organization is.
fn parent_of(organization: u64, number: u64) -> ParentId {
    match number % (UNITS + 1) {
        UNITS => ParentId::Root(id_of(organization).root()),
        unit => ParentId::Unit(unit_of(organization, unit)),
    }
}

fn account(people: &People, number: u64) -> (AccountId, Account) {
    let joined = people.organization_of(number).map(|organization| Joined {
        organization: id_of(organization),
        parent: parent_of(organization, number),
        method: if people.employees_of(organization).contains(&number) {
            JoinedMethod::Created
        } else {
            JoinedMethod::Invited
        },
        at: moment(number),
    });
    let tagged = joined.is_some() && number.is_multiple_of(7);
    let tag = tagged.then(|| ("cost center".to_owned(), format!("№ {}", number % 13)));
    let account = Account {
        name: Some(people.name(number)),
        email: Some(people.email(number)),
        created_at: moment(number),
        joined,
        tags: tag.into_iter().collect(),
        ..Account::default()
    };
    (people.id(number), account)
}

/// Its founder, its administrator and its employees are in it.
fn organization(people: &People, scopes: &[Scope], number: u64) -> Entry {
    let mut counted = BTreeMap::<ParentId, u64>::new();
    let inside = people.employees_of(number).chain([number, people.founder(number)]);
    inside.for_each(|it| *counted.entry(parent_of(number, it)).or_default() += 1);
    let root = ParentId::Root(id_of(number).root());
    let in_parent = |parent| counted.get(&parent).copied().unwrap_or(0);
    let unit = |unit: u64| {
        let id = unit_of(number, unit);
        let parent = if unit == UNITS - 1 { ParentId::Unit(unit_of(number, 0)) } else { root };
        let accounts = in_parent(ParentId::Unit(id));
        (id, Unit { name: format!("Unit {unit} – Ω"), parent, accounts, tags: Tags::new() })
    };
    let administrator = people.id(number);
    let principals = Service::WITH_MEMBERS.map(|service| service.principal().to_owned());
    let delegate = |principal| ((principal, administrator), moment(number));
    let designate = |scope: &Scope| (scope.clone(), Designation::of(administrator));
    let (handshake, invited) = invitation(people, number);
    let sent = Sent { handshake, expires_at: expiry(number) };
    Entry::Organization(Organization {
        id: id_of(number),
        management: people.id(people.founder(number)),
        features: FeatureSet::All,
        created_at: moment(number),
        accounts: counted.values().sum(),
        root_accounts: in_parent(root),
        root_tags: Tags::new(),
        units: (0..UNITS).map(unit).collect(),
        trusted: principals.clone().map(|principal| (principal, moment(number))).into(),
        delegated: principals.map(delegate).into(),
        designations: scopes.iter().map(designate).collect(),
        inviting: [(invited, sent)].into(),
    })
}

/// The one open invitation of an organization: to somebody who is in none.
fn invitation(people: &People, organization: u64) -> (HandshakeId, AccountId) {
    let invited = people.everybody().end - 1 - organization;
    (HandshakeId::of(mixed(organization, 4)), people.id(invited))
}

/// It is open for a hundred years.
fn expiry(organization: u64) -> accede_membership::Timestamp {
    accede_membership::Timestamp(moment(organization).0 + 100 * 365 * 86_400_000)
}

fn handshake(people: &People, number: u64) -> Entry {
    let (id, account) = invitation(people, number);
    Entry::Handshake(Handshake {
        id,
        organization: id_of(number),
        management: people.id(people.founder(number)),
        account,
        invitee: Invitee::Account(account),
        state: HandshakeState::Open,
        requested_at: moment(number),
        expires_at: expiry(number),
        notes: Some("Willkommen – bienvenue".to_owned()),
        tags: Tags::new(),
    })
}

fn role(people: &People, organization: u64, employee: u64) -> Entry {
    let digits = format!("{:017}", mixed(employee, 5) % 100_000_000_000_000_000);
    Entry::Role(Role {
        account: people.id(employee),
        name: "OrganizationAccountAccessRole".to_owned(),
        path: "/".to_owned(),
        id: format!("AROA{digits}"),
        trusts: [people.id(people.founder(organization))].into(),
        external_id: None,
        max_session: 3_600,
        created_at: moment(employee),
    })
}
