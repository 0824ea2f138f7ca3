//! The path in a canonical request: the path of the wire, percent-encoded once more, so that `%3A` becomes
//! `%253A` (all services but S3).

use std::borrow::Cow;

use super::Sink;
use super::hexadecimal::{escape, is_unreserved};

/// Writes the canonical path.
pub(super) fn write(sink: &mut impl Sink, path: &str) {
    let path = if is_normal(path) { Cow::Borrowed(path) } else { Cow::Owned(normalized(path)) };
    let mut rest = path.as_bytes();
    while let Some(place) = rest.iter().position(|b| *b != b'/' && !is_unreserved(*b)) {
        sink.put(&rest[..place]);
        sink.put(&escape(rest[place]));
        rest = &rest[place + 1..];
    }
    sink.put(rest);
}

/// Whether a path is its own normal form: it begins with a slash, and none of its segments is empty, `.` or
/// `..`, but the last, which may be empty.
///
/// The canonical request has the normal form, while operations are found by the path of the wire. Were they
/// different, a signature would be good for paths that its owner never asked for.
pub(super) fn is_normal(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else { return false };
    let mut segments = rest.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        if matches!(segment, "." | "..") || segment.is_empty() && !is_last {
            return false;
        }
    }
    true
}

/// Without dot segments (RFC 3986 §5.2.4) and without empty ones.
fn normalized(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    let end = if path.ends_with('/') && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(path: &str) -> String {
        let mut text = Vec::new();
        write(&mut text, path);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn encodes_once_more() {
        for (path, text) in [
            ("/", "/"),
            ("/members", "/members"),
            ("/members/", "/members/"),
            ("/tags/arn%3Aaws%3Amacie2", "/tags/arn%253Aaws%253Amacie2"),
            ("/tags/arn%3aaws", "/tags/arn%253aaws"),
            ("/tags/arn:aws:a/b", "/tags/arn%3Aaws%3Aa/b"),
            ("/%2E%2e/-._~", "/%252E%252e/-._~"),
            ("/é \"", "/%C3%A9%20%22"),
        ] {
            assert!(is_normal(path), "{path}");
            assert_eq!(canonical(path), text, "{path}");
        }
    }

    #[test]
    fn a_path_that_is_not_in_normal_form_is_brought_to_it() {
        for (path, text) in [
            ("", "/"),
            ("//", "/"),
            ("/./", "/"),
            ("/a/..", "/"),
            ("/a/../..", "/"),
            ("/./a", "/a"),
            ("//a//", "/a/"),
            ("/a/.", "/a"),
            ("/a/b/../c", "/a/c"),
            ("*", "/%2A"),
            ("a:b", "/a%3Ab"),
        ] {
            assert!(!is_normal(path), "{path}");
            assert_eq!(canonical(path), text, "{path}");
        }
    }
}
