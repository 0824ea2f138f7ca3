//! Random commands: mostly sensible, some junk.

use accede_membership::Service;
use accede_membership::directory::{
    ChildId, ChildKind, CreationId, DirectoryCommand, FeatureSet, HandshakeId, HandshakeState,
    HandshakesOf, Invitee, OperatorCommand, Organization, OrganizationId,
    OrganizationsCommand as Asked, ParentId, Tagged, UnitId,
};
use accede_membership::{AccountId, Region, Tags};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::lab::{HUB, Lab, MACIE, OTHER, account, by, new_role, operator, page, region};

/// Some numbers, out of which a command is made that fits the state that it meets.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    kind: u8,
    picks: [Index; 4],
    /// How much time passes before.
    pub(crate) wait: i64,
}

/// How many kinds of commands there are, and one thing more that happens: a designation.
const KINDS: u8 = 48;
pub(crate) const ACCOUNTS: u64 = 12;

pub(crate) fn steps(count: usize) -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![40 => 0..1_000i64, 1 => Just(16 * 24 * 60 * 60 * 1000)];
    let step = (0..KINDS, any::<[Index; 4]>(), wait);
    prop::collection::vec(step.prop_map(|(kind, picks, wait)| Step { kind, picks, wait }), count)
}

impl Step {
    /// What happens; nothing if the step is a designation.
    pub(crate) fn command(&self, lab: &Lab) -> Option<DirectoryCommand> {
        let asked = match self.kind {
            0..=7 => return Some(operator(self.operators())),
            8..=12 => self.of_organizations(lab),
            13..=22 => self.of_handshakes(lab),
            23..=31 => self.of_the_tree(lab),
            32..=37 => self.of_delegation(lab),
            38..=46 => self.of_lists(lab),
            _ => return None,
        };
        let management = self.organization(lab).map(|organization| organization.management);
        let caller = match &asked {
            Asked::LeaveOrganization | Asked::CreateOrganization { .. } => self.account(0),
            // Whom it concerns, mostly.
            Asked::AcceptHandshake { id } | Asked::DeclineHandshake { id } => {
                let invited = lab.world.handshakes.get(id).map(|handshake| handshake.account);
                invited.unwrap_or(self.account(0))
            }
            Asked::CancelHandshake { id } => {
                let sender = lab.world.handshakes.get(id).map(|handshake| handshake.management);
                sender.unwrap_or(self.account(0))
            }
            _ if self.chance(10) => self.account(0),
            _ => management.unwrap_or(self.account(0)),
        };
        Some(by(caller, asked))
    }

    /// A designation of one who may be: what the services' own API decides.
    pub(crate) fn designate(&self, lab: &mut Lab) {
        let Some(organization) = self.organization(lab) else { return };
        let service = Service::ALL[self.picks[2].index(3)];
        let mut may: Vec<AccountId> = organization
            .delegated
            .keys()
            .filter(|(principal, _)| principal == service.principal())
            .map(|(_, id)| *id)
            .collect();
        if organization.trusted.contains_key(service.principal()) {
            may.push(organization.management);
        }
        if let Some(administrator) = self.of(1, &may) {
            let scope = accede_membership::Scope { service, region: self.region() };
            lab.designate(administrator, scope, !self.chance(30));
        }
    }

    fn operators(&self) -> OperatorCommand {
        let (id, region) = (self.account(0), self.region());
        match self.kind {
            0 | 1 => {
                let (name, email) = ("Name".to_owned(), self.email());
                OperatorCommand::CreateAccount { id, name, email }
            }
            2 => OperatorCommand::SuspendAccount { id },
            3 => OperatorCommand::ReinstateAccount { id },
            4 if self.chance(30) => OperatorCommand::CloseAccount { id },
            5 => OperatorCommand::DisableRegion { id, region },
            6 => OperatorCommand::EnableRegion { id, region },
            7 => OperatorCommand::ListAccounts { page: page(None, 3) },
            _ => OperatorCommand::ShowAccount { id },
        }
    }

    fn of_organizations(&self, lab: &Lab) -> Asked {
        match self.kind {
            8 | 9 => {
                let candidate = OrganizationId::of(self.number());
                let features = [FeatureSet::All, FeatureSet::All, FeatureSet::ConsolidatedBilling];
                Asked::CreateOrganization { candidate, features: features[self.picks[2].index(3)] }
            }
            10 if self.chance(30) => Asked::DeleteOrganization,
            11 if self.chance(50) => Asked::CloseAccount { id: self.member(lab) },
            11 => Asked::LeaveOrganization,
            12 => Asked::RemoveAccount { id: self.member(lab) },
            _ => Asked::DescribeOrganization,
        }
    }

    fn of_handshakes(&self, lab: &Lab) -> Asked {
        let known: Vec<HandshakeId> = lab.world.handshakes.keys().copied().collect();
        let open =
            |id: &HandshakeId| lab.world.handshakes[id].state_at(lab.now()) == HandshakeState::Open;
        let any = self.of(1, &known).unwrap_or(HandshakeId::of(0));
        let open: Vec<HandshakeId> = known.iter().copied().filter(open).collect();
        let id = self.of(1, &open).filter(|_| !self.chance(10)).unwrap_or(any);
        match self.kind {
            13..=15 => {
                let invited = self.account(2);
                let invitee = if self.chance(30) {
                    Invitee::Email(self.email())
                } else {
                    Invitee::Account(invited)
                };
                let (candidate, notes) = (HandshakeId::of(self.number()), None);
                Asked::InviteAccount { candidate, invitee, notes, tags: self.tags() }
            }
            16..=18 => Asked::AcceptHandshake { id },
            19 => Asked::DeclineHandshake { id },
            20 => Asked::CancelHandshake { id },
            21 => Asked::DescribeHandshake { id },
            _ => Asked::CreateAccount {
                candidate: AccountId::drawn(self.picks[2].index(20) as u64),
                request: CreationId::of(self.number()),
                name: "New".to_owned(),
                email: self.email(),
                tags: self.tags(),
                role: new_role(),
            },
        }
    }

