//! `DescribeOrganization`: by every account of it.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::Serialize;

use super::front::{Call, Encoded, Operation, Unexpected, json, no_input};
use super::shapes::OrganizationShape;

pub(super) const OPERATION: Operation = Operation {
    name: "DescribeOrganization",
    decode: |input| no_input(input).map(|()| OrganizationsCommand::DescribeOrganization),
    encode,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    organization: OrganizationShape<'a>,
}

/// `CreateOrganization` answers the same.
pub(super) fn encode(call: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Organization { organization, management } = reply else {
        return Err(Unexpected);
    };
    json(&Response { organization: OrganizationShape::of(call, &organization, &management) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server};

    #[test]
    fn shows_it_to_every_account_of_it() {
        let founded = Server::founded().joined();
        let shown = concat!(
            r#"{"Organization":{"Id":"o-ORG","#,
            r#""Arn":"arn:aws:organizations::111111111111:organization/o-ORG","FeatureSet":"ALL","#,
            r#""MasterAccountArn":"arn:aws:organizations::111111111111:account/o-ORG/111111111111","#,
            r#""MasterAccountId":"111111111111","#,
            r#""MasterAccountEmail":"111111111111@accounts.invalid","AvailablePolicyTypes":[]}}"#
        );
        for account in [A, B] {
            let says = founded.organizations(account).says("DescribeOrganization", json!({}));
            assert_eq!(founded.hide(&says), shown, "{account}");
        }
        let outside = "AWSOrganizationsNotInUseException: \
                       Your account is not a member of an organization.";
        founded.organizations(C).refuses("DescribeOrganization", json!({}), outside);
    }
}
