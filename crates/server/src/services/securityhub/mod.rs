//! AWS Security Hub, API version 2018-10-26 (semantics §3).

mod accept_administrator_invitation;
mod create_members;
mod decline_invitations;
mod delete_invitations;
mod delete_members;
mod describe_hub;
mod disable_security_hub;
mod disassociate_from_administrator_account;
mod disassociate_members;
mod enable_security_hub;
mod errors;
mod get_administrator_account;
mod get_invitations_count;
mod get_members;
mod invite_members;
mod list_invitations;
mod list_members;
mod list_tags_for_resource;
mod not_served;
mod shapes;
mod tag_resource;
mod untag_resource;
mod update_security_hub_configuration;

use accede_membership::Service;

use crate::wire::rest_json::{Operation, RestJson};

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
    list_tags_for_resource::OPERATION,
    tag_resource::OPERATION,
    untag_resource::OPERATION,
];

/// The service.
pub(super) fn service() -> RestJson {
    RestJson::new(Service::SecurityHub, errors::DIALECT, OPERATIONS, not_served::NOT_SERVED)
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
            let answer = server.hub(A).raw(endpoint.method, &target.join("/"), b"");
            assert_eq!(answer.operation, endpoint.name);
            assert_eq!(answer.status != 501, served, "{}", endpoint.name);
        }
        assert_eq!(names.len(), 126, "operations of the model");
    }
}
