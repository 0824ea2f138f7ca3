//! The products that Security Hub integrates with: AWS's own, and many of those of partners. An account's
//! subscription to one is a document of its hub's configuration.

use crate::wire::rest_json::Call;

/// A product.
#[derive(Debug)]
pub(super) struct Product {
    /// What its ARN ends with: company and product.
    resource: &'static str,
    /// The account of a partner, which is in the ARN of some.
    account: &'static str,
    pub(super) name: &'static str,
    pub(super) company: &'static str,
    pub(super) category: &'static str,
    /// What it does with findings; the values of `IntegrationType`.
    pub(super) integrations: &'static [&'static str],
    /// Where the service is in AWS's console and in its documentation; none for products of partners.
    pub(super) pages: Option<(&'static str, &'static str)>,
}

/// What documents of subscriptions are named by, with what follows.
const DOCUMENT: &str = "product/";

const SENDS: &[&str] = &["SEND_FINDINGS_TO_SECURITY_HUB"];
const RECEIVES: &[&str] = &["RECEIVE_FINDINGS_FROM_SECURITY_HUB"];
const UPDATES: &[&str] = &["RECEIVE_FINDINGS_FROM_SECURITY_HUB", "UPDATE_FINDINGS_IN_SECURITY_HUB"];

/// Every product. Page tokens hold places in this list: new ones come last.
#[rustfmt::skip]
pub(super) const PRODUCTS: &[Product] = &[
    aws("aws/guardduty", "GuardDuty", "Threat Detection", SENDS, "guardduty"),
    aws("aws/macie", "Macie", "Data Protection", SENDS, "macie"),
    aws("aws/inspector", "Inspector", "Vulnerability Management", SENDS, "inspector"),
    aws("aws/config", "Config", "Configuration Management", SENDS, "config"),
    aws("aws/access-analyzer", "IAM Access Analyzer", "Identity and Access", SENDS, "access-analyzer"),
    aws("aws/firewall-manager", "Firewall Manager", "Firewall Management", SENDS, "wafv2"),
    aws("aws/health", "Health", "Service Events", SENDS, "health"),
    aws("aws/ssm-patch-manager", "Systems Manager Patch Manager", "Patch Management", SENDS, "systems-manager"),
    aws("aws/iot-device-defender", "IoT Device Defender", "Threat Detection", SENDS, "iot"),
    aws("aws/securityhub", "Security Hub", "Configuration Management", SENDS, "securityhub"),
    aws("aws/audit-manager", "Audit Manager", "Compliance", RECEIVES, "auditmanager"),
    aws("aws/chatbot", "Chatbot", "Notification", RECEIVES, "chatbot"),
    aws("amazon/detective", "Detective", "Investigation", RECEIVES, "detective"),
    aws("aws/trusted-advisor", "Trusted Advisor", "Configuration Management", RECEIVES, "trustedadvisor"),
    aws("aws/systems-manager-opscenter-and-explorer", "Systems Manager Explorer and OpsCenter", "Incident Management", UPDATES, "systems-manager"),
    partner("3coresec/3coresec", "", "3CORESec", "3CORESec", "Threat Detection", SENDS),
    partner("alertlogic/althreatmanagement", "733251395267", "Alert Logic", "Threat Management", "Threat Detection", SENDS),
    partner("aquasecurity/aquasecurity", "", "Aqua Security", "Cloud Native Security Platform", "Container Security", SENDS),
    partner("aqua-security/kube-bench", "", "Aqua Security", "Kube-bench", "Container Security", SENDS),
    partner("armordefense/armoranywhere", "679703615338", "Armor", "Armor Anywhere", "Threat Detection", SENDS),
    partner("atlassian/jira-service-management", "", "Atlassian", "Jira Service Management", "Incident Management", UPDATES),
    partner("atlassian/opsgenie", "", "Atlassian", "Opsgenie", "Incident Management", RECEIVES),
    partner("attackiq/attackiq-platform", "", "AttackIQ", "AttackIQ Platform", "Attack Simulation", SENDS),
    partner("barracuda/cloudsecurityguardian", "151784055945", "Barracuda Networks", "Cloud Security Guardian", "Cloud Posture", SENDS),
    partner("bigid/bigid-enterprise", "", "BigID", "BigID Enterprise", "Data Protection", SENDS),
    partner("capitis/c2vs", "", "Capitis Solutions", "C2VS", "Compliance", SENDS),
    partner("checkpoint/cloudguard-iaas", "758245563457", "Check Point", "CloudGuard IaaS", "Network Security", SENDS),
    partner("checkpoint/dome9-arc", "634729597623", "Check Point", "CloudGuard Posture Management", "Cloud Posture", SENDS),
    partner("cloud-custodian/cloud-custodian", "", "Cloud Custodian", "Cloud Custodian", "Cloud Posture", UPDATES),
    partner("crowdstrike/crowdstrike-falcon", "517716713836", "CrowdStrike", "CrowdStrike Falcon", "Endpoint Security", SENDS),
    partner("cyberark/cyberark-pta", "749430749651", "CyberArk", "Privileged Threat Analytics", "Identity and Access", SENDS),
    partner("fireeye/fireeye-helix", "264756907367", "FireEye", "Helix", "Threat Detection", RECEIVES),
    partner("forcepoint/forcepoint-casb", "365761988620", "Forcepoint", "CASB", "Data Protection", SENDS),
    partner("forcepoint/forcepoint-dlp", "365761988620", "Forcepoint", "DLP", "Data Protection", SENDS),
    partner("forcepoint/forcepoint-ngfw", "365761988620", "Forcepoint", "NGFW", "Network Security", SENDS),
    partner("guardicore/aws-infection-monkey", "324264561773", "Guardicore", "Infection Monkey", "Attack Simulation", SENDS),
    partner("guardicore/centra", "324264561773", "Guardicore", "Centra", "Network Security", SENDS),
    partner("hackerone/vulnerability-intelligence", "", "HackerOne", "Vulnerability Intelligence", "Vulnerability Management", SENDS),
    partner("ibm/qradar-siem", "949680696695", "IBM", "QRadar", "Event Management", RECEIVES),
    partner("lacework/lacework", "", "Lacework", "Lacework", "Cloud Posture", SENDS),
    partner("mcafee-skyhigh/mcafee-mvision-cloud-aws", "297986523463", "McAfee", "MVISION Cloud", "Cloud Posture", SENDS),
    partner("pagerduty/pagerduty", "", "PagerDuty", "PagerDuty", "Incident Management", RECEIVES),
    partner("paloaltonetworks/redlock", "188619942792", "Palo Alto Networks", "Prisma Cloud Enterprise", "Cloud Posture", SENDS),
    partner("prowler/prowler", "", "Prowler", "Prowler", "Cloud Posture", SENDS),
    partner("qualys/qualys-vm", "805950163170", "Qualys", "Vulnerability Management", "Vulnerability Management", SENDS),
    partner("rackspace/cloud-native-security", "530014582677", "Rackspace Technology", "Cloud Native Security", "Threat Detection", UPDATES),
    partner("rapid7/insightvm", "336818582268", "Rapid7", "InsightVM", "Vulnerability Management", SENDS),
    partner("servicenow/itsm", "842447150064", "ServiceNow", "ITSM", "Incident Management", UPDATES),
    partner("slack/slack", "429538831549", "Slack", "Slack", "Notification", RECEIVES),
    partner("sophos/sophos-server-protection", "062897671886", "Sophos", "Server Protection", "Endpoint Security", SENDS),
    partner("splunk/splunk-enterprise", "112543817624", "Splunk", "Splunk Enterprise", "Event Management", RECEIVES),
    partner("sumologicinc/sumologic-mda", "956882708938", "Sumo Logic", "Machine Data Analytics", "Event Management", SENDS),
    partner("symantec-corp/symantec-cwp", "754237914691", "Symantec", "Cloud Workload Protection", "Endpoint Security", SENDS),
    partner("sysdig/sysdig-secure-for-cloud", "", "Sysdig", "Sysdig Secure for cloud", "Cloud Posture", SENDS),
    partner("tenable/tenable-io", "422820575223", "Tenable", "Tenable.io", "Vulnerability Management", SENDS),
    partner("turbot/turbot", "453761072151", "Turbot", "Turbot", "Cloud Posture", SENDS),
    partner("twistlock/twistlock-enterprise", "496947949261", "Palo Alto Networks", "Prisma Cloud Compute", "Container Security", SENDS),
    partner("vectra-ai/cognito-detect", "978576646331", "Vectra AI", "Cognito Detect", "Threat Detection", SENDS),
];

