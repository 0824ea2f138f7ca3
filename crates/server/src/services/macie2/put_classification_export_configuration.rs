//! `PutClassificationExportConfiguration`: where discovery results are stored. A configuration without a destination
//! deletes the one that there is; no other operation does.

use accede_membership::{Command, Configuration, Configuring, Reply};
use serde::{Deserialize, Serialize};

use super::errors;
use super::shapes::document;
use crate::wire::constraints::{self, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "PutClassificationExportConfiguration",
        "PUT",
        "/classification-export-configuration",
    ),
    decode,
    encode,
    refuse: errors::refuse,
};

const DOCUMENT: &str = "classificationExport";

#[derive(Debug, Deserialize)]
struct Request {
    configuration: Option<Object<Given>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    s3_destination: Option<Object<GivenDestination>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GivenDestination {
    bucket_name: Option<String>,
    expected_bucket_owner: Option<String>,
    key_prefix: Option<String>,
    kms_key_arn: Option<String>,
}

/// The answer, and of both operations.
#[derive(Debug, Serialize)]
struct Response {
    configuration: ClassificationExport,
}

/// `ClassificationExportConfiguration`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClassificationExport {
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_destination: Option<S3Destination>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct S3Destination {
    bucket_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_bucket_owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_prefix: Option<String>,
    kms_key_arn: String,
}

/// The longest key that an object in S3 can have, in bytes.
const KEY_MAX: usize = 1_024;
const ARN_MAX: usize = 2_048;

impl GivenDestination {
    fn complete(self) -> Result<S3Destination, BadInput> {
        let bucket_name = required(BUCKET, self.bucket_name)?;
        if !is_bucket(&bucket_name) {
            return Err(BadInput::constraint(BUCKET, "Member must be the name of an S3 bucket"));
        }
        if let Some(owner) = &self.expected_bucket_owner {
            constraints::account_id(OWNER, owner)?;
        }
        if let Some(prefix) = &self.key_prefix {
            constraints::length(PREFIX, prefix.len(), 0..=KEY_MAX)?;
        }
        let kms_key_arn = required(KEY, self.kms_key_arn)?;
        if !is_key(&kms_key_arn) {
            return Err(BadInput::constraint(KEY, "Member must be the ARN of a KMS key"));
        }
        let (expected_bucket_owner, key_prefix) = (self.expected_bucket_owner, self.key_prefix);
        Ok(S3Destination { bucket_name, expected_bucket_owner, key_prefix, kms_key_arn })
    }
}

const BUCKET: &str = "configuration.s3Destination.bucketName";
const OWNER: &str = "configuration.s3Destination.expectedBucketOwner";
const PREFIX: &str = "configuration.s3Destination.keyPrefix";
const KEY: &str = "configuration.s3Destination.kmsKeyArn";

/// A name that a general purpose bucket can have.
fn is_bucket(name: &str) -> bool {
    let alphanumeric = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let ends = name.bytes().next().is_some_and(alphanumeric)
        && name.bytes().next_back().is_some_and(alphanumeric);
    let legal = name.bytes().all(|b| alphanumeric(b) || matches!(b, b'-' | b'.'));
    (3..=63).contains(&name.len()) && ends && legal && !name.contains("..")
}

/// `arn:{partition}:kms:{region}:{account}:key/{id}`, or an alias.
fn is_key(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "kms", region, account, resource] = parts[..] else { return false };
    let id = resource.strip_prefix("key/").or_else(|| resource.strip_prefix("alias/"));
    let legal = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/');
    arn.len() <= ARN_MAX
        && partition.starts_with("aws")
        && region.parse::<accede_membership::Region>().is_ok()
        && account.parse::<accede_membership::AccountId>().is_ok()
        && id.is_some_and(|id| !id.is_empty() && id.bytes().all(legal))
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let Object(given) = required("configuration", request.configuration)?;
    let destination = given.s3_destination.map(|Object(destination)| destination.complete());
    let configuration = ClassificationExport { s3_destination: destination.transpose()? };
    let text = serde_json::to_string(&configuration).unwrap_or_default();
    let documents = Configuration::from([(DOCUMENT.to_owned(), text)]);
    Ok(Command::Configure(Configuring::Put(documents)))
}

