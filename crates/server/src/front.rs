//! The front of a service: what stands between an authenticated request and its answer.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde::Serialize;

use crate::auth::{AuthError, Caller};
use crate::engine::Engine;

/// A future of an answer.
pub(crate) type Pending<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// Why a body was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyFault {
    /// Larger than the limit.
    TooLarge,
    /// Not framed as HTTP says, or cut off.
    Malformed,
    /// Not there in time.
    TooSlow,
}

/// How a connection is secured, in the names that AWS's records have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Secured {
    pub(crate) version: &'static str,
    pub(crate) suite: &'static str,
}

/// A request, whole.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Result<Bytes, BodyFault>,
    /// The id that the answer and the log carry.
    pub(crate) id: String,
    /// Who is at the other end of the connection.
    pub(crate) peer: IpAddr,
    /// How its connection is secured, if it is.
    pub(crate) tls: Option<Secured>,
}

impl Incoming {
    /// The path, raw.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// The query string, raw; empty if there is none.
    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// A header, if it is there and text.
    pub(crate) fn header(&self, name: http::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// An answer, before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The operation, for the log; `-` where none was found.
    pub(crate) operation: &'static str,
    pub(crate) status: u16,
    /// The error code, for the header `x-amzn-ErrorType` and the log.
    pub(crate) error: Option<&'static str>,
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    /// After how many seconds it makes sense to ask again, for the header `Retry-After`.
    pub(crate) retry_after: Option<u32>,
}

/// The content type of the JSON protocols.
pub(crate) const JSON: &str = "application/json";

impl Answer {
    /// A successful answer in JSON.
    pub(crate) fn success(operation: &'static str, status: u16, body: impl Into<Bytes>) -> Answer {
        let body = body.into();
        Answer { operation, status, error: None, content_type: JSON, body, retry_after: None }
    }

    /// An error in JSON.
    pub(crate) fn error(
        operation: &'static str,
        status: u16,
        code: &'static str,
        body: impl Into<Bytes>,
    ) -> Answer {
        let (error, body) = (Some(code), body.into());
        Answer { operation, status, error, content_type: JSON, body, retry_after: None }
    }

    /// The same, for a client that should ask again later.
    pub(crate) fn retry_after(self, seconds: Option<u32>) -> Answer {
        Answer { retry_after: seconds, ..self }
    }
}

/// An operation of a service's model, and whether it is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Claim {
    pub(crate) name: &'static str,
    /// How a request names it: method and path, `Action=…`, or the header `X-Amz-Target: …`.
    pub(crate) request: String,
    pub(crate) served: bool,
}

/// Why a request is not carried out although nothing is wrong with what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shed {
    /// The server has more to do than it can.
    Busy,
    /// The caller asks for this operation too often.
    Throttled {
        operation: &'static str,
        /// When there is a point in asking again.
        seconds: u32,
    },
    /// A browser asks, for a page from elsewhere.
    ForeignPage,
}

impl Shed {
    /// What every service says of it.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Shed::Busy => "The request has failed due to a temporary failure of the server.",
            Shed::Throttled { .. } => "Rate exceeded",
            Shed::ForeignPage => "In mode open, requests of web pages from elsewhere are refused.",
        }
    }

    /// The operation, for the log.
    pub(crate) fn operation(self) -> &'static str {
        if let Shed::Throttled { operation, .. } = self { operation } else { "-" }
    }

    /// After how many seconds there is a point in asking again.
    pub(crate) fn retry_after(self) -> Option<u32> {
        match self {
            Shed::Busy => Some(1),
            Shed::Throttled { seconds, .. } => Some(seconds),
            Shed::ForeignPage => None,
        }
    }
}

/// A service, as the listener sees it.
pub(crate) trait Front: Send + Sync {
    /// Every operation of the service's model: what is served and what is not.
    fn operations(&self) -> Vec<Claim>;

    /// Answers a request of a known caller.
    fn handle<'a>(
        &'a self,
        engine: &'a Engine,
        caller: &'a Caller,
        request: &'a Incoming,
    ) -> Pending<'a>;

    /// Answers a request whose caller is not known.
    fn turn_away(&self, why: &AuthError, request_id: &str) -> Answer;

    /// The operation that a request names, if the service has it.
    fn operation(&self, request: &Incoming) -> Option<&'static str>;

    /// Answers a request that is not carried out.
    fn shed(&self, why: Shed, request_id: &str) -> Answer;
}
