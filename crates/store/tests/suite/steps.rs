//! Steps of a random history: few accounts and few ids, so that they meet.

use accede_membership::access::{EventsOf, RoleKey};
use accede_membership::directory::{
    Account, AccountsOf, CreationId, HandshakeId, ListPage, OrganizationId, ParentId,
};
use accede_membership::{
    Change, EventPlace, Extent, InvitationState, Kind, Page, Party, Read, Status, StatusSet,
};

use super::entries::{
    access_key, creation, event, handshake, joined, key_id, organization, organization_id, place,
    role, root, unit,
};
use super::make::{account, invitation_count, members_of, numbered, page, pair, relationship};
use super::random::Random;

impl Random {
    /// A change in a scope.
    pub(crate) fn scoped(&mut self) -> Change {
        let id = account(self.below(5));
        let key = pair(self.below(5), self.below(5));
        match self.below(5) {
            0 => Change::Standing(id, None),
            1 => {
                let mut standing = numbered(self.below(1_000));
                standing.administrator = self.maybe(&[account(0), account(1), account(9)]);
                Change::Standing(id, Some(standing))
            }
            2 => Change::Relationship(key, None),
            _ => {
                let status = self.maybe(&Status::ALL);
                let state = self.maybe(&InvitationState::ALL);
                let mut record = relationship(key, status, state);
                record.kind = self.one_of(&[Kind::Invitation, Kind::Organization]);
                Change::Relationship(key, Some(record))
            }
        }
    }

    /// A change in the directory.
    pub(crate) fn of_directory(&mut self) -> Change {
        let (number, owner) = (self.below(5), self.below(3));
        match self.below(12) {
            0 => Change::Account(account(number), None),
            1 => Change::Organization(organization_id(owner), None),
            2 => Change::Handshake(HandshakeId::of(number), None),
            3 => Change::Creation(CreationId::of(number), None),
            4 => organization(owner, self.below(1_000)),
            5 | 6 => handshake(number, owner, self.below(5)),
            7 | 8 => creation(number, owner),
            _ => {
                let parent = self.place(owner);
                let mut change = joined(number, owner, parent);
                if let Change::Account(_, Some(entry)) = &mut change {
                    entry.joined = entry.joined.filter(|_| self.below(3) != 0);
                    entry.email = (self.below(2) == 0).then(|| self.email().to_owned());
                }
                change
            }
        }
    }

    /// The root or a unit of an organization.
    fn place(&mut self, organization: u64) -> ParentId {
        self.one_of(&[root(organization), unit(organization, 0), unit(organization, 1)])
    }

