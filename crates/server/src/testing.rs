//! The whole server but its network, for tests: requests in, answers out.

use std::sync::Arc;

use accede_membership::access::EventsOf;
use accede_membership::{AccountId, Extent, Quotas, Read};
use accede_store::{MemoryStore, Store};
use bytes::Bytes;
use http::{HeaderMap, Method};
use serde_json::Value;

use crate::app::App;
use crate::auth::Open;
use crate::clock;
use crate::engine::Engine;
use crate::front::{Answer, BodyFault, Incoming, Secured};

mod access;
mod faulty;
mod keys;
mod organization;
mod organizations;
mod stage;

pub(crate) use access::role;
pub(crate) use faulty::{Fault, Faulty};
pub(crate) use keys::{Keys, element};
pub(crate) use organization::aggregator;
pub(crate) use organizations::{Founded, Organizations, string};
pub(crate) use stage::Stage;

/// A server with an empty store.
pub(crate) struct Server {
    app: App,
    store: Arc<dyn Store>,
    runtime: tokio::runtime::Runtime,
}

/// An account calling one service in one Region.
pub(crate) struct Client<'a> {
    server: &'a Server,
    service: &'static str,
    account: &'static str,
    region: &'static str,
    /// Temporary credentials, instead of the account.
    keys: Option<&'a Keys>,
}

/// The secret of the stores.
const SECRET: [u8; 32] = [7; 32];

/// The administrator of most tests.
pub(crate) const A: &str = "111111111111";
/// The member of most tests.
pub(crate) const B: &str = "222222222222";
/// Somebody else.
pub(crate) const C: &str = "333333333333";

impl Server {
    pub(crate) fn new() -> Server {
        Server::with(Quotas::default())
    }

    pub(crate) fn with(quotas: Quotas) -> Server {
        Server::over(Arc::new(MemoryStore::new(SECRET)), quotas)
    }

    /// A server with this store.
    pub(crate) fn over(store: Arc<dyn Store>, quotas: Quotas) -> Server {
        let engine = Engine::new(Arc::clone(&store), quotas);
        let default_account = AccountId::new(0).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Server { app: App::new(engine, Open { default_account }), store, runtime }
    }

