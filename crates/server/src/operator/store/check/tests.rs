use std::sync::Mutex;

use accede_membership::directory::{
    Account, Creation, CreationId, Designation, FeatureSet, Handshake, HandshakeId, HandshakeState,
    Invitee, Joined, JoinedMethod, Organization, OrganizationId, ParentId, Sent, Unit, UnitId,
};
use accede_membership::{
    AccountId, Pair, Relationship, Scope, Service, Standing, Status, Switch, Tags, Tally,
};
use accede_store::{Entry, MemoryStore};

use super::*;

const NOW: Timestamp = Timestamp(1_000);

fn id(number: u64) -> AccountId {
    AccountId::new(number).unwrap()
}

fn scope() -> Scope {
    Scope { service: Service::Macie, region: "us-east-1".parse().unwrap() }
}

fn organization() -> OrganizationId {
    OrganizationId::of(7)
}

fn unit() -> UnitId {
    UnitId::of(organization().root(), 1)
}

fn account(number: u64, parent: Option<ParentId>) -> Entry {
    let joined = parent.map(|parent| Joined {
        organization: organization(),
        parent,
        method: JoinedMethod::Invited,
        at: NOW,
    });
    let email = Some(format!("{number}@example.com"));
    Entry::Account(id(number), Account { email, joined, ..Account::default() })
}

fn standing(number: u64, administrator: Option<u64>, tally: Tally) -> Entry {
    let switch = Switch::Enabled;
    let administrator = administrator.map(id);
    let standing = Standing { switch, administrator, tally, ..Standing::default() };
    Entry::Standing(scope(), id(number), standing)
}

/// An administrator, 1, with a member, 2, and somebody invited, 3; an organization of 1, which manages it, and 4, which
/// administers Macie, with an invitation to 5; and 6, which it created.
fn sound() -> Vec<Entry> {
    let root = ParentId::Root(organization().root());
    let designation = (scope(), Designation::of(id(4)));
    let principal = || "macie.amazonaws.com".to_owned();
    let inside = Unit { name: "U".to_owned(), parent: root, accounts: 2, tags: Tags::new() };
    let handshake = HandshakeId::of(9);
    let sent = Sent { handshake, expires_at: Timestamp(2_000) };
    let tally = Tally { rows: 2, counted: 2, blocking: 2, associated: 1, organization: 0 };
    vec![
        account(1, Some(root)),
        account(2, None),
        account(4, Some(ParentId::Unit(unit()))),
        account(6, Some(ParentId::Unit(unit()))),
        Entry::Organization(Organization {
            id: organization(),
            management: id(1),
            features: FeatureSet::All,
            created_at: NOW,
            accounts: 3,
            root_accounts: 1,
            root_tags: Tags::new(),
            units: [(unit(), inside)].into(),
            trusted: [(principal(), NOW)].into(),
            delegated: [((principal(), id(4)), NOW)].into(),
            designations: [designation].into(),
            inviting: [(id(5), sent)].into(),
        }),
        Entry::Handshake(Handshake {
            id: handshake,
            organization: organization(),
            management: id(1),
            account: id(5),
            invitee: Invitee::Account(id(5)),
            state: HandshakeState::Open,
            requested_at: NOW,
            expires_at: Timestamp(2_000),
            notes: None,
            tags: Tags::new(),
        }),
        Entry::Creation(Creation {
            id: CreationId::of(8),
            organization: organization(),
            name: "six".to_owned(),
            outcome: Ok(id(6)),
            at: NOW,
        }),
        standing(1, None, tally),
        standing(2, Some(1), Tally::default()),
        standing(4, None, Tally::default()),
        Entry::Relationship(scope(), row(2, true)),
        Entry::Relationship(scope(), row(3, false)),
    ]
}

fn row(member: u64, accepted: bool) -> Relationship {
    let pair = Pair { administrator: id(1), member: id(member) };
    let mut row = Relationship::created(pair, None, Tags::new(), NOW);
    row.invite(accede_membership::InvitationId(member.into()), NOW);
    if accepted {
        row.accept(Status::Enabled, NOW);
    }
    row
}

/// What is found in a store of these.
fn found(entries: Vec<Entry>) -> Vec<(String, String)> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let store = MemoryStore::new([0; 32]);
        store.fill(entries).await.unwrap();
        let all = Mutex::new(Vec::new());
        let tell = |finding: &Finding| {
            let record = finding.record.clone().unwrap_or_default();
            all.lock().unwrap().push((record, finding.wrong.clone()));
        };
        let (found, total) = check(&store, NOW, &tell).await;
        let all = all.into_inner().unwrap();
        assert_eq!((found, total.is_some()), (all.len() as u64, true));
        all
    })
}

/// The same store, where one record is another.
fn damaged(damage: impl Fn(&mut Entry)) -> Vec<Entry> {
    let mut entries = sound();
    entries.iter_mut().for_each(damage);
    assert_ne!(entries, sound());
    entries
}

/// Requires that this is found, of a record whose name begins so.
#[track_caller]
fn finds(record: &str, wrong: &str, damage: impl Fn(&mut Entry)) {
    let found = found(damaged(damage));
    let it_is = |(of, what): &(String, String)| of.starts_with(record) && what.contains(wrong);
    assert!(found.iter().any(it_is), "{record}: {wrong}: {found:?}");
}

fn of_organization(entry: &mut Entry, change: impl Fn(&mut Organization)) {
    if let Entry::Organization(organization) = entry {
        change(organization);
    }
}

