//! As much of HTTP/1.1 as a load generator needs: prepared requests, and where an answer ends.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Problem;

/// The Region of everything that is asked, unless something else is said.
pub(crate) const REGION: &str = "us-east-1";

/// A request whose caller and body can be replaced without building it anew.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Template {
    /// A request for Security Hub as clients send it, of a caller who is known by word.
    pub(crate) fn of(method: &str, target: &str) -> Template {
        Template::to("securityhub", method, target)
    }

    /// The same for any service.
    pub(crate) fn to(service: &str, method: &str, target: &str) -> Template {
        Template::within(service, REGION, method, target)
    }

    /// The same in any Region.
    pub(crate) fn within(service: &str, region: &str, method: &str, target: &str) -> Template {
        let before = format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Date: 20261121T000000Z\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential="
        );
        let after = format!(
            "/20261121/{region}/{service}/aws4_request, SignedHeaders=host;x-amz-date, \
             Signature={}\r\nContent-Type: application/json\r\nContent-Length: ",
            "0".repeat(64)
        );
        Template { before: before.into_bytes(), after: after.into_bytes() }
    }

    /// Writes the request of this account with this body.
    pub(crate) fn write(&self, account: u64, body: &str, out: &mut Vec<u8>) {
        out.clear();
        out.extend_from_slice(&self.before);
        out.extend_from_slice(&digits(account));
        out.extend_from_slice(&self.after);
        end(body.as_bytes(), out);
    }
}

/// Writes the length of a body, the end of the head, and the body.
pub(crate) fn end(body: &[u8], out: &mut Vec<u8>) {
    let digits = digits(body.len() as u64);
    let first = digits.iter().position(|digit| *digit != b'0').unwrap_or(digits.len() - 1);
    out.extend_from_slice(&digits[first..]);
    out.extend_from_slice(b"\r\n\r\n");
    out.extend_from_slice(body);
}

/// An account's id.
pub(crate) fn digits(account: u64) -> [u8; 12] {
    let (mut digits, mut rest) = ([b'0'; 12], account);
    for digit in digits.iter_mut().rev() {
        *digit += (rest % 10) as u8;
        rest /= 10;
    }
    digits
}

/// An answer that is wholly there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

const LENGTH: &[u8] = b"content-length:";

impl<'a> Answer<'a> {
    /// The answer that these bytes are, once all of them are there. Only answers with a length are understood.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Answer<'a>> {
        // `HTTP/1.1 200`
        let status = number(bytes.get(9..12)?);
        let (mut at, mut length) = (0, 0);
        loop {
            let end = at + bytes[at..].iter().position(|byte| *byte == b'\n')?;
            let line = &bytes[at..end];
            at = end + 1;
            if line.len() <= 1 {
                break;
            }
            let name = line.get(..LENGTH.len()).unwrap_or_default();
            if name.eq_ignore_ascii_case(LENGTH) {
                length = number(line[LENGTH.len()..].trim_ascii());
            }
        }
        let body = bytes.get(at..at + length)?;
        Some(Answer { status: u16::try_from(status).ok()?, body })
    }
}

/// Digits, as far as they go.
fn number(digits: &[u8]) -> usize {
    let digits = digits.iter().take_while(|digit| digit.is_ascii_digit()).take(9);
    digits.fold(0, |number, digit| 10 * number + usize::from(digit - b'0'))
}

/// How long one answer is waited for while something is set up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection for whatever has to be asked before anything is measured.
pub(crate) struct Line {
    stream: TcpStream,
    bytes: Vec<u8>,
}

impl Line {
    /// # Errors
    /// When nobody listens.
    pub(crate) fn to(address: SocketAddr) -> Result<Line, Problem> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Line { stream, bytes: Vec::new() })
    }

    /// Sends a request and waits for its answer, whatever that is.
    ///
    /// # Errors
    /// When none comes.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>, Problem> {
        self.stream.write_all(request)?;
        self.bytes.clear();
        let mut part = [0; 16 * 1024];
        while Answer::read(&self.bytes).is_none() {
            let read = self.stream.read(&mut part)?;
            if read == 0 {
                return Err("a connection was closed".into());
            }
            self.bytes.extend_from_slice(&part[..read]);
        }
        Answer::read(&self.bytes).ok_or_else(|| "no answer".into())
    }

    /// The same, for a request of an account, which must be answered with 200; answers the body.
    ///
    /// # Errors
    /// When it is answered with anything else.
    pub(crate) fn ask(
        &mut self,
        template: &Template,
        account: u64,
        body: &str,
    ) -> Result<Vec<u8>, Problem> {
        let mut request = Vec::new();
        template.write(account, body, &mut request);
        let answer = self.exchange(&request)?;
        if answer.status == 200 {
            return Ok(answer.body.to_vec());
        }
        let (asked, said) =
            (String::from_utf8_lossy(&request), String::from_utf8_lossy(answer.body));
        Err(format!("{asked}\nis answered with {} {said}", answer.status).into())
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
        let mut out = Vec::new();
        Template::within("macie2", "eu-west-1", "GET", "/a").write(7, "", &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("=000000000007/20261121/eu-west-1/macie2/aws4_request,"), "{text}");
        assert!(text.ends_with("Content-Length: 0\r\n\r\n"), "{text}");
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
        let shouted = Answer::read(b"HTTP/1.0 404 X\r\nCONTENT-LENGTH:1 \r\nA: b\r\n\r\nx");
        assert_eq!(shouted, Some(Answer { status: 404, body: b"x" }));
    }
}
