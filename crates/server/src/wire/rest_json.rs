//! REST-JSON: requests in path, query and a JSON body; answers in JSON (semantics §1).
//!
//! An operation is two pure functions, decode and encode, around a command of the rules. What is the same
//! for all operations of all such services is here.

mod call;
mod deed;
mod refusals;

use accede_membership::{Command, Refusal, Reply, Scope};
use accede_store::answers::Known;
use bytes::Bytes;
use serde::Serialize;

use super::error::{BadInput, WireError};
use super::json::{self, Shape};
use super::router::{Endpoint, Match, Router};
use crate::audit::{self, Outcome};
use crate::auth::{AuthError, Caller};
use crate::engine::{Conclusion, Engine, Fault, Reading};
use crate::front::{Answer, BodyFault, Claim, Front, Incoming, Pending, Shed};
pub(crate) use call::{Call, Input, no_input, read};
use refusals::unknown_operation;
pub(crate) use refusals::{front_door, not_served, shed};

/// One operation of a REST-JSON service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    /// Name, method and path.
    pub(crate) endpoint: Endpoint,
    /// From the request to a command.
    pub(crate) decode: fn(&Input<'_>) -> Result<Command, BadInput>,
    /// From the reply to an answer.
    pub(crate) encode: fn(&Call<'_>, &Command, Reply) -> Encoded,
    /// How this operation words a refusal.
    pub(crate) refuse: fn(&Call<'_>, Refusal) -> WireError,
}

/// What an operation makes of a reply.
pub(crate) type Encoded = Result<Success, NotEncoded>;

/// Why there is no successful answer to a command that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotEncoded {
    /// For this operation the reply is a refusal.
    Refused(WireError),
    /// The rules answered what the operation did not ask for: a fault of ours.
    Unexpected,
}

impl From<WireError> for NotEncoded {
    fn from(error: WireError) -> Self {
        NotEncoded::Refused(error)
    }
}

/// A successful answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Success {
    /// 200, or 204 for an answer without a body.
    pub(crate) status: u16,
    /// The JSON text.
    pub(crate) body: Vec<u8>,
}

impl From<Success> for (u16, Bytes) {
    fn from(Success { status, body }: Success) -> Self {
        (status, body.into())
    }
}

impl From<BadInput> for NotEncoded {
    // What could be decoded before the command can be decoded after it.
    fn from(_: BadInput) -> Self {
        NotEncoded::Unexpected
    }
}

/// Answers 200 with this JSON.
pub(crate) fn json<T: Serialize>(shape: &T) -> Encoded {
    let body = serde_json::to_vec(shape).map_err(|_| NotEncoded::Unexpected)?;
    Ok(Success { status: 200, body })
}

/// Answers 200 with a structure that writes itself.
pub(crate) fn written(shape: &impl Shape) -> Encoded {
    Ok(Success { status: 200, body: json::to_vec(shape) })
}

/// How a service writes its errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    /// The code of a malformed or missing member, status 400, for this operation.
    pub(crate) invalid: fn(&str) -> &'static str,
    /// The code of a fault of ours, status 500, for this operation.
    pub(crate) internal: fn(&str) -> &'static str,
    /// The code and the message for callers that ask for this operation too often, status 429.
    pub(crate) throttled: fn(&str) -> (&'static str, &'static str),
    /// The body of an error.
    pub(crate) body: fn(&WireError) -> Vec<u8>,
}

/// A REST-JSON service.
pub(crate) struct RestJson {
    /// Which scope's service a raw path is about: two generations of a service may share one API.
    service: fn(&str) -> accede_membership::Service,
    dialect: Dialect,
    router: Router<Target>,
    tables: Tables,
}

/// The operations of a service's model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tables {
    /// Those that are served.
    pub(crate) served: &'static [Operation],
    /// Those that are not served, but refuse callers as the service refuses them.
    pub(crate) guarded: &'static [Operation],
    /// The others.
    pub(crate) not_served: &'static [Endpoint],
}