fn of_account(entry: &mut Entry, number: u64, change: impl Fn(&mut Account)) {
    if let Entry::Account(of, account) = entry
        && *of == id(number)
    {
        change(account);
    }
}

fn of_standing(entry: &mut Entry, number: u64, change: impl Fn(&mut Standing)) {
    if let Entry::Standing(_, of, standing) = entry
        && *of == id(number)
    {
        change(standing);
    }
}

fn of_member(entry: &mut Entry, change: impl Fn(&mut Relationship)) {
    if let Entry::Relationship(_, relationship) = entry
        && relationship.pair.member == id(2)
    {
        change(relationship);
    }
}

#[test]
fn nothing_is_found_where_all_is_well() {
    assert_eq!(found(sound()), []);
    assert_eq!(found(Vec::new()), []);
}

#[test]
fn relationships_that_do_not_agree_are_found() {
    let member = "relationship macie2 us-east-1 000000000001 000000000002";
    finds(member, "row and invitation do not agree", |entry| {
        of_member(entry, |relationship| relationship.invitation = None);
    });
    finds(member, "the member's administrator is nobody", |entry| {
        of_standing(entry, 2, |standing| standing.administrator = None);
    });
    finds(member, "the row is Paused, but the member's service is enabled", |entry| {
        of_member(entry, |relationship| relationship.show(Status::Paused, NOW));
    });
    finds("relationship macie2 us-east-1 000000000002", "its own member", |entry| {
        of_member(entry, |relationship| relationship.pair.administrator = id(2));
    });
}

#[test]
fn standings_that_do_not_agree_are_found() {
    finds("standing macie2 us-east-1 000000000001", "it counts 3 rows", |entry| {
        of_standing(entry, 1, |standing| standing.tally.rows += 1);
    });
    // Rows of an account without a standing.
    let mut headless = sound();
    headless.retain(|entry| !matches!(entry, Entry::Standing(_, of, _) if *of == id(1)));
    let what = "it counts 0 rows";
    assert!(found(headless).iter().any(|(_, wrong)| wrong.contains(what)));
    finds("standing macie2 us-east-1 000000000002", "whose row for it is absent", |entry| {
        of_standing(entry, 2, |standing| standing.administrator = Some(id(9)));
    });
    finds("standing macie2 us-east-1 000000000002", "it is a member, and has members", |entry| {
        of_standing(entry, 2, |standing| standing.tally.blocking = 1);
    });
    finds("standing macie2 us-east-1 000000000001", "its service is off", |entry| {
        of_standing(entry, 1, |standing| standing.switch = Switch::Off);
    });
}

#[test]
fn organizations_that_do_not_agree_are_found() {
    let of = |wrong: &str, change: fn(&mut Organization)| {
        finds("organization o-", wrong, |entry| of_organization(entry, change));
    };
    of("the organization has 4 accounts, but 3 are in it", |it| it.accounts = 4);
    of("the root has 2 accounts, but 1 are in it", |it| it.root_accounts = 2);
    of("has 9 accounts, but 2 are in it", |it| {
        it.units.values_mut().for_each(|unit| unit.accounts = 9);
    });
    of("which leads to no root", |it| {
        it.units.values_mut().for_each(|unit| unit.parent = ParentId::Unit(super::tests::unit()));
    });
    of("has the name of another unit", |it| {
        let twin = it.units.values().next().unwrap().clone();
        it.units.insert(UnitId::of(it.root(), 2), twin);
    });
    of("its management account 000000000009 is not in it", |it| it.management = id(9));
    of("which is not trusted", |it| it.trusted.clear());
    of("and is not delegated", |it| it.delegated.clear());
    of("which is not so", |it| {
        it.inviting.values_mut().for_each(|sent| sent.expires_at = Timestamp(3_000));
    });
    finds("organization o-", "is not in it", |entry| {
        of_account(entry, 4, |account| account.joined = None);
    });
    finds("organization o-", "and is closed", |entry| {
        let closed = accede_membership::directory::AccountState::Closed;
        of_account(entry, 4, |account| account.state = closed);
    });
    finds("organization o-", "and is a member of 000000000001", |entry| {
        of_standing(entry, 4, |standing| standing.administrator = Some(id(1)));
    });
}

#[test]
fn the_rest_of_the_directory_that_does_not_agree_is_found() {
    finds("account 000000000001", "which is not there", |entry| {
        of_account(entry, 1, |account| {
            account.joined.iter_mut().for_each(|it| it.organization = OrganizationId::of(3));
        });
    });
    finds("account 000000000001", "which is not there", |entry| {
        of_account(entry, 1, |account| {
            let other = UnitId::of(organization().root(), 5);
            account.joined.iter_mut().for_each(|it| it.parent = ParentId::Unit(other));
        });
    });
    finds("account 000000000002", "it is in no organization, and has tags", |entry| {
        of_account(entry, 2, |account| {
            account.tags.insert("k".to_owned(), "v".to_owned());
        });
    });
    finds("handshake h-", "does not know", |entry| {
        of_organization(entry, |organization| organization.inviting.clear());
    });
    finds("handshake h-", "stored as expired", |entry| {
        if let Entry::Handshake(handshake) = entry {
            handshake.state = HandshakeState::Expired;
        }
    });
    finds("creation car-", "which is not known", |entry| {
        if let Entry::Creation(creation) = entry {
            creation.outcome = Ok(id(77));
        }
    });
}
