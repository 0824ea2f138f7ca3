//! Whole requests, one after the other, to the whole server but its network: every decoder of every service, every
//! rule, every answer. Whatever comes, the server has no fault, says so in the form of the service, and records no
//! secret.

#[cfg(test)]
use std::sync::Arc;

#[cfg(test)]
use accede_store::Store;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use super::script::{self, Known, Step};
use super::whole::Server;
use super::{incoming, xml};
use crate::control::Request;
use crate::front::{Answer, Incoming};
use crate::services::Registry;

/// More steps tell nothing new.
const MOST: usize = 16;

/// What is never put into a request: a client that tells its secrets to a service has them recorded.
const SECRETS: &[&str] = &["secretaccesskey", "sessiontoken"];

pub(super) fn run(bytes: &[u8]) {
    let mut scene = Scene::new();
    for step in script::steps(bytes).take(MOST) {
        scene.play(&step);
    }
    scene.look_at_the_records();
}

/// A server, and what its answers told.
pub(super) struct Scene {
    server: Server,
    known: Known,
    keys: Option<Keys>,
    secrets: Vec<String>,
}

/// Temporary credentials.
struct Keys {
    id: String,
    token: String,
}

impl Scene {
    pub(super) fn new() -> Scene {
        Scene { server: Server::new(), known: Known::new(), keys: None, secrets: Vec::new() }
    }

    /// Sends a request, if it is one, and keeps what its answer tells.
    pub(super) fn play(&mut self, step: &Step<'_>) -> Option<Answer> {
        if step.service == "operator" {
            self.order(step.body);
            return None;
        }
        let answer = self.ask(step)?;
        self.learn(&answer);
        Some(answer)
    }

    /// Sends a request, if it is one.
    pub(super) fn ask(&self, step: &Step<'_>) -> Option<Answer> {
        Some(self.server.answer(&self.request(step)?))
    }

    /// Another server with what one makes of this one's store.
    #[cfg(test)]
    pub(super) fn with(&self, make: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store>) -> Scene {
        Scene { server: Server::with(make(self.store())), ..Scene::new() }
    }

    #[cfg(test)]
    pub(super) fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.server.store)
    }

    /// Carries out a line to the control socket, and keeps what its answer tells.
    pub(super) fn order(&mut self, line: &[u8]) {
        let line = script::filled(line, &self.known, script::json);
        // It would write files, wherever the line says.
        if matches!(serde_json::from_slice(&line), Ok(Request::BackUpStore { .. })) {
            return;
        }
        let said = serde_json::from_str(&self.server.order(&line)).unwrap_or_default();
        self.note_all("", "", &said);
        self.hide();
    }

    fn request(&self, step: &Step<'_>) -> Option<Incoming> {
        let mut headers = self.signed(step)?;
        let as_json = step.body.trim_ascii_start().starts_with(b"{");
        let how = if as_json { script::json } else { script::percent };
        let body = script::filled(step.body, &self.known, how);
        let Some((method, target)) = step.what.split_once(' ') else {
            let target = format!("{}.{}", prefix(step.service)?, step.what);
            headers.insert("x-amz-target", HeaderValue::from_str(&target).ok()?);
            return incoming::of(b"POST", b"/", headers, &body);
        };
        let target = script::filled(target.as_bytes(), &self.known, script::percent);
        incoming::of(method.as_bytes(), &target, headers, &body)
    }

    /// The headers of a request that mode `open` takes.
    fn signed(&self, step: &Step<'_>) -> Option<HeaderMap> {
        let mut headers = HeaderMap::new();
        let account = match step.who {
            "A" => "111111111111",
            "B" => "222222222222",
            "C" => "333333333333",
            "D" => "444444444444",
            "a" => {
                let Keys { id, token } = self.keys.as_ref()?;
                headers.insert("x-amz-security-token", HeaderValue::from_str(token).ok()?);
                id
            }
            other => other,
        };
        let Step { region, service, .. } = step;
        let credential = format!(
            "AWS4-HMAC-SHA256 Credential={account}/20261121/{region}/{service}/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature={:064}",
            0
        );
        headers.insert("authorization", HeaderValue::from_str(&credential).ok()?);
        headers.insert("user-agent", HeaderValue::from_static("fuzz"));
        Some(headers)
    }

    fn learn(&mut self, answer: &Answer) {
        let said = String::from_utf8_lossy(&answer.body);
        if answer.content_type == "text/xml" {
            xml::leaves(&said).for_each(|(name, value)| self.note(name, value));
            let of = |name: &str| self.known.get(name).cloned();
            if let (Some(id), Some(token)) = (of("accesskeyid"), of("sessiontoken")) {
                self.keys = Some(Keys { id, token });
            }
            self.hide();
        } else if let Ok(value) = serde_json::from_str(&said) {
            self.note_all("", "", &value);
        }
    }

    /// A member is known by its own name, and by that of what it is in before its own.
    fn note_all(&mut self, within: &str, name: &str, value: &Value) {
        match value {
            Value::String(text) => {
                self.note(name, text);
                self.note(&format!("{within}{name}"), text);
            }
            Value::Array(items) => items.iter().for_each(|i| self.note_all(within, name, i)),
            Value::Object(members) => members.iter().for_each(|(n, v)| self.note_all(name, n, v)),
            _ => {}
        }
    }

    /// Keeps the secrets that were told apart from what scripts can use.
    fn hide(&mut self) {
        for name in SECRETS {
            self.secrets.extend(self.known.remove(*name));
        }
    }

    fn note(&mut self, name: &str, text: &str) {
        self.known.insert(name.to_ascii_lowercase(), text.to_owned());
    }

    /// Every record is an object of JSON, and none has a secret that was given out.
    pub(super) fn look_at_the_records(&self) {
        for record in self.server.recorded() {
            let read = serde_json::from_str::<Value>(&record);
            assert!(read.is_ok_and(|read| read.is_object()), "no record: {record}");
            let told = self.secrets.iter().find(|secret| record.contains(*secret));
            assert!(told.is_none(), "a secret is recorded: {record}");
        }
    }
}

/// What the targets of a service begin with, if it speaks JSON 1.1.
fn prefix(service: &str) -> Option<String> {
    thread_local! {
        static REGISTRY: Registry = Registry::new();
    }
    REGISTRY.with(|registry| {
        let claims = registry.find(service)?.operations();
        let (_, target) = claims.first()?.request.split_once(": ")?;
        Some(target.rsplit_once('.')?.0.to_owned())
    })
}
