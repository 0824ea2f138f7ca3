//! AWS STS, API version 2011-06-15: the query protocol, answers in XML (semantics §10.1).
//!
//! The operations that are served are in one table, the others are known by name and answered as not
//! implemented.

mod assume_role;
mod credentials;
mod decode_authorization_message;
mod get_access_key_info;
mod get_caller_identity;
mod get_session_token;
mod policies;
mod role;
mod shapes;
mod tags;
#[cfg(test)]
mod testing;

use std::borrow::Cow;
use std::future::ready;
use std::pin::Pin;

use accede_membership::{AccountId, Timestamp};
use serde_json::Value;

use crate::audit::{self, Deed, Outcome};
use crate::auth::{AuthError, Caller};
use crate::clock;
use crate::engine::{Engine, Fault};
use crate::front::{Answer, BodyFault, Claim, Front, Incoming, Pending, Shed};
use crate::wire::error::WireError;
use crate::wire::query_form::Form;
use crate::wire::query_xml;

/// The service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sts;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const VERSION: &str = "2011-06-15";

/// One operation.
struct Operation {
    name: &'static str,
    /// Whether the trail has it: what hands out credentials.
    recorded: bool,
    run: for<'a> fn(&'a Call<'a>) -> Running<'a>,
}

/// An operation on its way to its result.
type Running<'a> = Pin<Box<dyn Future<Output = Result<Given, WireError>> + Send + 'a>>;

/// What an operation answers.
struct Given {
    /// The inside of its result element, as XML.
    xml: String,
    /// What the trail has of it: neither secrets nor tokens.
    told: Value,
    /// The account that credentials for a role act for: it is told, too.
    acts_for: Option<AccountId>,
}

/// The way of an operation that asks nobody, and of which nothing is recorded.
fn at_once<'a>(result: Result<String, WireError>) -> Running<'a> {
    Box::pin(ready(result.map(|xml| Given { xml, told: Value::Null, acts_for: None })))
}

/// A request to an operation.
struct Call<'a> {
    engine: &'a Engine,
    caller: &'a Caller,
    now: Timestamp,
    form: &'a Form<'a>,
}

/// The operations that are served.
const OPERATIONS: &[Operation] = &[
    get_caller_identity::OPERATION,
    assume_role::OPERATION,
    get_session_token::OPERATION,
    get_access_key_info::OPERATION,
    decode_authorization_message::OPERATION,
];

/// The operations of STS that are not.
const NOT_SERVED: &[&str] = &[
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetWebIdentityToken",
];

impl Front for Sts {
    fn operations(&self) -> Vec<Claim> {
        let claim = |name, served| Claim { name, request: format!("Action={name}"), served };
        let served = OPERATIONS.iter().map(|operation| claim(operation.name, true));
        served.chain(NOT_SERVED.iter().map(|name| claim(*name, false))).collect()
    }

    fn handle<'a>(
        &'a self,
        engine: &'a Engine,
        caller: &'a Caller,
        request: &'a Incoming,
    ) -> Pending<'a> {
        Box::pin(serve(engine, caller, request))
    }

    fn turn_away(&self, why: &AuthError, request_id: &str) -> Answer {
        let (status, code) = match why {
            AuthError::Missing => (403, "MissingAuthenticationToken"),
            AuthError::Incomplete(_) => (400, "IncompleteSignature"),
            AuthError::Scope(_) | AuthError::Invalid(_) | AuthError::Mismatch => {
                (403, "SignatureDoesNotMatch")
            }
            AuthError::Unread(fault) => return error("-", request_id, &unread(*fault)),
            AuthError::Unknown => (403, "InvalidClientTokenId"),
            AuthError::Expired => (403, "ExpiredToken"),
            AuthError::Fault => (500, "InternalFailure"),
        };
        error("-", request_id, &WireError::new(status, code, why.to_string()))
    }

    fn operation(&self, request: &Incoming) -> Option<&'static str> {
        match read(request) {
            Ok((_, operation)) => Some(operation.name),
            Err((name, _)) => (name != "-").then_some(name),
        }
    }

    fn shed(&self, why: Shed, request_id: &str) -> Answer {
        let (status, code) = match why {
            Shed::Busy => (503, "ServiceUnavailable"),
            Shed::Throttled { .. } => (429, "Throttling"),
            Shed::ForeignPage => (403, "AccessDenied"),
        };
        let why_not = WireError::new(status, code, why.message());
        error(why.operation(), request_id, &why_not).retry_after(why.retry_after())
    }
}

