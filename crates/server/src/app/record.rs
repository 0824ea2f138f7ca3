//! What is logged of a request.

use std::time::Instant;

use crate::auth::Caller;
use crate::front::{Answer, Incoming};
use crate::{clock, log};

/// Logs a request with its answer.
pub(super) fn record(
    request: &Incoming,
    service: Option<&str>,
    caller: Option<&Caller>,
    answer: &Answer,
    started: Instant,
) {
    if !log::has_requests() {
        return;
    }
    log::request(&log::Request {
        request_id: &request.id,
        peer: request.peer,
        account: caller.map(|caller| caller.account),
        region: caller.map(|caller| caller.region.as_str()),
        service: named(service),
        operation: answer.operation,
        status: answer.status,
        error: answer.error,
        micros: clock::micros_since(started),
    });
}

/// What a request is signed for, if it can be a service's name. A client may have put its secret there, which
/// neither the log nor an answer may repeat.
pub(super) fn named(service: Option<&str>) -> Option<&str> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    service.filter(|name| name.len() <= 32 && name.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_service_is_logged() {
        for name in ["macie2", "securityhub", "aws-marketplace", "no-such-service"] {
            assert_eq!(named(Some(name)), Some(name));
        }
        let signature = "a".repeat(64);
        for secret in
            ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &signature, "FwoGZXIvYXdzE", "a b"]
        {
            assert_eq!(named(Some(secret)), None);
        }
    }
}
