//! `ListPoliciesForTarget`: Accede has no policies, so a target that is there has none attached.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::{Deserialize, Serialize};

use super::constraints::{POLICY_TYPE, required};
use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use super::ids;
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation = Operation { name: "ListPoliciesForTarget", decode, encode };

/// The types of policies in the model.
const TYPES: &[&str] = &[
    "SERVICE_CONTROL_POLICY",
    "RESOURCE_CONTROL_POLICY",
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "INSPECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
    "BEDROCK_POLICY",
    "S3_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "GUARDDUTY_POLICY",
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    target_id: Option<String>,
    filter: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let target = ids::target("TargetId", request.target_id)?;
    let filter = required("Filter", request.filter)?;
    if !TYPES.contains(&filter.as_str()) {
        return Err(POLICY_TYPE.at("Filter"));
    }
    // The list is empty, so no page token was ever given: whatever comes is refused.
    input.page("", &request.paging)?;
    Ok(OrganizationsCommand::ListPoliciesForTarget { target })
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    policies: [(); 0],
}

fn encode(_: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    if reply != DirectoryReply::Done {
        return Err(Unexpected);
    }
    json(&Response { policies: [] })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::TYPES;
    use crate::testing::{A, C, Organizations, Server};

    #[test]
    fn nothing_is_attached() {
        let founded = Server::founded();
        let unit = founded.unit("unit");
        let a = founded.organizations(A);
        for target in [A, &founded.root, &unit] {
            for filter in TYPES {
                let input = json!({ "TargetId": target, "Filter": filter });
                assert_eq!(a.says("ListPoliciesForTarget", input), r#"{"Policies":[]}"#);
            }
        }
    }

    #[test]
    fn refuses() {
        let operation = "ListPoliciesForTarget";
        let founded = Server::founded();
        let a = founded.organizations(A);
        let asked = |id: &str| json!({ "TargetId": id, "Filter": "TAG_POLICY" });
        let nobody = "TargetNotFoundException: You specified a target that doesn't exist.";
        for id in [C, "r-0000", "r-exampleroot", "ou-0000-00000000"] {
            a.refuses(operation, asked(id), nobody);
        }
        a.lacks(operation, json!({ "Filter": "TAG_POLICY" }), "TargetId");
        a.lacks(operation, json!({ "TargetId": A }), "Filter");
        a.misfits(operation, asked("p-FullAWSAccess"), "TargetId");
        a.too_long(operation, asked(&"1".repeat(101)), "TargetId");
        let how = "InvalidInputException INVALID_ENUM_POLICY_TYPE: \
                   You specified an invalid policy type string: Filter";
        a.refuses(operation, json!({ "TargetId": A, "Filter": "POLICY" }), how);
        a.keeps_to_pages(operation, &asked(A));
        Organizations::is_for_readers(operation, &asked(A));
    }
}
