//! AWS's published vectors, and requests that botocore signed: `vectors/README.md` says where they are from and which
//! of them do not apply.

use accede_membership::Timestamp;
use http::{HeaderMap, HeaderName};
use ring::digest;

use super::canonical_request::{self, Terms};
use super::read::{self, Claim};
use super::{Head, Signature, SigningKeys, canonical_path, hexadecimal};
use crate::auth::AuthError;

const VECTORS: &str = include_str!("vectors/v4.txt");
const BOTOCORE: &str = include_str!("vectors/botocore.txt");
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// When all requests of the suite were signed, and when the one from an older suite was.
const MOMENTS: [Timestamp; 2] = [Timestamp(1_440_938_160_000), Timestamp(1_620_747_645_000)];

/// A signed request, and the canonical request that its signature was made of.
struct Vector {
    name: &'static str,
    canonical: &'static str,
    method: &'static str,
    path: &'static str,
    query: &'static str,
    headers: HeaderMap,
    body: &'static [u8],
}

impl Vector {
    fn all() -> Vec<Vector> {
        Vector::among(VECTORS)
    }

    fn among(records: &'static str) -> Vec<Vector> {
        let records = records.split("@@ ").skip(1).collect::<Vec<_>>();
        records.chunks(2).map(|pair| Vector::read(pair[0], pair[1])).collect()
    }

    /// Reads the request as HTTP does, but for blanks and letters in its target that HTTP does not have; a folded
    /// line goes on after a blank (RFC 9112 §5.2).
    fn read(request: &'static str, canonical: &'static str) -> Vector {
        let (name, request) = request.split_once('\n').unwrap();
        let (head, body) = request.split_once("\n\n").unwrap();
        let (line, fields) = head.split_once('\n').unwrap();
        let (method, target) = line.trim_end_matches(" HTTP/1.1").split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers = HeaderMap::new();
        for field in fields.replace("\n ", " ").lines() {
            let (name, value) = field.split_once(':').unwrap();
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, value.parse().unwrap());
        }
        let canonical = canonical.strip_prefix("canonical\n").unwrap().trim_end();
        let body = body.trim_end_matches('\n').as_bytes();
        Vector { name, canonical, method, path, query, headers, body }
    }

    fn head(&self) -> Head<'_> {
        let Vector { method, path, query, ref headers, .. } = *self;
        Head { method, path, query, headers }
    }

    fn claim(&self) -> Claim<'_> {
        read::claim(self.head(), None).unwrap_or_else(|why| panic!("{}: {why}", self.name))
    }

    /// What the server makes of it at the moment that it was signed in.
    fn signature(&self) -> Result<Signature<'_>, AuthError> {
        let now = MOMENTS[usize::from(self.name == "double-url-encode header")];
        Signature::read((self.head(), None), Ok(self.body), now)
    }

    fn canonical(&self) -> String {
        let claim = self.claim();
        let payload = hexadecimal::write(digest::digest(&digest::SHA256, self.body).as_ref());
        let terms = Terms {
            signed_headers: &claim.signed_headers,
            presigned: claim.is_presigned(),
            payload: &payload,
        };
        let mut text = Vec::new();
        assert!(canonical_request::write(&mut text, self.head(), terms), "{}", self.name);
        String::from_utf8(text).unwrap()
    }

    /// Signed as for S3, whose paths are not brought to a normal form.
    fn is_for_s3(&self) -> bool {
        self.name.contains("-unnormalized") && !canonical_path::is_normal(self.path)
    }

    /// Sent with a session token that is not signed.
    fn has_a_loose_token(&self) -> bool {
        self.name.starts_with("post-sts-header-after ")
    }

    /// The signature is of another request than the canonical one.
    fn is_contradictory(&self) -> bool {
        self.name == "double-encode-path header"
    }

    fn applies(&self) -> bool {
        !self.is_for_s3() && !self.has_a_loose_token() && !self.is_contradictory()
    }
}

#[test]
#[allow(clippy::print_stdout)]
fn every_vector_that_applies_is_verified() {
    let vectors: Vec<Vector> = Vector::all().into_iter().filter(Vector::applies).collect();
    let verified = verify(&vectors);
    println!("sigv4 vectors: {verified} of {} verified", vectors.len());
    assert_eq!((verified, Vector::all().len()), (63, 78));
}

#[test]
#[allow(clippy::print_stdout)]
fn what_botocore_signed_is_verified() {
    let vectors = Vector::among(BOTOCORE);
    let verified = verify(&vectors);
    println!("sigv4 requests of botocore: {verified} of {} verified", vectors.len());
    let keys = SigningKeys::new();
    for vector in &vectors {
        assert_eq!(vector.signature().unwrap().check(SECRET, &keys), Ok(()), "{}", vector.name);
    }
    assert_eq!(verified, 12);
}

/// Verifies each, and compares the canonical requests.
fn verify(vectors: &[Vector]) -> usize {
    let keys = SigningKeys::new();
    for vector in vectors {
        let name = vector.name;
        assert_eq!(vector.canonical(), vector.canonical, "{name}");
        let signature = vector.signature().unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(signature.verify(SECRET, &keys), Ok(()), "{name}");
        assert_eq!(signature.verify("other", &keys), Err(AuthError::Mismatch), "{name}");
    }
    vectors.len()
}

#[test]
fn the_others_are_refused() {
    let keys = SigningKeys::new();
    let others: Vec<Vector> = Vector::all().into_iter().filter(|v| !v.applies()).collect();
    assert_eq!(others.len(), 15);
    for vector in others {
        let verified = vector.signature().and_then(|signature| signature.verify(SECRET, &keys));
        let loose = "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.";
        let expected = if vector.has_a_loose_token() && vector.query.is_empty() {
            AuthError::Invalid(loose.to_owned())
        } else {
            AuthError::Mismatch
        };
        assert_eq!(verified, Err(expected), "{}", vector.name);
    }
}

#[test]
fn the_contradictory_one_is_still_a_canonical_request() {
    let vector = Vector::all().into_iter().find(Vector::is_contradictory).unwrap();
    let other_date = vector.canonical().replace("20150830T123600Z", "20210511T154045Z");
    assert_eq!(other_date, vector.canonical);
}

/// A path that is not in normal form may be signed, but nothing is served there.
#[test]
fn a_path_that_is_not_in_normal_form_is_refused_however_it_is_signed() {
    let keys = SigningKeys::new();
    let mut refused = 0;
    for vector in Vector::all().into_iter().filter(Vector::applies) {
        let normal = canonical_path::is_normal(vector.path);
        let checked = vector.signature().unwrap().check(SECRET, &keys);
        assert_eq!(checked, if normal { Ok(()) } else { Err(AuthError::Mismatch) });
        refused += u32::from(!normal);
    }
    assert_eq!(refused, 12);
}
