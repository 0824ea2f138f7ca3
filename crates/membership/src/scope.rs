//! Where a record lives: a service in a Region. Nothing ever reads across scopes.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A service with an invitation model. What differs between them is data: see [`crate::Rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// AWS Security Hub.
    SecurityHub,
    /// Amazon Macie.
    Macie,
    /// The second generation of AWS Security Hub: a switch of its own beside the first (semantics §3.6). It
    /// takes no part in invitations.
    SecurityHubV2,
}

impl Service {
    /// Every service.
    pub const ALL: [Service; 3] = [Service::SecurityHub, Service::Macie, Service::SecurityHubV2];
    /// The services whose accounts can be members of each other.
    pub const WITH_MEMBERS: [Service; 2] = [Service::SecurityHub, Service::Macie];

    /// Its name on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Service::SecurityHub => "securityhub",
            Service::Macie => "macie2",
            Service::SecurityHubV2 => "securityhubv2",
        }
    }

    /// The name that requests to it are signed with, and that its ARNs carry.
    #[must_use]
    pub fn signing_name(self) -> &'static str {
        match self {
            Service::SecurityHub | Service::SecurityHubV2 => "securityhub",
            Service::Macie => "macie2",
        }
    }

    /// The principal by which organizations trust it and delegate for it (semantics §9.1).
    #[must_use]
    pub fn principal(self) -> &'static str {
        match self {
            Service::SecurityHub | Service::SecurityHubV2 => "securityhub.amazonaws.com",
            Service::Macie => "macie.amazonaws.com",
        }
    }

    /// The service with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Service> {
        Service::ALL.into_iter().find(|service| service.name() == name)
    }
}

/// A Region's name: 1 to 32 lower-case letters, digits and dashes. Any such name is a Region, because
/// private clouds name their own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Arc<str>);

impl Region {
    /// How many bytes the longest name has.
    pub const LONGEST: usize = 32;

    /// Where AWS has what belongs to no Region: `us-east-1`.
    #[must_use]
    pub fn home() -> Region {
        Region(Arc::from("us-east-1"))
    }

    /// Whether a text is the name of a Region.
    #[must_use]
    pub fn is_name(text: &str) -> bool {
        let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        (1..=Region::LONGEST).contains(&text.len()) && text.bytes().all(legal)
    }

    /// The Region's name, `us-east-1`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition that ARNs of this Region carry.
    #[must_use]
    pub fn partition(&self) -> &'static str {
        match &*self.0 {
            name if name.starts_with("cn-") => "aws-cn",
            name if name.starts_with("us-gov-") => "aws-us-gov",
            name if name.starts_with("us-iso-") => "aws-iso",
            name if name.starts_with("us-isob-") => "aws-iso-b",
            name if name.starts_with("eu-isoe-") => "aws-iso-e",
            name if name.starts_with("us-isof-") => "aws-iso-f",
            name if name.starts_with("eusc-") => "aws-eusc",
            _ => "aws",
        }
    }
}

/// Why a text is not a Region's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotARegion;

impl fmt::Display for NotARegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Region's name is 1 to 32 lower-case letters, digits and dashes")
    }
}

impl std::error::Error for NotARegion {}

impl FromStr for Region {
    type Err = NotARegion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if Region::is_name(text) { Ok(Region(Arc::from(text))) } else { Err(NotARegion) }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A service in a Region. Every record belongs to exactly one scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The service.
    pub service: Service,
    /// The Region.
    pub region: Region,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_a_short_lower_case_name() {
        for (name, partition) in [
            ("us-east-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
            ("my-cloud", "aws"),
        ] {
            assert_eq!(name.parse::<Region>().unwrap().partition(), partition, "{name}");
        }
        let long = "a".repeat(33);
        for name in ["", "US-EAST-1", "us_east", "a/b", "us east", long.as_str()] {
            assert_eq!(name.parse::<Region>(), Err(NotARegion), "{name}");
        }
    }

    #[test]
    fn a_service_is_found_by_its_signing_name() {
        for service in Service::ALL {
            assert_eq!(Service::from_name(service.name()), Some(service));
        }
        assert_eq!(Service::from_name("ec2"), None);
    }
}
