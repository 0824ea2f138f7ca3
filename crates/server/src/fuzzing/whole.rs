//! The whole server but its network, and what every answer of it has to be.

use std::sync::Arc;

use accede_membership::access::EventsOf;
use accede_membership::{AccountId, Extent, Quotas, Read};
use accede_store::{MemoryStore, Store};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::incoming::ID;
use super::{SECRET, xml};
use crate::app::App;
use crate::auth::{Keyring, Open, Verify};
use crate::engine::Engine;
use crate::front::{Answer, Incoming};
use crate::{clock, control};

/// The operator's.
const SEALING_KEY: [u8; 32] = [9; 32];

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
}

/// Runs a future to its end.
pub(super) fn wait<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// A server in mode `open`.
pub(super) struct Server {
    pub(super) app: App,
    pub(super) store: Arc<dyn Store>,
}

impl Server {
    /// With an empty store.
    pub(super) fn new() -> Server {
        Server::with(Arc::new(MemoryStore::new(SECRET)))
    }

    /// The same with another store.
    pub(super) fn with(store: Arc<dyn Store>) -> Server {
        let engine = Engine::new(Arc::clone(&store), Quotas::default());
        let engine = engine.with_keyring(Keyring::new(SEALING_KEY));
        let default_account = AccountId::new(0).expect("an account");
        Server { app: App::new(engine, Open { default_account }), store }
    }

    /// A server in mode `verify`, with an empty store.
    pub(super) fn verifying() -> Server {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(SECRET));
        let engine = Engine::new(Arc::clone(&store), Quotas::default());
        let engine = engine.verifying(Keyring::new(SEALING_KEY));
        Server { app: App::new(engine, Verify::new()), store }
    }

    /// Answers a request, and looks at the answer.
    pub(super) fn answer(&self, request: &Incoming) -> Answer {
        let answer = wait(self.app.answer(request, clock::instant()));
        check(request, &answer);
        answer
    }

    /// Carries out a line to the control socket, looks at the answer, and returns it as it is written.
    pub(super) fn order(&self, line: &[u8]) -> String {
        let answer = wait(control::respond(&self.app, line));
        let written = serde_json::to_string(&answer).expect("an answer can be written");
        assert!(!written.contains('\n'), "more than a line: {written}");
        if let control::Answer::Error(problem) = &answer {
            assert_ne!(problem.code, "Fault", "{written}");
        }
        written
    }

    /// The documents of everything that was recorded.
    pub(super) fn recorded(&self) -> Vec<String> {
        let reads = [Read::EventPage { of: EventsOf::Everybody, after: None, extent: Extent::ALL }];
        let loaded = wait(self.store.load(None, &reads)).expect("a store in memory answers");
        loaded.view.event_page.into_iter().map(|event| event.document.clone()).collect()
    }
}

/// Whatever was asked, the answer is no fault, is well-formed, and names itself.
fn check(request: &Incoming, answer: &Answer) {
    let Answer { operation, status, error, content_type, body, .. } = answer;
    let said = String::from_utf8_lossy(body);
    let about = || format!("{} {}: {status} {operation} {said}", request.method, request.uri);
    assert!(matches!(status, 200..=499 | 501), "a fault of the server: {}", about());
    assert_eq!(error.is_some(), *status >= 400 && !is_own_page(request), "{}", about());
    assert!(std::str::from_utf8(body).is_ok(), "no text: {}", about());
    match *content_type {
        "text/xml" => {
            assert!(xml::is_well_formed(&said), "no XML: {}", about());
            assert!(said.contains(&format!("<RequestId>{ID}</RequestId>")), "{}", about());
        }
        _ if body.is_empty() => assert!(*status < 400, "a refusal without words: {}", about()),
        _ => {
            let read = serde_json::from_slice::<Value>(body);
            assert!(read.is_ok_and(|read| read.is_object()), "no JSON: {}", about());
        }
    }
}

fn is_own_page(request: &Incoming) -> bool {
    request.path().starts_with("/_accede/")
}
