//! Amazon Macie, API version 2020-01-01 (semantics §4).

mod accept_invitation;
mod batch_update_automated_discovery_accounts;
mod create_invitations;
mod create_member;
mod decline_invitations;
mod delete_invitations;
mod delete_member;
mod describe_organization_configuration;
mod disable_macie;
mod disable_organization_admin_account;
mod disassociate_from_administrator_account;
mod disassociate_member;
mod enable_macie;
mod enable_organization_admin_account;
mod errors;
mod get_administrator_account;
mod get_automated_discovery_configuration;
mod get_classification_export_configuration;
mod get_findings_publication_configuration;
mod get_invitations_count;
mod get_macie_session;
mod get_member;
mod get_usage_totals;
mod list_automated_discovery_accounts;
mod list_invitations;
mod list_members;
mod list_organization_admin_accounts;
mod list_tags_for_resource;
mod not_served;
mod put_classification_export_configuration;
mod put_findings_publication_configuration;
mod shapes;
mod tag_resource;
mod untag_resource;
mod update_automated_discovery_configuration;
mod update_macie_session;
mod update_member_session;
mod update_organization_configuration;

use accede_membership::Service;

use crate::wire::rest_json::{Operation, RestJson, Tables};

/// Every operation that is served.
const OPERATIONS: &[Operation] = &[
    enable_macie::OPERATION,
    get_macie_session::OPERATION,
    update_macie_session::OPERATION,
    disable_macie::OPERATION,
    create_member::OPERATION,
    create_invitations::OPERATION,
    get_member::OPERATION,
    list_members::OPERATION,
    disassociate_member::OPERATION,
    delete_member::OPERATION,
    update_member_session::OPERATION,
    list_invitations::OPERATION,
    get_invitations_count::OPERATION,
    accept_invitation::OPERATION,
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
    get_findings_publication_configuration::OPERATION,
    put_findings_publication_configuration::OPERATION,
    get_classification_export_configuration::OPERATION,
    put_classification_export_configuration::OPERATION,
    get_automated_discovery_configuration::OPERATION,
    update_automated_discovery_configuration::OPERATION,
    list_automated_discovery_accounts::OPERATION,
    batch_update_automated_discovery_accounts::OPERATION,
    get_usage_totals::OPERATION,
    list_tags_for_resource::OPERATION,
    tag_resource::OPERATION,
    untag_resource::OPERATION,
];

const TABLES: Tables =
    Tables { served: OPERATIONS, guarded: &[], not_served: not_served::NOT_SERVED };

/// The service.
pub(super) fn service() -> RestJson {
    RestJson::new(|_| Service::Macie, errors::DIALECT, TABLES)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{OPERATIONS, not_served::NOT_SERVED};
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
            let answer = server.macie(A).raw(endpoint.method, &target.join("/"), b"");
            assert_eq!(answer.operation, endpoint.name);
            assert_eq!(answer.status != 501, served, "{}", endpoint.name);
        }
        assert_eq!(names.len(), 81, "operations of the model");
    }
}
