//! The query string in a canonical request: its pairs, each name and value percent-encoded in one way, sorted.

use std::borrow::Cow;

use super::Sink;
use super::hexadecimal::{escape, is_unreserved, value};

/// The parameter that a presigned query is signed without.
const SIGNATURE: &[u8] = b"X-Amz-Signature";

type Pair<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

/// Writes the canonical query string; that of a `presigned` request is without its signature.
///
/// A pair that is empty is a pair: that it is there was signed. One without `=` is a name with an empty value.
pub(super) fn write(sink: &mut impl Sink, query: &str, presigned: bool) {
    if query.is_empty() {
        return;
    }
    let mut pairs: Vec<Pair<'_>> = query.split('&').map(pair).collect();
    if presigned {
        pairs.retain(|(name, _)| **name != *SIGNATURE);
    }
    pairs.sort_unstable();
    for (place, (name, value)) in pairs.iter().enumerate() {
        if place > 0 {
            sink.put(b"&");
        }
        sink.put(name);
        sink.put(b"=");
        sink.put(value);
    }
}

fn pair(part: &str) -> Pair<'_> {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    (component(name), component(value))
}

/// A name or a value in the one way: unreserved characters as themselves, all others as escapes with upper-case
/// digits.
///
/// An escape with lower-case digits, which no signer writes, stays as it is, so that altering the case of a digit
/// alters the request. A plus sign is a blank, as the services read it (`wire/percent.rs`), and as
/// botocore sends and signs one: `+` and `%2B` must not be signed alike. A percent sign that begins no escape stands for itself.
fn component(raw: &str) -> Cow<'_, [u8]> {
    let raw = raw.as_bytes();
    if raw.iter().all(|b| is_unreserved(*b)) {
        return Cow::Borrowed(raw);
    }
    let mut text = Vec::with_capacity(raw.len() + 16);
    let mut rest = raw;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after) {
            (b'%', [high, low, after @ ..]) if value(*high).is_some() && value(*low).is_some() => {
                put_escape(&mut text, *high, *low);
                rest = after;
            }
            (b'+', _) => text.extend_from_slice(b"%20"),
            (byte, _) if is_unreserved(byte) => text.push(byte),
            (byte, _) => text.extend_from_slice(&escape(byte)),
        }
    }
    Cow::Owned(text)
}

fn put_escape(text: &mut Vec<u8>, high: u8, low: u8) {
    let lower = high.is_ascii_lowercase() || low.is_ascii_lowercase();
    let decoded = value(high).zip(value(low)).map(|(high, low)| high << 4 | low);
    match decoded {
        Some(byte) if !lower && is_unreserved(byte) => text.push(byte),
        _ => text.extend_from_slice(&[b'%', high, low]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(query: &str, presigned: bool) -> String {
        let mut text = Vec::new();
        write(&mut text, query, presigned);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn encodes_in_one_way_and_sorts() {
        for (query, text) in [
            ("", ""),
            ("a", "a="),
            ("a=1&b=2", "a=1&b=2"),
            ("b=2&a=2&a=1&B=0&a-b=3", "B=0&a=1&a=2&a-b=3&b=2"),
            ("tagKeys=a%20b&tagKeys=%C3%A9", "tagKeys=%C3%A9&tagKeys=a%20b"),
            ("%41=%7E%2f", "A=~%2f"),
            ("a=é/:@*'()!", "a=%C3%A9%2F%3A%40%2A%27%28%29%21"),
            ("a=b=c", "a=b%3Dc"),
            ("a=1+1&b=1%2B1", "a=1%201&b=1%2B1"),
            ("&&a", "=&=&a="),
            ("=", "="),
            ("a=%&b=%4&c=%zz&d=%é", "a=%25&b=%254&c=%25zz&d=%25%C3%A9"),
            ("a=%2541", "a=%2541"),
        ] {
            assert_eq!(canonical(query, false), text, "{query}");
        }
    }

    #[test]
    fn a_presigned_query_is_signed_without_its_signature() {
        let query = "z=1&X-Amz-Signature=00&X-Amz-Date=1&X-Amz-Sign%61ture=1&x-amz-signature=2";
        let kept = "X-Amz-Date=1&X-Amz-Sign%61ture=1&x-amz-signature=2&z=1";
        assert_eq!(canonical("X-Amz-Signature=00", true), "");
        assert_eq!(
            canonical(query, true),
            kept.replace("%61", "a").replace("X-Amz-Signature=1&", "")
        );
        assert!(canonical(query, false).contains("X-Amz-Signature=00"));
    }
}
