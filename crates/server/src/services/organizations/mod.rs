//! AWS Organizations, API version 2016-11-28 (semantics §9, §10.2).
//!
//! An organization is the same in every Region: requests may be signed for any.

mod accept_handshake;
mod cancel_handshake;
mod close_account;
mod constraints;
mod create_account;
mod create_organization;
mod create_organizational_unit;
mod decline_handshake;
mod delete_organization;
mod delete_organizational_unit;
mod deregister_delegated_administrator;
mod describe_account;
mod describe_create_account_status;
mod describe_handshake;
mod describe_organization;
mod describe_organizational_unit;
mod disable_aws_service_access;
mod enable_aws_service_access;
mod errors;
mod front;
mod handshakes;
mod ids;
mod inputs;
mod invite_account_to_organization;
mod leave_organization;
mod list_accounts;
mod list_accounts_for_parent;
mod list_aws_service_access_for_organization;
mod list_children;
mod list_create_account_status;
mod list_delegated_administrators;
mod list_delegated_services_for_account;
mod list_handshakes_for_account;
mod list_handshakes_for_organization;
mod list_organizational_units_for_parent;
mod list_parents;
mod list_policies_for_target;
mod list_roots;
mod list_tags_for_resource;
mod move_account;
mod register_delegated_administrator;
mod remove_account_from_organization;
mod sentences;
mod shapes;
mod tag_resource;
mod untag_resource;
mod update_organizational_unit;

use front::Operation;
pub(crate) use front::Organizations;

/// What the header `X-Amz-Target` begins with, before a dot and the operation.
pub(crate) const TARGET: &str = "AWSOrganizationsV20161128";

/// Every operation that is served.
const OPERATIONS: &[Operation] = &[
    create_organization::OPERATION,
    describe_organization::OPERATION,
    delete_organization::OPERATION,
    create_account::OPERATION,
    describe_create_account_status::OPERATION,
    list_create_account_status::OPERATION,
    invite_account_to_organization::OPERATION,
    accept_handshake::OPERATION,
    decline_handshake::OPERATION,
    cancel_handshake::OPERATION,
    describe_handshake::OPERATION,
    list_handshakes_for_account::OPERATION,
    list_handshakes_for_organization::OPERATION,
    list_accounts::OPERATION,
    describe_account::OPERATION,
    remove_account_from_organization::OPERATION,
    leave_organization::OPERATION,
    close_account::OPERATION,
    list_roots::OPERATION,
    list_parents::OPERATION,
    list_children::OPERATION,
    list_accounts_for_parent::OPERATION,
    list_organizational_units_for_parent::OPERATION,
    create_organizational_unit::OPERATION,
    describe_organizational_unit::OPERATION,
    update_organizational_unit::OPERATION,
    delete_organizational_unit::OPERATION,
    move_account::OPERATION,
    enable_aws_service_access::OPERATION,
    disable_aws_service_access::OPERATION,
    list_aws_service_access_for_organization::OPERATION,
    register_delegated_administrator::OPERATION,
    deregister_delegated_administrator::OPERATION,
    list_delegated_administrators::OPERATION,
    list_delegated_services_for_account::OPERATION,
    list_policies_for_target::OPERATION,
    list_tags_for_resource::OPERATION,
    tag_resource::OPERATION,
    untag_resource::OPERATION,
];

/// The operations of the model that are not served.
const NOT_SERVED: &[&str] = &[
    "AttachPolicy",
    "CreateGovCloudAccount",
    "CreatePolicy",
    "DeletePolicy",
    "DeleteResourcePolicy",
    "DescribeEffectivePolicy",
    "DescribePolicy",
    "DescribeResourcePolicy",
    "DescribeResponsibilityTransfer",
    "DetachPolicy",
    "DisablePolicyType",
    "EnableAllFeatures",
    "EnablePolicyType",
    "InviteOrganizationToTransferResponsibility",
    "ListAccountsWithInvalidEffectivePolicy",
    "ListEffectivePolicyValidationErrors",
    "ListInboundResponsibilityTransfers",
    "ListOutboundResponsibilityTransfers",
    "ListPolicies",
    "ListTargetsForPolicy",
    "PutResourcePolicy",
    "TerminateResponsibilityTransfer",
    "UpdatePolicy",
    "UpdateResponsibilityTransfer",
];

#[cfg(test)]
mod tests {
    use crate::front::BodyFault;
    use crate::testing::{A, Fault, Faulty, Server, json, text};
    use std::collections::BTreeSet;

    use super::{NOT_SERVED, OPERATIONS};

    #[test]
    fn every_operation_has_one_name_and_is_found_by_it() {
        let server = Server::new();
        let mut names = BTreeSet::new();
        let served = OPERATIONS.iter().map(|operation| (operation.name, true));
        for (name, served) in served.chain(NOT_SERVED.iter().map(|name| (*name, false))) {
            assert!(names.insert(name), "{name} twice");
            let answer = server.organizations(A).raw(name, b"");
            assert_eq!(answer.operation, name);
            assert_eq!(answer.status != 501, served, "{name}");
        }
        assert_eq!(names.len(), 63, "operations of the model");
    }

    #[test]
    fn what_is_not_served_says_so() {
        let server = Server::new();
        let a = server.organizations(A);
        let said = |operation: &str| {
            let answer = a.raw(operation, b"{}");
            format!("{} {}", answer.status, text(&answer))
        };
        assert_eq!(
            said("ListPolicies"),
            r#"501 {"__type":"NotImplemented","Message":"Accede does not implement ListPolicies."}"#
        );
        for nonsense in ["Nonsense", "listaccounts", ""] {
            let message = format!("There is no operation '{nonsense}'.");
            let body = format!(r#"{{"__type":"UnknownOperationException","Message":"{message}"}}"#);
            assert_eq!(said(nonsense), format!("400 {body}"));
        }
    }

    #[test]
    fn other_requests_are_none_of_its() {
        let server = Server::new();
        for (method, target) in [("GET", "/"), ("POST", "/accounts")] {
            let answer = server.organizations(A).http(method, target, "ListAccounts");

            assert_eq!(answer.status, 404, "{method} {target}");
        }
    }

    #[test]
    fn a_body_that_did_not_come_in_is_refused() {
        let server = Server::new();
        for (fault, status, code, reason) in [
            (BodyFault::TooLarge, 400, "InvalidInputException", Some("MAX_LENGTH_EXCEEDED")),
            (BodyFault::Malformed, 400, "SerializationException", None),
            (BodyFault::TooSlow, 408, "RequestTimeoutException", None),
        ] {
            let answer = server.organizations(A).bodied("ListAccounts", Err(fault));
            let body = json(&answer);
            assert_eq!((answer.status, answer.error), (status, Some(code)));
            assert_eq!(body.get("Reason").and_then(|reason| reason.as_str()), reason);
            assert_eq!(body["__type"], code);
        }
    }

    #[test]
    fn a_store_that_fails_is_a_fault() {
        for fault in [Fault::Loads, Fault::Commits] {
            let server = Faulty::new(fault).server();
            let answer = server.organizations(A).raw("CreateOrganization", b"");
            let message = "The server met an unexpected condition.";
            let body = format!(r#"{{"__type":"ServiceException","Message":"{message}"}}"#);
            assert_eq!((answer.status, text(&answer)), (500, body), "{fault:?}");
        }
    }
}
