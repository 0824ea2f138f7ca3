//! The server's side of the control socket.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::BufReader;
use tokio::net::UnixStream;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::timeout;

use super::answer::Answer;
use super::handler::handle;
use super::line;
use super::request::Request;
use super::socket::Socket;
use crate::app::App;
use crate::{clock, log};

/// The longest request, in bytes.
const REQUEST_MAX: usize = 64 << 10;
/// How many clients are served at the same time; more wait until there is a place.
const CLIENTS: usize = 64;
/// Serves the socket until the server is told to stop, and lets what is under way finish. The socket's file goes
/// with it. `patience` is how long a client may take to ask, and to take its answer.
pub(crate) async fn serve(
    socket: Socket,
    app: Arc<App>,
    patience: Duration,
    stopping: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(CLIENTS));
    // Every client holds a sender: the channel closes when the last of them is gone.
    let (open, mut ended) = mpsc::channel::<()>(1);
    let mut told = stopping.clone();
    loop {
        let (stream, place) = tokio::select! {
            _ = told.wait_for(|stopping| *stopping) => break,
            next = accept(&socket, &places) => next,
        };
        let (app, stopping, open) = (Arc::clone(&app), stopping.clone(), open.clone());
        tokio::spawn(async move {
            attend(stream, &app, patience, stopping).await;
            drop((place, open));
        });
    }
    drop((socket, open));
    let _ = ended.recv().await;
}

/// The next client, once there is a place for it. A lack of descriptors passes, so it is waited out.
async fn accept(
    socket: &Socket,
    places: &Arc<Semaphore>,
) -> (UnixStream, Option<tokio::sync::OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there always is a place at last.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match socket.listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            Err(error) => {
                log::fault(&format!("cannot accept a connection to the control socket: {error}"));
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Answers a client, one request after the other, until it goes, or has nothing to say for too long.
async fn attend(
    mut stream: UnixStream,
    app: &App,
    patience: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let (from, mut to) = stream.split();
    let mut from = BufReader::new(from);
    loop {
        let read = tokio::select! {
            // What has been asked before the server was told to stop is answered.
            biased;
            read = timeout(patience, line::read(&mut from, REQUEST_MAX)) => read,
            _ = stopping.wait_for(|stopping| *stopping) => return,
        };
        let (answer, last) = match read {
            Ok(Ok(Some(line))) => (respond(app, &line).await, false),
            Ok(Err(error)) if error.kind() == ErrorKind::FileTooLarge => (too_long(), true),
            Ok(Ok(None) | Err(_)) => return,
            Err(_) => (Answer::error("Timeout", "no request came in time"), true),
        };
        // Writing JSON to memory fails only for values that are not JSON, which no answer has.
        let Ok(line) = serde_json::to_vec(&answer) else { return };
        let written = timeout(patience, line::write(&mut to, line)).await;
        if last || !matches!(written, Ok(Ok(()))) {
            return;
        }
    }
}

fn too_long() -> Answer {
    Answer::error("InvalidRequest", format!("a request has at most {REQUEST_MAX} bytes"))
}

/// Carries out one request, and logs it.
pub(crate) async fn respond(app: &App, line: &[u8]) -> Answer {
    let request: Request = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(error) => return Answer::error("InvalidRequest", error.to_string()),
    };
    let started = clock::instant();
    let answer = handle(app.engine(), &request).await;
    log::operator(&log::Order {
        operation: request.operation(),
        account: match answer.account() {
            Some(id) => Some(id.to_owned()),
            None => request.account().map(|id| id.to_string()),
        },
        error: match &answer {
            Answer::Error(problem) => Some(&problem.code),
            _ => None,
        },
        micros: clock::micros_since(started),
    });
    answer
}
