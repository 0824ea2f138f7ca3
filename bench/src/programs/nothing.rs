//! A server that does nothing but answer: what the load generator itself can do.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use super::announce;
use crate::Problem;

/// The body of every answer: as long as a list of twenty invitations.
pub(crate) const BODY: usize = 3_000;

/// Serves until it is killed.
///
/// # Errors
/// When it cannot listen.
pub(super) fn run() -> Result<(), Problem> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    announce(listener.local_addr()?)?;
    for stream in listener.incoming() {
        let stream = stream?;
        std::thread::spawn(move || serve(stream));
    }
    Ok(())
}

/// Answers whatever comes, until nothing does. A request is no longer than a segment.
fn serve(mut stream: TcpStream) {
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {BODY}\r\n\r\n{}", "x".repeat(BODY));
    let mut request = [0; 4096];
    let _ = stream.set_nodelay(true);
    while stream.read(&mut request).is_ok_and(|read| read > 0) {
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}
