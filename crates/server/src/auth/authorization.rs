//! The credential of a request, from the header `Authorization` or from a presigned query (AWS Signature
//! Version 4): who it says that it is from, before anybody has checked it.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::AuthError;
use super::parts::{Parts, pieces};
use crate::front::Incoming;
use crate::wire::percent::Query;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const ALGORITHM_4A: &str = "AWS4-ECDSA-P256-SHA256";
pub(super) const NOT_4A: &str = "Accede does not serve Signature Version 4A (SigV4a): sign with AWS4-HMAC-SHA256 for one Region.";

/// Where a session token is: this header, or this parameter of a presigned query.
const TOKEN_HEADER: &str = "x-amz-security-token";
pub(super) const TOKEN_PARAMETER: &str = "X-Amz-Security-Token";

/// `{access key}/{date}/{region}/{service}/aws4_request`, and the session token that came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credential<'a> {
    pub(crate) access_key: Cow<'a, str>,
    pub(crate) region: Cow<'a, str>,
    pub(crate) service: Cow<'a, str>,
    pub(crate) token: Option<Cow<'a, str>>,
    /// The header that it is in, taken apart.
    pub(super) parts: Option<Parts<'a>>,
}

impl<'a> Credential<'a> {
    /// Finds the credential of a request.
    ///
    /// # Errors
    ///
    /// The request is unsigned, or signed in a way that names no credential.
    pub(crate) fn of(request: &'a Incoming) -> Result<Credential<'a>, AuthError> {
        match request.headers.get(AUTHORIZATION) {
            Some(value) => {
                let credential = from_header(text(value)?)?;
                Ok(Credential { token: token(&request.headers), ..credential })
            }
            None => from_query(request.query()),
        }
    }
}

impl Credential<'_> {
    fn into_owned<'a>(self) -> Credential<'a> {
        let owned = |part: Cow<'_, str>| Cow::Owned(part.into_owned());
        let Credential { access_key, region, service, token, .. } = self;
        Credential {
            parts: None,
            access_key: owned(access_key),
            region: owned(region),
            service: owned(service),
            token: token.map(owned),
        }
    }
}

/// The header `Authorization` as text.
pub(super) fn text(header: &http::HeaderValue) -> Result<&str, AuthError> {
    header.to_str().map_err(|_| incomplete("Authorization header must be ASCII text."))
}

/// The session token among the headers. Where there are several, or one that is not text, it is one that
/// opens for nobody.
pub(super) fn token(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let mut values = headers.get_all(TOKEN_HEADER).iter();
    let first = values.next()?;
    let only = if values.next().is_none() { first.to_str().ok() } else { None };
    Some(Cow::Borrowed(only.unwrap_or_default()))
}

fn from_header(header: &str) -> Result<Credential<'_>, AuthError> {
    let parts = Parts::read(header)?;
    match (parts.get("Credential"), parts.missing()) {
        (Some(credential), missing) if missing.is_empty() => {
            let credential = parse(Cow::Borrowed(credential))?;
            Ok(Credential { parts: Some(parts), ..credential })
        }
        (_, missing) => Err(incomplete(missing.trim_end())),
    }
}

/// The parameters of a presigned query string.
///
/// # Errors
///
/// The query has none of those that only a presigned one has, or not all of `required`.
pub(super) fn presigned<'a>(query: &'a str, required: &[&str]) -> Result<Query<'a>, AuthError> {
    let query = Query::parse(query).unwrap_or_default();
    let signing = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"];
    if signing.iter().all(|name| query.get(name).is_none()) {
        return Err(AuthError::Missing);
    }
    // That of SigV4a has no fewer parameters, but the others are not what is wrong with it.
    if let Some(algorithm) = query.get("X-Amz-Algorithm").filter(|name| !name.is_empty()) {
        supported(algorithm)?;
    }
    let missing: String = required
        .iter()
        .filter(|name| query.get(name).is_none_or(str::is_empty))
        .map(|name| format!("AWS query-string parameters must include '{name}'. "))
        .collect();
    if missing.is_empty() {
        return Ok(query);
    }
    Err(AuthError::Incomplete(missing + "Re-examine the query-string parameters."))
}

