//! What Security Hub answers when it refuses (semantics §1.5, §6.1, §6.2).

use accede_membership::{Refusal, Service};
use serde::Serialize;

use super::super::sentences as say;
use crate::wire::error::WireError;
use crate::wire::rest_json::{Call, Dialect};

/// How Security Hub writes errors.
pub(super) const DIALECT: Dialect = Dialect {
    invalid: |operation| {
        if is_v2(operation) { "ValidationException" } else { "InvalidInputException" }
    },
    internal: |operation| {
        if is_v2(operation) { "InternalServerException" } else { "InternalException" }
    },
    throttled: |operation| {
        if is_v2(operation) {
            ("ThrottlingException", "Rate exceeded")
        } else {
            ("TooManyRequestsException", "Too Many Requests")
        }
    },
    body,
};

/// Whether an operation is one of the second generation, which has exceptions of its own (semantics §1.5.1).
fn is_v2(operation: &str) -> bool {
    operation.ends_with("V2")
}

const BAD_REQUEST: &str = "BadRequestException";
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    message: &'a str,
    code: &'a str,
    /// The code that the membership backend uses is not in the model; what is known of its body differs
    /// in the spelling of this member, so it has both (semantics §11 U14).
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    lower_case_message: Option<&'a str>,
}

fn body(error: &WireError) -> Vec<u8> {
    let message = &*error.message;
    let lower_case_message = (error.code == BAD_REQUEST).then_some(message);
    let body = Body { message, code: error.code, lower_case_message };
    serde_json::to_vec(&body).unwrap_or_default()
}

/// Refusals of the membership operations (semantics §11 U5).
pub(super) fn membership(_: &Call<'_>, refusal: Refusal) -> WireError {
    let sentence = match refusal {
        Refusal::ServiceOff => "The request is rejected since no such resource found.",
        Refusal::HasMembers => say::HAS_MEMBERS,
        Refusal::InviterIsMember => say::INVITER_IS_MEMBER,
        Refusal::NoPendingInvitation | Refusal::AlreadyAssociated => say::NO_PENDING_OR_ASSOCIATED,
        // Without a full stop, as it was observed.
        Refusal::NoAdministrator => {
            "The request is rejected because the current account is not associated to a master account"
        }
        Refusal::QuotaExceeded => return WireError::new(429, "LimitExceededException", say::QUOTA),
        Refusal::CannotLeaveOrganization => {
            return WireError::new(403, "AccessDeniedException", say::CANNOT_LEAVE);
        }
        Refusal::AccountNotInUse => {
            return WireError::new(403, "AccessDeniedException", say::NOT_IN_USE);
        }
        _ => say::MALFORMED,
    };
    WireError::new(400, BAD_REQUEST, sentence)
}

/// Refusals of the operations on the hub itself and its tags (semantics §11 U5).
pub(super) fn hub(call: &Call<'_>, refusal: Refusal) -> WireError {
    let invalid = |message: &'static str| WireError::new(400, "InvalidInputException", message);
    match refusal {
        Refusal::ServiceOff if call.scope.service == Service::SecurityHubV2 => super::hub_v2::off(),
        Refusal::ServiceOff => {
            let account = call.account;
            let message = format!("Account {account} is not subscribed to AWS Security Hub");
            WireError::new(401, "InvalidAccessException", message)
        }
        Refusal::AccountNotInUse => WireError::new(403, "AccessDeniedException", say::NOT_IN_USE),
        Refusal::AlreadyEnabled => WireError::new(
            409,
            "ResourceConflictException",
            "Account is already subscribed to Security Hub",
        ),
        Refusal::AdministratorCannotDisable => {
            invalid("Cannot disable Security Hub on the Security Hub administrator")
        }
        Refusal::MemberCannotDisable => invalid(
            "Cannot disable Security Hub on a member account that is associated with an \
             administrator account",
        ),
        Refusal::SetByAdministrator => WireError::new(
            403,
            "AccessDeniedException",
            "ControlFindingGenerator can only be updated in the administrator account",
        ),
        Refusal::NoSuchResource => not_found(),
        Refusal::TooManyTags => invalid(say::TOO_MANY_TAGS),
        _ => invalid(say::MALFORMED),
    }
}

