//! What a client sends to `AssumeRole`.

use super::super::credentials;
use super::super::policies::{self, Policies};
use super::super::shapes::{ARN, CONTEXT_ASSERTION, EXTERNAL_ID, SESSION_NAME, SOURCE_IDENTITY};
use super::super::tags::{self, Passed};
use super::SECONDS;
use crate::wire::error::WireError;
use crate::wire::query_form::{Checks, Form};

/// What a client sent, its constraints checked.
pub(super) struct Input<'a> {
    pub(super) role_arn: &'a str,
    pub(super) session: &'a str,
    pub(super) seconds: i32,
    pub(super) source_identity: Option<&'a str>,
    pub(super) policies: Policies<'a>,
    pub(super) tags: Passed<'a>,
    pub(super) half_an_mfa: bool,
    pub(super) at_least: usize,
    pub(super) external_id: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// # Errors
    ///
    /// Constraints that are broken, all of them.
    pub(super) fn read(form: &'a Form<'_>) -> Result<Input<'a>, WireError> {
        let mut checks = Checks::default();
        let duration = form.get("DurationSeconds");
        let source_identity = form.get("SourceIdentity");
        let input = Input {
            role_arn: checks.required("roleArn", form.get("RoleArn"), &ARN),
            session: checks.required("roleSessionName", form.get("RoleSessionName"), &SESSION_NAME),
            seconds: checks.number("durationSeconds", duration, 900..=43_200)?.unwrap_or(SECONDS),
            source_identity: checks.optional("sourceIdentity", source_identity, &SOURCE_IDENTITY),
            policies: policies::read(form, &mut checks)?,
            tags: tags::read(form, &mut checks)?,
            half_an_mfa: credentials::half_an_mfa(form, &mut checks),
            at_least: credentials::least_size(form, &mut checks)?,
            external_id: checks.optional("externalId", form.get("ExternalId"), &EXTERNAL_ID),
        };
        check_contexts(form, &mut checks)?;
        checks.done()?;
        Ok(input)
    }
}

/// Contexts that other services assert say more of the caller to policies; there are none to ask.
fn check_contexts(form: &Form<'_>, checks: &mut Checks) -> Result<(), WireError> {
    let contexts = form.list("ProvidedContexts")?;
    if contexts.is_empty() && form.get("ProvidedContexts").is_some() {
        checks.too_few("providedContexts", 1);
    }
    if checks.at_most("providedContexts", contexts.len(), 5) {
        for (context, n) in contexts.iter().zip(1..) {
            let member = |name| format!("providedContexts.{n}.member.{name}");
            let assertion = context.get("ContextAssertion");
            checks.optional(&member("providerArn"), context.get("ProviderArn"), &ARN);
            checks.optional(&member("contextAssertion"), assertion, &CONTEXT_ASSERTION);
        }
    }
    Ok(())
}