fn from_query(query: &str) -> Result<Credential<'_>, AuthError> {
    let query = presigned(query, &["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"])?;
    let owned = |name| query.get(name).map(|value| Cow::Owned(value.to_owned()));
    let credential = parse(owned("X-Amz-Credential").unwrap_or_default())?;
    Ok(Credential { token: owned(TOKEN_PARAMETER), ..credential })
}

/// Whether this is the one algorithm that is served. What is said of another echoes only what can be the name
/// of an algorithm: a client may have put a password there.
pub(super) fn supported(algorithm: &str) -> Result<(), AuthError> {
    let is_a_name = |name: &str| {
        let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        name.starts_with("AWS4-") && name.len() <= 32 && name.bytes().all(plain)
    };
    match algorithm {
        ALGORITHM => Ok(()),
        ALGORITHM_4A => Err(AuthError::Incomplete(format!(
            "Unsupported AWS 'algorithm': '{ALGORITHM_4A}'. {NOT_4A}"
        ))),
        name if is_a_name(name) => {
            Err(AuthError::Incomplete(format!("Unsupported AWS 'algorithm': '{name}'.")))
        }
        _ => Err(incomplete("Unsupported AWS 'algorithm'.")),
    }
}

/// The five parts of a credential: key, date, Region, service, terminator.
pub(super) fn five(credential: &str) -> Result<[&str; 5], AuthError> {
    let mut five = [""; 5];
    let mut all = pieces(credential, b'/');
    five.iter_mut().zip(&mut all).for_each(|(place, part)| *place = part);
    let rest = all.next();
    if rest.is_some() || five.iter().any(|part| part.is_empty()) {
        return Err(AuthError::Incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got '{}'",
            shown(credential),
        )));
    }
    Ok(five)
}

fn parse(credential: Cow<'_, str>) -> Result<Credential<'_>, AuthError> {
    match credential {
        Cow::Borrowed(text) => of_parts(text),
        Cow::Owned(text) => of_parts(&text).map(Credential::into_owned),
    }
}

fn of_parts(credential: &str) -> Result<Credential<'_>, AuthError> {
    let [key, _, region, service, terminator] = five(credential)?;
    if terminator != TERMINATOR {
        return Err(AuthError::Scope(not_terminated(terminator)));
    }
    let [access_key, region, service] = [key, region, service].map(Cow::Borrowed);
    Ok(Credential { access_key, region, service, token: None, parts: None })
}

/// What every scope ends with.
pub(super) const TERMINATOR: &str = "aws4_request";

pub(super) fn not_terminated(terminator: &str) -> String {
    format!(
        "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
        shown(terminator),
    )
}

/// What an error repeats of a credential: all of it, if each part can be a key's id, a day, a Region or a service.
/// A client may have put its secret, its token or its signature there.
pub(super) fn shown(text: &str) -> &str {
    if text.split('/').all(is_plain) { text } else { "..." }
}

fn is_plain(part: &str) -> bool {
    let all = |of: fn(&u8) -> bool| part.bytes().all(|b| b.is_ascii_digit() || of(&b));
    part.len() <= 20
        && (all(u8::is_ascii_uppercase) || all(|b| b.is_ascii_lowercase() || b"-_".contains(b)))
}