/// Refusals of the organization operations (semantics §6.1, §9.1).
pub(super) fn organization(call: &Call<'_>, refusal: Refusal) -> WireError {
    let denied = |message: &'static str| WireError::new(403, "AccessDeniedException", message);
    let conflict =
        |message: &'static str| WireError::new(409, "ResourceConflictException", message);
    let invalid = |message: &'static str| WireError::new(400, "InvalidInputException", message);
    match refusal {
        Refusal::NotInOrganization => denied("Your account is not a member of an organization"),
        Refusal::NotManagement => denied("You don't have permissions to access this resource."),
        Refusal::NotOrganizationAdministrator => {
            let account = call.account;
            let message =
                format!("Account {account} is not an administrator for this organization");
            WireError::new(401, "InvalidAccessException", message)
        }
        Refusal::AlreadyDesignated => conflict(
            "The request was rejected because the account is already the Security Hub administrator",
        ),
        Refusal::AnotherDesignated => conflict(
            "The request was rejected because the organization already has another Security Hub \
             administrator",
        ),
        Refusal::NotCentral => denied(
            "Must be a Security Hub delegated administrator with Central Configuration enabled",
        ),
        Refusal::QuotaExceeded => WireError::new(
            429,
            "LimitExceededException",
            "The organization has too many administrators",
        ),
        Refusal::NotHomeRegion => {
            denied("Central Configuration APIs can only be called from the aggregation region")
        }
        Refusal::NotOfOrganization => invalid(
            "The request was rejected because the account is not a member of the organization",
        ),
        Refusal::ManagementServiceOff => invalid(
            "The request was rejected because Security Hub is not enabled in the organization \
             management account",
        ),
        Refusal::AdministratorIsMember => invalid(
            "The request was rejected because the account is a member of another administrator \
             account",
        ),
        Refusal::NotDesignated => invalid(
            "The request was rejected because the account is not the Security Hub administrator",
        ),
        Refusal::ConfiguredCentrally => {
            invalid("The request was rejected because the organization uses central configuration")
        }
        Refusal::CentralExcludesAutoEnable => invalid(
            "AutoEnable must be false and AutoEnableStandards must be NONE when ConfigurationType \
             is CENTRAL",
        ),
        Refusal::NeedsAllFeatures => invalid(
            "The request was rejected because the organization does not have all features enabled",
        ),
        other => hub(call, other),
    }
}

/// What was named does not exist.
pub(super) fn not_found() -> WireError {
    WireError::new(404, "ResourceNotFoundException", say::NOT_FOUND)
}

/// What is said of one account of a batch (semantics §6.2).
pub(super) fn of_account(refusal: Refusal) -> String {
    let sentence = match refusal {
        Refusal::OverBatch => "Maximum number of results exceeded",
        Refusal::CallerIsMember => say::MEMBER_CANNOT_INVITE,
        Refusal::Oneself => say::INVITE_ONESELF,
        Refusal::RowExists => say::ROW_EXISTS,
        Refusal::NoRow => say::NOT_A_MEMBER,
        Refusal::QuotaExceeded => say::QUOTA,
        Refusal::MemberOfAnother => say::MEMBER_OF_ANOTHER,
        Refusal::AlreadyInvited => return say::already_invited("SecurityHub"),
        Refusal::StillAssociated => say::STILL_ASSOCIATED,
        Refusal::NoPendingInvitation => say::NO_PENDING,
        _ => say::MALFORMED,
    };
    sentence.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, text};

    #[test]
    fn bodies_have_message_and_code() {
        let server = Server::new();
        for (method, target, status, body) in [
            (
                "GET",
                "/accounts",
                401,
                concat!(
                    r#"{"Message":"Account 111111111111 is not subscribed to AWS Security Hub","#,
                    r#""Code":"InvalidAccessException"}"#
                ),
            ),
            (
                "GET",
                "/members",
                400,
                concat!(
                    r#"{"Message":"The request is rejected since no such resource found.","#,
                    r#""Code":"BadRequestException","#,
                    r#""message":"The request is rejected since no such resource found."}"#
                ),
            ),
            (
                "GET",
                "/findings",
                404,
                concat!(
                    r#"{"Message":"There is no operation GET /findings.","#,
                    r#""Code":"UnknownOperationException"}"#
                ),
            ),
        ] {
            let answer = server.hub(A).raw(method, target, b"");
            assert_eq!((answer.status, text(&answer).as_str()), (status, body), "§1.5 {target}");
            assert_eq!(answer.content_type, "application/json");
            let code = answer.error.unwrap();
            assert!(body.contains(&format!(r#""Code":"{code}""#)), "{target}");
        }
    }
}
