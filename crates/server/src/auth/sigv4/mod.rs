//! AWS Signature Version 4: whether a request was signed with a secret, by somebody, now, as it is.
//!
//! Pure: the moment is a parameter, and so is the secret. [`Signature::of`] reads a request's signature and refuses
//! what no key can make valid: a form that is not whole, a moment that is not now, a scope that is not this
//! server's, headers that ought to be signed and are not. [`Signature::check`] builds the canonical request anew
//! from what came over the wire, and compares.
//!
//! Where the wire can say one thing in two ways, the canonical request of AWS says it in one; nothing that a service
//! would read differently becomes the same (`canonical_query.rs`, `canonical_path.rs`).

mod canonical_headers;
mod canonical_path;
mod canonical_query;
mod canonical_request;
mod hexadecimal;
mod host;
mod moment;
mod read;
mod scope;
mod signature;
mod signing_key;

#[cfg(test)]
mod cost;
#[cfg(test)]
mod named_misses;
#[cfg(test)]
mod near_misses;
#[cfg(test)]
mod signer;
#[cfg(test)]
mod vectors;

use http::HeaderMap;

pub(crate) use signature::Signature;
pub(crate) use signing_key::SigningKeys;

/// What a request says apart from its body.
#[derive(Clone, Copy)]
struct Head<'a> {
    method: &'a str,
    /// Raw.
    path: &'a str,
    /// Raw; empty if there is none.
    query: &'a str,
    headers: &'a HeaderMap,
}

/// Where canonical text goes: into a hash, and nowhere else but in tests.
trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for ring::digest::Context {
    fn put(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

#[cfg(test)]
impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}
