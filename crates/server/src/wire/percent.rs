//! Percent-encoding in paths and query strings, read strictly: what is malformed is refused, not guessed.

use std::borrow::Cow;

/// Decodes a part of a path. `None` for a broken escape, or bytes that are not UTF-8.
pub(crate) fn decode_path(raw: &str) -> Option<Cow<'_, str>> {
    decode(raw, false)
}

/// How many parameters are read. An empty one takes a byte or two on the wire and dozens in memory, and no operation
/// has more than some hundred.
const MOST: usize = 4_096;

/// The parameters of a query string, by name; several of one name in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    /// Reads a query string, or the body of an HTML form. `None` where it is not well-formed, or endless.
    pub(crate) fn parse(raw: &'a str) -> Option<Query<'a>> {
        let pair = |part: &'a str| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            Some((decode(name, true)?, decode(value, true)?))
        };
        let mut parts = raw.split('&').filter(|part| !part.is_empty());
        let pairs = parts.by_ref().take(MOST).map(pair).collect::<Option<_>>()?;
        parts.next().is_none().then_some(Query(pairs))
    }

    /// The value of a parameter; the first, if there are several.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every parameter, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// All values of a parameter.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| &**value)
    }
}

fn decode(raw: &str, form: bool) -> Option<Cow<'_, str>> {
    if !raw.bytes().any(|b| b == b'%' || (form && b == b'+')) {
        return Some(Cow::Borrowed(raw));
    }
    let mut bytes = raw.bytes();
    let mut decoded = Vec::with_capacity(raw.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => hex(bytes.next()?)? << 4 | hex(bytes.next()?)?,
            b'+' if form => b' ',
            other => other,
        });
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// The value of a hexadecimal digit of either case.
pub(crate) fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_strictly() {
        for (raw, path, form) in [
            ("plain", Some("plain"), Some("plain")),
            ("a%2Fb%3a", Some("a/b:"), Some("a/b:")),
            ("a+b", Some("a+b"), Some("a b")),
            ("%C3%A9", Some("é"), Some("é")),
            ("%25%32", Some("%2"), Some("%2")),
            ("%", None, None),
            ("%2", None, None),
            ("%zz", None, None),
            ("%FF", None, None),
        ] {
            assert_eq!(decode(raw, false).as_deref(), path, "{raw}");
            assert_eq!(decode(raw, true).as_deref(), form, "{raw}");
        }
    }

    #[test]
    fn a_query_keeps_order_and_repetition() {
        let query = Query::parse("tagKeys=a&x=&tagKeys=b%20c&&y").unwrap();
        assert_eq!(query.all("tagKeys").collect::<Vec<_>>(), ["a", "b c"]);
        assert_eq!((query.get("x"), query.get("y"), query.get("z")), (Some(""), Some(""), None));
        assert!(Query::parse("a=%").is_none());
    }

    #[test]
    fn a_query_has_so_many_parameters_and_no_more() {
        assert!(Query::parse(&"&a".repeat(4_096)).is_some());
        assert!(Query::parse(&"&a".repeat(4_097)).is_none());
    }
}
