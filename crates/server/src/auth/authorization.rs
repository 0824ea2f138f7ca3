//! The credential of a request, from the header `Authorization` or from a presigned query (AWS Signature
//! Version 4).

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::AuthError;
use crate::front::Incoming;
use crate::wire::percent::Query;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Where a session token is: this header, or this parameter of a presigned query.
const TOKEN_HEADER: &str = "x-amz-security-token";
const TOKEN_PARAMETER: &str = "X-Amz-Security-Token";

/// `{access key}/{date}/{region}/{service}/aws4_request`, and the session token that came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credential {
    pub(crate) access_key: String,
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) token: Option<String>,
}

impl Credential {
    /// Finds the credential of a request.
    ///
    /// # Errors
    ///
    /// The request is unsigned, or signed in a way that names no credential.
    pub(crate) fn of(request: &Incoming) -> Result<Credential, AuthError> {
        match request.headers.get(AUTHORIZATION).map(|value| value.to_str()) {
            Some(Ok(header)) => {
                let credential = from_header(header)?;
                Ok(Credential { token: token(&request.headers), ..credential })
            }
            Some(Err(_)) => Err(incomplete("Authorization header must be ASCII text.")),
            None => from_query(request.query()),
        }
    }
}

/// The session token among the headers. Where there are several, or one that is not text, it is one that
/// opens for nobody.
fn token(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(TOKEN_HEADER).iter();
    let first = values.next()?;
    let only = if values.next().is_none() { first.to_str().ok() } else { None };
    Some(only.unwrap_or_default().to_owned())
}

fn from_header(header: &str) -> Result<Credential, AuthError> {
    let (algorithm, parameters) = header.trim().split_once(' ').unwrap_or((header, ""));
    if algorithm != ALGORITHM {
        return Err(AuthError::Incomplete(format!("Unsupported AWS 'algorithm': '{algorithm}'.")));
    }
    let parameter = |name: &str| {
        let named =
            |part: &'_ str| part.trim().split_once('=').filter(|(n, _)| *n == name).is_some();
        let part = parameters.split(',').find(|part| named(part))?;
        part.trim().split_once('=').map(|(_, value)| value).filter(|value| !value.is_empty())
    };
    let missing: String = ["Credential", "Signature", "SignedHeaders"]
        .into_iter()
        .filter(|name| parameter(name).is_none())
        .map(|name| format!("Authorization header requires '{name}' parameter. "))
        .collect();
    match parameter("Credential") {
        Some(credential) if missing.is_empty() => parse(credential),
        _ => Err(AuthError::Incomplete(missing.trim_end().to_owned())),
    }
}

fn from_query(query: &str) -> Result<Credential, AuthError> {
    let query = Query::parse(query).unwrap_or_default();
    let signing = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"];
    if signing.iter().all(|name| query.get(name).is_none()) {
        return Err(AuthError::Missing);
    }
    let missing: String = signing
        .into_iter()
        .filter(|name| query.get(name).is_none_or(str::is_empty))
        .map(|name| format!("AWS query-string parameters must include '{name}'. "))
        .collect();
    match (query.get("X-Amz-Algorithm"), query.get("X-Amz-Credential")) {
        (Some(ALGORITHM), Some(credential)) if missing.is_empty() => {
            let token = query.get(TOKEN_PARAMETER).map(str::to_owned);
            Ok(Credential { token, ..parse(credential)? })
        }
        (Some(other), _) if missing.is_empty() => {
            Err(AuthError::Incomplete(format!("Unsupported AWS 'algorithm': '{other}'.")))
        }
        _ => Err(AuthError::Incomplete(missing.trim_end().to_owned())),
    }
}

fn parse(credential: &str) -> Result<Credential, AuthError> {
    let parts: Vec<&str> = credential.split('/').collect();
    let [key, date, region, service, terminator] = parts[..] else {
        return Err(not_five(credential));
    };
    if [key, date, region, service].contains(&"") {
        return Err(not_five(credential));
    }
    if terminator != "aws4_request" {
        return Err(AuthError::Scope(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{terminator}'."
        )));
    }
    Ok(Credential {
        access_key: key.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
        token: None,
    })
}

fn not_five(credential: &str) -> AuthError {
    AuthError::Incomplete(format!(
        "Credential must have exactly 5 slash-delimited elements, e.g. \
         keyid/date/region/service/term, got '{credential}'"
    ))
}

fn incomplete(why: &str) -> AuthError {
    AuthError::Incomplete(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(key: &str, region: &str, service: &str) -> Credential {
        Credential {
            access_key: key.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            token: None,
        }
    }

    #[test]
    fn reads_the_header() {
        let scope = "111122223333/20261121/us-east-1/macie2/aws4_request";
        for header in [
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00"),
            format!("AWS4-HMAC-SHA256 Credential={scope},SignedHeaders=host,Signature=00"),
            format!("AWS4-HMAC-SHA256   SignedHeaders=host, Signature=00, Credential={scope} "),
        ] {
            let expected = credential("111122223333", "us-east-1", "macie2");
            assert_eq!(from_header(&header), Ok(expected), "{header}");
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
        ] {
            assert!(matches!(from_header(header), Err(AuthError::Incomplete(_))), "{header}");
        }
        let terminator = "AWS4-HMAC-SHA256 Credential=k/d/r/s/aws5, SignedHeaders=h, Signature=0";
        assert!(matches!(from_header(terminator), Err(AuthError::Scope(_))));
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
        let token = |token: &str| Some(token.to_owned());
        assert_eq!(from_query(parameter).unwrap().token, token("a/b+="));
        let mut headers = HeaderMap::new();
        assert_eq!(super::token(&headers), None);
        headers.append(TOKEN_HEADER, "a/b+=".parse().unwrap());
        assert_eq!(super::token(&headers), token("a/b+="));
        headers.append(TOKEN_HEADER, "a/b+=".parse().unwrap());
        assert_eq!(super::token(&headers), token(""), "which one?");
        headers.insert(TOKEN_HEADER, http::HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(super::token(&headers), token(""), "no text");
    }
}
