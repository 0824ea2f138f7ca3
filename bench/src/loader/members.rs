//! Standings and relationships, in several Regions of both services.
//!
//! They come in the order of administrators, so that a store writes where it wrote last; no more of them than one
//! administrator has are in memory.

use accede_membership::{
    Invitation, InvitationId, InvitationState, Kind, Pair, Relationship, Row, Scope, Service,
    Standing, Status, Switch, Tags, Tally, Timestamp,
};
use accede_store::Entry;

use super::pairs::{Pairs, Place};
use super::people::{People, mixed, moment};
use super::shape::Shape;

/// All relationships of a store, with the standings that they come to.
pub(super) fn entries(
    people: People,
    shape: &Shape,
) -> Result<impl Iterator<Item = Entry> + use<>, String> {
    let scopes = shape.scopes().into_iter().zip(0..);
    let all: Result<Vec<Scoped>, String> =
        scopes.map(|(scope, number)| Scoped::of(people, shape, scope, number)).collect();
    Ok(all?.into_iter().flat_map(Scoped::entries))
}

/// One scope.
#[derive(Debug, Clone)]
struct Scoped {
    people: People,
    pairs: Pairs,
    scope: Scope,
    number: u64,
    /// How many relationships through organizations there still may be.
    employed: u64,
}

impl Scoped {
    fn of(people: People, shape: &Shape, scope: Scope, number: u64) -> Result<Scoped, String> {
        let pairs = Pairs::of(people, shape, number)?;
        Ok(Scoped { people, pairs, scope, number, employed: shape.in_scope(number) })
    }

    fn entries(self) -> impl Iterator<Item = Entry> {
        let [organizations, hosts, members] = [(); 3].map(|()| self.clone());
        let employed = (0..self.people.organizations).flat_map(move |number| {
            organizations.with_rows(number, organizations.employed(number))
        });
        let hosted = (0..hosts.pairs.hosts()).flat_map(move |which| {
            let places = hosts.pairs.of_host(which).into_iter();
            let rows = places.map(|place| hosts.relationship(place)).collect();
            hosts.with_rows(hosts.pairs.host(which), rows)
        });
        let invited = (0..members.pairs.members()).map(move |which| members.invited(which));
        employed.chain(hosted).chain(invited).chain(self.wanted())
    }

    /// The rows of an organization's administrator, as far as there are to be so many relationships at all.
    fn employed(&self, organization: u64) -> Vec<Relationship> {
        let before =
            (0..organization).map(|number| self.people.employees_of(number).count() as u64);
        let left = self.employed.saturating_sub(before.sum());
        let employees = self.people.employees_of(organization).take(left as usize);
        let row = |employee| {
            let pair = self.pair(organization, employee);
            let chance = mixed(employee, self.number + 10);
            Relationship::of_organization(pair, Tags::new(), Status::Enabled, moment(chance))
        };
        employees.map(row).collect()
    }

    /// An administrator with its rows, and the standings of those that came through an organization.
    fn with_rows(&self, number: u64, rows: Vec<Relationship>) -> Vec<Entry> {
        let add = |tally: Tally, row| tally.moved(Tally::default(), Tally::of(Some(row)));
        let tally = rows.iter().fold(Tally::default(), add);
        let mut entries = vec![self.standing(number, Standing { tally, ..Standing::default() })];
        if number < self.people.organizations {
            let employees = self.people.employees_of(number).take(rows.len());
            let administrator = Some(self.people.id(number));
            let employee =
                |number| self.standing(number, Standing { administrator, ..Standing::default() });
            entries.extend(employees.map(employee));
        }
        let row = |row| Entry::Relationship(self.scope.clone(), row);
        entries.extend(rows.into_iter().map(row));
        entries
    }

    /// Somebody whom hosts have invited, and who may have accepted the first of them.
    fn invited(&self, which: u64) -> Entry {
        let place = self.pairs.first_of(which);
        let first = self.relationship(place);
        let mut standing = Standing::default();
        if first.is_associated() {
            standing.administrator = Some(first.pair.administrator);
        }
        if first.status() == Some(Status::Paused) {
            standing.switch = Switch::Paused;
        }
        self.standing(place.member, standing)
    }

    /// The one account that very many have invited, and they.
    fn wanted(&self) -> impl Iterator<Item = Entry> + use<> {
        let (member, hosts) = self.people.wanted();
        let are_there = self.number == 0 && !hosts.is_empty();
        let wanted = are_there.then(|| self.standing(member, Standing::default()));
        let hosts = if are_there { hosts } else { 0..0 };
        let scoped = self.clone();
        let invited = hosts.flat_map(move |host| {
            let place = Place { host, member, round: 1 };
            let fate = (Some(Status::Invited), Some(InvitationState::Pending));
            scoped.with_rows(host, vec![scoped.by_invitation(place, fate)])
        });
        wanted.into_iter().chain(invited)
    }

    /// The standing of an account whose service is on.
    fn standing(&self, number: u64, standing: Standing) -> Entry {
        let text = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let settings: &[(&str, &str)] = match self.scope.service {
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
        let on =
            Standing { switch, enabled_at, updated_at: enabled_at, settings, tags, ..standing };
        Entry::Standing(self.scope.clone(), self.people.id(number), on)
    }

    fn relationship(&self, place: Place) -> Relationship {
        let percent = self.chance(place) % 100;
        self.by_invitation(place, outcome(self.scope.service, percent, place.round == 0))
    }

    fn by_invitation(
        &self,
        place: Place,
        (status, state): (Option<Status>, Option<InvitationState>),
    ) -> Relationship {
        let chance = self.chance(place);
        let created_at = moment(chance);
        let updated_at = Timestamp(created_at.0 + 60_000);
        let invited_at = state.is_some().then_some(updated_at);
        let tag = chance.is_multiple_of(17).then(|| ("équipe".to_owned(), "bleu".to_owned()));
        let has_message = invited_at.is_some() && chance.is_multiple_of(5);
        let message = has_message.then(|| "Bitte beitreten!".to_owned());
        let (email, tags) = (Some(self.people.email(place.member)), tag.into_iter().collect());
        let row = |status| Row { status, email, tags, created_at, updated_at, invited_at, message };
        let id = InvitationId(u128::from(chance) << 64 | u128::from(mixed(chance, place.host)));
        let invitation = |state| Invitation { id, invited_at: updated_at, state };
        Relationship {
            pair: self.pair(place.host, place.member),
            kind: Kind::Invitation,
            row: status.map(row),
            invitation: state.map(invitation),
        }
    }

    fn chance(&self, place: Place) -> u64 {
        mixed(place.member, 100 * (place.round + 1) + self.number + 10)
    }

    fn pair(&self, administrator: u64, member: u64) -> Pair {
        Pair { administrator: self.people.id(administrator), member: self.people.id(member) }
    }
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
        0..80 => (Some(Status::Invited), Some(I::Pending)),
        80..88 => (Some(Status::Created), None),
        88..94 => (Some(Status::Resigned), Some(I::Left)),
        94..98 if macie => (None, Some(I::Declined)),
        94..98 => (Some(Status::Resigned), Some(I::Declined)),
        _ => (Some(Status::Removed), None),
    }
}
