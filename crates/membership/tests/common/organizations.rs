//! Organizations, put into a world as the directory would; and what happens to accounts, which the directory
//! decides and tells the scopes.

use accede_membership::directory::{
    Account, AccountState, Designation, FeatureSet, Joined, JoinedMethod, Organization,
    OrganizationId, ParentId,
};
use accede_membership::{
    AccountEvent, AccountId, Change, Command, Delegation, Scope, Service, Subject, Timestamp, World,
};

use super::commands::create;
use super::{Lab, Who, region};

/// The organization of every test.
pub(crate) fn organization_id() -> OrganizationId {
    OrganizationId::of(77)
}

/// The organization as it begins: its management account, and nobody else.
pub(crate) fn founded(management: AccountId) -> Organization {
    Organization {
        id: organization_id(),
        management,
        features: FeatureSet::All,
        created_at: Timestamp(0),
        accounts: 1,
        root_accounts: 1,
        root_tags: Default::default(),
        units: Default::default(),
        trusted: Default::default(),
        delegated: Default::default(),
        designations: Default::default(),
        inviting: Default::default(),
    }
}

/// The place of an account that is in the organization.
pub(crate) fn joined() -> Joined {
    let id = organization_id();
    let (parent, method) = (ParentId::Root(id.root()), JoinedMethod::Invited);
    Joined { organization: id, parent, method, at: Timestamp(0) }
}

/// The organization of a world, if it has one.
pub(crate) fn organization(world: &World) -> Option<&Organization> {
    world.organizations.get(&organization_id())
}

/// What the directory records when this happens to an account.
pub(crate) fn record(
    world: &World,
    scope: &Scope,
    account: AccountId,
    event: &AccountEvent,
) -> Vec<Change> {
    let mut entry = world.accounts.get(&account).cloned().unwrap_or_default();
    let mut changes = Vec::new();
    match event {
        AccountEvent::Joined { .. } => entry.joined = Some(joined()),
        AccountEvent::Left => entry.joined = None,
        AccountEvent::Suspended => entry.state = AccountState::Suspended,
        AccountEvent::Reinstated => entry.state = AccountState::Active,
        AccountEvent::Closed => entry.state = AccountState::Closed,
        AccountEvent::RegionDisabled => _ = entry.disabled_regions.insert(scope.region.clone()),
        AccountEvent::RegionEnabled => _ = entry.disabled_regions.remove(&scope.region),
        AccountEvent::Undesignated => {}
    }
    if matches!(event, AccountEvent::Closed | AccountEvent::Undesignated)
        && let Some(mut organization) = organization(world).cloned()
    {
        organization.designations.retain(|_, one| one.administrator != account);
        organization.delegated.retain(|(_, delegated), _| *delegated != account);
        changes.push(Change::Organization(organization.id, Some(organization)));
    }
    changes.push(Change::Account(account, Some(entry)));
    changes
}

/// What an account that joins means to a scope whose administrator enables such accounts (S18, M20).
pub(crate) fn joining(world: &World, scope: &Scope, account: AccountId) -> Option<AccountEvent> {
    let Designation { administrator, auto_enable, auto_enable_standards: standards, .. } =
        *organization(world)?.designations.get(scope)?;
    let off = world.accounts.get(&account).is_some_and(|a| is_off(a, scope));
    (auto_enable && !off).then_some(AccountEvent::Joined { administrator, standards })
}

fn is_off(account: &Account, scope: &Scope) -> bool {
    account.disabled_regions.contains(&scope.region)
}

pub(crate) fn designate(account: impl Into<Subject>, feature: Service) -> Command {
    Command::Delegation(Delegation::Designate { account: account.into(), feature })
}

pub(crate) fn withdraw(account: impl Into<Subject>, feature: Service) -> Command {
    Command::Delegation(Delegation::Withdraw { account: account.into(), feature })
}

