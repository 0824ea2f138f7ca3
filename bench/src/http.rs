//! As much of HTTP/1.1 as a load generator needs: prepared requests, and where an answer ends.

/// A request whose caller and body can be replaced without building it anew.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    before: String,
    after: String,
}

impl Template {
    /// A request for Security Hub as clients send it, of a caller who is known by word.
    pub(crate) fn of(method: &str, target: &str) -> Template {
        Template {
            before: format!(
                "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Date: 20261121T000000Z\r\n\
                 Authorization: AWS4-HMAC-SHA256 Credential="
            ),
            after: format!(
                "/20261121/us-east-1/securityhub/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature={}\r\nContent-Type: application/json\r\n\
                 Content-Length: ",
                "0".repeat(64)
            ),
        }
    }

    /// Writes the request of this account with this body.
    pub(crate) fn write(&self, account: u64, body: &str, out: &mut Vec<u8>) {
        let Template { before, after } = self;
        let length = body.len();
        out.clear();
        out.extend_from_slice(
            format!("{before}{account:012}{after}{length}\r\n\r\n{body}").as_bytes(),
        );
    }
}

/// An answer that is wholly there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// The answer that these bytes are, once all of them are there. Only answers with a length are understood.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Answer<'a>> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let length = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        let body = bytes[end + 4..].get(..length.unwrap_or(0))?;
        Some(Answer { status, body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_its_account_and_the_length_of_its_body() {
        let mut out = b"what was before".to_vec();
        Template::of("POST", "/a").write(7, "{\"é\":1}", &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("POST /a HTTP/1.1\r\n"), "{text}");
        assert!(
            text.contains("Credential=000000000007/20261121/us-east-1/securityhub/aws4_request")
        );
        assert!(text.ends_with("Content-Length: 8\r\n\r\n{\"é\":1}"), "{text}");
    }

    #[test]
    fn an_answer_is_there_when_its_last_byte_is() {
        let bytes = b"HTTP/1.1 200 OK\r\nX: 1\r\ncontent-length: 3\r\n\r\nabc";
        for end in 0..bytes.len() {
            assert_eq!(Answer::read(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Answer::read(bytes), Some(Answer { status: 200, body: b"abc" }));
        let empty = Answer::read(b"HTTP/1.1 204 No Content\r\n\r\n");
        assert_eq!(empty, Some(Answer { status: 204, body: b"" }));
    }
}
