//! Bare hyper: what a request costs before anybody has looked at it.
//!
//! The same version of hyper with the same settings, on as many threads as the server's, answers every request with the same
//! bytes: those of a file, which the server has answered a moment before. A request's body is read to its end.
//!
//! The threads share all work, as tokio's do where nothing else is said; or each has a runtime and its connections to
//! itself, as the server's have over the embedded store.

use std::convert::Infallible;
use std::thread::available_parallelism;

use ::http::header::{CONTENT_TYPE, HeaderValue};
use ::http::{Request, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::{Builder, Handle};

use super::announce;
use crate::Problem;

/// As long as the server's, which draws a new one each time.
const ID: HeaderValue = HeaderValue::from_static("78401156-da58-447e-adaa-cc2751a169ac");

/// What asks for threads that share nothing.
pub(crate) const APART: &str = "apart";

/// Serves until it is killed: `hyper FILE [apart]`.
///
/// # Errors
/// When there is no such file, or it cannot listen.
pub(super) fn run(words: &[String]) -> Result<(), Problem> {
    let (file, apart) = match words {
        [file] => (file, false),
        [file, apart] if apart == APART => (file, true),
        _ => return Err("hyper FILE [apart]".into()),
    };
    let body = Bytes::from(std::fs::read(file)?);
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let threads = match apart {
        true => (0..available_parallelism()?.get()).map(|_| thread()).collect::<Result<_, _>>()?,
        false => vec![runtime.handle().clone()],
    };
    runtime.block_on(accept(&threads, &body))
}

/// Has each thread serve its share of the connections.
async fn accept(threads: &[Handle], body: &Bytes) -> Result<(), Problem> {
    let socket = TcpSocket::new_v4()?;
    socket.bind("127.0.0.1:0".parse()?)?;
    let listener = socket.listen(1024)?;
    announce(listener.local_addr()?)?;
    for thread in threads.iter().cycle() {
        let stream = listener.accept().await?.0.into_std()?;
        let _entered = thread.enter();
        thread.spawn(serve(TcpStream::from_std(stream)?, body.clone()));
    }
    Ok(())
}

/// Starts a thread that serves what is spawned on its runtime.
fn thread() -> Result<Handle, Problem> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    Ok(handle)
}

async fn serve(stream: TcpStream, body: Bytes) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| respond(request, body.clone()));
    let _ = http1::Builder::new()
        .max_buf_size(64 * 1024)
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn respond(
    request: Request<Incoming>,
    body: Bytes,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let asked = request.into_body();
    if !asked.is_end_stream() {
        let _ = asked.collect().await;
    }
    let mut response = Response::new(Full::new(body));
    let headers = response.headers_mut();
    headers.insert("x-amzn-requestid", ID);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
