//! What one account is in one scope: whether its service is on, how it is set, who its administrator is.

use std::collections::BTreeMap;

use crate::{AccountId, Relationship, StatusSet, Timestamp};

/// Tags of a resource, by key.
pub type Tags = BTreeMap<String, String>;

/// Settings of a service, by the name of their member in the service's API.
pub type Settings = BTreeMap<String, String>;

/// What else is configured in a service: documents by name, which its dialect writes and reads. The rules know
/// the names of some ([`crate::Rules::default_standards`]) and the inside of none.
pub type Configuration = BTreeMap<String, String>;

/// Whether an account has the service on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Switch {
    /// Not enabled.
    #[default]
    Off,
    /// Enabled.
    Enabled,
    /// Enabled and suspended (Macie).
    Paused,
}

impl Switch {
    /// The name on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Switch::Off => "off",
            Switch::Enabled => "enabled",
            Switch::Paused => "paused",
        }
    }

    /// The switch with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Switch> {
        [Switch::Off, Switch::Enabled, Switch::Paused].into_iter().find(|s| s.name() == name)
    }
}

/// What a service that is on does: it works, or its account suspended it. What a request can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// It works.
    Enabled,
    /// It is suspended (Macie).
    Paused,
}

impl From<Activity> for Switch {
    fn from(activity: Activity) -> Self {
        match activity {
            Activity::Enabled => Switch::Enabled,
            Activity::Paused => Switch::Paused,
        }
    }
}

/// How many rows an administrator has, by what they mean to a rule.
///
/// Kept in the standing, so that a rule over all rows of an account is one read of one record, guarded by
/// that record's version, and not a query that two writers can race.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tally {
    /// Rows that stand for somebody: all but those of organization members that ended. The latter are a record
    /// of the organization, which the administrator did not add by hand.
    pub rows: u64,
    /// Rows in [`StatusSet::COUNTED`], of the kind *invitation*.
    pub counted: u64,
    /// Rows in [`StatusSet::BLOCKS_ACCEPTING`].
    pub blocking: u64,
    /// Rows in [`StatusSet::ASSOCIATED`].
    pub associated: u64,
    /// Rows in [`StatusSet::COUNTED`], of the kind *organization*.
    pub organization: u64,
}

impl Tally {
    /// What one relationship adds to its administrator's tally.
    #[must_use]
    pub fn of(relationship: Option<&Relationship>) -> Tally {
        let Some((kind, status)) = relationship.and_then(|r| Some((r.kind, r.status()?))) else {
            return Tally::default();
        };
        let one = |set: StatusSet| u64::from(set.contains(status));
        let by_invitation = u64::from(kind == crate::Kind::Invitation);
        Tally {
            rows: by_invitation.max(one(StatusSet::COUNTED)),
            counted: by_invitation * one(StatusSet::COUNTED),
            blocking: one(StatusSet::BLOCKS_ACCEPTING),
            associated: one(StatusSet::ASSOCIATED),
            organization: (1 - by_invitation) * one(StatusSet::COUNTED),
        }
    }

    /// This tally after one relationship changed from what counted `old` to what counts `new`.
    #[must_use]
    pub fn moved(self, old: Tally, new: Tally) -> Tally {
        let moved = |whole: u64, old: u64, new: u64| (whole + new).saturating_sub(old);
        Tally {
            rows: moved(self.rows, old.rows, new.rows),
            counted: moved(self.counted, old.counted, new.counted),
            blocking: moved(self.blocking, old.blocking, new.blocking),
            associated: moved(self.associated, old.associated, new.associated),
            organization: moved(self.organization, old.organization, new.organization),
        }
    }
}

/// What one account is in one scope. An account that nobody has heard of has the default one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Whether its service is on.
    pub switch: Switch,
    /// When it was switched on.
    pub enabled_at: Timestamp,
    /// When switch or settings last changed.
    pub updated_at: Timestamp,
    /// How the service is set. Empty while it is off.
    pub settings: Settings,
    /// Tags of the service's own resource (the hub). Empty while it is off.
    pub tags: Tags,
    /// What else is configured. Empty while it is off.
    pub configuration: Configuration,
    /// **Its one administrator.** "One administrator per account" is this field.
    pub administrator: Option<AccountId>,
    /// The rows that it has as an administrator.
    pub tally: Tally,
}

impl Standing {
    /// Whether the service is on, suspended or not.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.switch != Switch::Off
    }

    /// Switches the service off. What it was set to goes; the relationships stay what they are.
    pub fn switch_off(&mut self) {
        let Standing { administrator, tally, .. } = *self;
        *self = Standing { administrator, tally, ..Standing::default() };
    }
}
