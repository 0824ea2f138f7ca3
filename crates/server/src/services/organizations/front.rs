//! From a request to the directory and back: what is the same for all operations.

use accede_membership::directory::{
    DirectoryCommand, DirectoryRefusal, DirectoryReply, ListPage, OrganizationsCommand,
};
use accede_membership::{AccountId, Region, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{NOT_SERVED, OPERATIONS, TARGET, constraints, errors};
use crate::audit::{self, Deed, Outcome};
use crate::auth::{AuthError, Caller};
use crate::engine::{Conclusion, Engine, Fault};
use crate::entropy;
use crate::front::{Answer, BodyFault, Claim, Front, Incoming, Pending, Shed};
use crate::wire::json_1_1::{self, Exception};
use crate::wire::page_token::{Binding, Cursor, Sealer};

/// One operation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operation {
    pub(super) name: &'static str,
    /// From the input to a command. Ids of what is new are drawn here, so it can be asked again.
    pub(super) decode: fn(&Input<'_>) -> Result<OrganizationsCommand, Exception>,
    /// From the reply to the output.
    pub(super) encode: fn(&Call<'_>, &OrganizationsCommand, DirectoryReply) -> Encoded,
}

/// The output, as JSON text; empty for an operation that has none.
pub(super) type Encoded = Result<Vec<u8>, Unexpected>;

/// The rules answered what the operation did not ask for: a fault of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unexpected;

/// What an operation may know of the request it serves, besides its input.
pub(super) struct Call<'a> {
    pub(super) account: AccountId,
    pub(super) region: &'a Region,
    pub(super) operation: &'static str,
    pub(super) tokens: &'a Sealer,
}

impl Call<'_> {
    /// The token of the page after this one. `filter` names what else the list depends on.
    pub(super) fn next_token(&self, filter: &str, next: Option<u64>) -> Option<String> {
        let list = self.list(filter);
        let seal = |after| {
            let cursor = Cursor { after, only_associated: false };
            self.tokens.seal(self.binding(&list), &cursor, entropy::bytes())
        };
        next.map(seal)
    }

    fn list(&self, filter: &str) -> String {
        format!("{}\n{filter}", self.operation)
    }

    fn binding<'b>(&self, list: &'b str) -> Binding<'b> {
        Binding { service: "organizations", region: "", account: self.account, operation: list }
    }
}

/// What a client sent.
pub(super) struct Input<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) body: &'a [u8],
}

/// The members of every paged list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Paging {
    next_token: Option<String>,
    max_results: Option<i64>,
}

impl Input<'_> {
    /// Reads the body.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Exception> {
        json_1_1::read(self.body)
    }

    /// Which page a request asks for. `filter` must be the text that its token was sealed with.
    pub(super) fn page(&self, filter: &str, paging: &Paging) -> Result<ListPage, Exception> {
        let limit = constraints::max_results(paging.max_results)?;
        let after = self.continues(filter, paging.next_token.as_deref())?;
        Ok(ListPage { after, limit })
    }

    /// Where a page token says to go on.
    pub(super) fn continues(
        &self,
        filter: &str,
        token: Option<&str>,
    ) -> Result<Option<u64>, Exception> {
        let Some(token) = token else { return Ok(None) };
        let list = self.call.list(filter);
        let cursor: Option<Cursor> = self.call.tokens.open(self.call.binding(&list), token);
        let cursor = cursor.ok_or_else(|| constraints::NEXT_TOKEN.at("NextToken"))?;
        Ok(Some(cursor.after))
    }
}

/// Decodes the input of an operation that has none: an empty body, `{}`, or any object.
pub(super) fn no_input(input: &Input<'_>) -> Result<(), Exception> {
    input.json::<serde::de::IgnoredAny>().map(|_| ())
}

/// Writes the output.
pub(super) fn json<T: Serialize>(shape: &T) -> Encoded {
    serde_json::to_vec(shape).map_err(|_| Unexpected)
}

/// Encodes the reply of an operation without output.
pub(super) fn nothing(_: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    if reply == DirectoryReply::Done { Ok(Vec::new()) } else { Err(Unexpected) }
}

/// How often ids are drawn anew when one was taken. Of a space of 9·10^11 even a second time is rare.
const DRAWS: u32 = 10;

/// The service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Organizations;

