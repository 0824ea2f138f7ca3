//! A laboratory: a directory, real commands, a clock and ids that tell the same story every time.

use std::collections::BTreeSet;

use accede_membership::directory::decide::{Limits, decide, reads};
use accede_membership::directory::{
    Account, AccountState, CreationId, Designation, DirectoryCommand, DirectoryRefusal,
    DirectoryReply, Effect, FeatureSet, HandshakeId, Invitee, ListPage, NewRole, OperatorCommand,
    Organization, OrganizationId, OrganizationsCommand, ParentId, UnitId,
};
use accede_membership::{
    AccountId, Ids, InvitationId, Read, Region, Scope, Service, Tags, Timestamp, View, World,
};

use crate::invariants;

pub(crate) const HUB: &str = "securityhub.amazonaws.com";
pub(crate) const MACIE: &str = "macie.amazonaws.com";
/// A service that Accede knows nothing of.
pub(crate) const OTHER: &str = "config.amazonaws.com";

pub(crate) fn account(number: u64) -> AccountId {
    AccountId::new(number).expect("12 digits")
}

/// The management account of [`Lab::founded`].
pub(crate) fn m() -> AccountId {
    account(111_111_111_111)
}

/// Its first member.
pub(crate) fn a() -> AccountId {
    account(222_222_222_222)
}

/// Its second member.
pub(crate) fn b() -> AccountId {
    account(333_333_333_333)
}

/// Its third member: delegated for [`OTHER`] in [`Lab::delegated`].
pub(crate) fn d() -> AccountId {
    account(444_444_444_444)
}

/// In no organization.
pub(crate) fn x() -> AccountId {
    account(999_999_999_999)
}

pub(crate) fn by(caller: AccountId, command: OrganizationsCommand) -> DirectoryCommand {
    DirectoryCommand::Organizations(caller, command)
}

pub(crate) fn operator(command: OperatorCommand) -> DirectoryCommand {
    DirectoryCommand::Operator(command)
}

