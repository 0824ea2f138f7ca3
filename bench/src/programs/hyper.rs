//! Bare hyper: what a request costs before anybody has looked at it.
//!
//! The same version of hyper with the same settings, on the same runtime with as many threads as the server's, answers every
//! request with the same bytes: those of a file, which the server has answered a moment before. A request's body is read
//! to its end.

use std::convert::Infallible;

use ::http::header::{CONTENT_TYPE, HeaderValue};
use ::http::{Request, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpSocket, TcpStream};

use super::announce;
use crate::Problem;

/// As long as the server's, which draws a new one each time.
const ID: HeaderValue = HeaderValue::from_static("78401156-da58-447e-adaa-cc2751a169ac");

/// Serves until it is killed: `hyper FILE`.
///
/// # Errors
/// When there is no such file, or it cannot listen.
pub(super) fn run(words: &[String]) -> Result<(), Problem> {
    let [file] = words else { return Err("hyper FILE".into()) };
    let body = Bytes::from(std::fs::read(file)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.bind("127.0.0.1:0".parse()?)?;
        let listener = socket.listen(1024)?;
        announce(listener.local_addr()?)?;
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(serve(stream, body.clone()));
        }
    })
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
