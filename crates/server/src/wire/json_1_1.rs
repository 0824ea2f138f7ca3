//! JSON 1.1: every request is a `POST /` whose header `X-Amz-Target` names the operation; input and output are
//! JSON objects; an error names itself in `__type` (semantics §10.2).

use std::borrow::Cow;

use accede_membership::Timestamp;
use http::{HeaderName, Method};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

use super::error::{BadInput, WireError};
use super::rest_json;
use crate::audit::Outcome;
use crate::auth::AuthError;
use crate::front::{Answer, BodyFault, Incoming, Shed};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// The header that names the operation: `{prefix}.{operation}`.
pub(crate) const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
/// The same, as documents spell it.
pub(crate) const TARGET_AS_WRITTEN: &str = "X-Amz-Target";

/// An error as a service words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exception {
    /// 400, whatever the client did; 500 for what the server did.
    pub(crate) status: u16,
    /// The name of the exception.
    pub(crate) code: &'static str,
    /// The member `Type` of exceptions that have one.
    pub(crate) kind: Option<&'static str>,
    /// The member `Reason` of exceptions that have one.
    pub(crate) reason: Option<&'static str>,
    /// The sentence for people.
    pub(crate) message: Cow<'static, str>,
}

impl Exception {
    /// An exception of the client's making.
    pub(crate) fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Exception {
        Exception { status: 400, code, kind: None, reason: None, message: message.into() }
    }

    /// What is recorded of a request that came to this.
    pub(crate) fn outcome(&self) -> Outcome<'_> {
        Outcome::Refused { code: self.code, message: &self.message }
    }

    /// The same with a reason.
    pub(crate) fn because(self, reason: &'static str) -> Exception {
        Exception { reason: Some(reason), ..self }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "__type")]
    code: &'a str,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(rename = "Message")]
    message: &'a str,
    #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// A successful answer; an operation without output answers with an empty body.
pub(crate) fn success(operation: &'static str, body: Vec<u8>) -> Answer {
    let content_type = CONTENT_TYPE;
    Answer {
        operation,
        status: 200,
        error: None,
        content_type,
        body: body.into(),
        retry_after: None,
    }
}

/// An error.
pub(crate) fn error(operation: &'static str, exception: &Exception) -> Answer {
    let Exception { status, code, kind, reason, ref message } = *exception;
    let body = serde_json::to_vec(&Body { code, kind, message, reason }).unwrap_or_default();
    let (error, content_type) = (Some(code), CONTENT_TYPE);
    Answer { operation, status, error, content_type, body: body.into(), retry_after: None }
}

/// The operation that a request names, for a service whose targets begin so.
pub(crate) fn operation<'a>(request: &'a Incoming, prefix: &str) -> Result<&'a str, Exception> {
    if request.method != Method::POST || request.path() != "/" {
        let (method, path) = (&request.method, request.path());
        let message = format!("There is no operation {method} {path}.");
        return Err(Exception { status: 404, ..Exception::new(UNKNOWN, message) });
    }
    let target = request.header(TARGET).unwrap_or_default();
    let operation = target.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.'));
    operation.ok_or_else(|| unknown_operation(target))
}

const UNKNOWN: &str = "UnknownOperationException";

/// There is no operation of this name. It is repeated if it is one: a client may have put its secret there.
pub(crate) fn unknown_operation(name: &str) -> Exception {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if name.len() <= 64 && letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Exception::new(UNKNOWN, format!("There is no operation '{name}'."));
    }
    Exception::new(UNKNOWN, "There is no such operation.")
}

/// An operation of the model that is not served.
pub(crate) fn not_served(name: &str) -> Exception {
    let message = format!("Accede does not implement {name}.");
    Exception { status: 501, ..Exception::new("NotImplemented", message) }
}

/// Reads the input. None at all is the same as `{}`; members that are not known are passed over.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Exception> {
    rest_json::read(body).map_err(|bad| match bad {
        BadInput::Syntax(why) | BadInput::Invalid(why) => {
            Exception::new("SerializationException", why)
        }
    })
}

/// A body that did not come in.
pub(crate) fn body_fault(fault: BodyFault, too_large: Exception) -> Exception {
    match fault {
        BodyFault::TooLarge => too_large,
        BodyFault::Malformed => {
            Exception::new("SerializationException", "The request body is malformed.")
        }
        BodyFault::TooSlow => Exception {
            status: 408,
            ..Exception::new("RequestTimeoutException", "The request body did not arrive in time.")
        },
    }
}

/// An error of the front door: the codes of all JSON services, status 400 as for everything (semantics
/// §1.5.2, §10.2).
pub(crate) fn front_door(why: &AuthError) -> Answer {
    let WireError { status, code, message } = rest_json::front_door(why);
    error(
        "-",
        &Exception {
            status: if status < 500 { 400 } else { status },
            ..Exception::new(code, message)
        },
    )
}

/// An answer to a request that is not carried out. `throttled` is how the service says that somebody asks too often.
pub(crate) fn shed(why: Shed, throttled: Exception) -> Answer {
    let exception = match why {
        Shed::Busy => Exception {
            status: 503,
            ..Exception::new("ServiceUnavailableException", why.message())
        },
        Shed::Throttled { .. } => throttled,
        Shed::ForeignPage => Exception::new("AccessDeniedException", why.message()),
    };
    error(why.operation(), &exception).retry_after(why.retry_after())
}

/// A timestamp that serializes as seconds since 1970 with their fraction: `1481830215.45`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Epoch(pub(crate) Timestamp);

impl Serialize for Epoch {
    // Milliseconds of the next 285 000 years are exact in 53 bits, and so is what is printed of them.
    #[allow(clippy::cast_precision_loss)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0.0 as f64 / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_seconds_with_a_fraction() {
        for (millis, written) in [
            (0, "0.0"),
            (1_481_830_215_450, "1481830215.45"),
            (1_642_163_724_932, "1642163724.932"),
            (1_700_000_000_001, "1700000000.001"),
            (1_700_000_000_000, "1700000000.0"),
        ] {
            assert_eq!(serde_json::to_string(&Epoch(Timestamp(millis))).unwrap(), written);
        }
    }

    #[test]
    fn an_error_names_itself_and_its_reason() {
        let plain = Exception::new("AccessDeniedException", "No.");
        let answer = error("ListAccounts", &plain);
        assert_eq!(&answer.body[..], br#"{"__type":"AccessDeniedException","Message":"No."}"#);
        assert_eq!((answer.status, answer.content_type), (400, "application/x-amz-json-1.1"));
        let answer = error("ListAccounts", &plain.because("R"));
        let body = br#"{"__type":"AccessDeniedException","Message":"No.","Reason":"R"}"#;
        assert_eq!(&answer.body[..], body);
    }
}