const fn aws(
    resource: &'static str,
    name: &'static str,
    category: &'static str,
    integrations: &'static [&'static str],
    page: &'static str,
) -> Product {
    let (account, company) = ("", "AWS");
    let pages = Some((page, "https://docs.aws.amazon.com/securityhub/latest/userguide/"));
    Product { resource, account, name, company, category, integrations, pages }
}

const fn partner(
    resource: &'static str,
    account: &'static str,
    company: &'static str,
    name: &'static str,
    category: &'static str,
    integrations: &'static [&'static str],
) -> Product {
    Product { resource, account, name, company, category, integrations, pages: None }
}

impl Product {
    /// Its ARN in the Region of a call.
    pub(super) fn arn(&self, call: &Call<'_>) -> String {
        let region = &call.scope.region;
        let (partition, account) = (region.partition(), self.account);
        format!("arn:{partition}:securityhub:{region}:{account}:product/{}", self.resource)
    }

    /// The ARN of the caller's subscription.
    pub(super) fn subscription_arn(&self, call: &Call<'_>) -> String {
        call.arn(call.account, &format!("product-subscription/{}", self.resource))
    }

    /// The name of the document that a subscription is.
    pub(super) fn document(&self) -> String {
        format!("{DOCUMENT}{}", self.resource)
    }

    /// What it is, in a sentence.
    pub(super) fn description(&self) -> String {
        let does = match self.integrations {
            SENDS => "sends its findings to",
            RECEIVES => "receives findings from",
            _ => "receives findings from, and updates them in,",
        };
        format!("{} of {} {does} Security Hub.", self.name, self.company)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{PRODUCTS, RECEIVES, SENDS, UPDATES};

    #[test]
    fn every_product_is_there_once() {
        let documents: BTreeSet<_> = PRODUCTS.iter().map(super::Product::document).collect();
        assert_eq!(documents.len(), PRODUCTS.len());
        for product in PRODUCTS {
            let company = product.resource.split_once('/').map(|(company, _)| company);
            assert_eq!(product.pages.is_some(), matches!(company, Some("aws" | "amazon")));
            assert!([SENDS, RECEIVES, UPDATES].contains(&product.integrations));
            let digits = product.account.bytes().all(|b| b.is_ascii_digit());
            assert!(digits && matches!(product.account.len(), 0 | 12), "{}", product.resource);
        }
    }
}
