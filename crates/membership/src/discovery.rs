//! How an account has configured the automated discovery of sensitive data (Macie), as it is kept in its settings.

use crate::{Settings, Standing, Timestamp};

/// In which members automated discovery is switched on by itself. The names are AWS's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AutoEnable {
    /// In all that there are, and in those to come.
    All,
    /// In those to come.
    New,
    /// In none.
    None,
}

impl AutoEnable {
    /// Every value.
    pub const ALL: [AutoEnable; 3] = [AutoEnable::All, AutoEnable::New, AutoEnable::None];

    /// The name on the wire (`autoEnableOrganizationMembers`) and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AutoEnable::All => "ALL",
            AutoEnable::New => "NEW",
            AutoEnable::None => "NONE",
        }
    }

    /// The value with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AutoEnable> {
        AutoEnable::ALL.into_iter().find(|value| value.name() == name)
    }
}

/// The configuration of automated discovery of an administrator with its members, or of an account by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiscoveryConfiguration {
    /// Whether it is on.
    pub enabled: bool,
    /// In which members it is switched on by itself.
    pub auto_enable: AutoEnable,
    /// When it was switched on for the first time.
    pub first_enabled_at: Option<Timestamp>,
    /// When it was last switched off; absent while it is on, and if it never was.
    pub disabled_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The classification scope: 128 random bits, once it was on.
    pub scope: Option<u128>,
    /// The sensitivity inspection template: 128 random bits, once it was on.
    pub template: Option<u128>,
}

const STATUS: &str = "automatedDiscovery.status";
const AUTO_ENABLE: &str = "automatedDiscovery.autoEnableOrganizationMembers";
const FIRST_ENABLED_AT: &str = "automatedDiscovery.firstEnabledAt";
const DISABLED_AT: &str = "automatedDiscovery.disabledAt";
const UPDATED_AT: &str = "automatedDiscovery.lastUpdatedAt";
const SCOPE: &str = "automatedDiscovery.classificationScopeId";
const TEMPLATE: &str = "automatedDiscovery.sensitivityInspectionTemplateId";

const ENABLED: &str = "ENABLED";
const DISABLED: &str = "DISABLED";

impl DiscoveryConfiguration {
    /// The configuration of an account; off where it has none.
    #[must_use]
    pub(crate) fn of(standing: &Standing) -> DiscoveryConfiguration {
        let setting = |name: &str| standing.settings.get(name);
        let time = |name: &str| setting(name)?.parse().ok().map(Timestamp);
        let id = |name: &str| u128::from_str_radix(setting(name)?, 16).ok();
        let auto_enable = setting(AUTO_ENABLE).and_then(|name| AutoEnable::from_name(name));
        DiscoveryConfiguration {
            enabled: is_enabled(&standing.settings, STATUS),
            auto_enable: auto_enable.unwrap_or(AutoEnable::None),
            first_enabled_at: time(FIRST_ENABLED_AT),
            disabled_at: time(DISABLED_AT),
            updated_at: time(UPDATED_AT).unwrap_or(standing.enabled_at),
            scope: id(SCOPE),
            template: id(TEMPLATE),
        }
    }

    /// Keeps the configuration.
    pub(crate) fn keep(&self, settings: &mut Settings) {
        let time = |time: Option<Timestamp>| time.map(|time| time.0.to_string());
        let id = |id: Option<u128>| id.map(|id| format!("{id:032x}"));
        for (name, value) in [
            (STATUS, Some(status(self.enabled).to_owned())),
            (AUTO_ENABLE, Some(self.auto_enable.name().to_owned())),
            (FIRST_ENABLED_AT, time(self.first_enabled_at)),
            (DISABLED_AT, time(self.disabled_at)),
            (UPDATED_AT, time(Some(self.updated_at))),
            (SCOPE, id(self.scope)),
            (TEMPLATE, id(self.template)),
        ] {
            match value {
                Some(value) => settings.insert(name.to_owned(), value),
                None => settings.remove(name),
            };
        }
    }
}

/// Whether a setting says `ENABLED`.
pub(crate) fn is_enabled(settings: &Settings, name: &str) -> bool {
    settings.get(name).is_some_and(|value| value == ENABLED)
}

/// The name of a status.
pub(crate) fn status(enabled: bool) -> &'static str {
    if enabled { ENABLED } else { DISABLED }
}