    /// An account as a client of a service.
    pub(crate) fn client(&self, service: &'static str, account: &'static str) -> Client<'_> {
        Client { server: self, service, account, region: "us-east-1", keys: None }
    }

    /// An account as a client of Security Hub.
    pub(crate) fn hub(&self, account: &'static str) -> Client<'_> {
        self.client("securityhub", account)
    }

    /// An account as a client of Macie.
    pub(crate) fn macie(&self, account: &'static str) -> Client<'_> {
        self.client("macie2", account)
    }

    /// An account as a client of STS.
    pub(crate) fn sts(&self, account: &'static str) -> Client<'_> {
        self.client("sts", account)
    }

    /// Everything that was recorded, the oldest first.
    pub(crate) fn recorded(&self) -> Vec<Value> {
        let reads = [Read::EventPage { of: EventsOf::Everybody, after: None, extent: Extent::ALL }];
        let loaded = self.runtime.block_on(self.store.load(None, &reads)).unwrap();
        let events = loaded.view.event_page.iter();
        events.map(|event| serde_json::from_str(&event.document).unwrap()).collect()
    }

    /// Sends a request with these headers.
    pub(crate) fn send(
        &self,
        method: &str,
        target: &str,
        headers: HeaderMap,
        body: Result<Bytes, BodyFault>,
    ) -> Answer {
        self.send_through(None, method, target, headers, body)
    }

    /// Sends a request with these headers through a connection that is secured like this.
    pub(crate) fn send_through(
        &self,
        tls: Option<Secured>,
        method: &str,
        target: &str,
        headers: HeaderMap,
        body: Result<Bytes, BodyFault>,
    ) -> Answer {
        let incoming = Incoming {
            method: Method::from_bytes(method.as_bytes()).unwrap(),
            uri: target.parse().unwrap(),
            headers,
            body,
            id: "00000000-0000-4000-8000-000000000000".to_owned(),
            peer: std::net::Ipv4Addr::LOCALHOST.into(),
            tls,
        };
        self.runtime.block_on(self.app.answer(&incoming, clock::instant()))
    }
}

impl<'a> Client<'a> {
    /// The same service, with temporary credentials.
    pub(crate) fn session(self, keys: &'a Keys) -> Client<'a> {
        Client { keys: Some(keys), ..self }
    }

    /// The same account in another Region.
    pub(crate) fn region(self, region: &'static str) -> Self {
        Client { region, ..self }
    }

    /// Sends a request with a body.
    pub(crate) fn raw(&self, method: &str, target: &str, body: &[u8]) -> Answer {
        self.bodied(method, target, Ok(Bytes::copy_from_slice(body)))
    }

    /// Sends a request whose body came in, or did not.
    pub(crate) fn bodied(
        &self,
        method: &str,
        target: &str,
        body: Result<Bytes, BodyFault>,
    ) -> Answer {
        let Client { service, account, region, .. } = self;
        let key = self.keys.map_or(*account, |keys| &keys.key);
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={key}/20261121/{region}/{service}/aws4_request, \
             SignedHeaders=host, Signature=00"
        );
        let mut headers = HeaderMap::new();
        if let Some(keys) = self.keys {
            headers.insert("x-amz-security-token", keys.token.parse().unwrap());
        }
        headers.insert("authorization", authorization.parse().unwrap());
        self.server.send(method, target, headers, body)
    }

    /// Sends JSON and expects success: its body, or null where there is none.
    pub(crate) fn ok(&self, method: &str, target: &str, body: Value) -> Value {
        let answer = self.raw(method, target, body.to_string().as_bytes());
        assert!(answer.status < 300, "{method} {target}: {}", text(&answer));
        json(&answer)
    }

    /// Reads, and expects success.
    pub(crate) fn get(&self, target: &str) -> Value {
        let answer = self.raw("GET", target, b"");
        assert_eq!(answer.status, 200, "{target}: {}", text(&answer));
        json(&answer)
    }

    /// Sends a request: the whole answer in one line, for comparison. A success is its status and its exact
    /// body, in which ids, times and page tokens are `ID`, `TIME` and `TOKEN`; an error is
    /// `{status} {code}: {message}`.
    pub(crate) fn says(&self, method: &str, target: &str, body: &str) -> String {
        line(&self.raw(method, target, body.as_bytes()))
    }

    /// One operation, for a table of its refusals.
    pub(crate) fn at<'b>(&'b self, method: &'b str, target: &'b str) -> Target<'b> {
        Target { client: self, method, target }
    }

    /// All that A, B and C see of the service.
    fn seen(&self) -> String {
        let own: &[&str] = match self.service {
            "macie2" => &[
                "/macie",
                "/members?onlyAssociated=false",
                "/findings-publication-configuration",
                "/classification-export-configuration",
                "/automated-discovery/configuration",
                "/automated-discovery/accounts",
            ],
            _ => &[
                "/accounts",
                "/members?OnlyAssociated=false",
                "/hubv2",
                "/productSubscriptions",
                "/findingAggregator/list",
            ],
        };
        let targets = ["/invitations", "/administrator"];
        let see = |account| {
            let client = Client { account, ..*self };
            let read = |target: &&str| text(&client.raw("GET", target, b""));
            own.iter().chain(&targets).map(read).collect::<String>()
        };
        [A, B, C].map(see).concat()
    }

    /// The id of the invitation that this account has from another.
    pub(crate) fn invitation(&self, from: &str) -> String {
        let list = self.get("/invitations").to_string();
        let (_, rest) = list.split_once(from).unwrap();
        rest.split('"').find(|part| part.len() == 32).unwrap().to_owned()
    }
}

