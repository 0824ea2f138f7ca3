//! A request to a REST-JSON service, as its operation sees it.

use accede_membership::{AccountId, Rules, Scope};
use accede_store::answers::Question;
use serde::de::DeserializeOwned;

use crate::entropy;
use crate::wire::error::BadInput;
use crate::wire::page_token::{Binding, Cursor, Sealer};
use crate::wire::percent::{self, Query};

/// What an operation may know of the request it serves.
pub(crate) struct Call<'a> {
    pub(crate) account: AccountId,
    pub(crate) scope: Scope,
    pub(crate) operation: &'static str,
    pub(crate) rules: &'a Rules,
    pub(crate) tokens: &'a Sealer,
    /// The path's parameter, raw.
    pub(super) parameter: &'a str,
    /// The query string, raw.
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

impl Call<'_> {
    /// What it asks, in the words of the request.
    pub(super) fn question(&self) -> Question<'_> {
        let Call { account, ref scope, operation, parameter, query, body, .. } = *self;
        let words = [parameter.as_bytes(), query.as_bytes(), body];
        Question { scope, account, operation, words }
    }

    /// What the client sent. An operation may look at it again to encode: a list is cut from the answer as the
    /// request wants it.
    pub(crate) fn input(&self) -> Result<Input<'_>, BadInput> {
        let malformed = || BadInput::Invalid("The query string is not well-formed.".to_owned());
        let query = Query::parse(self.query).ok_or_else(malformed)?;
        Ok(Input { call: self, query })
    }

    /// The token of the page after this one.
    pub(crate) fn next_token(
        &self,
        next: Option<AccountId>,
        only_associated: bool,
    ) -> Option<String> {
        let Call { account, ref scope, operation, .. } = *self;
        let binding = Binding::in_scope(scope, account, operation);
        let seal = |after: AccountId| {
            let cursor = Cursor { after: after.number(), only_associated };
            self.tokens.seal(binding, &cursor, entropy::bytes())
        };
        next.map(seal)
    }

    /// An ARN of the service in the caller's Region: `arn:{partition}:{service}:{region}:{rest}`.
    pub(crate) fn arn(&self, account: AccountId, resource: &str) -> String {
        let Scope { service, region } = &self.scope;
        let (partition, service) = (region.partition(), service.signing_name());
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// What a client sent.
pub(crate) struct Input<'a> {
    pub(crate) call: &'a Call<'a>,
    pub(crate) query: Query<'a>,
}

impl Input<'_> {
    /// Reads the body.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, BadInput> {
        read(self.call.body)
    }

    /// The path's parameter, decoded.
    pub(crate) fn parameter(&self, member: &str) -> Result<String, BadInput> {
        let malformed = || BadInput::constraint(member, "Member must be percent-encoded UTF-8");
        percent::decode_path(self.call.parameter).map(String::from).ok_or_else(malformed)
    }
}

/// Reads a JSON object. None at all is the same as `{}`; members that are not known are passed over.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, BadInput> {
    let body = body.trim_ascii();
    let body = if body.is_empty() { b"{}" } else { body };
    // A structure could be read from a JSON array too, member by member; the wire has objects only.
    if body.first() != Some(&b'{') {
        return Err(BadInput::Syntax("The request body is not a JSON object.".to_owned()));
    }
    let syntax = |error| BadInput::Syntax(format!("The request body cannot be read: {error}"));
    serde_json::from_slice(body).map_err(syntax)
}

/// Decodes the input of an operation that has none: an empty body, `{}`, or any object.
pub(crate) fn no_input(input: &Input<'_>) -> Result<(), BadInput> {
    input.json::<serde::de::IgnoredAny>().map(|_| ())
}
