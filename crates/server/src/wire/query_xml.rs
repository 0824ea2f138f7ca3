//! The query protocol: parameters in a form or a query string, answers in XML (semantics §10.1).

use super::error::WireError;
use crate::front::Answer;

const XML: &str = "text/xml";

/// A successful answer. `result` is the inside of the result element, as XML.
pub(crate) fn success(
    operation: &'static str,
    namespace: &str,
    request_id: &str,
    result: &str,
) -> Answer {
    let body = format!(
        "<{operation}Response xmlns=\"{namespace}\"><{operation}Result>{result}\
         </{operation}Result><ResponseMetadata><RequestId>{request_id}</RequestId>\
         </ResponseMetadata></{operation}Response>"
    );
    let (content_type, body) = (XML, body.into_bytes());
    Answer {
        operation,
        status: 200,
        error: None,
        content_type,
        body: body.into(),
        retry_after: None,
    }
}

/// An error.
pub(crate) fn error(
    operation: &'static str,
    namespace: &str,
    request_id: &str,
    error: &WireError,
) -> Answer {
    let kind = if error.status < 500 { "Sender" } else { "Receiver" };
    let body = format!(
        "<ErrorResponse xmlns=\"{namespace}\"><Error><Type>{kind}</Type><Code>{}</Code>\
         <Message>{}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>",
        error.code,
        escaped(&error.message),
    );
    Answer {
        operation,
        status: error.status,
        error: Some(error.code),
        content_type: XML,
        body: body.into(),
        retry_after: None,
    }
}

/// Text as it may stand between tags. Characters that XML does not have become `U+FFFD`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => escaped.push(character),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn escapes_what_xml_cannot_hold() {
        assert_eq!(escaped("a<b> & \u{0}é"), "a&lt;b&gt; &amp; \u{fffd}é");
    }
}
