//! What Security Hub answers when it refuses (semantics §1.5, §6.1, §6.2).

use accede_membership::Refusal;
use serde::Serialize;

use super::super::sentences as say;
use crate::wire::error::WireError;
use crate::wire::rest_json::{Call, Dialect};

/// How Security Hub writes errors.
pub(super) const DIALECT: Dialect =
    Dialect { invalid: "InvalidInputException", internal: "InternalException", body };

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
        _ => say::MALFORMED,
    };
    WireError::new(400, BAD_REQUEST, sentence)
}

/// Refusals of the operations on the hub itself and its tags (semantics §11 U5).
pub(super) fn hub(call: &Call<'_>, refusal: Refusal) -> WireError {
    let invalid = |message: &'static str| WireError::new(400, "InvalidInputException", message);
    match refusal {
        Refusal::ServiceOff => {
            let account = call.account;
            let message = format!("Account {account} is not subscribed to AWS Security Hub");
            WireError::new(401, "InvalidAccessException", message)
        }
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
