//! An account's entry.

use accede_membership::directory::{
    Account, AccountState, FindingAggregator, Joined, JoinedMethod, Linking, OrganizationId,
    ParentId,
};
use accede_membership::{Region, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Hex, Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountDocument {
    name: Option<String>,
    email: Option<String>,
    state: Text<AccountState>,
    created_at: i64,
    joined: Option<JoinedDocument>,
    tags: Tags,
    disabled_regions: Vec<Text<Region>>,
    aggregator: Option<AggregatorDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JoinedDocument {
    organization: Text<OrganizationId>,
    parent: Text<ParentId>,
    method: Text<JoinedMethod>,
    at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AggregatorDocument {
    id: Text<Hex>,
    region: Text<Region>,
    linking: Text<Linking>,
    regions: Vec<Text<Region>>,
    created_at: i64,
}

pub(crate) fn write_account(account: &Account) -> Result<String> {
    let account = account.clone();
    serde_json::to_string(&AccountDocument {
        name: account.name,
        email: account.email,
        state: Text(account.state),
        created_at: account.created_at.0,
        joined: account.joined.map(JoinedDocument::from),
        tags: account.tags,
        disabled_regions: account.disabled_regions.into_iter().map(Text).collect(),
        aggregator: account.aggregator.map(AggregatorDocument::from),
    })
}

pub(crate) fn read_account(json: &str) -> Result<Account> {
    let document: AccountDocument = serde_json::from_str(json)?;
    Ok(Account {
        name: document.name,
        email: document.email,
        state: document.state.0,
        created_at: Timestamp(document.created_at),
        joined: document.joined.map(Joined::from),
        tags: document.tags,
        disabled_regions: document.disabled_regions.into_iter().map(|region| region.0).collect(),
        aggregator: document.aggregator.map(FindingAggregator::from),
    })
}

impl From<Joined> for JoinedDocument {
    fn from(joined: Joined) -> Self {
        JoinedDocument {
            organization: Text(joined.organization),
            parent: Text(joined.parent),
            method: Text(joined.method),
            at: joined.at.0,
        }
    }
}

impl From<JoinedDocument> for Joined {
    fn from(document: JoinedDocument) -> Self {
        Joined {
            organization: document.organization.0,
            parent: document.parent.0,
            method: document.method.0,
            at: Timestamp(document.at),
        }
    }
}

impl From<FindingAggregator> for AggregatorDocument {
    fn from(aggregator: FindingAggregator) -> Self {
        AggregatorDocument {
            id: Text(Hex(aggregator.id)),
            region: Text(aggregator.region),
            linking: Text(aggregator.linking),
            regions: aggregator.regions.into_iter().map(Text).collect(),
            created_at: aggregator.created_at.0,
        }
    }
}

impl From<AggregatorDocument> for FindingAggregator {
    fn from(document: AggregatorDocument) -> Self {
        FindingAggregator {
            id: document.id.0.0,
            region: document.region.0,
            linking: document.linking.0,
            regions: document.regions.into_iter().map(|region| region.0).collect(),
            created_at: Timestamp(document.created_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = r#"{"name":null,"email":null,"state":"ACTIVE","created_at":0,"joined":null,"tags":{},"disabled_regions":[],"aggregator":null}"#;
    const FULL: &str = r#"{"name":"Ann","email":"Ann@example.com","state":"SUSPENDED","created_at":1,"joined":{"organization":"o-000000000z","parent":"ou-0000-00000011","method":"CREATED","at":2},"tags":{"k":"v"},"disabled_regions":["ap-east-1"],"aggregator":{"id":"000000000000000000000000000000ff","region":"us-east-1","linking":"SPECIFIED_REGIONS","regions":["eu-west-1","us-west-2"],"created_at":3}}"#;

    #[test]
    fn the_document_is_what_files_have() {
        for text in [BARE, FULL] {
            assert_eq!(write_account(&read_account(text).unwrap()).unwrap(), text);
        }
        assert_eq!(read_account(BARE).unwrap(), Account::default());
        let joined = read_account(FULL).unwrap().joined.unwrap();
        assert_eq!(joined.organization, OrganizationId::of(35));
    }
}
