//! An account that looks up its events, for tests.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use super::TARGET;
use crate::front::{Answer, BodyFault};
use crate::testing::{Server, json};

/// An account in a Region.
#[derive(Clone, Copy)]
pub(super) struct Looking<'a> {
    pub(super) server: &'a Server,
    pub(super) account: &'static str,
    pub(super) region: &'static str,
}

impl<'a> Looking<'a> {
    pub(super) fn as_account(server: &'a Server, account: &'static str) -> Looking<'a> {
        Looking { server, account, region: "us-east-1" }
    }

    /// Sends a request to an operation.
    pub(super) fn ask(&self, operation: &str, body: Result<Bytes, BodyFault>) -> Answer {
        let Looking { server, account, region } = self;
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={account}/20261121/{region}/cloudtrail/aws4_request, \
             SignedHeaders=host, Signature=00"
        );
        let mut headers = HeaderMap::new();
        headers.insert("authorization", authorization.parse().unwrap());
        headers.insert("x-amz-target", format!("{TARGET}.{operation}").parse().unwrap());
        server.send("POST", "/", headers, body)
    }

    /// Looks up; the whole answer.
    pub(super) fn answer(&self, input: &Value) -> Answer {
        self.ask("LookupEvents", Ok(Bytes::from(input.to_string())))
    }

    /// Looks up, and expects success.
    pub(super) fn up(&self, input: &Value) -> Value {
        let answer = self.answer(input);
        assert_eq!(answer.status, 200, "{input}: {}", crate::testing::text(&answer));
        json(&answer)
    }

    /// The names of the events that are found.
    pub(super) fn names(&self, input: &Value) -> Vec<String> {
        let found = self.up(input);
        assert_eq!(found.get("NextToken"), None, "{input}");
        names(&found)
    }

    /// How a request is refused: code and message.
    pub(super) fn refused(&self, input: &Value) -> String {
        let answer = self.answer(input);
        assert_eq!(answer.status, 400, "{input}");
        let body = json(&answer);
        assert_eq!(body["__type"].as_str(), answer.error);
        let text = |member: &str| body[member].as_str().unwrap().to_owned();
        format!("{}: {}", text("__type"), text("Message"))
    }
}

/// The names of events in an answer.
pub(super) fn names(answer: &Value) -> Vec<String> {
    let events = answer["Events"].as_array().unwrap();
    events.iter().map(|event| event["EventName"].as_str().unwrap().to_owned()).collect()
}
