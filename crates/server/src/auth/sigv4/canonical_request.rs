//! The canonical request: what client and server must write alike to come to the same signature.

use ring::digest;

use super::{Head, Sink, canonical_headers, canonical_path, canonical_query};

/// What the canonical request takes from a signature and from the body.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    /// The names of the signed headers, as they came.
    pub(super) signed_headers: &'a str,
    /// Whether the signature is in the query.
    pub(super) presigned: bool,
    /// The SHA-256 of the body, in digits.
    pub(super) payload: &'a [u8; 64],
}

/// Writes the canonical request; `false` if a signed header is not there.
#[must_use]
pub(super) fn write(sink: &mut impl Sink, head: Head<'_>, terms: Terms<'_>) -> bool {
    sink.put(head.method.as_bytes());
    sink.put(b"\n");
    canonical_path::write(sink, head.path);
    sink.put(b"\n");
    canonical_query::write(sink, head.query, terms.presigned);
    sink.put(b"\n");
    let whole = canonical_headers::write(sink, terms.signed_headers, head.headers);
    sink.put(b"\n");
    sink.put(terms.signed_headers.as_bytes());
    sink.put(b"\n");
    sink.put(terms.payload);
    whole
}

/// The SHA-256 of the canonical request; none if a signed header is not there.
pub(super) fn hash(head: Head<'_>, terms: Terms<'_>) -> Option<digest::Digest> {
    let mut context = digest::Context::new(&digest::SHA256);
    write(&mut context, head, terms).then(|| context.finish())
}
