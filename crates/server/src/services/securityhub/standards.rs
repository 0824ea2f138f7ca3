//! The security standards that Security Hub knows, and an account's subscriptions to them.
//!
//! A subscription is a document of the hub's configuration: its name says which standard, its text is the standard's
//! input.

use std::collections::BTreeMap;

use accede_membership::Standing;
use serde::Serialize;

use crate::wire::rest_json::{Call, NotEncoded};

/// A standard.
#[derive(Debug)]
pub(super) struct Standard {
    /// What its ARN ends with. A `ruleset` is the same in every Region.
    resource: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
}

/// The cloud whose resources the standards here evaluate.
pub(super) const PROVIDER: &str = "AWS";
/// Every cloud that there are standards for.
pub(super) const PROVIDERS: [&str; 3] = [PROVIDER, "Azure", "GCP"];

/// What documents of standards are named by, with what follows.
const DOCUMENT: &str = "standard/";

/// Every standard. Page tokens hold places in this list: new ones come last.
pub(super) const STANDARDS: &[Standard] = &[
    Standard {
        resource: "ruleset/cis-aws-foundations-benchmark/v/1.2.0",
        name: "CIS AWS Foundations Benchmark v1.2.0",
        description: "Version 1.2.0 of the CIS benchmark for the foundations of an AWS account: identity, logging, \
                      monitoring and networking.",
    },
    Standard {
        resource: "standards/aws-foundational-security-best-practices/v/1.0.0",
        name: "AWS Foundational Security Best Practices v1.0.0",
        description: "AWS's own checks of where accounts and deployed resources leave the best practices in \
                      security.",
    },
    Standard {
        resource: "standards/cis-aws-foundations-benchmark/v/1.4.0",
        name: "CIS AWS Foundations Benchmark v1.4.0",
        description: "Version 1.4.0 of the CIS benchmark for the foundations of an AWS account: identity, storage, \
                      logging, monitoring and networking.",
    },
    Standard {
        resource: "standards/cis-aws-foundations-benchmark/v/3.0.0",
        name: "CIS AWS Foundations Benchmark v3.0.0",
        description: "Version 3.0.0 of the CIS benchmark for the foundations of an AWS account.",
    },
    Standard {
        resource: "standards/cis-aws-foundations-benchmark/v/5.0.0",
        name: "CIS AWS Foundations Benchmark v5.0.0",
        description: "Version 5.0.0 of the CIS benchmark for the foundations of an AWS account.",
    },
    Standard {
        resource: "standards/nist-800-53/v/5.0.0",
        name: "NIST Special Publication 800-53 Revision 5",
        description: "The security and privacy controls that NIST publishes for information systems and \
                      organizations, as far as AWS resources can be checked for them.",
    },
    Standard {
        resource: "standards/nist-800-171/v/2.0.0",
        name: "NIST Special Publication 800-171 Revision 2",
        description: "The requirements that NIST publishes for the protection of controlled unclassified \
                      information outside of federal systems.",
    },
    Standard {
        resource: "standards/pci-dss/v/3.2.1",
        name: "PCI DSS v3.2.1",
        description: "Version 3.2.1 of the data security standard for those who store, process or transmit \
                      cardholder data.",
    },
    Standard {
        resource: "standards/pci-dss/v/4.0.1",
        name: "PCI DSS v4.0.1",
        description: "Version 4.0.1 of the data security standard for those who store, process or transmit \
                      cardholder data.",
    },
    Standard {
        resource: "standards/aws-resource-tagging-standard/v/1.0.0",
        name: "AWS Resource Tagging Standard v1.0.0",
        description: "AWS's checks of whether resources carry the tags that an organization asks for.",
    },
];

impl Standard {
    /// Its ARN in the Region of a call.
    pub(super) fn arn(&self, call: &Call<'_>) -> String {
        let region = &call.scope.region;
        let here = if self.resource.starts_with("ruleset/") { "" } else { region.as_str() };
        format!("arn:{}:securityhub:{here}::{}", region.partition(), self.resource)
    }

    /// The ARN of the caller's subscription.
    pub(super) fn subscription_arn(&self, call: &Call<'_>) -> String {
        let (_, name) = self.resource.split_once('/').unwrap_or_default();
        call.arn(call.account, &format!("subscription/{name}"))
    }

    /// The name of the document that a subscription is.
    pub(super) fn document(&self) -> String {
        format!("{DOCUMENT}{}", self.resource)
    }

    /// Whether a hub that is enabled has it without asking.
    pub(super) fn is_default(&self, call: &Call<'_>) -> bool {
        call.rules.default_standards.contains(&self.document().as_str())
    }

    /// The caller's subscription, if it has one.
    pub(super) fn subscription(
        &self,
        call: &Call<'_>,
        standing: &Standing,
        status: Status,
    ) -> Result<Option<Subscription>, NotEncoded> {
        let Some(text) = standing.configuration.get(&self.document()) else { return Ok(None) };
        let input = serde_json::from_str(text).map_err(|_| NotEncoded::Unexpected)?;
        Ok(Some(Subscription {
            standards_subscription_arn: self.subscription_arn(call),
            standards_arn: self.arn(call),
            standards_input: input,
            standards_status: status.name(),
            standards_controls_updatable: status.controls_updatable(),
            provider: PROVIDER,
        }))
    }
}

/// Where a subscription stands. Enabling takes no time here, and neither does disabling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// It is enabled.
    Ready,
    /// It was enabled until now.
    Deleting,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Status::Ready => "READY",
            Status::Deleting => "DELETING",
        }
    }

    fn controls_updatable(self) -> &'static str {
        match self {
            Status::Ready => "READY_FOR_UPDATES",
            Status::Deleting => "NOT_READY_FOR_UPDATES",
        }
    }
}

/// `StandardsSubscription`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Subscription {
    standards_subscription_arn: String,
    standards_arn: String,
    standards_input: BTreeMap<String, String>,
    standards_status: &'static str,
    standards_controls_updatable: &'static str,
    provider: &'static str,
}

/// The answer of operations that change subscriptions.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Subscriptions {
    standards_subscriptions: Vec<Subscription>,
}

impl Subscriptions {
    /// The caller's subscriptions to the standards whose documents are named so.
    pub(super) fn of(
        call: &Call<'_>,
        standing: &Standing,
        named: impl Fn(&String) -> bool,
        status: Status,
    ) -> Result<Subscriptions, NotEncoded> {
        let concerned = STANDARDS.iter().filter(|standard| named(&standard.document()));
        let subscription = |standard: &Standard| standard.subscription(call, standing, status);
        let found = concerned.map(subscription).collect::<Result<Vec<_>, _>>()?;
        Ok(Subscriptions { standards_subscriptions: found.into_iter().flatten().collect() })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use accede_membership::{Quotas, Rules};

    use super::STANDARDS;

    #[test]
    fn every_standard_has_a_name_of_its_own_and_the_default_ones_are_among_them() {
        let documents: BTreeSet<_> = STANDARDS.iter().map(|s| s.document()).collect();
        let names: BTreeSet<_> = STANDARDS.iter().map(|s| s.name).collect();
        let short = |s: &super::Standard| s.resource.split_once('/').unwrap().1;
        let subscriptions: BTreeSet<_> = STANDARDS.iter().map(short).collect();
        for count in [documents.len(), names.len(), subscriptions.len()] {
            assert_eq!(count, STANDARDS.len());
        }
        for default in Rules::security_hub(Quotas::default()).default_standards {
            assert!(documents.contains(*default), "{default}");
        }
    }
}
