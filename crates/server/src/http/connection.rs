//! One connection: HTTP/1.1, requests one after the other.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming as Streaming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::stall::Unstalled;
use super::{Limits, body};
use crate::app::App;
use crate::front::{Answer, Incoming};
use crate::{clock, entropy};

/// Serves a connection until either side closes it, or the server stops and its request is done.
pub(super) async fn serve(
    stream: TcpStream,
    app: Arc<App>,
    limits: Limits,
    mut stopping: watch::Receiver<bool>,
) {
    // Answers are written whole; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Unstalled::new(stream, limits.request));
    let service = service_fn(|request| respond(request, &app, &limits));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.request)
        .max_buf_size(limits.head)
        // A request that came in whole is carried out, and logged, even if its client has hung up: it
        // would otherwise be dropped halfway, when its changes may or may not have been made.
        .half_close(true)
        .serve_connection(io, service);
    tokio::pin!(connection);
    tokio::select! {
        // What breaks a connection is the client's affair: there is nobody left to tell.
        _ = &mut connection => {}
        () = told(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Resolves when the server is to stop.
async fn told(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn respond(
    request: Request<Streaming>,
    app: &App,
    limits: &Limits,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let started = clock::instant();
    let (head, streaming) = request.into_parts();
    let body = body::read(streaming, limits).await;
    let faulty = body.is_err();
    let id = entropy::request_id();
    let incoming = Incoming { method: head.method, uri: head.uri, headers: head.headers, body, id };
    let answer = app.answer(&incoming, started).await;
    Ok(response(answer, &incoming.id, faulty))
}

/// Writes an answer. After a body that was not read to its end the connection is of no more use.
fn response(answer: Answer, request_id: &str, close: bool) -> Response<Full<Bytes>> {
    let Answer { status, error, content_type, body, .. } = answer;
    // JSON 1.1 names its type even where it has nothing to say.
    let is_typed = status != 204;
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    if is_typed {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if let Some(code) = error {
        headers.insert("x-amzn-errortype", HeaderValue::from_static(code));
    }
    if close {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
