//! Standings and relationships, in several Regions of both services.

use std::collections::BTreeMap;

use accede_membership::{
    Invitation, InvitationId, InvitationState, Kind, Pair, Relationship, Row, Scope, Service,
    Standing, Status, Switch, Tags, Tally,
};
use accede_store::Entry;

use crate::people::{People, mixed, moment};

const REGIONS: [&str; 5] =
    ["ap-northeast-1", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];

/// Both services in every Region.
pub(crate) fn scopes() -> Vec<Scope> {
    let regions = REGIONS.iter().filter_map(|region| region.parse().ok());
    let two = |region: accede_membership::Region| {
        Service::WITH_MEMBERS.map(|service| Scope { service, region: region.clone() })
    };
    regions.flat_map(two).collect()
}

/// So many relationships, spread over all scopes, with the standings that they come to.
pub(crate) fn entries(
    people: &People,
    relationships: u64,
) -> Result<impl Iterator<Item = Entry>, String> {
    let scopes = scopes();
    let (share, rest) = (relationships / scopes.len() as u64, relationships % scopes.len() as u64);
    let others = people.administrators - people.organizations;
    let members = people.members();
    if share >= (members.end - members.start) * others {
        return Err("there are too few accounts for so many relationships".to_owned());
    }
    let people = *people;
    Ok(scopes.into_iter().enumerate().flat_map(move |(number, scope)| {
        let number = number as u64;
        in_scope(&people, &scope, number, share + u64::from(number < rest))
    }))
}

/// Who is whose member in a scope: administrator and member, by number, and in which round.
type Place = (u64, u64, u64);

/// The first round has a row for everybody; further ones are invitations of other administrators.
fn places(people: &People, scope: u64, relationships: u64) -> Vec<Place> {
    let members = people.members();
    let others = people.administrators - people.organizations;
    let place = |round: u64, member: u64| match people.organization_of(member) {
        Some(organization) => (round == 0).then_some((organization, member, round)),
        None => {
            let administrator = (mixed(member, scope) % others + round) % others;
            Some((people.organizations + administrator, member, round))
        }
    };
    let rounds = (0..others).flat_map(|round| members.clone().map(move |member| (round, member)));
    let all = rounds.filter_map(|(round, member)| place(round, member));
    let mut places: Vec<Place> = all.take(relationships as usize).collect();
    places.sort_unstable();
    places
}

fn in_scope(
    people: &People,
    scope: &Scope,
    number: u64,
    relationships: u64,
) -> impl Iterator<Item = Entry> + use<> {
    let (people, scope) = (*people, scope.clone());
    let places = places(&people, number, relationships);
    let mut standings = BTreeMap::<u64, Standing>::new();
    for place in &places {
        let relationship = relationship(&people, &scope, number, *place);
        let (administrator, member, _) = *place;
        let tally = &mut standings.entry(administrator).or_default().tally;
        *tally = tally.moved(Tally::default(), Tally::of(Some(&relationship)));
        if relationship.is_associated() {
            let standing = standings.entry(member).or_default();
            standing.administrator = Some(relationship.pair.administrator);
            if relationship.status() == Some(Status::Paused) {
                standing.switch = Switch::Paused;
            }
        }
    }
    let of = scope.clone();
    let standings = standings.into_iter().map(move |(number, standing)| {
        Entry::Standing(of.clone(), people.id(number), enabled(&of, number, standing))
    });
    let relationships = places.into_iter().map(move |place| {
        Entry::Relationship(scope.clone(), relationship(&people, &scope, number, place))
    });
    standings.chain(relationships)
}

/// The standing of an account whose service is on.
fn enabled(scope: &Scope, number: u64, standing: Standing) -> Standing {
    let text = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let settings: &[(&str, &str)] = match scope.service {
        Service::Macie => &[("findingPublishingFrequency", "FIFTEEN_MINUTES")],
        _ => &[("AutoEnableControls", "true"), ("ControlFindingGenerator", "SECURITY_CONTROL")],
    };
    let tag = number.is_multiple_of(11).then(|| ("team".to_owned(), "sécurité".to_owned()));
    let switch = match standing.switch {
        Switch::Off => Switch::Enabled,
        on => on,
    };
    let (enabled_at, tags) = (moment(number), tag.into_iter().collect());
    let settings = settings.iter().copied().map(text).collect();
    Standing { switch, enabled_at, updated_at: enabled_at, settings, tags, ..standing }
}

/// What became of it, out of a hundred.
fn outcome(
    service: Service,
    percent: u64,
    first: bool,
) -> (Option<Status>, Option<InvitationState>) {
    use InvitationState as I;
    let macie = service == Service::Macie;
    match percent {
        0..5 if first && macie => (Some(Status::Paused), Some(I::Accepted)),
        0..70 if first => (Some(Status::Enabled), Some(I::Accepted)),
        0..40 | 70..80 => (Some(Status::Invited), Some(I::Pending)),
        80..88 => (Some(Status::Created), None),
        88..94 => (Some(Status::Resigned), Some(I::Left)),
        94..98 if macie => (None, Some(I::Declined)),
        94..98 => (Some(Status::Resigned), Some(I::Declined)),
        _ => (Some(Status::Removed), None),
    }
}

fn relationship(people: &People, scope: &Scope, number: u64, place: Place) -> Relationship {
    let (administrator, member, round) = place;
    let pair = Pair { administrator: people.id(administrator), member: people.id(member) };
    let chance = mixed(member, 100 * round + number + 10);
    let created_at = moment(chance);
    if people.organization_of(member).is_some() {
        return Relationship::of_organization(pair, Tags::new(), Status::Enabled, created_at);
    }
    let (status, state) = outcome(scope.service, chance % 100, round == 0);
    let updated_at = accede_membership::Timestamp(created_at.0 + 60_000);
    let invited_at = state.is_some().then_some(updated_at);
    let tag = chance.is_multiple_of(17).then(|| ("équipe".to_owned(), "bleu".to_owned()));
    let message =
        (invited_at.is_some() && chance.is_multiple_of(5)).then(|| "Bitte beitreten!".to_owned());
    let email = Some(people.email(member));
    let tags: Tags = tag.into_iter().collect();
    let row = |status| Row { status, email, tags, created_at, updated_at, invited_at, message };
    let id = u128::from(chance) << 64 | u128::from(mixed(chance, administrator));
    let invitation = |state| Invitation { id: InvitationId(id), invited_at: updated_at, state };
    Relationship {
        pair,
        kind: Kind::Invitation,
        row: status.map(row),
        invitation: state.map(invitation),
    }
}
