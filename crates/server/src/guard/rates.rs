//! How often each operation may be asked for, an account and Region. The page docs/quirks.md has the sources.

use super::buckets::Rate;

/// What is counted together: a service's name, and an operation's, or none where its operations share a rate.
pub(super) type What = (&'static str, &'static str);

const fn rate(per_second: u32, burst: u32) -> Rate {
    Rate { per_second, burst }
}

/// Published for every operation of Security Hub but those below (semantics §1.7).
const SECURITY_HUB: Rate = rate(10, 30);
/// Published: 600 a second of all operations together.
const STS: Rate = rate(600, 600);
/// Nothing is published for Macie but that creating members in a loop is too fast, and AWS's own programs wait a
/// second between two of them (semantics §1.7).
const MACIE: Rate = rate(10, 30);
/// For Organizations there is a rate of accounts that leave; the others are of our choosing.
const ORGANIZATIONS_READS: Rate = rate(20, 30);
const ORGANIZATIONS_CHANGES: Rate = rate(5, 10);

/// What an operation is counted as, and how often it may be asked for. `None`: as often as one likes.
pub(super) fn of(service: &str, operation: &'static str) -> Option<(What, Rate)> {
    match service {
        "securityhub" => Some((("securityhub", operation), security_hub(operation))),
        "macie2" => Some((("macie2", operation), macie(operation))),
        "organizations" => Some((("organizations", operation), organizations(operation))),
        "sts" => Some((("sts", ""), STS)),
        "cloudtrail" if operation == "LookupEvents" => {
            Some((("cloudtrail", operation), rate(2, 2)))
        }
        _ => None,
    }
}

fn security_hub(operation: &str) -> Rate {
    match operation {
        "BatchEnableStandards" => rate(1, 1),
        "GetFindings" => rate(3, 6),
        "UpdateStandardsControl" => rate(1, 5),
        _ => SECURITY_HUB,
    }
}

fn macie(operation: &str) -> Rate {
    if operation == "CreateMember" { rate(1, 10) } else { MACIE }
}

fn organizations(operation: &str) -> Rate {
    match operation {
        "LeaveOrganization" => rate(5, 5),
        name if name.starts_with("List") || name.starts_with("Describe") => ORGANIZATIONS_READS,
        _ => ORGANIZATIONS_CHANGES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_rates_are_as_published() {
        for (service, operation, expected) in [
            ("securityhub", "ListMembers", rate(10, 30)),
            ("securityhub", "BatchEnableStandards", rate(1, 1)),
            ("sts", "GetCallerIdentity", rate(600, 600)),
            ("organizations", "LeaveOrganization", rate(5, 5)),
            ("cloudtrail", "LookupEvents", rate(2, 2)),
        ] {
            assert_eq!(of(service, operation).unwrap().1, expected, "{service} {operation}");
        }
        assert_eq!(of("s3", "ListBuckets"), None);
    }

    #[test]
    fn operations_are_counted_apart_except_in_sts() {
        let what = |service, operation| of(service, operation).unwrap().0;
        for service in ["securityhub", "macie2", "organizations"] {
            assert_ne!(what(service, "A"), what(service, "B"), "{service}");
        }
        assert_eq!(what("sts", "A"), what("sts", "B"));
    }
}
