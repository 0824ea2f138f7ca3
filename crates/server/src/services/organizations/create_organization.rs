//! `CreateOrganization`: the caller becomes its management account.

use accede_membership::directory::{FeatureSet, OrganizationsCommand};
use serde::Deserialize;

use super::constraints::one_of;
use super::front::{Input, Operation};
use super::{describe_organization, ids};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "CreateOrganization", decode, encode: describe_organization::encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    feature_set: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    const SETS: [FeatureSet; 2] = [FeatureSet::All, FeatureSet::ConsolidatedBilling];
    let request: Request = input.json()?;
    let features = match request.feature_set {
        None => FeatureSet::default(),
        Some(name) => one_of("FeatureSet", &name, &SETS.map(|set| (set.name(), set)))?,
    };
    Ok(OrganizationsCommand::CreateOrganization { candidate: ids::new_organization(), features })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server, string};
    use accede_membership::directory::OperatorCommand;

    #[test]
    fn founds_one() {
        let server = Server::new();
        let answer = server.organizations(A).ok("CreateOrganization", json!({}));
        let organization = &answer["Organization"];
        let id = string(&organization["Id"]);
        assert_eq!((id.len(), &id[..2]), (12, "o-"));
        assert_eq!(organization["FeatureSet"], "ALL");
        assert_eq!(organization["MasterAccountId"], A);
        let member = server.organizations(A).ok("ListAccounts", json!({}));
        assert_eq!(member["Accounts"][0]["JoinedMethod"], "INVITED");
        for (account, set) in [(B, "CONSOLIDATED_BILLING"), (C, "ALL")] {
            let input = json!({ "FeatureSet": set });
            let answer = server.organizations(account).ok("CreateOrganization", input);
            assert_eq!(answer["Organization"]["FeatureSet"], set);
        }
    }

    #[test]
    fn refuses() {
        let founded = Server::founded().joined();
        let twice = "AlreadyInOrganizationException: \
                     The provided account is already a member of an organization.";
        for account in [A, B] {
            founded.organizations(account).refuses("CreateOrganization", json!({}), twice);
        }
        let c = founded.organizations(C);
        c.unnamed("CreateOrganization", json!({ "FeatureSet": "SOME" }), "FeatureSet");
    }

    #[test]
    fn a_suspended_account_founds_none() {
        let server = Server::new();
        let (id, name, email) = (A.parse().unwrap(), "A".to_owned(), "a@example.com".to_owned());
        server.operator(OperatorCommand::CreateAccount { id, name, email });
        server.operator(OperatorCommand::SuspendAccount { id });
        let how = "ConstraintViolationException ACCOUNT_CREATION_NOT_COMPLETE: \
                   Your account isn't fully active.";
        server.organizations(A).refuses("CreateOrganization", json!({}), how);
    }
}
