//! A finding aggregator of Security Hub: which Regions an account's home Region gathers from.

use crate::{AccountId, Region, Timestamp};

/// How the linked Regions are chosen. The names are AWS's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Linking {
    /// Every Region, future ones too.
    AllRegions,
    /// Every Region but those named, future ones too.
    AllRegionsExceptSpecified,
    /// Those named.
    SpecifiedRegions,
    /// None.
    NoRegions,
}

impl Linking {
    /// Every mode.
    pub const ALL: [Linking; 4] = [
        Linking::AllRegions,
        Linking::AllRegionsExceptSpecified,
        Linking::SpecifiedRegions,
        Linking::NoRegions,
    ];

    /// The name on the wire (`RegionLinkingMode`) and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Linking::AllRegions => "ALL_REGIONS",
            Linking::AllRegionsExceptSpecified => "ALL_REGIONS_EXCEPT_SPECIFIED",
            Linking::SpecifiedRegions => "SPECIFIED_REGIONS",
            Linking::NoRegions => "NO_REGIONS",
        }
    }

    /// The mode with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Linking> {
        Linking::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// Whether a list of Regions goes with it.
    #[must_use]
    pub fn names_regions(self) -> bool {
        matches!(self, Linking::AllRegionsExceptSpecified | Linking::SpecifiedRegions)
    }
}

/// A finding aggregator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingAggregator {
    /// A random UUID, which is in its ARN.
    pub id: u128,
    /// The home Region: the one it was created in.
    pub region: Region,
    /// How the linked Regions are chosen.
    pub linking: Linking,
    /// The Regions named with that.
    pub regions: Vec<Region>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What names a finding aggregator: what its ARN is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AggregatorName {
    /// Whose it is.
    pub account: AccountId,
    /// Its home Region.
    pub region: Region,
    /// Its id.
    pub id: u128,
}
