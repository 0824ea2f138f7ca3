//! What holds in every world that commands can reach, said again without the help of the rules: statuses
//! are listed here as the reference lists them, and everything is counted from the relationships.

use std::collections::BTreeSet;

use accede_membership::directory::AccountState;
use accede_membership::{
    AccountId, Kind, Pair, Relationship, Rules, Service, Standing, Status, Switch, Tally, World,
    invariants,
};

use super::Sim;
use super::model::{administrators, rows};
use crate::common::commands::FOLLOWED;

/// Every law about a world at rest.
pub(crate) fn check(sim: &Sim) {
    let Sim { rules, world, .. } = sim;
    for relationship in world.relationships.values() {
        check_relationship(rules, world, relationship);
        check_membership(sim, relationship);
    }
    let accounts: BTreeSet<AccountId> = world
        .relationships
        .keys()
        .flat_map(|pair| [pair.administrator, pair.member])
        .chain(world.standings.keys().copied())
        .collect();
    for account in accounts {
        check_account(sim, account);
    }
    check_designated(sim);
    check_ids(world);
    check_stated(sim);
}

/// The crate states the same, and finds nothing broken.
fn check_stated(sim: &Sim) {
    let world = &sim.world;
    let none = Vec::<String>::new();
    for (pair, relationship) in &world.relationships {
        let member = standing(world, pair.member);
        assert_eq!(invariants::of_relationship(relationship, &member), none, "{relationship:?}");
    }
    for (member, standing) in &world.standings {
        let with =
            standing.administrator.map(|administrator| Pair { administrator, member: *member });
        let with = with.and_then(|pair| world.relationships.get(&pair));
        assert_eq!(invariants::of_standing(standing, with), none, "{member}: {standing:?}");
        assert_eq!(invariants::of_tally(standing.tally, recount(world, *member)), none);
    }
    if let Some(administrator) = sim.administrator() {
        let standing = standing(world, administrator);
        assert_eq!(invariants::of_designated(administrator, &standing, &sim.scope()), none);
    }
}

/// A current member works: its account is in use, in this Region. One whose row says that it does not is one still
/// where it was one before.
fn check_membership(sim: &Sim, relationship: &Relationship) {
    let Sim { world, interrupted, .. } = sim;
    let pair = relationship.pair;
    let entry = world.accounts.get(&pair.member).cloned().unwrap_or_default();
    let in_use = entry.state == AccountState::Active;
    let on = !entry.disabled_regions.contains(&sim.scope().region);
    let shown = sim.rules.service == Service::Macie;
    let interrupted = interrupted.contains(&pair);
    match relationship.status() {
        Some(Status::Enabled | Status::Paused) => {
            assert!(in_use && (on || !shown), "it works: {relationship:?}");
        }
        Some(Status::AccountSuspended) if interrupted => {
            assert!(!in_use, "{relationship:?}");
        }
        Some(Status::RegionDisabled) if interrupted => {
            assert!(in_use && !on && shown, "{relationship:?}");
        }
        _ => return,
    }
    if relationship.kind == Kind::Organization {
        assert_eq!(sim.administrator(), Some(pair.administrator), "its own: {relationship:?}");
        assert!(entry.joined.is_some(), "in the organization: {relationship:?}");
    }
    let leading = standing(world, pair.administrator).settings.get(FOLLOWED).cloned();
    if let (Some(leading), false) = (leading, shown) {
        let following = standing(world, pair.member).settings;
        assert_eq!(following.get(FOLLOWED), Some(&leading), "it follows: {relationship:?}");
    }
}

/// The organization's administrator is nobody's member, and in Security Hub its hub is on.
fn check_designated(sim: &Sim) {
    let Some(administrator) = sim.administrator() else { return };
    let standing = standing(&sim.world, administrator);
    assert_eq!(standing.administrator, None, "{administrator} administers the organization");
    assert!(standing.is_on() || sim.rules.service == Service::Macie, "{administrator}");
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
        if relationship.kind == Kind::Organization {
            let shown = (&row.email, row.invited_at, &row.message);
            assert_eq!(shown, (&None, None, &None), "§9.4: {relationship:?}");
        }
    }
}

/// The lines of the two-sided view (semantics §5.5): row, and what the member's list shows.
fn shows_as_in_5_5(rules: &Rules, relationship: &Relationship) -> bool {
    let hub = rules.service == Service::SecurityHub;
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
        // A member whose account or Region does not work, by invitation or by organization.
        (Some(Status::AccountSuspended), Some(Status::AccountSuspended)) => !organization,
        (Some(Status::RegionDisabled), Some(Status::RegionDisabled)) => !organization && !hub,
        (Some(Status::AccountSuspended), None) => organization,
        (Some(Status::RegionDisabled), None) => organization && !hub,
        // Left the organization.
        (Some(Status::Deleted), None) => organization && hub,
        (Some(Status::Enabled), None) => organization,
        (Some(Status::Paused), None) => organization && !hub,
        _ => false,
    }
}

fn check_account(sim: &Sim, account: AccountId) {
    let Sim { rules, world, interrupted, .. } = sim;
    let standing = standing(world, account);
    let administrators = administrators(world, interrupted, account);
    assert!(administrators.len() <= 1, "{account} has several: {administrators:?}");
    let administrator = administrators.first().copied();
    assert_eq!(standing.administrator, administrator, "{account}: one membership");

    let tally = recount(world, account);
    assert_eq!(standing.tally, tally, "the tally of {account}");
    assert!(tally.counted <= rules.quotas.members, "{account} has more members than it may");
    assert!(tally.organization <= rules.quotas.organization, "{account} has too many of them");
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
        let ended = matches!(status, S::Resigned | S::Removed | S::Deleted);
        let organization = kind == Kind::Organization;
        tally.rows += u64::from(!(ended && organization));
        tally.counted += u64::from(!ended && !organization);
        tally.organization += u64::from(!ended && organization);
        tally.blocking += u64::from(blocks(status));
        tally.associated += u64::from(matches!(status, S::Enabled | S::Paused));
    }
    tally
}

/// U26; and members that come back.
pub(crate) fn blocks(status: Status) -> bool {
    use Status as S;
    matches!(
        status,
        S::Created
            | S::EmailVerificationInProgress
            | S::Invited
            | S::Enabled
            | S::Paused
            | S::AccountSuspended
            | S::RegionDisabled
    )
}

fn check_ids(world: &World) {
    let mut seen = BTreeSet::new();
    for invitation in world.relationships.values().filter_map(|r| r.invitation.as_ref()) {
        assert!(seen.insert(invitation.id), "the id {} is given twice", invitation.id);
    }
}
