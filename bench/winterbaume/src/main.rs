//! Serves winterbaume's Security Hub over hyper, as the server of that project serves all of its services: nothing is
//! logged, and there is one service to be found. It says where it listens and serves until it is killed.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use winterbaume_core::auth::extract_service_from_headers;
use winterbaume_core::{MockRequest, MockResponse, MockService};
use winterbaume_securityhub::SecurityHubService;

type Problem = Box<dyn std::error::Error>;

fn main() -> Result<(), Problem> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let mut out = std::io::stdout();
        writeln!(out, "listening on http://{}", listener.local_addr()?)?;
        out.flush()?;
        let hub = Arc::new(SecurityHubService::new());
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(serve(stream, Arc::clone(&hub)));
        }
    })
}

async fn serve(stream: TcpStream, hub: Arc<SecurityHubService>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| answer(request, Arc::clone(&hub)));
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    request: Request<Incoming>,
    hub: Arc<SecurityHubService>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let host = head.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let uri = format!("https://{host}{target}");
    let asked = MockRequest {
        method: head.method.to_string(),
        uri,
        headers: head.headers,
        body: body.collect().await?.to_bytes(),
    };
    let is_ours = extract_service_from_headers(&asked.headers)
        .is_some_and(|service| service == hub.service_name());
    let answer =
        if is_ours { hub.handle(asked).await } else { MockResponse::error(404, "Unknown", "") };
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = http::StatusCode::from_u16(answer.status).unwrap_or_default();
    *response.headers_mut() = answer.headers;
    Ok(response)
}
