//! Requests as they come over the wire: a request line, headers, an empty line, a body.

use std::net::Ipv4Addr;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::line;
use crate::front::Incoming;

/// The id of every request.
pub(super) const ID: &str = "00000000-0000-4000-8000-00000000f0f0";

/// A request of these pieces, if HTTP has such a one.
pub(super) fn of(
    method: &[u8],
    target: &[u8],
    headers: HeaderMap,
    body: &[u8],
) -> Option<Incoming> {
    Some(Incoming {
        method: Method::from_bytes(method).ok()?,
        uri: Uri::try_from(target).ok()?,
        headers,
        body: Ok(Bytes::copy_from_slice(body)),
        peer: Ipv4Addr::LOCALHOST.into(),
        tls: None,
        id: ID.to_owned(),
    })
}

/// Reads a whole request, if HTTP has such a one.
pub(super) fn read(bytes: &[u8]) -> Option<Incoming> {
    let (first, mut rest) = line(bytes);
    let mut words = first.split(|byte| *byte == b' ');
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = HeaderMap::new();
    loop {
        let (header, after) = line(rest);
        rest = after;
        if header.is_empty() {
            break;
        }
        let colon = header.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&header[..colon]).ok()?;
        headers.append(name, HeaderValue::from_bytes(header[colon + 1..].trim_ascii()).ok()?);
    }
    of(method, target, headers, rest)
}
