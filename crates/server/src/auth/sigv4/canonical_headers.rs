//! The headers in a canonical request: those that the signature names, in its order.

use http::HeaderMap;

use super::Sink;
use crate::auth::AuthError;
use crate::auth::parts::pieces;

/// Writes the canonical headers, a line for each; `false` if one of them is not there.
#[must_use]
pub(super) fn write(sink: &mut impl Sink, signed: &str, headers: &HeaderMap) -> bool {
    pieces(signed, b';').all(|name| {
        sink.put(name.as_bytes());
        let mut before: &[u8] = b":";
        for value in headers.get_all(name) {
            sink.put(before);
            put_value(sink, value.as_bytes());
            before = b",";
        }
        sink.put(b"\n");
        before == b","
    })
}

/// Writes a value without blanks around it, and with one where there are several.
fn put_value(sink: &mut impl Sink, value: &[u8]) {
    let mut words = value.split(|b| is_blank(*b)).filter(|word| !word.is_empty());
    if let Some(first) = words.next() {
        sink.put(first);
    }
    for word in words {
        sink.put(b" ");
        sink.put(word);
    }
}

/// A blank, or what is left of one where a line was folded.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether a signature names enough headers: `host`, the one that says when (in `date`), and every `x-amz-…` that
/// came, lest one be put in, or another in its place. The names must be in lower case, sorted, each of them once.
pub(super) fn are_enough(
    signed: &str,
    headers: &HeaderMap,
    date: Option<&str>,
) -> Result<(), AuthError> {
    let names: Vec<&str> = pieces(signed, b';').collect();
    if !names.contains(&"host") {
        let why = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
        return Err(AuthError::Invalid(why.to_owned()));
    }
    let in_order = names.is_sorted_by(|one, next| one < next);
    if !in_order || signed.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(AuthError::Mismatch);
    }
    let of_aws = headers.keys().map(http::HeaderName::as_str).filter(|n| n.starts_with("x-amz-"));
    match of_aws.chain(date).find(|name| names.binary_search(name).is_err()) {
        Some(name) => Err(AuthError::Invalid(format!(
            "'{name}' must be a 'SignedHeader' in the AWS Authorization."
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers() -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in [
            ("host", &b"example.com:8080"[..]),
            ("my-header", b"  b \t  a  "),
            ("my-header", b"\xe9,\"x   y\""),
            ("my-header", b""),
            ("x-amz-date", b"20150830T123600Z"),
        ] {
            map.append(name, http::HeaderValue::from_bytes(value).unwrap());
        }
        map
    }

    fn canonical(signed: &str) -> (bool, Vec<u8>) {
        let mut text = Vec::new();
        let whole = write(&mut text, signed, &headers());
        (whole, text)
    }

    #[test]
    fn values_are_trimmed_and_joined_in_their_order() {
        let lines = b"host:example.com:8080\nmy-header:b a,\xe9,\"x y\",\n".to_vec();
        assert_eq!(canonical("host;my-header"), (true, lines));
        for absent in ["absent", "", "host;", "host;absent", "no name"] {
            assert!(!canonical(absent).0, "{absent}");
        }
        let mut folded = Vec::new();
        put_value(&mut folded, b"value1\r\n  value2\n\tvalue3");
        assert_eq!(folded, b"value1 value2 value3");
    }

    #[test]
    fn enough_headers_must_be_signed() {
        let enough = |signed: &str, date| are_enough(signed, &headers(), date);
        for signed in ["host;x-amz-date", "host;my-header;x-amz-date"] {
            assert_eq!(enough(signed, Some("x-amz-date")), Ok(()));
        }
        let must = |name: &str| {
            let why = format!("{name} must be a 'SignedHeader' in the AWS Authorization.");
            Err(AuthError::Invalid(why))
        };
        assert_eq!(enough("x-amz-date", None), must("'Host' or ':authority'"));
        assert_eq!(enough("Host;x-amz-date", None), must("'Host' or ':authority'"));
        assert_eq!(enough("host", None), must("'x-amz-date'"));
        assert_eq!(enough("host;x-amz-date", Some("date")), must("'date'"));
        for signed in [
            "x-amz-date;host",
            "host;host;x-amz-date",
            "host;x-amz-date;x-amz-date",
            "Date;host;x-amz-date",
            "host;x-amz-date;",
            ";host;x-amz-date;a",
        ] {
            assert_eq!(enough(signed, None), Err(AuthError::Mismatch), "{signed}");
        }
    }
}
