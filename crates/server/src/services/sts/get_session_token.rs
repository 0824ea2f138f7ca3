//! `GetSessionToken`: temporary credentials for who the caller already is.

use std::future::ready;

use serde_json::json;

use crate::auth::Identity;
use crate::engine::Mode;
use crate::wire::error::WireError;
use crate::wire::query_form::Checks;

use super::credentials::{self, Terms};
use super::{Call, Given, Operation, denied};

pub(super) const OPERATION: Operation =
    Operation { name: "GetSessionToken", recorded: true, run: |call| Box::pin(ready(run(call))) };

/// How long they are valid unless the caller says, in seconds: 12 hours.
const SECONDS: i32 = 43_200;

/// How long at most for the account itself, in seconds; whoever asks for more gets this. In mode `open` all callers
/// are accounts, so that they get what they ask for.
const ROOT_SECONDS: i32 = 3_600;

fn run(call: &Call<'_>) -> Result<Given, WireError> {
    let mut checks = Checks::default();
    let duration = call.form.get("DurationSeconds");
    let seconds = checks.number("durationSeconds", duration, 900..=129_600)?.unwrap_or(SECONDS);
    let half_an_mfa = credentials::half_an_mfa(call.form, &mut checks);
    let at_least = credentials::least_size(call.form, &mut checks)?;
    checks.done()?;
    if call.caller.session.is_some() {
        return Err(denied("Cannot call GetSessionToken with session credentials"));
    }
    if half_an_mfa {
        return Err(credentials::mfa_incomplete());
    }
    let capped = call.engine.mode() == Mode::Verify && *call.caller.identity() == Identity::Root;
    let seconds = if capped { seconds.min(ROOT_SECONDS) } else { seconds };
    let issued = credentials::issue(
        call,
        Terms {
            account: call.caller.account,
            identity: call.caller.identity().clone(),
            seconds,
            source_identity: None,
            tags: Vec::new(),
            policies: Vec::new(),
            at_least,
        },
    );
    let told = json!({ "credentials": issued.told });
    Ok(Given { xml: issued.credentials + &issued.size, told, acts_for: None })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lifetime, said};
    use super::*;
    use crate::testing::{A, Keys, Server, element};

    const ASK: &str = "Action=GetSessionToken";

    #[test]
    fn the_credentials_are_the_callers() {
        let server = Server::new();
        let answer = server.sts(A).raw("POST", "/", ASK.as_bytes());
        let keys = Keys::of(&answer);
        assert_eq!(lifetime(&answer), i64::from(SECONDS));
        let of = |service: &'static str| server.client(service, A).session(&keys);
        let root = said(&of("sts"), "Action=GetCallerIdentity");
        let account = "<UserId>111111111111</UserId><Account>111111111111</Account>";
        assert_eq!(root, format!("200 <Arn>arn:aws:iam::111111111111:root</Arn>{account}"));
        of("macie2").ok("POST", "/macie", serde_json::json!({}));
        assert_eq!(server.macie(A).get("/macie")["status"], "ENABLED");
        let twice = "403 AccessDenied: Cannot call GetSessionToken with session credentials";
        assert_eq!(said(&of("sts"), ASK), twice);
        let role = server.assume(A, "arn:aws:iam::111111111111:role/demo");
        assert_eq!(said(&server.sts(A).session(&role), ASK), twice, "of a role's");
    }

    #[test]
    fn they_are_valid_as_long_as_was_asked_for() {
        let server = Server::new();
        let ask = |seconds: &str| {
            let body = format!("{ASK}&DurationSeconds={seconds}");
            server.sts(A).raw("POST", "/", body.as_bytes())
        };
        assert_eq!((lifetime(&ask("900")), lifetime(&ask("129600"))), (900, 129_600));
        for (seconds, bound) in
            [("899", "greater than or equal to 900"), ("129601", "less than or equal to 129600")]
        {
            let message = element(&ask(seconds), "Message").unwrap();
            let why = format!(
                "1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to \
                 satisfy constraint: Member must have value {bound}"
            );
            assert_eq!(message, why);
        }
    }

    #[test]
    fn an_account_itself_has_an_hour_where_signatures_are_checked() {
        let server = Server::verifying();
        for (asked, seconds) in [("", 3_600), ("&DurationSeconds=129600", 3_600)] {
            let body = format!("{ASK}{asked}");
            let answer = server.sts(A).raw("POST", "/", body.as_bytes());
            assert_eq!(lifetime(&answer), seconds, "{asked}");
        }
        let short = server.sts(A).raw("POST", "/", format!("{ASK}&DurationSeconds=900").as_bytes());
        assert_eq!(lifetime(&short), 900);
    }

    #[test]
    fn their_token_is_as_long_as_was_asked_for() {
        let server = Server::new();
        let ask = |size: &str| {
            let body = format!("{ASK}&MinimumSessionTokenSize={size}");
            let answer = server.sts(A).raw("POST", "/", body.as_bytes());
            let length = Keys::of(&answer).token.len().to_string();
            assert_eq!(element(&answer, "SessionTokenSize"), Some(length.clone()));
            (length, element(&answer, "SessionTokenUtilization").unwrap())
        };
        assert_eq!(ask("4096"), ("4096".to_owned(), "100".to_owned()));
        assert_eq!(ask("2000"), ("2000".to_owned(), "49".to_owned()));
        let refused = said(&server.sts(A), &format!("{ASK}&MinimumSessionTokenSize=4097"));
        assert!(refused.starts_with("400 ValidationError: 1 validation error"), "{refused}");
    }

    #[test]
    fn a_device_and_its_code_come_together() {
        let server = Server::new();
        let ask = |parameters: &str| said(&server.sts(A), &format!("{ASK}{parameters}"));
        let (device, code) = ("&SerialNumber=GAHT12345678", "&TokenCode=123456");
        for half in [device, code] {
            let refused = "403 AccessDenied: MultiFactorAuthentication failed, must provide both \
                MFA serial number and one time pass code.";
            assert_eq!(ask(half), refused);
        }
        assert!(ask(&format!("{device}{code}")).starts_with("200 <Credentials>"));
        let refused = ask("&SerialNumber=short&TokenCode=12345x");
        assert!(refused.starts_with("400 ValidationError: 2 validation errors"), "{refused}");
    }
}
