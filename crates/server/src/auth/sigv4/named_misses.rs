//! Named near misses, and what each service answers to them.

use accede_membership::Timestamp;

use super::near_misses::{SECRET, signer, verdict};
use super::signer::{Draft, KEY, NOW, Signer};
use super::{Signature, SigningKeys};
use crate::auth::AuthError;
use crate::front::{Answer, BodyFault};
use crate::services::Registry;
use crate::testing::text;

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your \
                        AWS Secret Access Key and signing method. Consult the service documentation for details.";

fn said(draft: &Draft) -> String {
    match verdict(draft, &SigningKeys::new()).expect("it is HTTP") {
        Ok(()) => "-".to_owned(),
        Err(why) => {
            let kind = match why {
                AuthError::Missing => "missing",
                AuthError::Incomplete(_) => "incomplete",
                AuthError::Scope(_) | AuthError::Invalid(_) | AuthError::Mismatch => "invalid",
                AuthError::Unknown => "unknown",
                AuthError::Expired | AuthError::Unread(_) | AuthError::Fault => "another",
            };
            format!("{kind}: {why}")
        }
    }
}

fn get() -> Draft {
    Draft::new("GET", "/members", &[("maxResults", "5")])
}

/// A valid request, after something has been done to its header of this name.
fn header(name: &str, edit: impl Fn(&str) -> String) -> Draft {
    let mut draft = signer("macie2").sign(get());
    for (known, value) in &mut draft.headers {
        if known == name {
            *value = edit(std::str::from_utf8(value).unwrap()).into_bytes();
        }
    }
    draft
}

fn authorization(from: &str, to: &str) -> Draft {
    header("Authorization", |value| {
        assert!(value.contains(from), "{value}");
        value.replacen(from, to, 1)
    })
}

fn without(name: &str) -> Draft {
    let mut draft = signer("macie2").sign(get());
    draft.headers.retain(|(known, _)| known != name);
    draft
}

fn presigned(from: &str, to: &str) -> Draft {
    let draft = signer("macie2").presign(get(), 60);
    assert!(draft.target.contains(from), "{}", draft.target);
    Draft { target: draft.target.replacen(from, to, 1), ..draft }
}

#[test]
fn a_header_that_is_not_whole() {
    let pair =
        "Authorization header has a part that is not a valid key=value pair (missing equal-sign).";
    let known = "Authorization header has a parameter that is not known, or one of them twice.";
    let no_date =
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
    let valid = signer("macie2").sign(get());
    let twice = valid.clone().with("Authorization", &valid.headers[2].1);
    for (draft, why) in [
        (without("Authorization"), "missing: Missing Authentication Token".to_owned()),
        (authorization(", Signature=", ", "), format!("incomplete: {pair}")),
        (authorization(", Signature=", ", Signatur="), format!("incomplete: {known}")),
        (authorization(" Cred", " X=1, Cred"), format!("incomplete: {known}")),
        (authorization(" Cred", " Signature=1, Cred"), format!("incomplete: {known}")),
        (twice, "incomplete: There must be no more than one Authorization header.".to_owned()),
        (without("X-Amz-Date"), format!("incomplete: {no_date}")),
        (
            authorization("SignedHeaders=host;x-amz-date, ", ""),
            "incomplete: Authorization header requires 'SignedHeaders' parameter.".to_owned(),
        ),
        (
            authorization("SHA256 ", "SHA1 "),
            "incomplete: Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.".to_owned(),
        ),
        (
            authorization("HMAC-SHA256", "ECDSA-P256-SHA256"),
            "incomplete: Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'. Accede does not serve Signature \
             Version 4A (SigV4a): sign with AWS4-HMAC-SHA256 for one Region."
                .to_owned(),
        ),
        (
            signer("macie2").sign(get().with("X-Amz-Region-Set", "*")),
            "incomplete: Accede does not serve Signature Version 4A (SigV4a): sign with AWS4-HMAC-SHA256 for one \
             Region."
                .to_owned(),
        ),
        (
            header("X-Amz-Date", |_| "2015-08-30T12:36:00Z".to_owned()),
            "incomplete: Date must be in ISO-8601 'basic format'. Got '2015-08-30T12:36:00Z'. See \
             http://en.wikipedia.org/wiki/ISO_8601"
                .to_owned(),
        ),
        (
            authorization("/aws4_request", ""),
            "incomplete: Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got 'AKIDEXAMPLE/20150830/us-east-1/macie2'"
                .to_owned(),
        ),
    ] {
        assert_eq!(said(&draft), why);
    }
}

