//! What all JSON services say of a request before it reaches an operation.

use super::super::error::WireError;
use crate::auth::AuthError;
use crate::front::{BodyFault, Shed};

/// An error of the front door, as all JSON services write it (semantics §1.5.2).
pub(crate) fn front_door(why: &AuthError) -> WireError {
    let (status, code) = match why {
        AuthError::Missing => (403, "MissingAuthenticationTokenException"),
        AuthError::Incomplete(_) => (400, "IncompleteSignatureException"),
        AuthError::Scope(_) | AuthError::Invalid(_) | AuthError::Mismatch => {
            (403, "InvalidSignatureException")
        }
        AuthError::Unread(BodyFault::TooLarge) => (400, "RequestEntityTooLargeException"),
        AuthError::Unread(BodyFault::Malformed) => (400, "SerializationException"),
        AuthError::Unread(BodyFault::TooSlow) => (408, "RequestTimeoutException"),
        AuthError::Unknown => (403, "UnrecognizedClientException"),
        AuthError::Expired => (403, "ExpiredTokenException"),
        AuthError::Fault => (500, "InternalFailure"),
    };
    WireError::new(status, code, why.to_string())
}

/// What a client of a JSON service learns whose request is not carried out.
pub(crate) fn shed(why: Shed) -> WireError {
    let (status, code) = match why {
        Shed::Busy => (503, "ServiceUnavailableException"),
        Shed::Throttled { .. } => (429, "ThrottlingException"),
        Shed::ForeignPage => (403, "AccessDeniedException"),
    };
    WireError::new(status, code, why.message())
}

/// What a client learns that calls an operation which is known and not served.
pub(crate) fn not_served(name: &str) -> WireError {
    WireError::new(501, "NotImplemented", format!("Accede does not implement {name}."))
}

pub(super) fn unknown_operation(method: &http::Method, path: &str) -> WireError {
    let message = format!("There is no operation {method} {path}.");
    WireError::new(404, "UnknownOperationException", message)
}
