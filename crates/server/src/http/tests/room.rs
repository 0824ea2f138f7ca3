//! Who makes room for whom, and what is refused when there is too much of it.

use std::net::Shutdown;

use super::*;
use crate::testing::{Fault, Faulty};

/// A request that has to be answered by the store.
pub(super) const ASK: &str = "GET /macie HTTP/1.1\r\nhost: accede\r\n\
    authorization: AWS4-HMAC-SHA256 Credential=111111111111/20261121/us-east-1/macie2/aws4_request, \
    SignedHeaders=host, Signature=00\r\n\r\n";

pub(super) fn send(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).unwrap();
}

/// Sends a request and reads the whole answer.
fn asked(edge: &Edge, text: &str) -> String {
    let mut stream = edge.connect();
    send(&mut stream, text);
    stream.shutdown(Shutdown::Write).unwrap();
    rest(stream)
}

/// The server has closed the connection, and has said nothing more.
pub(super) fn closed(mut stream: TcpStream) -> bool {
    match stream.read(&mut [0]) {
        Ok(read) => read == 0,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

/// Whether the server has not closed the connection.
pub(super) fn open(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let outcome = stream.peek(&mut [0]);
    stream.set_nonblocking(false).unwrap();
    matches!(outcome, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}

/// Reads one answer without a body of its own, to the end of its head and so many bytes more.
pub(super) fn answer(stream: &mut TcpStream, body: usize) -> String {
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        text.push(byte[0]);
    }
    stream.read_exact(&mut vec![0; body]).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn who_waits_longest_makes_room_whatever_it_waits_for() {
    let edge = Edge::new(Limits { connections: 3, ..LIMITS });
    let mut idle = edge.connect();
    idle.write_all(HEALTH).unwrap();
    answer(&mut idle, r#"{"status":"ok"}"#.len());
    // A wait begins in a moment, not always before the client has read the answer.
    let moment = || std::thread::sleep(Duration::from_millis(20));
    moment();
    let silent = edge.connect();
    moment();
    let mut half = edge.connect();
    send(&mut half, &ASK[..40]);
    // A connection that came has a place before the next one is looked at.
    let mut newcomers = Vec::new();
    for gone in [idle, silent, half] {
        let mut stream = edge.connect();
        stream.write_all(HEALTH).unwrap();
        assert!(answer(&mut stream, 15).starts_with("HTTP/1.1 200 "));
        assert!(closed(gone));
        moment();
        newcomers.push(stream);
    }
    // The first of the newcomers asks again and so waits less long than the others.
    newcomers[0].write_all(HEALTH).unwrap();
    answer(&mut newcomers[0], 15);
    moment();
    assert!(asked(&edge, ASK).starts_with("HTTP/1.1 "));
    assert!(open(&newcomers[0]) && !open(&newcomers[1]));
    edge.stopped();
}

#[test]
fn half_a_body_makes_room_as_well() {
    let edge = Edge::new(Limits { connections: 1, ..LIMITS });
    let mut half = edge.connect();
    let expect = enable(2).replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    send(&mut half, &expect);
    assert!(answer(&mut half, 0).starts_with("HTTP/1.1 100 "));
    send(&mut half, "{");
    assert!(asked(&edge, ASK).starts_with("HTTP/1.1 403 "), "Macie was not switched on");
    assert!(closed(half));
    edge.stopped();
}

#[test]
fn who_is_busy_is_left_alone_and_the_newcomer_is_told() {
    let store = Faulty::new(Fault::Stalls);
    let edge = Edge::over(Arc::clone(&store) as Arc<dyn Store>, LIMITS);
    let mut busy = [edge.connect(), edge.connect()];
    for stream in &mut busy {
        send(stream, ASK);
    }
    store.wait_for_stalled(2);
    for _ in 0..3 {
        let turned_away = rest(edge.connect());
        assert!(turned_away.starts_with("HTTP/1.1 503 "), "{turned_away}");
        assert!(turned_away.contains("\r\nretry-after: 1\r\n"), "{turned_away}");
    }
    store.set(Fault::None);
    for mut stream in busy {
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    }
    edge.stopped();
}

#[test]
fn who_does_not_take_its_answers_makes_room() {
    let limits = Limits { connections: 1, head: 64 << 10, budget: 1 << 20, ..LIMITS };
    let edge = Edge::new(limits);
    let mut greedy = edge.connect();
    // Each answer says what path there is none of, until no more of them can be sent.
    let long = ASK.replace("/macie ", &format!("/{} ", "x".repeat(40 << 10)));
    greedy.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    while greedy.write_all(long.as_bytes()).is_ok() {}
    let mut newcomer = edge.connect();
    newcomer.write_all(HEALTH).unwrap();
    assert!(answer(&mut newcomer, 15).starts_with("HTTP/1.1 200 "));
    edge.stopped();
}

#[test]
fn too_many_requests_at_the_same_time_are_refused_and_nothing_else_happens() {
    let store = Faulty::new(Fault::Stalls);
    let limits = Limits { requests: 1, connections: 8, ..LIMITS };
    let edge = Edge::over(Arc::clone(&store) as Arc<dyn Store>, limits);
    let mut first = edge.connect();
    send(&mut first, ASK);
    store.wait_for_stalled(1);
    let mut second = edge.connect();
    for _ in 0..2 {
        send(&mut second, &enable(2));
        send(&mut second, "{}");
        let body =
            r#"{"message":"The request has failed due to a temporary failure of the server."}"#;
        let told = answer(&mut second, body.len());
        assert!(told.starts_with("HTTP/1.1 503 "), "{told}");
        for header in ["retry-after: 1\r\n", "x-amzn-errortype: ServiceUnavailableException\r\n"] {
            assert!(told.contains(header), "{told}");
        }
    }
    second.write_all(HEALTH).unwrap();
    assert!(answer(&mut second, 15).starts_with("HTTP/1.1 200 "), "own pages are answered");
    store.set(Fault::None);
    let refused = answer(&mut first, r#"{"message":"Macie is not enabled"}"#.len());
    assert!(refused.starts_with("HTTP/1.1 403 "), "Macie was not switched on: {refused}");
    send(&mut second, &enable(2));
    send(&mut second, "{}");
    assert!(answer(&mut second, 0).starts_with("HTTP/1.1 200 "));
    edge.stopped();
}

#[test]
fn bodies_share_what_memory_there_is() {
    let edge = Edge::new(Limits { body: 64 << 10, budget: 1 << 10, ..LIMITS });
    let told = |length: usize| {
        let mut stream = edge.connect();
        send(&mut stream, &enable(length));
        send(&mut stream, &format!("{{{}}}", " ".repeat(length - 2)));
        stream.shutdown(Shutdown::Write).unwrap();
        rest(stream)
    };
    for _ in 0..2 {
        let refused = told(18 << 10);
        assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
        assert!(refused.contains("\r\nx-amzn-errortype: ServiceUnavailableException\r\n"));
        assert!(refused.contains("\r\nconnection: close\r\n"), "{refused}");
        assert!(refused.contains("\r\nretry-after: 1\r\n"), "{refused}");
    }
    assert!(told(16 << 10).starts_with("HTTP/1.1 200 "), "small ones need no leave");
    assert!(told(17 << 10).starts_with("HTTP/1.1 409 "), "there is room for this one");
    assert!(told(65 << 10).starts_with("HTTP/1.1 400 "), "too large is something else");
    edge.stopped();
}

#[test]
fn heads_share_it_too() {
    let edge = Edge::new(Limits { head: 64 << 10, budget: 1 << 10, ..LIMITS });
    let long = |length: usize| {
        ASK.replace("accede\r\n", &format!("accede\r\nx-long: {}\r\n", "x".repeat(length)))
    };
    let mut stream = edge.connect();
    for _ in 0..3 {
        send(&mut stream, &long(12 << 10));
        let refused = answer(&mut stream, r#"{"message":"Macie is not enabled"}"#.len());
        assert!(refused.starts_with("HTTP/1.1 403 "), "{refused}");
    }
    send(&mut stream, &long(40 << 10)[..20 << 10]);
    assert!(closed(stream));
    assert!(asked(&edge, &long(14 << 10)).starts_with("HTTP/1.1 403 "), "there is room again");
    edge.stopped();
}

#[test]
fn a_connection_that_rested_is_served_like_any_other() {
    let edge = Edge::new(Limits { rests: Duration::from_millis(1), head: 64 << 10, ..LIMITS });
    let long =
        ASK.replace("accede\r\n", &format!("accede\r\nx-long: {}\r\n", "x".repeat(10 << 10)));
    let mut stream = edge.connect();
    for request in [ASK, ASK, &long, ASK] {
        // Cut anywhere, with time to rest before each piece.
        for piece in request.as_bytes().chunks(request.len() / 3) {
            std::thread::sleep(Duration::from_millis(10));
            stream.write_all(piece).unwrap();
        }
        let refused = answer(&mut stream, r#"{"message":"Macie is not enabled"}"#.len());
        assert!(refused.starts_with("HTTP/1.1 403 "), "{refused}");
    }
    // Several at once, and the beginning of another.
    send(&mut stream, &[ASK, ASK, &ASK[..50]].concat());
    for _ in 0..2 {
        answer(&mut stream, 34);
    }
    std::thread::sleep(Duration::from_millis(10));
    send(&mut stream, &ASK[50..]);
    assert!(answer(&mut stream, 34).starts_with("HTTP/1.1 403 "));
    edge.stopped();
}

#[test]
fn what_is_no_head_is_answered_at_once() {
    let edge = Edge::new(LIMITS);
    for nonsense in ["nonsense\r\n", "GET / HTTP/9.9\r\n", "\u{16}\u{3}\u{1}", "GET\u{0} "] {
        let mut stream = edge.connect();
        send(&mut stream, nonsense);
        let answer = rest(stream);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{nonsense:?}: {answer}");
    }
    edge.stopped();
}

#[test]
fn who_says_nothing_is_given_up() {
    let edge = Edge::new(Limits { request: Duration::from_millis(100), ..LIMITS });
    assert!(closed(edge.connect()));
    edge.stopped();
}
