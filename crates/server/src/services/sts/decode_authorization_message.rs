//! `DecodeAuthorizationMessage`: what an encoded refusal of another service says.
//!
//! No service here encodes its refusals, so that every message is one that was never issued.

use crate::wire::error::WireError;
use crate::wire::query_form::Checks;

use super::shapes::ENCODED_MESSAGE;
use super::{Call, Operation, at_once};

pub(super) const OPERATION: Operation = Operation {
    name: "DecodeAuthorizationMessage",
    recorded: false,
    run: |call| at_once(run(call)),
};

fn run(call: &Call<'_>) -> Result<String, WireError> {
    let mut checks = Checks::default();
    checks.required("encodedMessage", call.form.get("EncodedMessage"), &ENCODED_MESSAGE);
    checks.done()?;
    Err(WireError::new(400, "InvalidAuthorizationMessageException", "Message is not valid"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::said;
    use crate::testing::{A, Server};

    #[test]
    fn no_message_was_ever_issued() {
        let server = Server::new();
        let ask = |message: &str| {
            said(&server.sts(A), &format!("Action=DecodeAuthorizationMessage{message}"))
        };
        let at = "at 'encodedMessage' failed to satisfy constraint: Member must";
        let long = "x".repeat(10_241);
        let invalid =
            |why: String| format!("400 ValidationError: 1 validation error detected: {why}");
        let least = "have length greater than or equal to 1";
        let most = "have length less than or equal to 10240";
        for (message, answer) in [
            ("", invalid(format!("Value null {at} not be null"))),
            ("&EncodedMessage=", invalid(format!("Value '' {at} {least}"))),
            (&format!("&EncodedMessage={long}"), invalid(format!("Value '{long}' {at} {most}"))),
            (
                "&EncodedMessage=rHU-pVHMSckD0OAc5l3r9",
                "400 InvalidAuthorizationMessageException: Message is not valid".to_owned(),
            ),
        ] {
            assert_eq!(ask(message), answer);
        }
    }
}
