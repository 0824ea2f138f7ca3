//! A refusal on its way to the wire.

use std::borrow::Cow;

use crate::audit::Outcome;

/// An error as a service words it. How it is written is the protocol's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WireError {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The error code: the name of the exception.
    pub(crate) code: &'static str,
    /// The sentence for people.
    pub(crate) message: Cow<'static, str>,
}

impl WireError {
    pub(crate) fn new(
        status: u16,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> WireError {
        WireError { status, code, message: message.into() }
    }

    /// What is recorded of a request that came to this.
    pub(crate) fn outcome(&self) -> Outcome<'_> {
        Outcome::Refused { code: self.code, message: &self.message }
    }
}

/// Why a request cannot be understood. The service it was meant for decides on code and status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BadInput {
    /// The body is not JSON, or has a value of the wrong type (semantics §1.5.2).
    Syntax(String),
    /// A member is missing, out of range or malformed.
    Invalid(String),
}

impl BadInput {
    /// A required member is not there.
    pub(crate) fn missing(member: &str) -> BadInput {
        BadInput::Invalid(format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: \
             Member must not be null"
        ))
    }

    /// A member's value breaks a constraint.
    pub(crate) fn constraint(member: &str, constraint: &str) -> BadInput {
        BadInput::Invalid(format!(
            "1 validation error detected: Value at '{member}' failed to satisfy constraint: \
             {constraint}"
        ))
    }
}