/// Answers with the configuration as it is.
pub(super) fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    json(&Response { configuration: document(&standing, DOCUMENT)? })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{A, B, Server, Stage};

    const TARGET: &str = "/classification-export-configuration";
    const KEY: &str = "arn:aws:kms:us-east-1:111111111111:key/0aa5f31f-e4ec-4562-87d2-39d5da25c7e6";

    fn to(destination: Value) -> Value {
        json!({ "configuration": { "s3Destination": destination } })
    }

    #[test]
    fn keeps_replaces_and_deletes_the_destination() {
        let server = Server::macie_at(Stage::On);
        let macie = server.macie(A);
        let none = json!({ "configuration": {} });
        for configuration in [
            to(json!({ "bucketName": "results", "kmsKeyArn": KEY })),
            to(json!({
                "bucketName": "more.results-1", "expectedBucketOwner": B, "keyPrefix": "a/ü/",
                "kmsKeyArn": KEY.replace("key/", "alias/"),
            })),
            none.clone(),
        ] {
            assert_eq!(macie.ok("PUT", TARGET, configuration.clone()), configuration);
            assert_eq!(macie.get(TARGET), configuration, "reads back");
            assert_eq!(server.macie(B).get(TARGET), none, "every account has its own");
        }
        macie.ok("PUT", TARGET, to(json!({ "bucketName": "results", "kmsKeyArn": KEY })));
        let empty = r#"{"configuration":{"s3Destination":null}}"#;
        assert_eq!(macie.says("PUT", TARGET, empty), r#"200 {"configuration":{}}"#);
        assert_eq!(macie.get(TARGET), none);
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::On);
        let macie = server.macie(A);
        macie.ok("PUT", TARGET, to(json!({ "bucketName": "results", "kmsKeyArn": KEY })));
        let put = macie.at("PUT", TARGET);
        put.lacks("", "configuration");
        let member = |name: &str| format!("configuration.s3Destination.{name}");
        put.lacks(&to(json!({ "kmsKeyArn": KEY })).to_string(), &member("bucketName"));
        put.lacks(&to(json!({ "bucketName": "abc" })).to_string(), &member("kmsKeyArn"));
        let with = |name: &str, value: &str| {
            let mut destination = json!({ "bucketName": "results", "kmsKeyArn": KEY });
            destination[name] = json!(value);
            to(destination).to_string()
        };
        let bucket = "Member must be the name of an S3 bucket";
        let long = "a".repeat(64);
        for name in ["", "ab", &long, "Results", "a_b", "-abc", "abc.", "a..b", "a b"] {
            put.breaks(&with("bucketName", name), &member("bucketName"), bucket);
        }
        let key = "Member must be the ARN of a KMS key";
        for arn in [
            "",
            "0aa5f31f-e4ec-4562-87d2-39d5da25c7e6",
            "arn:aws:kms:us-east-1:111111111111:key/",
            "arn:aws:kms:us-east-1:1:key/a",
            "arn:aws:kms::111111111111:key/a",
            "arn:aws:s3:::bucket",
            "arn:aws:kms:us-east-1:111111111111:key/a b",
        ] {
            put.breaks(&with("kmsKeyArn", arn), &member("kmsKeyArn"), key);
        }
        let account = "Member must be an account id of 12 digits";
        put.breaks(&with("expectedBucketOwner", "1"), &member("expectedBucketOwner"), account);
        let prefix = "Member must have length less than or equal to 1024";
        put.breaks(&with("keyPrefix", &"p".repeat(1_025)), &member("keyPrefix"), prefix);
        put.cannot_read(
            r#"{"configuration":{"s3Destination":"b"}}"#,
            "invalid type: string \"b\", expected an object at line 1 column 37",
        );
        let off = "403 AccessDeniedException: Macie is not enabled";
        let body = r#"{"configuration":{}}"#;
        Server::new().macie(A).at("PUT", TARGET).refuses("§6.3 off", body, off);
    }
}