#[derive(Debug, Clone, Copy)]
enum Target {
    Answered(&'static Operation),
    NotServed(&'static str),
}

impl RestJson {
    pub(crate) fn new(
        service: fn(&str) -> accede_membership::Service,
        dialect: Dialect,
        tables: Tables,
    ) -> RestJson {
        let answered = tables.served.iter().chain(tables.guarded);
        let answered = answered.map(|o| (o.endpoint, Target::Answered(o)));
        let others = tables.not_served.iter().map(|e| (*e, Target::NotServed(e.name)));
        let router = Router::new(answered.chain(others));
        RestJson { service, dialect, router, tables }
    }

    async fn serve(&self, engine: &Engine, caller: &Caller, request: &Incoming) -> Answer {
        let found = self.router.find(request.method.as_str(), request.path());
        let (operation, parameter) = match found {
            Some(Match { target: Target::Answered(operation), parameter }) => {
                (operation, parameter)
            }
            Some(Match { target: Target::NotServed(name), .. }) => {
                return self.error(name, not_served(name));
            }
            None => return self.error("-", unknown_operation(&request.method, request.path())),
        };
        let name = operation.endpoint.name;
        let body = match &request.body {
            Ok(body) => body,
            Err(fault) => return self.error(name, self.body_fault(name, *fault)),
        };
        let service = (self.service)(request.path());
        let call = Call {
            account: caller.account,
            scope: Scope { service, region: caller.region.clone() },
            operation: name,
            rules: engine.rules(service),
            tokens: engine.tokens(),
            parameter,
            query: request.query(),
            body,
        };
        let answered = match operation.endpoint.only_reads() {
            true => self.recall_or_read(engine, caller, request, &call, operation).await,
            false => self.run(engine, caller, request, &call, operation).await.map(Success::into),
        };
        match answered {
            Ok((status, body)) => Answer::success(name, status, body),
            Err(error) => self.error(name, error),
        }
    }

    /// Answers a request of an operation that only reads: with what it was answered before, where that still holds.
    async fn recall_or_read(
        &self,
        engine: &Engine,
        caller: &Caller,
        request: &Incoming,
        call: &Call<'_>,
        operation: &Operation,
    ) -> Result<(u16, Bytes), WireError> {
        let question = call.question();
        let since = match engine.recall(&question) {
            Ok(Known::Answer(body)) => return Ok((200, body)),
            Ok(Known::Not(since)) => since,
            Err(Fault) => return Err(self.fault(call.operation)),
        };
        let command = self.command(call, operation)?;
        if !command.only_reads() {
            return self.run(engine, caller, request, call, operation).await.map(Success::into);
        }
        let reading = engine.read(&call.scope, call.account, &command).await;
        let Ok(Reading { outcome, is_of_caller }) = reading else {
            return Err(self.fault(call.operation));
        };
        let success = self.encode(call, operation, &command, outcome)?;
        if is_of_caller && success.status == 200 {
            engine.keep(&question, since, &success.body);
        }
        Ok(success.into())
    }

    fn command(&self, call: &Call<'_>, operation: &Operation) -> Result<Command, WireError> {
        let decoded = call.input().and_then(|input| (operation.decode)(&input));
        decoded.map_err(|bad| self.bad_input(call.operation, bad))
    }

    fn encode(
        &self,
        call: &Call<'_>,
        operation: &Operation,
        command: &Command,
        outcome: Result<Reply, Refusal>,
    ) -> Result<Success, WireError> {
        let reply = outcome.map_err(|refusal| (operation.refuse)(call, refusal))?;
        (operation.encode)(call, command, reply).map_err(|why| match why {
            NotEncoded::Refused(error) => error,
            NotEncoded::Unexpected => self.fault(call.operation),
        })
    }

    async fn run(
        &self,
        engine: &Engine,
        caller: &Caller,
        request: &Incoming,
        call: &Call<'_>,
        operation: &Operation,
    ) -> Result<Success, WireError> {
        let command = self.command(call, operation)?;
        let deed = (!command.only_reads()).then(|| deed::of(caller, request, call, operation));
        let conclude = |now, outcome: Result<Reply, Refusal>| {
            let answer = self.encode(call, operation, &command, outcome);
            let record = deed.as_ref().map(|deed| match &answer {
                Ok(success) => deed.record(now, Outcome::Done(&audit::of_answer(&success.body))),
                Err(error) => deed.record(now, error.outcome()),
            });
            Conclusion { stands: answer.is_ok(), answer, record }
        };
        let concluded = engine.conclude(&call.scope, call.account, &command, conclude).await;
        concluded.unwrap_or_else(|Fault| Err(self.fault(call.operation)))
    }

    /// A fault of ours. The log says more than the client is told.
    fn fault(&self, operation: &str) -> WireError {
        let code = (self.dialect.internal)(operation);
        WireError::new(500, code, "The server met an unexpected condition.")
    }

    fn bad_input(&self, operation: &str, bad: BadInput) -> WireError {
        match bad {
            BadInput::Syntax(why) => WireError::new(400, "SerializationException", why),
            BadInput::Invalid(why) => WireError::new(400, (self.dialect.invalid)(operation), why),
        }
    }

    fn body_fault(&self, operation: &str, fault: BodyFault) -> WireError {
        match fault {
            BodyFault::TooLarge => {
                let code = (self.dialect.invalid)(operation);
                WireError::new(400, code, "The request body is too large.")
            }
            BodyFault::Malformed => {
                WireError::new(400, "SerializationException", "The request body is malformed.")
            }
            BodyFault::TooSlow => WireError::new(
                408,
                "RequestTimeoutException",
                "The request body did not arrive in time.",
            ),
        }
    }

    fn error(&self, operation: &'static str, error: WireError) -> Answer {
        Answer::error(operation, error.status, error.code, (self.dialect.body)(&error))
    }
}

impl Front for RestJson {
    fn operations(&self) -> Vec<Claim> {
        let claim = |endpoint: Endpoint, served| {
            let Endpoint { name, method, path } = endpoint;
            Claim { name, request: format!("{method} {path}"), served }
        };
        let Tables { served, guarded, not_served } = self.tables;
        let served = served.iter().map(|operation| claim(operation.endpoint, true));
        let others =
            guarded.iter().map(|operation| operation.endpoint).chain(not_served.iter().copied());
        served.chain(others.map(|endpoint| claim(endpoint, false))).collect()
    }

    fn handle<'a>(
        &'a self,
        engine: &'a Engine,
        caller: &'a Caller,
        request: &'a Incoming,
    ) -> Pending<'a> {
        Box::pin(self.serve(engine, caller, request))
    }

    fn turn_away(&self, why: &AuthError, _request_id: &str) -> Answer {
        let error = match why {
            AuthError::Unread(fault) => self.body_fault("-", *fault),
            _ => front_door(why),
        };
        self.error("-", error)
    }

    fn operation(&self, request: &Incoming) -> Option<&'static str> {
        let found = self.router.find(request.method.as_str(), request.path())?;
        Some(match found.target {
            Target::Answered(operation) => operation.endpoint.name,
            Target::NotServed(name) => name,
        })
    }

    fn shed(&self, why: Shed, _request_id: &str) -> Answer {
        let mut error = shed(why);
        if let Shed::Throttled { operation, .. } = why {
            let (code, message) = (self.dialect.throttled)(operation);
            error = WireError::new(429, code, message);
        }
        self.error(why.operation(), error).retry_after(why.retry_after())
    }
}
