//! Temporary credentials, issued and written as XML.

use accede_membership::{AccountId, Timestamp};
use serde_json::{Value, json};

use crate::auth::{AccessKey, Identity, LARGEST, Secret, Session, Tag};
use crate::entropy;
use crate::wire::error::WireError;
use crate::wire::query_form::{Checks, Form};
use crate::wire::timestamp::to_the_second;

use super::Call;
use super::shapes::{SERIAL_NUMBER, TOKEN_CODE};

/// What credentials are issued for.
pub(super) struct Terms {
    pub(super) account: AccountId,
    pub(super) identity: Identity,
    /// How many seconds they are valid.
    pub(super) seconds: i32,
    pub(super) source_identity: Option<String>,
    pub(super) tags: Vec<Tag>,
    pub(super) policies: Vec<String>,
    /// The least characters that the session token shall have.
    pub(super) at_least: usize,
}

/// Credentials as XML, and how large their token is.
pub(super) struct Issued {
    /// The element `Credentials`.
    pub(super) credentials: String,
    /// The elements with the size of the token.
    pub(super) size: String,
    /// What the trail has of them.
    pub(super) told: Value,
    /// How much of the size that a token may have this one has, in percent. More than 100 may not be given out.
    pub(super) percent: usize,
}

/// Issues credentials in the caller's partition, from now on.
pub(super) fn issue(call: &Call<'_>, terms: Terms) -> Issued {
    let issued = call.now.0.div_euclid(1000);
    let session = Session {
        key: AccessKey::new(terms.account, entropy::bytes()),
        secret: Secret(entropy::bytes()),
        partition: call.caller.region.partition().to_owned(),
        issued,
        expires: issued + i64::from(terms.seconds),
        identity: terms.identity,
        source_identity: terms.source_identity,
        tags: terms.tags,
        policies: terms.policies,
    };
    let token = call.engine.sessions().seal(&session, terms.at_least, entropy::bytes());
    let percent = (token.len() * 100).div_ceil(LARGEST);
    let expiration = to_the_second(Timestamp(session.expires.saturating_mul(1000)));
    let credentials = format!(
        "<Credentials><AccessKeyId>{}</AccessKeyId><SecretAccessKey>{}</SecretAccessKey>\
         <SessionToken>{token}</SessionToken><Expiration>{expiration}</Expiration></Credentials>",
        session.key,
        session.secret.text(),
    );
    let size = format!(
        "<SessionTokenUtilization>{percent}</SessionTokenUtilization>\
         <SessionTokenSize>{}</SessionTokenSize>",
        token.len(),
    );
    let told = json!({ "accessKeyId": session.key.to_string(), "expiration": expiration });
    Issued { credentials, size, told, percent }
}

/// Reads `MinimumSessionTokenSize`.
pub(super) fn least_size(form: &Form<'_>, checks: &mut Checks) -> Result<usize, WireError> {
    let asked = form.get("MinimumSessionTokenSize");
    let size = checks.number("minimumSessionTokenSize", asked, 0..=4096)?;
    Ok(usize::try_from(size.unwrap_or_default()).unwrap_or_default())
}

/// Reads `SerialNumber` and `TokenCode`: whether there is one without the other.
pub(super) fn half_an_mfa(form: &Form<'_>, checks: &mut Checks) -> bool {
    let serial = checks.optional("serialNumber", form.get("SerialNumber"), &SERIAL_NUMBER);
    let code = checks.optional("tokenCode", form.get("TokenCode"), &TOKEN_CODE);
    serial.is_some() != code.is_some()
}

/// The refusal of one without the other. No devices are known, so that any pair of them is as good as none.
pub(super) fn mfa_incomplete() -> WireError {
    WireError::new(
        403,
        "AccessDenied",
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    )
}