pub(crate) fn tags(items: &[(&str, &str)]) -> Tags {
    items.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

pub(crate) fn numbered_tags(count: usize) -> Tags {
    (0..count).map(|n| (n.to_string(), String::new())).collect()
}

pub(crate) fn page(after: Option<u64>, limit: usize) -> ListPage {
    ListPage { after, limit }
}

pub(crate) fn all() -> ListPage {
    page(None, 1_000)
}

pub(crate) fn region(name: &str) -> Region {
    name.parse().expect("a Region")
}

pub(crate) fn scope(service: Service, name: &str) -> Scope {
    Scope { service, region: region(name) }
}

/// Ids in the order 1, 2, 3, so that a test can name them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbered(pub(crate) u64);

impl Ids for Numbered {
    fn invitation(&mut self) -> InvitationId {
        InvitationId(u128::from(self.number()))
    }

    fn number(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

/// A directory, its limits, its clock and its ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lab {
    pub(crate) world: World,
    pub(crate) limits: Limits,
    pub(crate) clock: i64,
    pub(crate) ids: Numbered,
    /// The effects of the last command.
    pub(crate) effects: Vec<Effect>,
}

impl Lab {
    /// An organization of `m` with the members `a`, `b` and `d`, who were invited.
    pub(crate) fn founded() -> Lab {
        Lab::founded_with(FeatureSet::All)
    }

    pub(crate) fn founded_with(features: FeatureSet) -> Lab {
        let mut lab = Lab::default();
        lab.create_organization(m(), features);
        for member in [a(), b(), d()] {
            lab.join(m(), member);
        }
        lab
    }

    /// The same, where all services are trusted and `d` is delegated for one that is not served here.
    pub(crate) fn delegated() -> Lab {
        let mut lab = Lab::founded();
        for principal in [HUB, MACIE, OTHER] {
            lab.trust(principal);
        }
        lab.register(d(), OTHER);
        lab
    }

    /// The same, where `a` administers Security Hub and Macie in these Regions.
    pub(crate) fn designated(regions: &[&str]) -> Lab {
        let mut lab = Lab::delegated();
        lab.register(a(), HUB);
        lab.register(a(), MACIE);
        for name in regions {
            lab.designate(a(), scope(Service::SecurityHub, name), true);
            lab.designate(a(), scope(Service::Macie, name), true);
        }
        lab
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.clock)
    }

    /// What a command sees: reads are asked for until nothing new is wanted.
    pub(crate) fn view(&self, command: &DirectoryCommand) -> View {
        let (mut view, mut asked) = (View::default(), BTreeSet::<Read>::new());
        for _round in 0..4 {
            let wanted = reads(command, &view).into_iter();
            let new: Vec<Read> = wanted.filter(|read| asked.insert(read.clone())).collect();
            if new.is_empty() {
                return view;
            }
            view.merge(self.world.load(&new));
        }
        panic!("{command:?} wants ever more")
    }

    /// Asks, stores what is decided, and checks all that must hold.
    pub(crate) fn ask(
        &mut self,
        command: &DirectoryCommand,
    ) -> Result<DirectoryReply, DirectoryRefusal> {
        self.clock += 1;
        let view = self.view(command);
        let decision = decide(&self.limits, &view, command, self.now(), &mut self.ids)?;
        invariants::no_scope_twice(&decision.effects);
        self.world.apply(&decision.changes);
        self.effects = decision.effects;
        invariants::hold(self);
        Ok(decision.reply)
    }

    pub(crate) fn try_by(
        &mut self,
        caller: AccountId,
        command: OrganizationsCommand,
    ) -> Result<DirectoryReply, DirectoryRefusal> {
        self.ask(&by(caller, command))
    }

    /// Asks for what is not refused.
    pub(crate) fn did(
        &mut self,
        caller: AccountId,
        command: OrganizationsCommand,
    ) -> DirectoryReply {
        let asked = format!("{command:?}");
        self.try_by(caller, command).unwrap_or_else(|refusal| panic!("{asked}: {refusal:?}"))
    }

    pub(crate) fn operator(&mut self, command: OperatorCommand) -> DirectoryReply {
        let asked = format!("{command:?}");
        self.ask(&operator(command)).unwrap_or_else(|refusal| panic!("{asked}: {refusal:?}"))
    }

    /// Asks for what is refused, and changes nothing.
    pub(crate) fn refused(
        &mut self,
        caller: AccountId,
        command: OrganizationsCommand,
    ) -> DirectoryRefusal {
        let (asked, before) = (format!("{command:?}"), self.world.clone());
        let refusal = self.try_by(caller, command).expect_err(&asked);
        assert_eq!(self.world, before, "{asked}");
        refusal
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.ids.number()
    }

    pub(crate) fn create_organization(
        &mut self,
        caller: AccountId,
        features: FeatureSet,
    ) -> OrganizationId {
        let candidate = OrganizationId::of(self.next());
        self.did(caller, OrganizationsCommand::CreateOrganization { candidate, features });
        candidate
    }

    pub(crate) fn invitation(&mut self, invitee: Invitee) -> OrganizationsCommand {
        let candidate = HandshakeId::of(self.next());
        OrganizationsCommand::InviteAccount { candidate, invitee, notes: None, tags: Tags::new() }
    }

    pub(crate) fn invite(&mut self, management: AccountId, invited: AccountId) -> HandshakeId {
        let command = self.invitation(Invitee::Account(invited));
        let DirectoryReply::Handshake(full) = self.did(management, command) else {
            panic!("no handshake")
        };
        full.handshake.id
    }

    pub(crate) fn join(&mut self, management: AccountId, member: AccountId) {
        let id = self.invite(management, member);
        self.did(member, OrganizationsCommand::AcceptHandshake { id });
    }

    pub(crate) fn creation(&mut self, email: &str) -> OrganizationsCommand {
        OrganizationsCommand::CreateAccount {
            candidate: AccountId::drawn(self.next()),
            request: CreationId::of(self.next()),
            name: "New".to_owned(),
            email: email.to_owned(),
            tags: Tags::new(),
            role: new_role(),
        }
    }

    pub(crate) fn trust(&mut self, principal: &str) {
        let principal = principal.to_owned();
        self.did(m(), OrganizationsCommand::EnableServiceAccess { principal });
    }

    pub(crate) fn register(&mut self, id: AccountId, principal: &str) {
        let principal = principal.to_owned();
        self.did(m(), OrganizationsCommand::RegisterDelegatedAdministrator { id, principal });
    }

    /// What a service's own API does in a Region.
    pub(crate) fn designate(&mut self, administrator: AccountId, scope: Scope, auto_enable: bool) {
        let designation = Designation { auto_enable, ..Designation::of(administrator) };
        let id = self.account(administrator).organization().expect("in an organization");
        let organization = self.world.organizations.get_mut(&id).expect("an organization");
        organization.designations.insert(scope, designation);
    }

    pub(crate) fn unit(&mut self, parent: ParentId, name: &str) -> UnitId {
        let (name, tags) = (name.to_owned(), Tags::new());
        let command = OrganizationsCommand::CreateUnit { parent, name, tags };
        let DirectoryReply::Unit(full) = self.did(m(), command) else { panic!("no unit") };
        full.id
    }

    pub(crate) fn put_in(&mut self, id: AccountId, to: ParentId) {
        let from = self.account(id).joined.expect("in an organization").parent;
        self.did(m(), OrganizationsCommand::MoveAccount { id, from, to });
    }

    pub(crate) fn create_account(&mut self, id: AccountId, email: &str) {
        let (name, email) = ("Name".to_owned(), email.to_owned());
        self.operator(OperatorCommand::CreateAccount { id, name, email });
    }

    pub(crate) fn set_state(&mut self, id: AccountId, state: AccountState) {
        self.world.accounts.entry(id).or_default().state = state;
    }

    pub(crate) fn account(&self, id: AccountId) -> Account {
        self.world.accounts.get(&id).cloned().unwrap_or_default()
    }

    /// The only organization, or that of `m`.
    pub(crate) fn organization(&self) -> &Organization {
        let id = self.account(m()).organization().expect("in an organization");
        &self.world.organizations[&id]
    }

    pub(crate) fn root(&self) -> ParentId {
        ParentId::Root(self.organization().root())
    }
}

/// What new accounts come with.
pub(crate) fn new_role() -> NewRole {
    NewRole { name: "Access".to_owned(), id: "AROAEXAMPLE".to_owned() }
}