pub(crate) fn list_designated(feature: Service) -> Command {
    Command::Delegation(Delegation::List { feature })
}

pub(crate) fn describe() -> Command {
    Command::Delegation(Delegation::Describe)
}

pub(crate) fn configure(auto_enable: bool) -> Command {
    Command::Delegation(Delegation::Configure { auto_enable, standards: None, central: None })
}

impl Lab {
    /// The scope of this laboratory.
    pub(crate) fn scope(&self) -> Scope {
        Scope { service: self.rules.service, region: region() }
    }

    /// G's organization, with these accounts in it too.
    pub(crate) fn organized(mut self, members: &[Who]) -> Lab {
        let entries = &mut self.world.organizations;
        let organization = entries.entry(organization_id()).or_insert_with(|| founded(Who::G.id()));
        organization.accounts += members.len() as u64;
        organization.root_accounts += members.len() as u64;
        for who in members.iter().chain([&Who::G]) {
            self.entry(*who).joined = Some(joined());
        }
        self
    }

    /// The organization's record.
    pub(crate) fn the_organization(&mut self) -> &mut Organization {
        self.world.organizations.get_mut(&organization_id()).expect("an organization")
    }

    /// The management account designates an administrator.
    pub(crate) fn designated(self, who: Who) -> Lab {
        let command = designate(who, self.rules.service);
        self.after(Who::G, command)
    }

    /// The management account ends the designation.
    pub(crate) fn withdrawn(self, who: Who) -> Lab {
        let command = withdraw(who, self.rules.service);
        self.after(Who::G, command)
    }

    /// A administers the service for an organization that M is in too; B and N are not in it.
    pub(crate) fn delegated(self) -> Lab {
        self.organized(&[Who::A, Who::M]).designated(Who::A)
    }

    /// The same, and A has made M a member.
    pub(crate) fn admitted(self) -> Lab {
        self.delegated().after(Who::A, create(Who::M))
    }

    /// The same, and A enables accounts that join.
    pub(crate) fn auto_enabling(self) -> Lab {
        self.organized(&[Who::A]).designated(Who::A).after(Who::A, configure(true))
    }

    /// Something happens to an account: the scope hears of it, and the directory records it.
    pub(crate) fn happens(mut self, who: Who, event: &AccountEvent) -> Lab {
        self.must(who, Command::Account(event.clone()));
        self.world.apply(&record(&self.world, &self.scope(), who.id(), event));
        self
    }

    /// An account joins the organization.
    pub(crate) fn joins(self, who: Who) -> Lab {
        match joining(&self.world, &self.scope(), who.id()) {
            Some(event) => self.happens(who, &event),
            None => self.organized(&[who]),
        }
    }

    /// An account leaves the organization, or is removed from it.
    pub(crate) fn departs(self, who: Who) -> Lab {
        self.happens(who, &AccountEvent::Left)
    }

    /// An account is suspended.
    pub(crate) fn suspended(self, who: Who) -> Lab {
        self.happens(who, &AccountEvent::Suspended)
    }

    /// A suspended account is in use again.
    pub(crate) fn reinstated(self, who: Who) -> Lab {
        self.happens(who, &AccountEvent::Reinstated)
    }

    /// An account is closed.
    pub(crate) fn closed(self, who: Who) -> Lab {
        self.happens(who, &AccountEvent::Closed)
    }

    /// The Region is switched off in an account.
    pub(crate) fn region_off(self, who: Who) -> Lab {
        self.happens(who, &AccountEvent::RegionDisabled)
    }

    /// The Region is switched on in an account.
    pub(crate) fn region_on(self, who: Who) -> Lab {
        self.happens(who, &AccountEvent::RegionEnabled)
    }

    /// An account is deregistered in Organizations, or the service is no longer trusted there.
    pub(crate) fn deregistered(self, who: Who) -> Lab {
        self.happens(who, &AccountEvent::Undesignated)
    }
}