    fn of_the_tree(&self, lab: &Lab) -> Asked {
        let (parent, unit) = (self.parent(lab, 1), self.unit(lab, 2));
        let name = ["A", "B", "C", "D"][self.picks[3].index(4)].to_owned();
        let id = self.member(lab);
        match self.kind {
            23..=25 => Asked::CreateUnit { parent, name, tags: self.tags() },
            26 => Asked::UpdateUnit { id: unit, name: Some(name) },
            27 => Asked::DeleteUnit { id: unit },
            28 | 29 => {
                let at = lab.account(id).joined.map(|joined| joined.parent);
                let from = at.filter(|_| !self.chance(10)).unwrap_or(self.parent(lab, 3));
                Asked::MoveAccount { id, from, to: parent }
            }
            30 => Asked::Tag { resource: self.tagged(lab), tags: self.tags() },
            _ => Asked::Untag { resource: self.tagged(lab), keys: vec!["0".to_owned()] },
        }
    }

    fn of_delegation(&self, lab: &Lab) -> Asked {
        let principal = [HUB, MACIE, OTHER][self.picks[3].index(3)].to_owned();
        let delegated: Vec<(String, AccountId)> = self
            .organization(lab)
            .map(|organization| organization.delegated.keys().cloned().collect())
            .unwrap_or_default();
        let id = self.member(lab);
        match self.kind {
            32 | 33 => Asked::EnableServiceAccess { principal },
            34 if self.chance(50) => Asked::DisableServiceAccess { principal },
            37 => match self.of(2, &delegated) {
                Some((principal, id)) => Asked::DeregisterDelegatedAdministrator { id, principal },
                None => Asked::DeregisterDelegatedAdministrator { id, principal },
            },
            _ => Asked::RegisterDelegatedAdministrator { id, principal },
        }
    }

    fn of_lists(&self, lab: &Lab) -> Asked {
        let (page, parent) = (page(None, 1 + self.picks[3].index(5)), self.parent(lab, 1));
        let kind = if self.chance(50) { ChildKind::Account } else { ChildKind::Unit };
        let (succeeded, failed) = (self.chance(50), self.chance(70));
        match self.kind {
            38 => Asked::ListAccounts { page },
            39 => Asked::ListChildren { parent, kind, page },
            40 => Asked::ListParents { child: ChildId::Account(self.member(lab)) },
            41 => Asked::ListUnits { parent, page },
            42 => Asked::ListDelegatedAdministrators { principal: None, page },
            43 => Asked::ListHandshakes { of: HandshakesOf::Organization, state: None, page },
            44 => Asked::ListCreateAccountStatus { succeeded, failed, page },
            45 => Asked::ListTags { resource: self.tagged(lab) },
            _ => Asked::ListHandshakes { of: HandshakesOf::Account, state: None, page },
        }
    }

    fn of<T: Clone>(&self, pick: usize, items: &[T]) -> Option<T> {
        (!items.is_empty()).then(|| self.picks[pick].get(items).clone())
    }

    fn chance(&self, percent: usize) -> bool {
        self.picks[3].index(1_000) % 100 < percent
    }

    fn number(&self) -> u64 {
        // Seldom one that was drawn before.
        self.picks[2].index(2_000) as u64
    }

    fn account(&self, pick: usize) -> AccountId {
        account(1 + self.picks[pick].index(ACCOUNTS as usize) as u64)
    }

    fn email(&self) -> String {
        format!("{}@example.com", self.picks[1].index(30))
    }

    fn tags(&self) -> Tags {
        (0..self.picks[1].index(3)).map(|n| (n.to_string(), String::new())).collect()
    }

    fn region(&self) -> Region {
        region(["eu-west-1", "us-east-1", "us-west-2"][self.picks[1].index(3)])
    }

    fn organization<'a>(&self, lab: &'a Lab) -> Option<&'a Organization> {
        let all: Vec<&Organization> = lab.world.organizations.values().collect();
        self.of(0, &all)
    }

    fn member(&self, lab: &Lab) -> AccountId {
        let organization = self.organization(lab).map(|organization| organization.id);
        let accounts = lab.world.accounts.iter();
        let members = accounts.filter(|(_, account)| account.organization() == organization);
        let members: Vec<AccountId> = members.map(|(id, _)| *id).collect();
        self.of(2, &members).unwrap_or(self.account(2))
    }

    fn unit(&self, lab: &Lab, pick: usize) -> UnitId {
        let units: Vec<UnitId> = self
            .organization(lab)
            .map(|organization| organization.units.keys().copied().collect())
            .unwrap_or_default();
        self.of(pick, &units).unwrap_or(UnitId::of(OrganizationId::of(0).root(), 0))
    }

    fn parent(&self, lab: &Lab, pick: usize) -> ParentId {
        match self.organization(lab) {
            Some(organization)
                if self.picks[pick].index(3) == 0 || organization.units.is_empty() =>
            {
                ParentId::Root(organization.root())
            }
            _ => ParentId::Unit(self.unit(lab, pick)),
        }
    }

    fn tagged(&self, lab: &Lab) -> Tagged {
        if self.chance(50) {
            Tagged::Account(self.member(lab))
        } else {
            Tagged::Parent(self.parent(lab, 2))
        }
    }
}
