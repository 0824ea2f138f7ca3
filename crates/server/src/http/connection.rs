//! One connection: HTTP/1.1, requests one after the other.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Body, Incoming as Streaming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use super::Shared;
use super::body::{self, NotTaken};
use super::budget::Leave;
use super::held::held;
use super::places::Place;
use super::stall::Unstalled;
use super::transport::Transport;
use super::watched::Watched;
use crate::front::{Answer, Incoming, Secured};
use crate::{clock, entropy};

/// Serves a connection until either side closes it, its place is needed for another, or the server stops and its
/// request is done.
pub(super) async fn serve(
    stream: TcpStream,
    peer: IpAddr,
    place: Arc<Place>,
    shared: Arc<Shared>,
    mut stopping: watch::Receiver<bool>,
) {
    // Answers are written whole; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    tokio::select! {
        biased;
        () = place.seat.called_away() => {}
        () = talk(stream, peer, &place, &shared, &mut stopping) => {}
    }
}

type Stream = Watched<Unstalled<Transport>>;

async fn talk(
    stream: TcpStream,
    peer: IpAddr,
    place: &Arc<Place>,
    shared: &Shared,
    stopping: &mut watch::Receiver<bool>,
) {
    let opened = tokio::select! {
        () = told(stopping) => None,
        opened = open(stream, shared) => opened,
    };
    let tls = opened.as_ref().and_then(Transport::secured);
    let mut stream = opened.map(|stream| {
        Watched::new(Unstalled::new(stream, shared.limits.request), Arc::clone(place), shared)
    });
    while let Some(mut resting) = stream.take() {
        let heard = tokio::select! {
            () = told(stopping) => return,
            heard = timeout(shared.limits.request, resting.gather()) => heard,
        };
        if matches!(heard, Ok(Ok(true))) {
            stream = requests(resting, tls, peer, place, shared, stopping).await;
        }
    }
}

/// Secures a connection, if it has to be, once its peer says something: one that only connects costs next to nothing.
async fn open(stream: TcpStream, shared: &Shared) -> Option<Transport> {
    let Some(tls) = &shared.tls else { return Some(Transport::Plain(stream)) };
    let patience = shared.limits.request;
    let heard = timeout(patience, stream.peek(&mut [0])).await;
    if !matches!(heard, Ok(Ok(1..))) {
        return None;
    }
    // Who breaks off a handshake, or takes too long, is not told: there is no way yet to say anything.
    let secured = timeout(patience, tls.accept(stream)).await.ok()?.ok()?;
    Some(Transport::Tls(Box::new(secured)))
}

/// Serves requests until the connection ends, or rests; then its stream comes back, without what serving it takes.
async fn requests(
    stream: Stream,
    tls: Option<Secured>,
    peer: IpAddr,
    place: &Place,
    shared: &Shared,
    stopping: &mut watch::Receiver<bool>,
) -> Option<Stream> {
    let (limits, began) = (&shared.limits, place.now());
    let service = service_fn(|request| respond(request, tls, peer, place, shared));
    let mut connection = http1::Builder::new()
        .max_buf_size(limits.head)
        // A request that came in whole is carried out, and logged, even if its client has hung up: it
        // would otherwise be dropped halfway, when its changes may or may not have been made.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service);
    loop {
        tokio::select! {
            // What breaks a connection is the client's affair: there is nobody left to tell.
            _ = &mut connection => return None,
            () = told(stopping) => {
                std::pin::Pin::new(&mut connection).graceful_shutdown();
                let _ = connection.await;
                return None;
            }
            () = tokio::time::sleep(limits.rests) => {}
        }
        // Looked at from time to time: a timer for each head would be set, and be taken back, with each request.
        let (seat, now) = (&place.seat, place.now());
        if Duration::from_micros(seat.awaits_head_since(began, now)) >= limits.request {
            return None;
        }
        if Duration::from_micros(seat.rests(now)) >= limits.rests {
            let parts = connection.into_parts();
            return Some(parts.io.into_inner().back(&parts.read_buf));
        }
    }
}

/// Resolves when the server is to stop.
async fn told(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn respond(
    request: Request<Streaming>,
    tls: Option<Secured>,
    peer: IpAddr,
    place: &Place,
    shared: &Shared,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let started = clock::instant();
    let (head, streaming) = request.into_parts();
    if !streaming.is_end_stream() {
        place.awaits_body().await;
    }
    let body = body::read(streaming, &shared.limits, &shared.bodies).await;
    place.seat.busy().await;
    let (body, kept) = match body {
        Ok((body, leave)) => (Ok(body), Ok(leave)),
        Err(NotTaken::Fault(fault)) => (Err(fault), Err(false)),
        Err(NotTaken::NoRoom) => (Ok(Bytes::new()), Err(true)),
    };
    let id = entropy::request_id();
    let incoming =
        Incoming { method: head.method, uri: head.uri, headers: head.headers, body, id, peer, tls };
    let mut turn = Leave::new(&shared.requests);
    let overdrawn = shared.bodies.is_overdrawn();
    if overdrawn {
        place.needs_memory();
    }
    let full = overdrawn || !turn.reaches(1);
    let busy = matches!(kept, Err(true)) || full && !shared.app.is_own(&incoming);
    let answer = if busy {
        shared.app.shed(&incoming, started)
    } else {
        shared.app.answer(&incoming, started).await
    };
    place.answered().await;
    let body = held(answer.body, &shared.bodies, &place.seat);
    let answer = Answer { body: Bytes::new(), ..answer };
    Ok(response(&answer, body, &incoming.id, kept.is_err()))
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// Writes an answer. After a body that was not read to its end the connection is of no more use.
fn response(answer: &Answer, body: Bytes, request_id: &str, close: bool) -> Response<Full<Bytes>> {
    let Answer { status, error, content_type, retry_after, .. } = *answer;
    // JSON 1.1 names its type even where it has nothing to say.
    let is_typed = status != 204;
    let mut response = Response::new(Full::new(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    if is_typed {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if let Some(code) = error {
        headers.insert(ERROR_TYPE, HeaderValue::from_static(code));
    }
    if let Some(seconds) = retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if close {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