/// One operation as one account calls it. What follows sends a body to it, compares the whole answer, and
/// sees that nothing has changed for anybody.
pub(crate) struct Target<'a> {
    client: &'a Client<'a>,
    method: &'a str,
    target: &'a str,
}

impl Target<'_> {
    /// The answer is this, as [`Client::says`] writes it. `row` names the rule.
    pub(crate) fn refuses(&self, row: &str, body: &str, answer: &str) {
        let Target { client, method, target } = self;
        let before = client.seen();
        assert_eq!(client.says(method, target, body), answer, "{row}: {method} {target} {body}");
        assert_eq!(client.seen(), before, "{row}: changed by {method} {target} {body}");
    }

    /// The request is malformed, says the service.
    pub(crate) fn invalid(&self, body: &str, message: &str) {
        let macie = self.client.service == "macie2";
        let code = if macie { "ValidationException" } else { "InvalidInputException" };
        self.refuses("malformed", body, &format!("400 {code}: {message}"));
    }

    /// A member that is required is not there.
    pub(crate) fn lacks(&self, body: &str, member: &str) {
        let why = "failed to satisfy constraint: Member must not be null";
        self.invalid(body, &format!("1 validation error detected: Value null at '{member}' {why}"));
    }

    /// A member breaks a constraint.
    pub(crate) fn breaks(&self, body: &str, member: &str, constraint: &str) {
        let why = format!("failed to satisfy constraint: {constraint}");
        self.invalid(body, &format!("1 validation error detected: Value at '{member}' {why}"));
    }

    /// A member has the wrong type, or the body is no JSON.
    pub(crate) fn cannot_read(&self, body: &str, why: &str) {
        let why = format!("The request body cannot be read: {why}");
        self.refuses("unreadable", body, &format!("400 SerializationException: {why}"));
    }

    /// The batch is served and leaves this account unprocessed.
    pub(crate) fn leaves(&self, row: &str, body: &str, account: &str, sentence: &str) {
        let answer = if self.client.service == "macie2" {
            format!(
                "200 {{\"unprocessedAccounts\":[{{\"accountId\":\"{account}\",\
                 \"errorCode\":\"ClientError\",\"errorMessage\":\"{sentence}\"}}]}}"
            )
        } else {
            format!(
                "200 {{\"UnprocessedAccounts\":[{{\"AccountId\":\"{account}\",\
                 \"ProcessingResult\":\"{sentence}\"}}]}}"
            )
        };
        self.refuses(row, body, &answer);
    }
}

/// The whole answer in one line; see [`Client::says`].
pub(crate) fn line(answer: &Answer) -> String {
    if answer.error.is_some() {
        let (status, code, message) = refusal(answer);
        return format!("{status} {code}: {message}");
    }
    let hide = |piece: &str| {
        let hex = piece.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match piece.len() {
            32 if hex => "ID".to_owned(),
            33.. if hex => "TOKEN".to_owned(),
            24 if piece.ends_with('Z') => "TIME".to_owned(),
            _ => piece.to_owned(),
        }
    };
    let body: Vec<String> = text(answer).split('"').map(hide).collect();
    format!("{} {}", answer.status, body.join("\"")).trim_end().to_owned()
}

/// The body as text.
pub(crate) fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).unwrap()
}

/// The body as JSON; null where there is none.
pub(crate) fn json(answer: &Answer) -> Value {
    if answer.body.is_empty() { Value::Null } else { serde_json::from_slice(&answer.body).unwrap() }
}

/// Status, code and message of an error, whichever way the service spells it.
fn refusal(answer: &Answer) -> (u16, String, String) {
    let body = json(answer);
    let message = body.get("Message").or_else(|| body.get("message")).and_then(Value::as_str);
    let code = answer.error.unwrap_or("-").to_owned();
    (answer.status, code, message.unwrap_or_default().to_owned())
}
