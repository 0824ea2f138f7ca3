//! A signature, and whether it is that of its request.

use std::borrow::Cow;
use std::fmt;

use accede_membership::Timestamp;
use bytes::Bytes;
use http::header::{HOST, HeaderName};
use ring::digest;

use super::canonical_request::Terms;
use super::moment::Moment;
use super::scope::Scope;
use super::signing_key::SigningKeys;
use super::{Head, canonical_headers, canonical_path, canonical_request, hexadecimal, read};
use crate::auth::authorization::TERMINATOR;
use crate::auth::parts::Parts;
use crate::auth::{AuthError, Credential};
use crate::front::{BodyFault, Incoming};

const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
/// The SHA-256 of nothing.
const EMPTY: [u8; 64] = *b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The signature of a request, which may be right or wrong, but is of now and of enough of the request.
pub(crate) struct Signature<'a> {
    head: Head<'a>,
    body: Result<&'a [u8], BodyFault>,
    credential: Cow<'a, str>,
    /// Where its parts end.
    ends: [usize; 4],
    signed_headers: Cow<'a, str>,
    token: Option<Cow<'a, str>>,
    moment: Moment,
    presigned: bool,
    bytes: [u8; 32],
}

impl<'a> Signature<'a> {
    /// Reads the signature of a request, in which this credential was found.
    ///
    /// # Errors
    ///
    /// There is none, or it is one that no key makes valid.
    pub(crate) fn of(
        request: &'a Incoming,
        credential: Option<&Credential<'a>>,
        now: Timestamp,
    ) -> Result<Signature<'a>, AuthError> {
        let head = Head {
            method: request.method.as_str(),
            path: request.path(),
            query: request.query(),
            headers: &request.headers,
        };
        let body = request.body.as_ref().map(Bytes::as_ref).map_err(|fault| *fault);
        Signature::read((head, credential.and_then(|known| known.parts)), body, now)
    }

    /// The same for a request in pieces.
    pub(super) fn read(
        (head, parts): (Head<'a>, Option<Parts<'a>>),
        body: Result<&'a [u8], BodyFault>,
        now: Timestamp,
    ) -> Result<Signature<'a>, AuthError> {
        let claim = read::claim(head, parts)?;
        claim.moment.is_current(now, claim.lifetime)?;
        canonical_headers::are_enough(&claim.signed_headers, head.headers, claim.date)?;
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let ends = Scope::of(&claim.credential, &claim.moment, host)?.ends();
        let bytes = hexadecimal::read(&claim.signature).ok_or(AuthError::Mismatch)?;
        let presigned = claim.is_presigned();
        let read::Claim { credential, signed_headers, token, moment, .. } = claim;
        Ok(Signature {
            head,
            body,
            credential,
            ends,
            signed_headers,
            token,
            moment,
            presigned,
            bytes,
        })
    }

    /// Who the request says that it is from.
    pub(crate) fn credential(&self) -> Credential<'_> {
        let Scope { access_key, region, service, .. } = self.scope();
        let [access_key, region, service] = [access_key, region, service].map(Cow::Borrowed);
        let token = self.token.as_deref().map(Cow::Borrowed);
        Credential { access_key, region, service, token, parts: None }
    }

    /// Checks the signature: the request is, byte for byte, what somebody who knows the secret has signed.
    ///
    /// # Errors
    ///
    /// It is not; or its body did not come in, so that nobody can tell.
    pub(crate) fn check(&self, secret: &str, keys: &SigningKeys) -> Result<(), AuthError> {
        if !canonical_path::is_normal(self.head.path) {
            return Err(AuthError::Mismatch);
        }
        self.verify(secret, keys)
    }

    /// The same as AWS's rules alone would have it, for a path in any form.
    pub(super) fn verify(&self, secret: &str, keys: &SigningKeys) -> Result<(), AuthError> {
        let body = self.body.map_err(AuthError::Unread)?;
        let payload = match body {
            [] => EMPTY,
            body => hexadecimal::write(digest::digest(&digest::SHA256, body).as_ref()),
        };
        self.check_content_hash(&payload)?;
        let terms = Terms {
            signed_headers: &self.signed_headers,
            presigned: self.presigned,
            payload: &payload,
        };
        let hash = canonical_request::hash(self.head, terms).ok_or(AuthError::Mismatch)?;
        let message = self.string_to_sign(&hash);
        let valid = keys.verify(self.scope(), secret, &message, &self.bytes);
        if valid { Ok(()) } else { Err(AuthError::Mismatch) }
    }

    /// The body is signed whatever a header says of it; but one that says something else is not passed over.
    fn check_content_hash(&self, payload: &[u8; 64]) -> Result<(), AuthError> {
        let refused = |why: &str| Err(AuthError::Invalid(why.to_owned()));
        for value in self.head.headers.get_all(CONTENT_SHA256) {
            let value = value.as_bytes();
            if value == b"UNSIGNED-PAYLOAD" || value.starts_with(b"STREAMING-") {
                return refused(
                    "The body must be signed: 'x-amz-content-sha256' must be its SHA-256, or be left out.",
                );
            }
            if value != payload {
                return refused(
                    "The provided 'x-amz-content-sha256' header does not match what was computed.",
                );
            }
        }
        Ok(())
    }

    fn string_to_sign(&self, hash: &digest::Digest) -> Vec<u8> {
        let Scope { day, region, service, .. } = self.scope();
        let mut text = Vec::with_capacity(192);
        for piece in [
            "AWS4-HMAC-SHA256\n",
            self.moment.text(),
            "\n",
            day,
            "/",
            region,
            "/",
            service,
            "/",
            TERMINATOR,
            "\n",
        ] {
            text.extend_from_slice(piece.as_bytes());
        }
        text.extend_from_slice(&hexadecimal::write(hash.as_ref()));
        text
    }

    fn scope(&self) -> Scope<'_> {
        Scope::at(&self.credential, self.ends)
    }
}

impl fmt::Debug for Signature<'_> {
    /// Neither the signature itself nor a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").field("credential", &self.credential).finish_non_exhaustive()
    }
}
