//! An organization: its management account, its units, who is delegated, and which account administers each
//! service in each Region (semantics §9, §10.2).
//!
//! What several rules must agree upon is in this one record, guarded by one version: two accounts cannot both
//! become the delegated administrator, and an organizational unit cannot be deleted while an account moves
//! into it.

use std::collections::BTreeMap;

use super::{HandshakeId, OrganizationId, ParentId, RootId, UnitId};
use crate::{AccountId, Scope, Service, Tags, Timestamp};

/// What an organization can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum FeatureSet {
    /// Everything.
    #[default]
    All,
    /// One bill, and no more: services cannot be trusted, nor administrators delegated.
    ConsolidatedBilling,
}

impl FeatureSet {
    /// The name in the Organizations API and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FeatureSet::All => "ALL",
            FeatureSet::ConsolidatedBilling => "CONSOLIDATED_BILLING",
        }
    }

    /// The feature set with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<FeatureSet> {
        [FeatureSet::All, FeatureSet::ConsolidatedBilling].into_iter().find(|f| f.name() == name)
    }
}

/// An organizational unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its name, unique among its siblings.
    pub name: String,
    /// What it is in.
    pub parent: ParentId,
    /// How many accounts are in it directly.
    pub accounts: u64,
    /// Its tags.
    pub tags: Tags,
}

/// The administrator of a service for an organization in one Region, and how it is set (semantics §9.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// The account.
    pub administrator: AccountId,
    /// Whether accounts that join become members.
    pub auto_enable: bool,
    /// Whether they get the default standards (Security Hub's `AutoEnableStandards`: `DEFAULT`).
    pub auto_enable_standards: bool,
    /// Whether configuration is central (Security Hub's `ConfigurationType`: `CENTRAL`).
    pub central: bool,
}

impl Designation {
    /// A designation as it begins: nothing is enabled by itself (semantics §3.4, §4.4).
    #[must_use]
    pub fn of(administrator: AccountId) -> Designation {
        Designation {
            administrator,
            auto_enable: false,
            auto_enable_standards: true,
            central: false,
        }
    }
}

/// An invitation that an organization sent and that nobody answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Which.
    pub handshake: HandshakeId,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// The management account.
    pub management: AccountId,
    /// What it can do.
    pub features: FeatureSet,
    /// When it was created.
    pub created_at: Timestamp,
    /// How many accounts are in it, the management account included.
    pub accounts: u64,
    /// How many accounts are in its root directly.
    pub root_accounts: u64,
    /// The root's tags.
    pub root_tags: Tags,
    /// Its organizational units.
    pub units: BTreeMap<UnitId, Unit>,
    /// The services that it trusts, by principal, and since when.
    pub trusted: BTreeMap<String, Timestamp>,
    /// The delegated administrators, by principal and account, and since when.
    pub delegated: BTreeMap<(String, AccountId), Timestamp>,
    /// The administrator of each service in each Region.
    pub designations: BTreeMap<Scope, Designation>,
    /// The open invitation to each account that has one; expired ones may linger until the next is sent.
    pub inviting: BTreeMap<AccountId, Sent>,
}

impl Organization {
    /// The root's id.
    #[must_use]
    pub fn root(&self) -> RootId {
        self.id.root()
    }

    /// The account that administers a service in a Region.
    #[must_use]
    pub fn administrator(&self, scope: &Scope) -> Option<AccountId> {
        self.designations.get(scope).map(|designation| designation.administrator)
    }

    /// Whether a service is configured centrally, from whichever Region.
    #[must_use]
    pub fn is_central(&self, service: Service) -> bool {
        self.designations.iter().any(|(scope, d)| scope.service == service && d.central)
    }

    /// Whether an account is delegated for any service.
    #[must_use]
    pub fn is_delegated(&self, account: AccountId) -> bool {
        self.delegated.keys().any(|(_, delegated)| *delegated == account)
    }

    /// How many accounts are in a root or unit directly.
    pub fn accounts_in(&mut self, parent: ParentId) -> Option<&mut u64> {
        match parent {
            ParentId::Root(root) if root == self.root() => Some(&mut self.root_accounts),
            ParentId::Root(_) => None,
            ParentId::Unit(unit) => self.units.get_mut(&unit).map(|unit| &mut unit.accounts),
        }
    }

    /// Whether it has this root or unit.
    #[must_use]
    pub fn has(&self, parent: ParentId) -> bool {
        match parent {
            ParentId::Root(root) => root == self.root(),
            ParentId::Unit(unit) => self.units.contains_key(&unit),
        }
    }
}