#[test]
fn a_signature_that_no_key_makes_valid() {
    let must =
        |name: &str| format!("invalid: {name} must be a 'SignedHeader' in the AWS Authorization.");
    let scope = |why: &str| format!("invalid: Credential should be scoped {why}.");
    let fips = "macie2-fips.us-east-2.amazonaws.com:443";
    let at = |host: &str| header("Host", |_| host.to_owned());
    let day = "invalid: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
               '20150831' != '20150830', from '20150830T123600Z'.";
    for (draft, why) in [
        (authorization("=host;", "="), must("'Host' or ':authority'")),
        (authorization("=host;x-amz-date,", "=host,"), must("'x-amz-date'")),
        (signer("macie2").sign(get()).with("X-Amz-Target", "A.B"), must("'x-amz-target'")),
        (signer("macie2").sign(get()).with("x-amz-security-token", "A"), must("'x-amz-security-token'")),
        (signer("macie2").presign(get(), 60).with("x-amz-meta", "A"), must("'x-amz-meta'")),
        (authorization("/us-east-1/", "/nowhere!/"), scope("to a valid region")),
        (at(fips), scope("to a valid region")),
        (at("sts.us-east-1.api.aws"), scope("to correct service: 'sts'")),
        (
            authorization("aws4_request", "aws5_request"),
            scope("with a valid terminator: 'aws4_request', not 'aws5_request'"),
        ),
        (authorization("/20150830/", "/20150831/"), day.to_owned()),
        (
            header("X-Amz-Date", |_| "20150830T122059Z".to_owned()),
            "invalid: Signature expired: 20150830T122059Z is now earlier than 20150830T122100Z (20150830T123600Z - \
             15 min.)"
                .to_owned(),
        ),
        (
            header("X-Amz-Date", |_| "20150830T125101Z".to_owned()),
            "invalid: Signature not yet current: 20150830T125101Z is still later than 20150830T125100Z \
             (20150830T123600Z + 15 min.)"
                .to_owned(),
        ),
        (
            signer("macie2").sign(get().with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")),
            "invalid: The body must be signed: 'x-amz-content-sha256' must be its SHA-256, or be left out.".to_owned(),
        ),
        (
            signer("macie2")
                .sign(get().with("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")),
            "invalid: The body must be signed: 'x-amz-content-sha256' must be its SHA-256, or be left out.".to_owned(),
        ),
        (
            signer("macie2").sign(get().with("x-amz-content-sha256", "0".repeat(64))),
            "invalid: The provided 'x-amz-content-sha256' header does not match what was computed.".to_owned(),
        ),
    ] {
        assert_eq!(said(&draft), why);
    }
}

#[test]
fn a_signature_of_something_else() {
    let other = |secret| Signer { secret, ..signer("macie2") };
    let upper = header("Authorization", |value| {
        let (rest, signature) = value.rsplit_once('=').unwrap();
        format!("{rest}={}", signature.to_uppercase())
    });
    let more = |target: &str| Draft { target: target.to_owned(), ..signer("macie2").sign(get()) };
    for (name, draft) in [
        ("another secret", other("another").sign(get())),
        ("another secret, presigned", other("another").presign(get(), 60)),
        ("upper case", upper),
        ("no digits", header("Authorization", |value| value.replace("Signature=", "Signature=x"))),
        ("headers out of order", authorization("host;x-amz-date", "x-amz-date;host")),
        ("a header twice", authorization("host;", "host;host;")),
        ("a header that is not there", authorization("host;", "host;range;")),
        ("another service", authorization("/macie2/", "/securityhub/")),
        ("another Region", authorization("/us-east-1/", "/us-east-2/")),
        ("another body", signer("macie2").sign(get()).body("{}")),
        ("another method", Draft { method: "POST".to_owned(), ..signer("macie2").sign(get()) }),
        ("a parameter more", more("/members?maxResults=5&x=1")),
        ("an empty parameter more", more("/members?maxResults=5&")),
        ("a path beside it", more("/members/../members?maxResults=5")),
        ("a slash more", more("//members?maxResults=5")),
        ("a value more", signer("macie2").sign(get()).with("Host", "example.com")),
        ("a date more", presigned("X-Amz-Expires=60", "X-Amz-Expires=600")),
        ("a blank for a plus", {
            let mut draft = signer("macie2").sign(Draft::new("GET", "/m", &[("a", "1+1")]));
            draft.target = draft.target.replace("%2B", "+");
            draft
        }),
    ] {
        assert_eq!(said(&draft), format!("invalid: {MISMATCH}"), "{name}");
    }
    assert_eq!(
        said(&authorization(KEY, "AKIDEXAMPLF")),
        "unknown: The security token included in the request is invalid."
    );
}

#[test]
fn a_presigned_query_that_is_not_whole() {
    let must = |name: &str| {
        format!(
            "incomplete: AWS query-string parameters must include '{name}'. Re-examine the query-string parameters."
        )
    };
    let once = |name: &str| {
        format!("incomplete: AWS query-string parameters must include '{name}' only once.")
    };
    let expires = "incomplete: X-Amz-Expires must be a number of seconds between 1 and 604800.";
    for (draft, why) in [
        (presigned("X-Amz-Signature=", "Signature="), must("X-Amz-Signature")),
        (presigned("X-Amz-SignedHeaders=", "x="), must("X-Amz-SignedHeaders")),
        (presigned("X-Amz-Date=20150830T123600Z&", ""), must("X-Amz-Date")),
        (presigned("X-Amz-Algorithm=AWS4-HMAC-SHA256&", ""), must("X-Amz-Algorithm")),
        (presigned("X-Amz-Date=", "X-Amz-Date=&X-Amz-D%61te="), must("X-Amz-Date")),
        (presigned("&X-Amz-Date", "&X-Amz-Date=1&X-Amz-Date"), once("X-Amz-Date")),
        (presigned("&X-Amz-Sig", "&X-Amz-Sign%61ture=1&X-Amz-Sig"), once("X-Amz-Signature")),
        (presigned("&X-Amz-Exp", "&X-Amz-Expires=61&X-Amz-Exp"), once("X-Amz-Expires")),
        (presigned("Expires=60", "Expires=0"), expires.to_owned()),
        (presigned("Expires=60", "Expires=604801"), expires.to_owned()),
        (presigned("&", "&X-Amz-Region-Set=*&"), "incomplete: Accede does not serve Signature Version 4A (SigV4a): sign with AWS4-HMAC-SHA256 for one Region.".to_owned()),
        (presigned("maxResults=5", "maxResults=%"), "incomplete: The query string is not well-formed.".to_owned()),
    ] {
        assert_eq!(said(&draft), why, "{}", draft.target);
    }
}

#[test]
fn a_presigned_request_ends_when_it_says() {
    let keys = SigningKeys::new();
    let request = signer("macie2").presign(get(), 60).sent().unwrap();
    let after = |seconds: i64| {
        let signature = Signature::of(&request, None, Timestamp(NOW.0 + seconds * 1000));
        signature
            .and_then(|signature| signature.check(SECRET, &keys))
            .map_err(|why| why.to_string())
    };
    assert_eq!([after(-900), after(60)], [Ok(()), Ok(())]);
    let why = "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T123701Z - 1 min.)";
    assert_eq!(after(61), Err(why.to_owned()));
    assert!(after(-901).is_err());
}

/// Where a request is signed twice, the header counts, and the query is a query.
#[test]
fn the_header_counts() {
    let both = signer("macie2").sign(signer("macie2").presign(get(), 60));
    assert_eq!(said(&both), "-");
    let other = Signer { secret: "another", ..signer("macie2") };
    assert_eq!(said(&signer("macie2").sign(other.presign(get(), 60))), "-");
    assert!(said(&other.sign(signer("macie2").presign(get(), 60))).contains(MISMATCH));
}

fn whole(answer: &Answer) -> String {
    format!("{} {} {}", answer.status, answer.error.unwrap_or("-"), text(answer))
}

#[test]
fn every_service_refuses_in_its_own_form() {
    let registry = Registry::new();
    let refused = |service: &str, why: &AuthError| {
        whole(&registry.find(service).unwrap().turn_away(why, "ID"))
    };
    let incomplete = AuthError::Incomplete("Why.".to_owned());
    let invalid = AuthError::Invalid("Why.".to_owned());
    let scope = AuthError::Scope("Why.".to_owned());
    for (error, json, query, status, message) in [
        (&incomplete, "IncompleteSignatureException", "IncompleteSignature", 400, "Why."),
        (&invalid, "InvalidSignatureException", "SignatureDoesNotMatch", 403, "Why."),
        (&scope, "InvalidSignatureException", "SignatureDoesNotMatch", 403, "Why."),
        (&AuthError::Mismatch, "InvalidSignatureException", "SignatureDoesNotMatch", 403, MISMATCH),
    ] {
        let hub = format!(r#"{status} {json} {{"Message":"{message}","Code":"{json}"}}"#);
        assert_eq!(refused("securityhub", error), hub);
        let macie = format!(r#"{status} {json} {{"message":"{message}"}}"#);
        assert_eq!(refused("macie2", error), macie);
        let organizations = format!(r#"400 {json} {{"__type":"{json}","Message":"{message}"}}"#);
        assert_eq!(refused("organizations", error), organizations);
        let sts = format!(
            "{status} {query} <ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>\
             <Type>Sender</Type><Code>{query}</Code><Message>{message}</Message></Error>\
             <RequestId>ID</RequestId></ErrorResponse>"
        );
        assert_eq!(refused("sts", error), sts);
    }
}

#[test]
fn a_body_that_did_not_come_in_cannot_be_verified() {
    let keys = SigningKeys::new();
    let mut request = signer("macie2").sign(get()).sent().unwrap();
    for (fault, code, json, query) in [
        (BodyFault::TooLarge, 400, "InvalidInputException", "ValidationError"),
        (BodyFault::Malformed, 400, "SerializationException", "ValidationError"),
        (BodyFault::TooSlow, 408, "RequestTimeoutException", "RequestTimeout"),
    ] {
        request.body = Err(fault);
        let why = Signature::of(&request, None, NOW).unwrap().check(SECRET, &keys).unwrap_err();
        assert_eq!(why, AuthError::Unread(fault));
        let registry = Registry::new();
        let refused = |service: &str| registry.find(service).unwrap().turn_away(&why, "ID");
        for (service, error) in [("securityhub", json), ("sts", query)] {
            let answer = refused(service);
            assert_eq!((answer.status, answer.error), (code, Some(error)), "{service}");
        }
        assert_eq!(refused("organizations").status, code);
    }
}

#[test]
fn nothing_of_a_signature_is_told_again() {
    let keys = SigningKeys::new();
    let signer = Signer { token: Some("T0KEN"), ..signer("macie2") };
    for draft in [signer.sign(get()), signer.presign(get(), 60)] {
        let request = draft.sent().unwrap();
        let signature = Signature::of(&request, None, NOW).unwrap();
        let shown = format!("{signature:?} {keys:?}");
        let secret = signature.check("another", &keys).unwrap_err().to_string();
        let written = String::from_utf8(draft.headers.last().unwrap().1.clone()).unwrap();
        let digits = format!("{written} {}", draft.target);
        let digits = digits.rsplit("Signature=").next().unwrap()[..64].trim();
        for text in [shown, secret] {
            assert!(!text.contains("T0KEN") && !text.contains(SECRET), "{text}");
            assert!(!text.contains(digits), "{text}");
        }
    }
}
