//! Amazon Macie, API version 2020-01-01 (semantics §4).

mod accept_invitation;
mod create_invitations;
mod create_member;
mod decline_invitations;
mod delete_invitations;
mod delete_member;
mod disable_macie;
mod disassociate_from_administrator_account;
mod disassociate_member;
mod enable_macie;
mod errors;
mod get_administrator_account;
mod get_invitations_count;
mod get_macie_session;
mod get_member;
mod list_invitations;
mod list_members;
mod list_tags_for_resource;
mod not_served;
mod shapes;
mod tag_resource;
mod untag_resource;
mod update_macie_session;
mod update_member_session;

use accede_membership::Service;

use crate::wire::rest_json::{Operation, RestJson};

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
    list_tags_for_resource::OPERATION,
    tag_resource::OPERATION,
    untag_resource::OPERATION,
];

/// The service.
pub(super) fn service() -> RestJson {
    RestJson::new(Service::Macie, errors::DIALECT, OPERATIONS, not_served::NOT_SERVED)
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
