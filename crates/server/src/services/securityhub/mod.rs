//! AWS Security Hub, API version 2018-10-26 (semantics §3).

mod accept_administrator_invitation;
mod aggregation;
mod batch_disable_standards;
mod batch_enable_standards;
mod central_configuration;
mod create_finding_aggregator;
mod create_members;
mod decline_invitations;
mod delete_finding_aggregator;
mod delete_invitations;
mod delete_members;
mod describe_hub;
mod describe_organization_configuration;
mod describe_products;
mod describe_security_hub_v2;
mod describe_standards;
mod disable_import_findings_for_product;
mod disable_organization_admin_account;
mod disable_security_hub;
mod disable_security_hub_v2;
mod disassociate_from_administrator_account;
mod disassociate_members;
mod enable_import_findings_for_product;
mod enable_organization_admin_account;
mod enable_security_hub;
mod enable_security_hub_v2;
mod errors;
mod get_administrator_account;
mod get_enabled_standards;
mod get_finding_aggregator;
mod get_invitations_count;
mod get_members;
mod hub_v2;
mod invite_members;
mod list_enabled_products_for_import;
mod list_finding_aggregators;
mod list_invitations;
mod list_members;
mod list_organization_admin_accounts;
mod list_tags_for_resource;
mod not_served;
mod products;
mod shapes;
mod standards;
mod switch_feature_v2;
mod tag_resource;
mod untag_resource;
mod update_finding_aggregator;
mod update_organization_configuration;
mod update_security_hub_configuration;

use accede_membership::Service;

use crate::wire::rest_json::{Operation, RestJson, Tables};

/// Every operation that is served.
const OPERATIONS: &[Operation] = &[
    enable_security_hub::OPERATION,
    describe_hub::OPERATION,
    update_security_hub_configuration::OPERATION,
    disable_security_hub::OPERATION,
    create_members::OPERATION,
    invite_members::OPERATION,
    get_members::OPERATION,
    list_members::OPERATION,
    disassociate_members::OPERATION,
    delete_members::OPERATION,
    list_invitations::OPERATION,
    get_invitations_count::OPERATION,
    accept_administrator_invitation::OPERATION,
    accept_administrator_invitation::DEPRECATED,
    decline_invitations::OPERATION,
    delete_invitations::OPERATION,
    get_administrator_account::OPERATION,
    get_administrator_account::DEPRECATED,
    disassociate_from_administrator_account::OPERATION,
    disassociate_from_administrator_account::DEPRECATED,
    enable_organization_admin_account::OPERATION,
    disable_organization_admin_account::OPERATION,
    list_organization_admin_accounts::OPERATION,
    describe_organization_configuration::OPERATION,
    update_organization_configuration::OPERATION,
    describe_standards::OPERATION,
    get_enabled_standards::OPERATION,
    batch_enable_standards::OPERATION,
    batch_disable_standards::OPERATION,
    describe_products::OPERATION,
    list_enabled_products_for_import::OPERATION,
    enable_import_findings_for_product::OPERATION,
    disable_import_findings_for_product::OPERATION,
    create_finding_aggregator::OPERATION,
    get_finding_aggregator::OPERATION,
    list_finding_aggregators::OPERATION,
    update_finding_aggregator::OPERATION,
    delete_finding_aggregator::OPERATION,
    enable_security_hub_v2::OPERATION,
    describe_security_hub_v2::OPERATION,
    disable_security_hub_v2::OPERATION,
    switch_feature_v2::ENABLE,
    switch_feature_v2::DISABLE,
    list_tags_for_resource::OPERATION,
    tag_resource::OPERATION,
    untag_resource::OPERATION,
];

const TABLES: Tables = Tables {
    served: OPERATIONS,
    guarded: central_configuration::OPERATIONS,
    not_served: not_served::NOT_SERVED,
};

/// The service.
pub(super) fn service() -> RestJson {
    RestJson::new(service_of, errors::DIALECT, TABLES)
}

/// The generation that a raw path is about: `/hubv2…`, and the tags of a `hubv2` resource, are of the second.
fn service_of(path: &str) -> Service {
    let tagged = || path.strip_prefix("/tags/").map(str::to_ascii_lowercase);
    let of_v2 = |arn: String| arn.contains(":hubv2") || arn.contains("%3ahubv2");
    if path.starts_with("/hubv2") || tagged().is_some_and(of_v2) {
        Service::SecurityHubV2
    } else {
        Service::SecurityHub
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{OPERATIONS, Operation, central_configuration, not_served::NOT_SERVED};
    use crate::testing::{A, Server};

    #[test]
    fn every_operation_has_one_name_and_is_found_by_its_path() {
        let server = Server::new();
        let mut names = BTreeSet::new();
        let served = OPERATIONS.iter().map(|operation| (operation.endpoint, true));
        for (endpoint, served) in served.chain(NOT_SERVED.iter().map(|other| (*other, false))) {
            assert!(names.insert(endpoint.name), "{} twice", endpoint.name);
            let segments = endpoint.path.split('/');
            let target: Vec<_> =
                segments.map(|s| if s.starts_with('{') { "x" } else { s }).collect();
            let answer = server.hub(A).raw(endpoint.method, &target.join("/"), b"");
            assert_eq!(answer.operation, endpoint.name);
            assert_eq!(answer.status != 501, served, "{}", endpoint.name);
        }
        for Operation { endpoint, .. } in central_configuration::OPERATIONS {
            assert!(names.insert(endpoint.name), "{} twice", endpoint.name);
            let answer = server.hub(A).raw(endpoint.method, &endpoint.path.replace('{', "x"), b"");
            assert_eq!(answer.operation, endpoint.name);
        }
        assert_eq!(names.len(), 126, "operations of the model");
    }
}
