//! What holds in every world that commands can reach, said again without the help of the rules: statuses
//! are listed here as the reference lists them, and everything is counted from the relationships.

use std::collections::BTreeSet;

use accede_membership::{
    AccountId, Kind, Relationship, Rules, Standing, Status, Switch, Tally, World,
};

use super::model::{administrators, rows};

/// Every law about a world at rest.
pub(crate) fn check(rules: &Rules, world: &World) {
    for relationship in world.relationships.values() {
        check_relationship(rules, world, relationship);
    }
    let accounts: BTreeSet<AccountId> = world
        .relationships
        .keys()
        .flat_map(|pair| [pair.administrator, pair.member])
        .chain(world.standings.keys().copied())
        .collect();
    for account in accounts {
        check_account(rules, world, account);
    }
    check_ids(world);
}

fn check_relationship(rules: &Rules, world: &World, relationship: &Relationship) {
    assert!(relationship.views_agree(), "the views agree: {relationship:?}");
    assert!(shows_as_in_5_5(rules, relationship), "§5.5 has such a line: {relationship:?}");
    assert!(relationship.is_visible(), "somebody sees it: {relationship:?}");
    assert_ne!(relationship.pair.administrator, relationship.pair.member, "nobody invites itself");
    if let Some(Status::Enabled | Status::Paused) = relationship.status() {
        let paused = relationship.status() == Some(Status::Paused);
        let switch = standing(world, relationship.pair.member).switch;
        let expected = if paused { Switch::Paused } else { Switch::Enabled };
        assert_eq!(switch, expected, "a row is Paused when its member is: {relationship:?}");
    }
    if let Some(row) = &relationship.row {
        assert!(row.created_at <= row.updated_at, "{relationship:?}");
        assert!(row.tags.len() <= rules.quotas.tags, "{relationship:?}");
    }
}

/// The lines of the two-sided view (semantics §5.5): row, and what the member's list shows.
fn shows_as_in_5_5(rules: &Rules, relationship: &Relationship) -> bool {
    let hub = rules.service == accede_membership::Service::SecurityHub;
    let invitation = relationship.received().map(|received| received.status(rules));
    let organization = relationship.kind == Kind::Organization;
    match (relationship.status(), invitation) {
        (Some(Status::Created), None) => !organization,
        (Some(Status::Invited), Some(Status::Invited)) => !organization,
        (Some(Status::Enabled), Some(Status::Enabled)) => !organization,
        (Some(Status::Paused), Some(Status::Paused)) => !organization && !hub,
        // Declined.
        (Some(Status::Resigned), Some(Status::Invited)) => !organization && hub,
        (None, Some(Status::Resigned)) => !organization && !hub,
        // Declined, and added again.
        (Some(Status::Created), Some(Status::Resigned)) => !organization && !hub,
        // Left; left or declined and then deleted or withdrawn.
        (Some(Status::Resigned), Some(Status::Resigned)) => !organization,
        (Some(Status::Resigned), None) => !organization && hub,
        (Some(Status::Removed), None) => true,
        (Some(Status::EmailVerificationInProgress | Status::EmailVerificationFailed), None) => {
            !organization && !hub
        }
        (Some(Status::Enabled), None) => organization,
        (Some(Status::Paused), None) => organization && !hub,
        _ => false,
    }
}

fn check_account(rules: &Rules, world: &World, account: AccountId) {
    let standing = standing(world, account);
    let administrators = administrators(world, account);
    assert!(administrators.len() <= 1, "{account} has several: {administrators:?}");
    let administrator = administrators.first().copied();
    assert_eq!(standing.administrator, administrator, "{account}: one associated relationship");

    let tally = recount(world, account);
    assert_eq!(standing.tally, tally, "the tally of {account}");
    assert!(tally.counted <= rules.quotas.members, "{account} has more members than it may");
    assert!(standing.tags.len() <= rules.quotas.tags, "{account} has more tags than it may");
    if administrator.is_some() {
        assert_eq!(tally.blocking, 0, "{account} is member and administrator");
    }
    if !standing.is_on() {
        assert_eq!(standing, Standing::default(), "the service of {account} is off");
        assert!(!world.standings.contains_key(&account), "a default standing is not kept");
    }
}

fn standing(world: &World, account: AccountId) -> Standing {
    world.standings.get(&account).cloned().unwrap_or_default()
}

fn recount(world: &World, administrator: AccountId) -> Tally {
    use Status as S;
    let mut tally = Tally::default();
    for (kind, status) in rows(world, administrator).map(|(_, kind, status)| (kind, status)) {
        tally.rows += 1;
        let uncounted = matches!(status, S::Resigned | S::Removed | S::Deleted);
        tally.counted += u64::from(!uncounted && kind == Kind::Invitation);
        tally.blocking += u64::from(blocks(status));
        tally.associated += u64::from(matches!(status, S::Enabled | S::Paused));
    }
    tally
}

/// U26.
pub(crate) fn blocks(status: Status) -> bool {
    use Status as S;
    matches!(
        status,
        S::Created | S::EmailVerificationInProgress | S::Invited | S::Enabled | S::Paused
    )
}

fn check_ids(world: &World) {
    let mut seen = BTreeSet::new();
    for invitation in world.relationships.values().filter_map(|r| r.invitation.as_ref()) {
        assert!(seen.insert(invitation.id), "the id {} is given twice", invitation.id);
    }
}