impl Organizations {
    async fn serve(self, engine: &Engine, caller: &Caller, request: &Incoming) -> Answer {
        let name = match json_1_1::operation(request, TARGET) {
            Ok(name) => name,
            Err(exception) => return json_1_1::error("-", &exception),
        };
        let Some(operation) = OPERATIONS.iter().find(|operation| operation.name == name) else {
            return match NOT_SERVED.iter().find(|known| **known == name) {
                Some(known) => json_1_1::error(known, &json_1_1::not_served(known)),
                None => json_1_1::error("-", &json_1_1::unknown_operation(name)),
            };
        };
        match run(engine, caller, operation, request).await {
            Ok(body) => json_1_1::success(operation.name, body),
            Err(exception) => json_1_1::error(operation.name, &exception),
        }
    }
}

async fn run(
    engine: &Engine,
    caller: &Caller,
    operation: &Operation,
    request: &Incoming,
) -> Result<Vec<u8>, Exception> {
    let body = request.body.as_ref().map_err(|fault| unread(*fault))?;
    let call = Call {
        account: caller.account,
        region: &caller.region,
        operation: operation.name,
        tokens: engine.tokens(),
    };
    for _ in 0..DRAWS {
        let command = (operation.decode)(&Input { call: &call, body })?;
        let asked = DirectoryCommand::Organizations(call.account, command.clone());
        let deed = (!command.only_reads()).then(|| Deed {
            caller,
            request,
            source: "organizations",
            operation: operation.name,
            read_only: false,
            parameters: audit::of_json(body),
        });
        let conclude =
            |now, outcome| conclude(&call, operation, &command, deed.as_ref(), now, outcome);
        match engine.conclude_directory(&asked, conclude).await {
            Ok(Some(answer)) => return answer,
            Ok(None) => {}
            Err(Fault) => return Err(errors::fault()),
        }
    }
    Err(errors::fault())
}

/// The answer to an outcome, and the record of it; neither for an id that was taken: another is drawn.
fn conclude(
    call: &Call<'_>,
    operation: &Operation,
    command: &OrganizationsCommand,
    deed: Option<&Deed<'_>>,
    now: Timestamp,
    outcome: Result<DirectoryReply, DirectoryRefusal>,
) -> Conclusion<Option<Result<Vec<u8>, Exception>>> {
    let answer = match outcome {
        Ok(reply) => (operation.encode)(call, command, reply).map_err(|Unexpected| errors::fault()),
        Err(DirectoryRefusal::IdTaken) => return Conclusion::unrecorded(None),
        Err(refusal) => Err(errors::exception(command, refusal)),
    };
    let record = deed.map(|deed| match &answer {
        Ok(body) => deed.record(now, Outcome::Done(&audit::of_answer(body))),
        Err(exception) => deed.record(now, exception.outcome()),
    });
    Conclusion { stands: answer.is_ok(), answer: Some(answer), record }
}

/// A body that did not come in.
fn unread(fault: BodyFault) -> Exception {
    json_1_1::body_fault(fault, constraints::TOO_LONG.at("the request body"))
}

impl Front for Organizations {
    fn operations(&self) -> Vec<Claim> {
        let claim = |name, served| {
            let request = format!("{}: {TARGET}.{name}", json_1_1::TARGET_AS_WRITTEN);
            Claim { name, request, served }
        };
        let served = OPERATIONS.iter().map(|operation| claim(operation.name, true));
        served.chain(NOT_SERVED.iter().map(|name| claim(*name, false))).collect()
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
        match why {
            AuthError::Unread(fault) => json_1_1::error("-", &unread(*fault)),
            _ => json_1_1::front_door(why),
        }
    }

    fn operation(&self, request: &Incoming) -> Option<&'static str> {
        let name = json_1_1::operation(request, TARGET).ok()?;
        let mut names = OPERATIONS.iter().map(|known| known.name).chain(NOT_SERVED.iter().copied());
        names.find(|known| *known == name)
    }

    fn shed(&self, why: Shed, _request_id: &str) -> Answer {
        // Status 400, as for everything (semantics §10.2).
        let throttled = Exception {
            kind: Some("RATE_LIMIT_EXCEEDED"),
            ..Exception::new("TooManyRequestsException", why.message())
        };
        json_1_1::shed(why, throttled)
    }
}