fn incomplete(why: &str) -> AuthError {
    AuthError::Incomplete(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_repeats_nothing_as_long_as_a_secret() {
        let signature = "0123456789abcdef".repeat(4);
        for said in [
            "AKIAIOSFODNN7EXAMPLE/20150830/us-east-1/macie2",
            "111122223333/20150830/us-gov-west-1/organizations/a/b/c/d/e",
            "aws4_request",
            "",
        ] {
            assert_eq!(shown(said), said);
        }
        for sent in
            ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "F/eTMSSAgNx7/j8I/20261121", &signature]
        {
            assert_eq!(shown(sent), "...");
        }
    }

    fn credential<'a>(key: &'a str, region: &'a str, service: &'a str) -> Credential<'a> {
        let [access_key, region, service] = [key, region, service].map(Cow::Borrowed);
        Credential { access_key, region, service, token: None, parts: None }
    }

    #[test]
    fn reads_the_header() {
        let scope = "111122223333/20261121/us-east-1/macie2/aws4_request";
        for header in [
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00"),
            format!("AWS4-HMAC-SHA256 Credential={scope},SignedHeaders=host,Signature=00"),
            format!("AWS4-HMAC-SHA256   SignedHeaders=host, Signature=00, Credential={scope} "),
            format!("AWS4-HMAC-SHA256 Credential={scope} SignedHeaders=host Signature=00"),
        ] {
            let expected = credential("111122223333", "us-east-1", "macie2");
            let read = from_header(&header).unwrap();
            assert_eq!(Credential { parts: None, ..read }, expected, "{header}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_whole_signature() {
        for header in [
            "",
            "Bearer abc",
            "AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d/aws4_request",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 Credential=k/d/r/s/aws4_request, SignedHeaders=host",
            "AWS4-HMAC-SHA256 Credential=k/d/s/aws4_request, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 Credential=/d/r/s/aws4_request, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 Credential=k/d//s/aws4_request, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 Credential=k/x/d/r/s/aws4_request, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 Credential=k/d/r/s/aws4_request/, SignedHeaders=host, Signature=0",
        ] {
            assert!(matches!(from_header(header), Err(AuthError::Incomplete(_))), "{header}");
        }
        let terminator = "AWS4-HMAC-SHA256 Credential=k/d/r/s/aws5, SignedHeaders=h, Signature=0";
        assert!(matches!(from_header(terminator), Err(AuthError::Scope(_))));
    }

    #[test]
    fn what_may_be_a_secret_is_not_told_again() {
        for header in
            ["hunter2", "Bearer hunter2", "Basic hunter2", "AWS4-hunter2 a", "AWS hunter2"]
        {
            let why = from_header(header).unwrap_err();
            assert_eq!(why.to_string(), "Unsupported AWS 'algorithm'.", "{header}");
        }
        let why = from_header("AWS4-HMAC-SHA512 hunter2").unwrap_err();
        assert_eq!(why.to_string(), "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.");
        let why = from_header("AWS4-HMAC-SHA256 Credential=a/b Signature=hunter2 SignedHeaders=h");
        assert!(!why.unwrap_err().to_string().contains("hunter2"));
    }

    #[test]
    fn signature_version_4a_is_refused_by_its_name() {
        let header = "AWS4-ECDSA-P256-SHA256 Credential=k/20261121/s/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=3045";
        let query =
            "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Region-Set=*&X-Amz-Signature=3045";
        for refused in [from_header(header), from_query(query)] {
            assert_eq!(
                refused.unwrap_err().to_string(),
                "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'. Accede does not serve \
                 Signature Version 4A (SigV4a): sign with AWS4-HMAC-SHA256 for one Region."
            );
        }
    }

    #[test]
    fn reads_a_presigned_query() {
        let query = "Action=GetCallerIdentity&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                     &X-Amz-Credential=AKID%2F20261121%2Fus-east-1%2Fsts%2Faws4_request\
                     &X-Amz-Signature=00";
        assert_eq!(from_query(query), Ok(credential("AKID", "us-east-1", "sts")));
        assert_eq!(from_query("Action=GetCallerIdentity"), Err(AuthError::Missing));
        for query in ["X-Amz-Signature=00", "X-Amz-Credential=&X-Amz-Signature=0"] {
            assert!(matches!(from_query(query), Err(AuthError::Incomplete(_))), "{query}");
        }
    }

    #[test]
    fn a_session_token_comes_with_the_signature() {
        let parameter = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00\
                         &X-Amz-Credential=k%2Fd%2Fr%2Fs%2Faws4_request\
                         &X-Amz-Security-Token=a%2Fb%2B%3D";
        assert_eq!(from_query(parameter).unwrap().token.as_deref(), Some("a/b+="));
        let mut headers = HeaderMap::new();
        assert_eq!(super::token(&headers), None);
        headers.append(TOKEN_HEADER, "a/b+=".parse().unwrap());
        assert_eq!(super::token(&headers).as_deref(), Some("a/b+="));
        headers.append(TOKEN_HEADER, "a/b+=".parse().unwrap());
        assert_eq!(super::token(&headers).as_deref(), Some(""), "which one?");
        headers.insert(TOKEN_HEADER, http::HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(super::token(&headers).as_deref(), Some(""), "no text");
    }
}
