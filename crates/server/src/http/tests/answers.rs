//! Answers that nobody takes.

use super::*;

const HUB: &str = "securityhub";
/// How many changes there are to look up: as many as one answer has.
const CHANGES: usize = 50;

fn signed(service: &str, line: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{line} HTTP/1.1\r\nhost: accede\r\ncontent-length: {length}\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=111111111111/20261121/us-east-1/{service}/aws4_request, \
         SignedHeaders=host, Signature=00\r\n\
         x-amz-target: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents\r\n\r\n{body}"
    )
}

/// Head and body of the answer to one request.
fn told(edge: &Edge, text: &str) -> String {
    let mut stream = edge.connect();
    stream.write_all(text.as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    rest(stream)
}

#[test]
fn answers_share_what_memory_there_is_and_whoever_leaves_them_lying_has_to_go() {
    let limits = Limits { body: 32 << 10, budget: 100 << 10, connections: 8, ..LIMITS };
    let edge = Edge::new(limits);
    told(&edge, &signed(HUB, "POST /accounts", "{}"));
    let detail =
        |i: usize| format!(r#"{{"AccountId":"{i:012}","Email":"{}@a.example"}}"#, "x".repeat(60));
    let details: Vec<_> = (1..=50).map(detail).collect();
    let members = format!(r#"{{"AccountDetails":[{}]}}"#, details.join(","));
    for _ in 1..CHANGES {
        let made = told(&edge, &signed(HUB, "POST /members", &members));
        assert!(made.starts_with("HTTP/1.1 200 "), "{made}");
    }
    let lookup = signed("cloudtrail", "POST /", "{}");
    let events = told(&edge, &lookup);
    assert!(events.starts_with("HTTP/1.1 200 ") && events.len() > 150 << 10, "{}", events.len());
    // It is taken by its client: nothing stays in use.
    assert!(told(&edge, &lookup).starts_with("HTTP/1.1 200 "));

    let mut greedy = edge.connect();
    greedy.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    let many = lookup.repeat(100);
    while greedy.write_all(many.as_bytes()).is_ok() {}
    let refused = told(&edge, &signed(HUB, "POST /members", &members));
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(refused.contains("\r\nretry-after: 1\r\n"), "{refused}");
    let health = std::str::from_utf8(HEALTH).unwrap();
    assert!(told(&edge, health).starts_with("HTTP/1.1 200 "), "own pages are answered");
    let served = |_| {
        std::thread::sleep(Duration::from_millis(50));
        told(&edge, &lookup).starts_with("HTTP/1.1 200 ")
    };
    assert!((0..100).any(served), "the other one is connected still, and does not count");
    drop(greedy);
    edge.stopped();
}
