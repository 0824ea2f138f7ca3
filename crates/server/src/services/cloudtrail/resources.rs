//! What an event is about: the resources that its request and its answer name.
//!
//! Resources of a service are found by their ARNs, access keys by the member that holds their id, accounts by their
//! ids, so that an administrator finds all that was done about one member. Types are named as AWS CloudFormation
//! names them, or, where it has no such resource, as CloudTrail does.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

/// `Resource`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Resource<'a> {
    pub(super) resource_type: &'static str,
    pub(super) resource_name: &'a str,
}

const ACCOUNT: &str = "AWS::Organizations::Account";

/// The services and the beginnings of the resource in an ARN, by type.
const TYPES: &[(&str, &str, &str)] = &[
    ("iam", "role/", "AWS::IAM::Role"),
    ("iam", "user/", "AWS::IAM::User"),
    ("sts", "assumed-role/", "AWS::STS::AssumedRole"),
    ("securityhub", "hub/", "AWS::SecurityHub::Hub"),
    ("securityhub", "hubv2/", "AWS::SecurityHub::HubV2"),
    ("securityhub", "finding-aggregator/", "AWS::SecurityHub::FindingAggregator"),
    ("securityhub", "subscription/", "AWS::SecurityHub::Standard"),
    ("securityhub", "standards/", "AWS::SecurityHub::Standard"),
    ("securityhub", "ruleset/", "AWS::SecurityHub::Standard"),
    ("securityhub", "product-subscription/", "AWS::SecurityHub::ProductSubscription"),
    ("securityhub", "product/", "AWS::SecurityHub::Product"),
    ("macie2", "member/", "AWS::Macie::Member"),
    ("macie2", "", "AWS::Macie::Session"),
    ("organizations", "account/", ACCOUNT),
    ("organizations", "organization/", "AWS::Organizations::Organization"),
    ("organizations", "ou/", "AWS::Organizations::OrganizationalUnit"),
    ("organizations", "root/", "AWS::Organizations::Root"),
    ("organizations", "handshake/", "AWS::Organizations::Handshake"),
    ("s3", "", "AWS::S3::Bucket"),
    ("kms", "key/", "AWS::KMS::Key"),
];

/// The resources that these values name, each once, by type and name.
pub(super) fn named<'a>(values: &[&'a Value]) -> BTreeSet<Resource<'a>> {
    let mut found = BTreeSet::new();
    for value in values {
        collect("", value, &mut found);
    }
    found
}

fn collect<'a>(member: &str, value: &'a Value, found: &mut BTreeSet<Resource<'a>>) {
    match value {
        Value::String(text) => found.extend(resource(member, text)),
        Value::Array(items) => items.iter().for_each(|item| collect(member, item, found)),
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| collect(name, value, found));
        }
        _ => {}
    }
}

fn resource<'a>(member: &str, text: &'a str) -> Option<Resource<'a>> {
    let resource_type = if member.eq_ignore_ascii_case("accessKeyId") {
        "AWS::IAM::AccessKey"
    } else if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
        ACCOUNT
    } else {
        of_arn(text)?
    };
    Some(Resource { resource_type, resource_name: text })
}

/// `arn:{partition}:{service}:{region}:{account}:{resource}`
fn of_arn(text: &str) -> Option<&'static str> {
    let mut parts = text.strip_prefix("arn:")?.splitn(5, ':').skip(1);
    let (service, resource) = (parts.next()?, parts.nth(2)?);
    let fits = |(of, start, _): &&(&str, &str, &str)| *of == service && resource.starts_with(start);
    TYPES.iter().find(fits).map(|(.., name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(value: &Value) -> Vec<(&'static str, &str)> {
        let each = |resource: Resource<'static>| (resource.resource_type, resource.resource_name);
        let value: &'static Value = Box::leak(Box::new(value.clone()));
        named(&[value, value]).into_iter().map(each).collect()
    }

    #[test]
    fn resources_are_what_a_record_names_each_once() {
        let hub = "arn:aws:securityhub:us-east-1:111111111111:hub/default";
        let unit = "arn:aws:organizations::111111111111:ou/o-1/ou-1-1";
        let value = json!({
            "AccountIds": ["222222222222", "222222222222"],
            "nested": { "accessKeyId": "ASIAX", "arns": [hub, { "ARN": unit }] },
            "other": ["arn:aws:securityhub:x:y:unknown", "arn:aws", "arn:::::", "12345678901x", 7, null],
        });
        assert_eq!(
            told(&value),
            [
                ("AWS::IAM::AccessKey", "ASIAX"),
                ("AWS::Organizations::Account", "222222222222"),
                ("AWS::Organizations::OrganizationalUnit", unit),
                ("AWS::SecurityHub::Hub", hub),
            ]
        );
        assert_eq!(told(&Value::Null), []);
    }
}