async fn serve(engine: &Engine, caller: &Caller, request: &Incoming) -> Answer {
    let id = &request.id;
    let (form, operation) = match read(request) {
        Ok(read) => read,
        Err((name, why)) => return error(name, id, &why),
    };
    let call = Call { engine, caller, now: clock::now(), form: &form };
    let given = (operation.run)(&call).await;
    let given =
        if operation.recorded { record(&call, request, operation, given).await } else { given };
    match given {
        Ok(given) => query_xml::success(operation.name, NAMESPACE, id, &given.xml),
        Err(why) => error(operation.name, id, &why),
    }
}

/// Records what was answered. Credentials that cannot be recorded are not handed out.
async fn record(
    call: &Call<'_>,
    request: &Incoming,
    operation: &Operation,
    given: Result<Given, WireError>,
) -> Result<Given, WireError> {
    let deed = Deed {
        caller: call.caller,
        request,
        source: "sts",
        operation: operation.name,
        read_only: true,
        parameters: audit::of_form(call.form.iter()),
    };
    let events = match &given {
        Ok(Given { told, acts_for: Some(account), .. }) if *account != call.caller.account => {
            deed.record_in_both(call.now, Outcome::Done(told), *account).into()
        }
        Ok(given) => vec![*deed.record(call.now, Outcome::Done(&given.told))],
        Err(why) => vec![*deed.record(call.now, why.outcome())],
    };
    match call.engine.record(events).await {
        Ok(()) => given,
        Err(Fault) => given.and(Err(fault())),
    }
}

/// A refusal, and the operation that it is of; `-` where none was found.
type Refused = (&'static str, WireError);

/// The parameters of a request, and the operation that they name.
fn read(request: &Incoming) -> Result<(Form<'_>, &'static Operation), Refused> {
    let refused = |status, code, message| ("-", WireError::new(status, code, message));
    if request.path() != "/" {
        return Err(refused(404, "UnknownOperationException", "There is no such path."));
    }
    let body = request.body.as_ref().map_err(|fault| ("-", unread(*fault)))?;
    let malformed = || refused(400, "ValidationError", "The parameters are not well-formed.");
    let form = Form::read(body, request.query()).ok_or_else(malformed)?;
    let missing = "The request must contain the parameter Action.";
    let action = form.get("Action").ok_or_else(|| refused(400, "MissingAction", missing))?;
    let operation = find(action, form.get("Version").unwrap_or(VERSION))?;
    Ok((form, operation))
}

/// A body that did not come in.
fn unread(fault: BodyFault) -> WireError {
    match fault {
        BodyFault::TooLarge => invalid("The request body is too large."),
        BodyFault::Malformed => invalid("The request body is malformed."),
        BodyFault::TooSlow => {
            WireError::new(408, "RequestTimeout", "The request body did not arrive in time.")
        }
    }
}

fn find(action: &str, version: &str) -> Result<&'static Operation, Refused> {
    if version == VERSION {
        if let Some(operation) = OPERATIONS.iter().find(|operation| operation.name == action) {
            return Ok(operation);
        }
        if let Some(known) = NOT_SERVED.iter().find(|known| **known == action) {
            let message = format!("Accede does not implement {known}.");
            return Err((known, WireError::new(501, "NotImplemented", message)));
        }
    }
    let message = format!("Could not find operation {action} for version {version}");
    Err(("-", WireError::new(400, "InvalidAction", message)))
}

fn invalid(why: impl Into<Cow<'static, str>>) -> WireError {
    WireError::new(400, "ValidationError", why)
}

fn denied(why: impl Into<Cow<'static, str>>) -> WireError {
    WireError::new(403, "AccessDenied", why)
}

/// The store failed.
fn fault() -> WireError {
    WireError::new(500, "InternalFailure", "The server met an unexpected condition.")
}

fn error(operation: &'static str, request_id: &str, error: &WireError) -> Answer {
    query_xml::error(operation, NAMESPACE, request_id, error)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;

    use super::testing::said;
    use super::{NOT_SERVED, OPERATIONS};
    use crate::front::BodyFault;
    use crate::testing::{A, Server, text};

    #[test]
    fn refuses_in_xml() {
        let server = Server::new();
        for (target, body, status, code) in [
            ("/", "Action=Nonsense&Version=2011-06-15", 400, "InvalidAction"),
            ("/", "Action=assumerole&Version=2011-06-15", 400, "InvalidAction"),
            ("/", "Action=GetCallerIdentity&Version=2010-01-01", 400, "InvalidAction"),
            ("/", "Action=AssumeRoot&Version=2010-01-01", 400, "InvalidAction"),
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
    fn what_is_not_served_says_so() {
        let server = Server::new();
        for name in NOT_SERVED {
            let answer = format!("501 NotImplemented: Accede does not implement {name}.");
            assert_eq!(said(&server.sts(A), &format!("Action={name}")), answer);
        }
        assert!(OPERATIONS.iter().all(|operation| !NOT_SERVED.contains(&operation.name)));
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
