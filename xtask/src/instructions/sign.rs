//! Requests as clients send them, and their signatures (AWS Signature Version 4).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

const REGION: &str = "us-east-1";
/// What is signed of the head.
const SIGNED: &str = "host;x-amz-date";

/// An access key.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) secret: String,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) service: &'static str,
    pub(super) method: &'static str,
    /// Path and query. It must be canonical already: no escapes, parameters in order.
    pub(super) target: String,
    pub(super) body: String,
}

impl Ask {
    pub(super) fn new(
        service: &'static str,
        method: &'static str,
        target: impl Into<String>,
        body: impl Into<String>,
    ) -> Ask {
        Ask { service, method, target: target.into(), body: body.into() }
    }

    /// The request of who is known by word: the key is the account.
    pub(super) fn unsigned(&self, account: u64) -> Vec<u8> {
        self.written("20261121T000000Z", &format!("{account:012}"), &"0".repeat(64))
    }

    /// The request, signed at this time (`20261121T000000Z`).
    pub(super) fn signed(&self, key: &Key, time: &str) -> Vec<u8> {
        self.written(time, &key.id, &self.signature(&key.secret, time))
    }

    fn written(&self, time: &str, key: &str, signature: &str) -> Vec<u8> {
        let Ask { service, method, target, body } = self;
        let (day, length) = (&time[..8], body.len());
        format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Date: {time}\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential={key}/{day}/{REGION}/{service}/aws4_request, \
             SignedHeaders={SIGNED}, Signature={signature}\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }

    fn signature(&self, secret: &str, time: &str) -> String {
        let Ask { service, method, target, body } = self;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let canonical = format!(
            "{method}\n{path}\n{query}\nhost:127.0.0.1\nx-amz-date:{time}\n\n{SIGNED}\n{}",
            hex(&Sha256::digest(body))
        );
        let scope = format!("{}/{REGION}/{service}/aws4_request", &time[..8]);
        let what =
            format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
        let mut key = format!("AWS4{secret}").into_bytes();
        for word in scope.split('/') {
            key = authenticated(&key, word);
        }
        hex(&authenticated(&key, &what))
    }
}

fn authenticated(key: &[u8], what: &str) -> Vec<u8> {
    // A key of any length will do, says the algorithm, so there is nothing to report.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(what.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Now, as signatures write it.
#[expect(clippy::disallowed_methods, reason = "a signature is of now")]
pub(super) fn now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    written(since.map_or(0, |since| since.as_secs()))
}

/// A moment, in seconds since 1970, as signatures write it.
fn written(seconds: u64) -> String {
    let (day, second) = (seconds / 86_400, seconds % 86_400);
    // Days since 1 March of year 0, whose leap day is the last of its year.
    let days = day + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}{month:02}{date:02}T{hour:02}{minute:02}{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_dates() {
        for (seconds, text) in [
            (0, "19700101T000000Z"),
            (951_782_400, "20000229T000000Z"),
            (1_767_225_599, "20251231T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
        ] {
            assert_eq!(written(seconds), text);
        }
    }

    /// From Amazon's documentation: the signing key of this secret, day, Region and service.
    #[test]
    fn the_chain_of_keys_is_that_of_the_documentation() {
        let mut key = b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec();
        for word in ["20120215", "us-east-1", "iam", "aws4_request"] {
            key = authenticated(&key, word);
        }
        assert_eq!(hex(&key), "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
    }
}