    pub(crate) fn email(&mut self) -> &'static str {
        self.one_of(&["ann@example.com", "Ann@example.com", "bob@example.com", "CARL@example.com"])
    }

    /// A change of an access key or a role.
    pub(crate) fn of_access(&mut self) -> Change {
        let (number, owner) = (self.below(5), self.below(3));
        let name = self.role_name();
        match self.below(6) {
            0 => Change::AccessKey(key_id(number), None),
            1 => Change::Role(RoleKey::of(account(owner), name), None),
            2..=3 => access_key(number, owner),
            _ => role(name, owner),
        }
    }

    /// An event that may be one that is there.
    pub(crate) fn event(&mut self) -> Change {
        let (owner, region, place) = (self.below(3), self.event_region(), self.event_place());
        event(owner, region, place)
    }

    fn event_place(&mut self) -> EventPlace {
        place(self.below(60).cast_signed(), self.below(8).into())
    }

    fn event_region(&mut self) -> &'static str {
        self.one_of(&["a", "aa"])
    }

    fn role_name(&mut self) -> &'static str {
        self.one_of(&["a", "A", "aa", "b"])
    }

    /// A read of what is in no scope, or of a scope too.
    pub(crate) fn read(&mut self, in_scope: bool) -> Read {
        match self.below(4) {
            0 | 1 if in_scope => self.read_in_scope(),
            0 => self.read_of_access(),
            _ => self.read_in_directory(),
        }
    }

    fn read_of_access(&mut self) -> Read {
        let (id, owner) = (key_id(self.below(6)), account(self.below(4)));
        let (key, of) = (RoleKey::of(owner, self.role_name()), self.maybe(&[owner]));
        let limit = self.below(6) as usize;
        let after = self.below(3) != 0;
        match self.below(6) {
            0 => Read::AccessKey(id),
            1 => Read::Role(key),
            2 => {
                let after = after.then_some((account(self.below(4)), id));
                Read::AccessKeyPage { account: of, after, limit }
            }
            3 => {
                let other = RoleKey { account: account(self.below(4)), ..key };
                Read::RolePage { account: of, after: after.then_some(other), limit }
            }
            _ => {
                let region = self.event_region().parse().unwrap();
                let list = of.map(|of| EventsOf::Account(of, region));
                let after = after.then(|| self.event_place());
                let of = list.unwrap_or(EventsOf::Everybody);
                let bytes = self.one_of(&[0, 1, 20, 40, usize::MAX]);
                Read::EventPage { of, after, extent: Extent { events: limit, bytes } }
            }
        }
    }

    fn read_in_scope(&mut self) -> Read {
        let id = account(self.below(6));
        let after = self.maybe(&[0, 1, 2, 3, 4, 5].map(account));
        let page = Page { after, limit: self.below(6) as usize };
        match self.below(9) {
            0 => Read::Standing(id),
            1 => Read::Relationship(pair(self.below(6), self.below(6))),
            2 => Read::AdministratorOf(id),
            3 => members_of(id),
            4 => Read::RowsOf(id),
            5 => Read::EverybodyOf(id),
            6 => {
                let some = [self.one_of(&Status::ALL), self.one_of(&Status::ALL)];
                let statuses = self.one_of(&[StatusSet::ALL, StatusSet::of(&some)]);
                Read::RowPage { administrator: id, statuses, page }
            }
            7 => Read::InvitationPage { member: id, page },
            _ => invitation_count(id),
        }
    }

    /// Reads that concern one account, of a few.
    pub(crate) fn of_one_account(&mut self) -> Vec<Read> {
        let (id, page) = (account(self.below(3)), page(None, 1 + self.below(2) as usize * 9));
        let rows = Read::RowPage { administrator: id, statuses: StatusSet::ALL, page };
        let invitations = Read::InvitationPage { member: id, page };
        match self.below(4) {
            0 => vec![Read::Standing(id), rows],
            1 => vec![Read::Standing(id), invitations],
            2 => vec![Read::Standing(id), invitation_count(id)],
            _ => vec![rows, invitations],
        }
    }

    fn read_in_directory(&mut self) -> Read {
        let (id, owner) = (account(self.below(6)), self.below(4));
        let organization = OrganizationId::of(owner);
        let page =
            ListPage { after: self.maybe(&[0, 1, 2, 3, 4, 5]), limit: self.below(6) as usize };
        match self.below(10) {
            0 => Read::Account(id),
            1 => Read::OrganizationOf(id),
            2 => Read::Organization(organization),
            3 => Read::AccountByEmail(Account::email_key(self.email())),
            4 => Read::Handshake(HandshakeId::of(self.below(6))),
            5 => Read::Creation(CreationId::of(self.below(6))),
            6 => {
                let parent = self.place(owner);
                let of = [
                    AccountsOf::Everybody,
                    AccountsOf::Organization(organization),
                    AccountsOf::Parent(organization, parent),
                ];
                Read::AccountPage { of: self.one_of(&of), page }
            }
            7 => {
                let of = [Party::Account(id), Party::Organization(organization)];
                Read::HandshakePage { of: self.one_of(&of), page }
            }
            8 => Read::CreationPage { organization, page },
            _ => Read::ScopesOf(id),
        }
    }
}
