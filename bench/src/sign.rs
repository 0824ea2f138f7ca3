//! Signatures, as clients make them: AWS Signature Version 4.

use ring::{digest, hmac};

use crate::clock;
use crate::http::{self, REGION};

const SERVICE: &str = "securityhub";
const HOST: &str = "127.0.0.1";

/// An access key, ready to sign for a day.
#[derive(Debug, Clone)]
pub(crate) struct Signer {
    id: String,
    key: hmac::Key,
    moment: String,
    scope: String,
}

impl Signer {
    /// Signs what is sent now.
    pub(crate) fn new(id: &str, secret: &str) -> Signer {
        Signer::at(id, secret, &clock::compact(clock::seconds()), SERVICE)
    }

    fn at(id: &str, secret: &str, moment: &str, service: &str) -> Signer {
        let scope = format!("{}/{REGION}/{service}/aws4_request", &moment[..8]);
        let mut key = format!("AWS4{secret}").into_bytes();
        for step in scope.split('/') {
            key = hmac::sign(&sha256(&key), step.as_bytes()).as_ref().to_vec();
        }
        Signer { id: id.to_owned(), key: sha256(&key), moment: moment.to_owned(), scope }
    }

    /// Writes a signed request in place of what is there. A query is sorted by its names.
    pub(crate) fn write(&self, method: &str, target: &str, body: &str, out: &mut Vec<u8>) {
        let Signer { id, moment, scope, .. } = self;
        let signature = self.signature(HOST, method, target, body);
        out.clear();
        out.extend_from_slice(
            format!(
                "{method} {target} HTTP/1.1\r\nHost: {HOST}\r\nX-Amz-Date: {moment}\r\n\
                 Authorization: AWS4-HMAC-SHA256 Credential={id}/{scope}, \
                 SignedHeaders=host;x-amz-date, Signature={signature}\r\n\
                 Content-Type: application/json\r\nContent-Length: "
            )
            .as_bytes(),
        );
        http::end(body.as_bytes(), out);
    }

    fn signature(&self, host: &str, method: &str, target: &str, body: &str) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let body = hex(digest::digest(&digest::SHA256, body.as_bytes()).as_ref());
        let canonical = format!(
            "{method}\n{path}\n{query}\nhost:{host}\nx-amz-date:{}\n\nhost;x-amz-date\n{body}",
            self.moment
        );
        let canonical = hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref());
        let text = format!("AWS4-HMAC-SHA256\n{}\n{}\n{canonical}", self.moment, self.scope);
        hex(hmac::sign(&self.key, text.as_bytes()).as_ref())
    }
}

fn sha256(key: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, key)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    bytes.iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    #[test]
    fn signatures_are_those_of_the_suite_of_aws() {
        let signer = Signer::at("AKIDEXAMPLE", SECRET, "20150830T123600Z", "service");
        // get-vanilla, get-vanilla-query-order-key-case, post-vanilla
        for (method, target, expected) in [
            ("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            (
                "GET",
                "/?Param1=value1&Param2=value2",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ),
            ("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        ] {
            let signature = signer.signature("example.amazonaws.com", method, target, "");
            assert_eq!(signature, expected, "{method} {target}");
        }
    }

    #[test]
    fn a_request_has_its_key_and_its_moment() {
        let mut out = b"before".to_vec();
        Signer::at("AKIA", SECRET, "20261121T093000Z", SERVICE).write("POST", "/a", "{}", &mut out);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("POST /a HTTP/1.1\r\nHost: 127.0.0.1\r\n"), "{text}");
        assert!(text.contains("Credential=AKIA/20261121/us-east-1/securityhub/aws4_request"));
        assert!(text.ends_with("Content-Length: 2\r\n\r\n{}"), "{text}");
    }
}
