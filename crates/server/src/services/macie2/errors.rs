//! What Macie answers when it refuses (semantics §1.5, §6.3, §6.4).

use accede_membership::{Refusal, Unprocessed};
use serde::Serialize;

use super::super::sentences as say;
use crate::wire::error::WireError;
use crate::wire::rest_json::{Call, Dialect};

/// How Macie writes errors.
pub(super) const DIALECT: Dialect = Dialect {
    invalid: |_| "ValidationException",
    internal: |_| "InternalServerException",
    // Not the one of the model (semantics §6.3).
    throttled: |_| ("TooManyRequestsException", "Too Many Requests"),
    body,
};

#[derive(Serialize)]
struct Body<'a> {
    message: &'a str,
}

fn body(error: &WireError) -> Vec<u8> {
    serde_json::to_vec(&Body { message: &error.message }).unwrap_or_default()
}

/// Refusals of a whole request.
pub(super) fn refuse(_: &Call<'_>, refusal: Refusal) -> WireError {
    let (status, code, message) = match refusal {
        Refusal::ServiceOff => (403, "AccessDeniedException", "Macie is not enabled"),
        Refusal::AccountNotInUse => (403, "AccessDeniedException", say::NOT_IN_USE),
        Refusal::CannotLeaveOrganization => (403, "AccessDeniedException", say::CANNOT_LEAVE),
        Refusal::CannotResume => (
            403,
            "AccessDeniedException",
            "Only a user of the member account can re-enable Macie for an account that joined by \
             invitation",
        ),
        Refusal::AlreadyEnabled => (409, "ConflictException", "Macie has already been enabled"),
        Refusal::MemberCannotDisable => (
            409,
            "ConflictException",
            "Cannot disable Macie while associated with an administrator account",
        ),
        Refusal::RowsLeft => (
            409,
            "ConflictException",
            "Cannot disable Macie while member accounts are associated with your account",
        ),
        Refusal::AdministratorCannotPause => (
            409,
            "ConflictException",
            "Cannot suspend Macie while member accounts are associated with your account",
        ),
        Refusal::OrganizationMemberCannotPause => (
            409,
            "ConflictException",
            "Cannot suspend Macie while associated with an administrator account",
        ),
        Refusal::NoSuchResource => (404, "ResourceNotFoundException", say::NOT_FOUND),
        Refusal::QuotaExceeded => (402, "ServiceQuotaExceededException", say::QUOTA),
        other => (400, "ValidationException", sentence(other)),
    };
    WireError::new(status, code, message)
}

/// Refusals of the organization operations (semantics §6.3, §9.1). They do not tell whether Macie is on.
pub(super) fn organization(call: &Call<'_>, refusal: Refusal) -> WireError {
    let denied = |message: &'static str| WireError::new(403, "AccessDeniedException", message);
    let conflict = |message: &'static str| WireError::new(409, "ConflictException", message);
    let invalid = |message: &'static str| WireError::new(400, "ValidationException", message);
    match refusal {
        Refusal::ServiceOff | Refusal::NotOrganizationAdministrator => denied(
            "The request failed because you must be the Macie administrator for an organization to \
             perform this operation",
        ),
        Refusal::NotInOrganization | Refusal::NotManagement => denied(
            "The request failed because you must be a user of the management account for your AWS \
             organization to perform this operation",
        ),
        Refusal::ManagementIsMember => denied(
            "The request failed because the management account is a member of the delegated Macie \
             administrator account",
        ),
        Refusal::AlreadyDesignated => conflict(
            "The request failed because the account is already the delegated Macie administrator",
        ),
        Refusal::AnotherDesignated => conflict(
            "The request failed because your organization already has another delegated Macie \
             administrator",
        ),
        Refusal::NotDesignated => WireError::new(
            404,
            "ResourceNotFoundException",
            "The request failed because the account is not the delegated Macie administrator",
        ),
        Refusal::NotOfOrganization => {
            invalid("The request failed because the account is not a member of the organization")
        }
        Refusal::ManagementServiceOff => {
            invalid("The request failed because Macie is not enabled in the management account")
        }
        Refusal::AdministratorIsMember => invalid(
            "The request failed because the account is associated with another administrator \
             account",
        ),
        Refusal::NeedsAllFeatures => invalid(
            "The request failed because your organization does not have all features enabled",
        ),
        other => refuse(call, other),
    }
}

/// The sentences of `ValidationException`.
fn sentence(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TooManyAccounts => {
            "The request is rejected because the parameter accountIds is out-of-bounds."
        }
        Refusal::HasMembers => say::HAS_MEMBERS,
        Refusal::AlreadyAssociated => say::ALREADY_ASSOCIATED,
        Refusal::CallerIsMember => say::MEMBER_CANNOT_CREATE,
        Refusal::NoAdministrator => {
            "The request is rejected because the current account is not associated to a master \
             account."
        }
        Refusal::NoPendingInvitation => say::NO_PENDING_OR_ASSOCIATED,
        Refusal::InviterIsMember => say::INVITER_IS_MEMBER,
        Refusal::TooManyTags => say::TOO_MANY_TAGS,
        Refusal::Oneself => say::OWN_MEMBER,
        Refusal::RowExists => say::ROW_EXISTS,
        Refusal::NoRow => say::NOT_A_MEMBER,
        Refusal::StillAssociated => say::STILL_ASSOCIATED,
        Refusal::MemberOfAnother => say::CREATE_MEMBER_OF_ANOTHER,
        Refusal::MemberHasMembers => say::MEMBER_HAS_MEMBERS,
        Refusal::MemberPaused => {
            "The request is rejected because Macie is suspended in the given member account."
        }
        Refusal::ManagementServiceOff => {
            "The request is rejected because Macie is not enabled in the management account."
        }
        _ => say::MALFORMED,
    }
}

/// An operation on one account is a batch of one: what refused the account refuses the request.
pub(super) fn of_one(call: &Call<'_>, unprocessed: &[Unprocessed]) -> Result<(), WireError> {
    match unprocessed.first() {
        Some(one) => Err(refuse(call, one.refusal)),
        None => Ok(()),
    }
}

/// What is said of one account of a batch (semantics §6.4).
pub(super) fn of_account(refusal: Refusal) -> String {
    let sentence = match refusal {
        Refusal::NoRow => say::NOT_A_MEMBER,
        Refusal::AlreadyInvited => return say::already_invited("Macie"),
        Refusal::Oneself => say::INVITE_ONESELF,
        Refusal::CallerIsMember => say::MEMBER_CANNOT_INVITE,
        Refusal::EmailMissing => say::EMAIL_MISSING,
        Refusal::EmailNotVerified => say::EMAIL_NOT_VERIFIED,
        Refusal::QuotaExceeded => say::QUOTA,
        Refusal::NoPendingInvitation => say::NO_PENDING,
        Refusal::StillAssociated => say::INVITATION_STILL_ASSOCIATED,
        _ => say::MALFORMED,
    };
    sentence.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, text};

    #[test]
    fn bodies_have_a_message_alone() {
        let server = Server::new();
        for (target, status, code, body) in [
            ("/macie", 403, "AccessDeniedException", r#"{"message":"Macie is not enabled"}"#),
            (
                "/findings",
                404,
                "UnknownOperationException",
                r#"{"message":"There is no operation GET /findings."}"#,
            ),
        ] {
            let answer = server.macie(A).raw("GET", target, b"");
            assert_eq!((answer.status, answer.error), (status, Some(code)), "§1.5 {target}");
            assert_eq!(text(&answer), body);
            assert_eq!(answer.content_type, "application/json");
        }
    }
}
