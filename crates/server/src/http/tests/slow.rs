//! Heads that come slowly, or never to their end.

use std::net::Shutdown;
use std::time::Instant;

use super::room::{ASK, answer, closed, open, send};
use super::*;
use crate::clock;
use crate::testing::{Fault, Faulty};

/// How long a head may take.
const PATIENCE: Duration = Duration::from_millis(300);
/// How long a server may take to notice, on a machine that has other things to do.
const AT_LAST: Duration = Duration::from_secs(10);

const REFUSED: usize = r#"{"message":"Macie is not enabled"}"#.len();

fn impatient(rests: u64) -> Limits {
    let (request, rests) = (PATIENCE, Duration::from_millis(rests));
    Limits { request, rests, head: 64 << 10, budget: 1 << 20, ..LIMITS }
}

/// How a head begins: it may still be looked at as a whole, or is too long for that.
fn beginnings() -> [String; 3] {
    let long = ASK.replace("accede\r\n", &format!("accede\r\nx-long: {}", "x".repeat(12 << 10)));
    let end = long.len() - 200;
    [ASK[..3].to_owned(), ASK[..60].to_owned(), long[..end].to_owned()]
}

/// A connection of each kind: one that has said nothing, one that was served a moment ago, and one that has rested since.
fn connected(edge: &Edge, kind: usize) -> TcpStream {
    let mut stream = edge.connect();
    stream.set_read_timeout(Some(AT_LAST)).unwrap();
    if kind > 0 {
        send(&mut stream, ASK);
        answer(&mut stream, REFUSED);
    }
    if kind > 1 {
        std::thread::sleep(PATIENCE / 2);
    }
    stream
}

/// Does it with each beginning on a connection of each kind, all at the same time.
fn on_each(each: impl Fn(&Edge, usize, &str) + Sync) {
    for rests in [5, 500] {
        let edge = Edge::new(Limits { connections: 16, ..impatient(rests) });
        std::thread::scope(|scope| {
            for (kind, half) in (0..3).flat_map(|kind| beginnings().map(|half| (kind, half))) {
                let (edge, each) = (&edge, &each);
                scope.spawn(move || each(edge, kind, &half));
            }
        });
        edge.stopped();
    }
}

fn since(start: Instant) -> Duration {
    Duration::from_micros(clock::micros_since(start))
}

#[test]
fn half_a_head_and_then_nothing_is_given_up() {
    on_each(|edge, kind, beginning| {
        let began = clock::instant();
        let mut stream = connected(edge, kind);
        send(&mut stream, beginning);
        assert!(closed(stream), "{} bytes of a head, kind {kind}", beginning.len());
        let after = since(began);
        assert!((PATIENCE..AT_LAST).contains(&after), "closed after {after:?}, kind {kind}");
    });
}

#[test]
fn a_head_that_comes_byte_by_byte_is_given_up() {
    on_each(|edge, kind, beginning| {
        let mut stream = connected(edge, kind);
        send(&mut stream, beginning);
        let sent = clock::instant();
        while stream.write_all(b"x").is_ok() {
            let after = since(sent);
            assert!(after < AT_LAST, "still open, {} bytes, kind {kind}", beginning.len());
            std::thread::sleep(Duration::from_millis(10));
        }
    });
}

#[test]
fn a_head_that_comes_slowly_but_in_time_is_served() {
    let edge = Edge::new(Limits { request: Duration::from_secs(20), ..impatient(5) });
    for kind in 0..3 {
        let mut stream = connected(&edge, kind);
        for piece in ASK.as_bytes().chunks(8) {
            stream.write_all(piece).unwrap();
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(answer(&mut stream, REFUSED).starts_with("HTTP/1.1 403 "), "kind {kind}");
    }
    edge.stopped();
}

/// The head behind a request has its time from the answer on.
#[test]
fn a_request_that_takes_long_is_not_taken_for_a_slow_head() {
    let store = Faulty::new(Fault::Stalls);
    let limits = Limits { request: Duration::from_secs(1), ..impatient(5) };
    let edge = Edge::over(Arc::clone(&store) as Arc<dyn Store>, limits);
    let mut stream = edge.connect();
    send(&mut stream, &[ASK, &ASK[..60]].concat());
    store.wait_for_stalled(1);
    std::thread::sleep(limits.request * 3 / 2);
    assert!(open(&stream), "its request is under way");
    store.set(Fault::None);
    assert!(answer(&mut stream, REFUSED).starts_with("HTTP/1.1 403 "));
    send(&mut stream, &ASK[60..]);
    assert!(answer(&mut stream, REFUSED).starts_with("HTTP/1.1 403 "));
    stream.shutdown(Shutdown::Write).unwrap();
    assert!(closed(stream));
    edge.stopped();
}
