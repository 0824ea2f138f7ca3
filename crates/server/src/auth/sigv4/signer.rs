//! A signer for tests. It shares nothing with the verifier but the hash: it is written the way that the
//! documentation tells clients, in whole texts.

use accede_membership::Timestamp;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use ring::{digest, hmac};

use crate::front::Incoming;

/// When everything is signed, in the three forms that are needed.
pub(crate) const NOW: Timestamp = Timestamp(1_440_938_160_000);
/// The one access key.
pub(crate) const KEY: &str = "AKIDEXAMPLE";
const MOMENT: &str = "20150830T123600Z";
const HTTP_MOMENT: &str = "Sun, 30 Aug 2015 12:36:00 GMT";

/// A request, as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Draft {
    pub(crate) fn new(method: &str, path: &str, query: &[(&str, &str)]) -> Draft {
        let pair =
            |(name, value): &(&str, &str)| format!("{}={}", quote(name, ""), quote(value, ""));
        let query: Vec<String> = query.iter().map(pair).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let target = format!("{path}{mark}{}", query.join("&"));
        let headers = vec![("Host".to_owned(), b"localhost:8080".to_vec())];
        Draft { method: method.to_owned(), target, headers, body: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Draft {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    pub(crate) fn body(self, body: impl AsRef<[u8]>) -> Draft {
        Draft { body: body.as_ref().to_vec(), ..self }
    }

    /// What the server would get; none if HTTP does not allow it.
    pub(crate) fn sent(&self) -> Option<Incoming> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            headers.append(name, HeaderValue::from_bytes(value).ok()?);
        }
        Some(Incoming {
            method: self.method.parse().ok()?,
            uri: self.target.parse().ok()?,
            headers,
            body: Ok(Bytes::copy_from_slice(&self.body)),
            id: String::new(),
            peer: std::net::Ipv4Addr::LOCALHOST.into(),
            tls: None,
        })
    }
}

/// Who signs, and for what.
#[derive(Clone, Copy)]
pub(crate) struct Signer {
    pub(crate) secret: &'static str,
    pub(crate) token: Option<&'static str>,
    pub(crate) service: &'static str,
}

impl Signer {
    /// Signs in the header, with the moment in `X-Amz-Date`.
    pub(crate) fn sign(self, draft: Draft) -> Draft {
        self.sign_dated(draft.with("X-Amz-Date", MOMENT))
    }

    /// Signs in the header, with the moment in `Date`.
    pub(crate) fn sign_with_http_date(self, draft: Draft) -> Draft {
        self.sign_dated(draft.with("Date", HTTP_MOMENT))
    }

    fn sign_dated(self, draft: Draft) -> Draft {
        let draft = match self.token {
            Some(token) => draft.with("X-Amz-Security-Token", token),
            None => draft,
        };
        let (names, signature) = self.signature(&draft);
        let credential = self.credential();
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
        );
        draft.with("Authorization", authorization)
    }

    /// Signs in the query.
    pub(crate) fn presign(self, mut draft: Draft, expires: u32) -> Draft {
        let credential = quote(&self.credential(), "");
        let (names, _) = self.signature(&draft);
        let mark = if draft.target.contains('?') { '&' } else { '?' };
        draft.target += &format!(
            "{mark}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={MOMENT}\
             &X-Amz-Expires={expires}&X-Amz-SignedHeaders={}",
            quote(&names, "")
        );
        if let Some(token) = self.token {
            draft.target += &format!("&X-Amz-Security-Token={}", quote(token, ""));
        }
        let (_, signature) = self.signature(&draft);
        draft.target += &format!("&X-Amz-Signature={signature}");
        draft
    }

    fn scope(self) -> String {
        format!("20150830/us-east-1/{}/aws4_request", self.service)
    }

    fn credential(self) -> String {
        format!("{KEY}/{}", self.scope())
    }

    /// The signed headers and the signature.
    fn signature(self, draft: &Draft) -> (String, String) {
        let (names, canonical) = canonical(draft);
        let text = format!("AWS4-HMAC-SHA256\n{MOMENT}\n{}\n{}", self.scope(), sha256(&canonical));
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for step in self.scope().split('/').chain([text.as_str()]) {
            key = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), step.as_bytes())
                .as_ref()
                .to_vec();
        }
        (names, hex(&key))
    }
}

fn canonical(draft: &Draft) -> (String, Vec<u8>) {
    let (path, query) = draft.target.split_once('?').unwrap_or((&draft.target, ""));
    // What is on the wire was quoted above, so that sorting is all that is left.
    let mut pairs: Vec<(&str, &str)> =
        query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut names: Vec<String> = draft.headers.iter().map(|(n, _)| n.to_lowercase()).collect();
    names.sort();
    names.dedup();
    let mut text =
        format!("{}\n{}\n{}\n", draft.method, quote(path, "/"), pairs.join("&")).into_bytes();
    for name in &names {
        let same = draft.headers.iter().filter(|(n, _)| n.to_lowercase() == *name);
        let values: Vec<Vec<u8>> = same.map(|(_, value)| words(value).join(&b' ')).collect();
        text.extend([name.as_bytes(), b":", &values.join(&b','), b"\n"].concat());
    }
    let names = names.join(";");
    text.extend(format!("\n{names}\n{}", sha256(&draft.body)).into_bytes());
    (names, text)
}

/// A value's words, between blanks.
pub(super) fn words(value: &[u8]) -> Vec<&[u8]> {
    value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect()
}

/// Percent-encodes as Python's `urllib.parse.quote`.
pub(crate) fn quote(text: &str, safe: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || "-._~".contains(char::from(b));
    let quoted = |b: u8| {
        let safe = plain(b) || safe.as_bytes().contains(&b);
        if safe { char::from(b).to_string() } else { format!("%{b:02X}") }
    };
    text.bytes().map(quoted).collect()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
