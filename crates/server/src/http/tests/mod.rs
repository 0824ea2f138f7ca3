//! The network edge, over real sockets.

mod answers;
mod room;
mod slow;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use accede_membership::{AccountId, Quotas};
use accede_store::{MemoryStore, SqliteStore, Store};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::stall::Unstalled;
use super::{Limits, Threads, bind, serve};
use crate::app::App;
use crate::auth::Open;
use crate::engine::Engine;
use crate::guard::Guard;

const LIMITS: Limits = Limits {
    body: 64,
    budget: 0,
    head: 8 << 10,
    request: Duration::from_secs(20),
    rests: Duration::from_millis(5),
    requests: 8,
    connections: 2,
    per_peer: None,
    shutdown: Duration::from_secs(20),
};

const HEALTH: &[u8] = b"GET /_accede/health HTTP/1.1\r\nhost: accede\r\n\r\n";

/// A server on a free port.
struct Edge {
    runtime: Runtime,
    port: u16,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Edge {
    fn new(limits: Limits) -> Edge {
        Edge::over(Arc::new(MemoryStore::new([7; 32])), limits)
    }

    fn over(store: Arc<dyn Store>, limits: Limits) -> Edge {
        Edge::guarded(store, limits, Guard::default())
    }

    fn guarded(store: Arc<dyn Store>, limits: Limits, guard: Guard) -> Edge {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let engine = Engine::new(store, Quotas::default());
        let open = Open { default_account: AccountId::new(0).unwrap() };
        let app = App::new(engine, open).guarded(guard);
        let (stop, told) = oneshot::channel::<()>();
        let (listener, threads) = runtime.block_on(async {
            (bind("127.0.0.1:0".parse().unwrap()).unwrap(), Threads::apart().unwrap())
        });
        let port = listener.local_addr().unwrap().port();
        let told = async move { drop(told.await) };
        let served = runtime.spawn(serve(listener, threads, Arc::new(app), limits, None, told));
        Edge { runtime, port, stop, served }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Tells the server to stop, and waits until it has.
    fn stopped(self) {
        drop(self.stop);
        self.runtime.block_on(self.served).unwrap();
    }
}

/// The head of a request that switches Macie on, for a body of so many bytes.
fn enable(length: usize) -> String {
    format!(
        "POST /macie HTTP/1.1\r\nhost: accede\r\ncontent-length: {length}\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=111111111111/20261121/us-east-1/macie2/aws4_request, \
         SignedHeaders=host, Signature=00\r\n\r\n"
    )
}

/// What comes until the server closes the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Waits until the server has answered something.
fn answered(stream: &mut TcpStream) {
    assert_eq!(stream.read(&mut [0]).unwrap(), 1);
}

#[test]
fn a_request_that_came_in_whole_is_answered_even_if_no_other_can_follow() {
    let folder = tempfile::tempdir().unwrap();
    // This one waits for its disk: the server has time to notice that the client is done.
    let store = SqliteStore::open(&folder.path().join("accede.db"), [7; 32]).unwrap();
    let edge = Edge::over(Arc::new(store), LIMITS);
    let mut stream = edge.connect();
    stream.write_all(enable(2).as_bytes()).unwrap();
    stream.write_all(b"{}").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let answer = rest(stream);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    edge.stopped();
}

#[test]
fn a_request_under_way_finishes_when_the_server_stops_and_idle_connections_end() {
    let edge = Edge::new(LIMITS);
    let (mut busy, mut idle) = (edge.connect(), edge.connect());
    idle.write_all(HEALTH).unwrap();
    answered(&mut idle);
    // The server asks for the body: it has begun with the request.
    let head = enable(2).replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    busy.write_all(head.as_bytes()).unwrap();
    answered(&mut busy);
    let Edge { runtime, stop, served, .. } = edge;
    drop(stop);
    // The server stops: it has closed the connection on which nothing was under way.
    rest(idle);
    busy.write_all(b"{}").unwrap();
    let answer = rest(busy);
    assert!(answer.contains("HTTP/1.1 200 "), "{answer}");
    runtime.block_on(served).unwrap();
}

#[test]
fn a_body_that_is_too_large_or_too_slow_is_answered_and_ends_the_connection() {
    let impatient = Limits { request: Duration::from_millis(100), ..LIMITS };
    for (limits, length, sent, status, code) in [
        (LIMITS, 65, 65, "400", "ValidationException"),
        (LIMITS, 1 << 20, 64 * 33, "400", "ValidationException"),
        (impatient, 64, 63, "408", "RequestTimeoutException"),
    ] {
        let edge = Edge::new(limits);
        let mut stream = edge.connect();
        stream.write_all(enable(length).as_bytes()).unwrap();
        stream.write_all(&vec![b' '; sent]).unwrap();
        let answer = rest(stream);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{length}: {answer}");
        assert!(answer.contains(&format!("x-amzn-errortype: {code}\r\n")), "{length}: {answer}");
        assert!(answer.contains("connection: close\r\n"), "{length}: {answer}");
        edge.stopped();
    }
}

#[test]
fn a_peer_that_does_not_read_is_given_up() {
    use tokio::io::AsyncWrite;

    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let _silent = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (stream, _) = listener.accept().unwrap();
    stream.set_nonblocking(true).unwrap();
    let error = runtime.block_on(async {
        let stream = tokio::net::TcpStream::from_std(stream).unwrap();
        let stream = Unstalled::new(stream, Duration::from_millis(50));
        tokio::pin!(stream);
        let bytes = vec![0; 1 << 20];
        loop {
            let written = std::future::poll_fn(|cx| stream.as_mut().poll_write(cx, &bytes)).await;
            if let Err(error) = written {
                return error;
            }
        }
    });
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
}
