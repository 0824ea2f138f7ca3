//! What the operations on the second generation's hub share: its ARN, its features, the refusals (semantics §3.6).

use accede_membership::{Command, Refusal, Settings, Standing};

use super::super::sentences as say;
use crate::wire::constraints;
use crate::wire::error::{BadInput, WireError};
use crate::wire::rest_json::{Call, Input, no_input};
use crate::wire::shapes::Uuid;

/// The features that an account may opt in to.
pub(super) const FEATURES: [&str; 1] = ["NETWORK_SCANNING"];

/// The ARN of the caller's hub, whose id is one of its settings.
pub(super) fn arn(call: &Call<'_>, standing: &Standing) -> Option<String> {
    let id = standing.settings.get(call.rules.identified_by?)?;
    let id = u128::from_str_radix(id, 16).ok()?;
    Some(call.arn(call.account, &format!("hubv2/{}", Uuid(id))))
}

/// The setting that says whether a feature is on.
pub(super) fn setting(feature: &str) -> String {
    format!("Features.{feature}")
}

/// A request to switch the feature in the path on or off.
pub(super) fn switch(input: &Input<'_>, status: &str) -> Result<Command, BadInput> {
    no_input(input)?;
    let feature = input.parameter("FeatureName")?;
    constraints::one_of("FeatureName", &feature, &FEATURES)?;
    let settings = Settings::from([(setting(&feature), status.to_owned())]);
    Ok(Command::UpdateService { settings, activity: None })
}

/// Refusals of all these operations.
pub(super) fn refuse(_: &Call<'_>, refusal: Refusal) -> WireError {
    let invalid = |message: &'static str| WireError::new(400, "ValidationException", message);
    match refusal {
        Refusal::ServiceOff => off(),
        Refusal::AlreadyEnabled => {
            WireError::new(409, "ConflictException", "Account is already subscribed to HubV2")
        }
        Refusal::AdministratorCannotDisable => {
            invalid("Cannot disable Security Hub on the delegated administrator of an organization")
        }
        Refusal::TooManyTags => invalid(say::TOO_MANY_TAGS),
        _ => invalid(say::MALFORMED),
    }
}

/// The hub is off.
pub(super) fn off() -> WireError {
    WireError::new(404, "ResourceNotFoundException", "You are not subscribed to HubV2")
}

#[cfg(test)]
pub(super) mod tests {
    pub(in super::super) const OFF: &str =
        "404 ResourceNotFoundException: You are not subscribed to HubV2";
}
