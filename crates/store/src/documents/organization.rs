//! An organization.

use std::collections::BTreeMap;

use accede_membership::directory::{
    Designation, FeatureSet, HandshakeId, Organization, OrganizationId, ParentId, Sent, Unit,
    UnitId,
};
use accede_membership::{AccountId, Region, Scope, Service, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganizationDocument {
    management: Text<AccountId>,
    features: Text<FeatureSet>,
    created_at: i64,
    accounts: u64,
    root_accounts: u64,
    root_tags: Tags,
    units: BTreeMap<Text<UnitId>, UnitDocument>,
    trusted: BTreeMap<String, i64>,
    delegated: Vec<DelegatedDocument>,
    designations: Vec<DesignationDocument>,
    inviting: BTreeMap<Text<AccountId>, SentDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentDocument {
    handshake: Text<HandshakeId>,
    expires_at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitDocument {
    name: String,
    parent: Text<ParentId>,
    accounts: u64,
    tags: Tags,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DelegatedDocument {
    principal: String,
    account: Text<AccountId>,
    at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DesignationDocument {
    service: Text<Service>,
    region: Text<Region>,
    administrator: Text<AccountId>,
    auto_enable: bool,
    auto_enable_standards: bool,
    central: bool,
}

pub(crate) fn write_organization(organization: &Organization) -> Result<String> {
    let organization = organization.clone();
    let units = organization.units.into_iter();
    let inviting = organization.inviting.into_iter();
    let trusted = organization.trusted.into_iter();
    serde_json::to_string(&OrganizationDocument {
        management: Text(organization.management),
        features: Text(organization.features),
        created_at: organization.created_at.0,
        accounts: organization.accounts,
        root_accounts: organization.root_accounts,
        root_tags: organization.root_tags,
        units: units.map(|(id, unit)| (Text(id), UnitDocument::from(unit))).collect(),
        trusted: trusted.map(|(principal, since)| (principal, since.0)).collect(),
        delegated: organization.delegated.into_iter().map(DelegatedDocument::from).collect(),
        designations: organization.designations.into_iter().map(Into::into).collect(),
        inviting: inviting.map(|(account, sent)| (Text(account), sent.into())).collect(),
    })
}

pub(crate) fn read_organization(id: OrganizationId, json: &str) -> Result<Organization> {
    let document: OrganizationDocument = serde_json::from_str(json)?;
    let units = document.units.into_iter();
    let inviting = document.inviting.into_iter();
    let trusted = document.trusted.into_iter();
    Ok(Organization {
        id,
        management: document.management.0,
        features: document.features.0,
        created_at: Timestamp(document.created_at),
        accounts: document.accounts,
        root_accounts: document.root_accounts,
        root_tags: document.root_tags,
        units: units.map(|(id, unit)| (id.0, Unit::from(unit))).collect(),
        trusted: trusted.map(|(principal, since)| (principal, Timestamp(since))).collect(),
        delegated: document.delegated.into_iter().map(DelegatedDocument::entry).collect(),
        designations: document.designations.into_iter().map(DesignationDocument::entry).collect(),
        inviting: inviting.map(|(account, sent)| (account.0, sent.into())).collect(),
    })
}

impl From<Sent> for SentDocument {
    fn from(Sent { handshake, expires_at }: Sent) -> Self {
        SentDocument { handshake: Text(handshake), expires_at: expires_at.0 }
    }
}

impl From<SentDocument> for Sent {
    fn from(SentDocument { handshake, expires_at }: SentDocument) -> Self {
        Sent { handshake: handshake.0, expires_at: Timestamp(expires_at) }
    }
}

impl From<Unit> for UnitDocument {
    fn from(Unit { name, parent, accounts, tags }: Unit) -> Self {
        UnitDocument { name, parent: Text(parent), accounts, tags }
    }
}

impl From<UnitDocument> for Unit {
    fn from(UnitDocument { name, parent, accounts, tags }: UnitDocument) -> Self {
        Unit { name, parent: parent.0, accounts, tags }
    }
}

impl From<((String, AccountId), Timestamp)> for DelegatedDocument {
    fn from(((principal, account), at): ((String, AccountId), Timestamp)) -> Self {
        DelegatedDocument { principal, account: Text(account), at: at.0 }
    }
}

impl DelegatedDocument {
    fn entry(self) -> ((String, AccountId), Timestamp) {
        ((self.principal, self.account.0), Timestamp(self.at))
    }
}

impl From<(Scope, Designation)> for DesignationDocument {
    fn from((scope, designation): (Scope, Designation)) -> Self {
        DesignationDocument {
            service: Text(scope.service),
            region: Text(scope.region),
            administrator: Text(designation.administrator),
            auto_enable: designation.auto_enable,
            auto_enable_standards: designation.auto_enable_standards,
            central: designation.central,
        }
    }
}

impl DesignationDocument {
    fn entry(self) -> (Scope, Designation) {
        let scope = Scope { service: self.service.0, region: self.region.0 };
        let designation = Designation {
            administrator: self.administrator.0,
            auto_enable: self.auto_enable,
            auto_enable_standards: self.auto_enable_standards,
            central: self.central,
        };
        (scope, designation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{"management":"111122223333","features":"ALL","created_at":1,"accounts":3,"root_accounts":2,"root_tags":{"k":"v"},"units":{"ou-0000-00000011":{"name":"unit","parent":"r-0000","accounts":1,"tags":{}}},"trusted":{"macie.amazonaws.com":2},"delegated":[{"principal":"macie.amazonaws.com","account":"444455556666","at":3}],"designations":[{"service":"macie2","region":"us-east-1","administrator":"444455556666","auto_enable":true,"auto_enable_standards":false,"central":true}],"inviting":{"777788889999":{"handshake":"h-000000000z","expires_at":4}}}"#;

    #[test]
    fn the_document_is_what_files_have() {
        let id = OrganizationId::of(35);
        let organization = read_organization(id, FULL).unwrap();
        assert_eq!(write_organization(&organization).unwrap(), FULL);
        assert_eq!(
            (organization.id, organization.accounts, organization.root_accounts),
            (id, 3, 2)
        );
    }
}
