//! AWS STS, API version 2011-06-15: the query protocol, answers in XML (semantics §10.1).
//!
//! Clients call `GetCallerIdentity` before anything else. The other operations are known by name and
//! answered as not implemented.

mod get_caller_identity;

use std::borrow::Cow;

use crate::auth::{AuthError, Caller};
use crate::engine::Engine;
use crate::front::{Answer, BodyFault, Front, Incoming, Pending};
use crate::wire::error::WireError;
use crate::wire::percent::Query;
use crate::wire::query_xml;

/// The service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sts;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const VERSION: &str = "2011-06-15";

/// The operations of STS that Accede does not serve.
const NOT_SERVED: &[&str] = &[
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetSessionToken",
    "GetWebIdentityToken",
];

impl Front for Sts {
    fn handle<'a>(
        &'a self,
        _: &'a Engine,
        caller: &'a Caller,
        request: &'a Incoming,
    ) -> Pending<'a> {
        Box::pin(std::future::ready(serve(caller, request)))
    }

    fn turn_away(&self, why: &AuthError, request_id: &str) -> Answer {
        let (status, code) = match why {
            AuthError::Missing => (403, "MissingAuthenticationToken"),
            AuthError::Incomplete(_) => (400, "IncompleteSignature"),
            AuthError::Scope(_) => (403, "SignatureDoesNotMatch"),
        };
        error("-", request_id, &WireError::new(status, code, why.to_string()))
    }
}

fn serve(caller: &Caller, request: &Incoming) -> Answer {
    let found = action(request).and_then(|action| operation(caller, &action));
    match found {
        Ok((operation, result)) => query_xml::success(operation, NAMESPACE, &request.id, &result),
        Err(Refused { operation, error: why }) => error(operation, &request.id, &why),
    }
}

/// A refusal, and the operation if one was found.
struct Refused {
    operation: &'static str,
    error: WireError,
}

fn refused(status: u16, code: &'static str, message: impl Into<Cow<'static, str>>) -> Refused {
    Refused { operation: "-", error: WireError::new(status, code, message) }
}

/// The action that a request names, in its body or in its query string.
fn action(request: &Incoming) -> Result<String, Refused> {
    if request.path() != "/" {
        return Err(refused(404, "UnknownOperationException", "There is no such path."));
    }
    let body = request.body.as_ref().map_err(|fault| match fault {
        BodyFault::TooLarge => refused(400, "ValidationError", "The request body is too large."),
        BodyFault::Malformed => refused(400, "ValidationError", "The request body is malformed."),
        BodyFault::TooSlow => {
            refused(408, "RequestTimeout", "The request body did not arrive in time.")
        }
    })?;
    let malformed = || refused(400, "ValidationError", "The parameters are not well-formed.");
    let body = std::str::from_utf8(body).ok().and_then(Query::parse).ok_or_else(malformed)?;
    let query = Query::parse(request.query()).ok_or_else(malformed)?;
    let parameter = |name: &str| body.get(name).or_else(|| query.get(name));
    let missing = "The request must contain the parameter Action.";
    let action = parameter("Action").ok_or_else(|| refused(400, "MissingAction", missing))?;
    match parameter("Version") {
        None | Some(VERSION) => Ok(action.to_owned()),
        Some(version) => Err(unknown(action, version)),
    }
}

fn operation(caller: &Caller, action: &str) -> Result<(&'static str, String), Refused> {
    if action == get_caller_identity::NAME {
        return Ok((get_caller_identity::NAME, get_caller_identity::result(caller)));
    }
    let known = NOT_SERVED.iter().find(|known| **known == action);
    let operation = known.ok_or_else(|| unknown(action, VERSION))?;
    let message = format!("Accede does not implement {operation}.");
    Err(Refused { operation, error: WireError::new(501, "NotImplemented", message) })
}

fn unknown(action: &str, version: &str) -> Refused {
    let message = format!("Could not find operation {action} for version {version}");
    refused(400, "InvalidAction", message)
}

fn error(operation: &'static str, request_id: &str, error: &WireError) -> Answer {
    query_xml::error(operation, NAMESPACE, request_id, error)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;

    use crate::front::BodyFault;
    use crate::testing::{A, Server, text};

    #[test]
    fn refuses_in_xml() {
        let server = Server::new();
        for (target, body, status, code) in [
            ("/", "Action=AssumeRole&Version=2011-06-15", 501, "NotImplemented"),
            ("/", "Action=Nonsense&Version=2011-06-15", 400, "InvalidAction"),
            ("/", "Action=GetCallerIdentity&Version=2010-01-01", 400, "InvalidAction"),
            ("/", "Version=2011-06-15", 400, "MissingAction"),
            ("/", "Action=%zz", 400, "ValidationError"),
            ("/?Action=%", "", 400, "ValidationError"),
            ("/other", "Action=GetCallerIdentity", 404, "UnknownOperationException"),
        ] {
            let answer = server.sts(A).raw("POST", target, body.as_bytes());
            assert_eq!((answer.status, answer.error), (status, Some(code)), "{target} {body}");
            assert!(text(&answer).contains(&format!("<Code>{code}</Code>")), "{target} {body}");
        }
        for (fault, status) in [(BodyFault::TooLarge, 400), (BodyFault::TooSlow, 408)] {
            assert_eq!(server.sts(A).bodied("POST", "/", Err(fault)).status, status);
        }
    }

    #[test]
    fn an_unsigned_form_is_refused_in_xml() {
        let mut headers = HeaderMap::new();
        let kind = "application/x-www-form-urlencoded; charset=utf-8".parse().unwrap();
        headers.insert("content-type", kind);
        let answer = Server::new().send("POST", "/", headers, Ok(Bytes::new()));
        assert_eq!((answer.status, answer.error), (403, Some("MissingAuthenticationToken")));
        assert_eq!(answer.content_type, "text/xml");
    }
}
