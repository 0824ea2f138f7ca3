//! The Regions that have rates of their own.

use accede_membership::Region;

/// AWS's.
const KNOWN: [&str; 39] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// The name that a Region is counted under. Those that AWS does not have are one: a caller can make up as many as it
/// likes.
pub(super) fn counted_as(region: &Region) -> &'static str {
    KNOWN.binary_search(&region.as_str()).map_or("elsewhere", |place| KNOWN[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_of_ones_own_are_counted_together() {
        assert!(KNOWN.is_sorted());
        for known in KNOWN {
            assert_eq!(counted_as(&known.parse().unwrap()), known);
        }
        for other in ["here", "us-east-3", "us-east-1a", "a"] {
            assert_eq!(counted_as(&other.parse().unwrap()), "elsewhere");
        }
    }
}
