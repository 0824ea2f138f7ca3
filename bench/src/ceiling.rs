//! What the load generator itself can do: beside a server that does nothing but answer.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use crate::Problem;
use crate::http::{Answer, Template};
use crate::load::{self, Done, Work};

/// The body of every answer: as long as a list of twenty invitations.
const BODY: usize = 3_000;

/// Asks a server that has its answer ready.
///
/// # Errors
/// When it cannot be reached.
pub(crate) fn measure(connections: usize, time: Duration) -> Result<Done, Problem> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().take(connections).flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    load::run(&[address], connections, time, Nothing(Template::of("GET", "/")))
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

struct Nothing(Template);

impl Work for Nothing {
    fn ask(&self, number: u64, out: &mut Vec<u8>) {
        self.0.write(number, "", out);
    }

    fn holds(&self, answer: &Answer<'_>) -> bool {
        answer.body.len() == BODY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_counts_what_was_answered() {
        let done = measure(3, Duration::from_millis(50)).unwrap();
        assert!(done.requests > 0 && done.time >= Duration::from_millis(50), "{done:?}");
    }
}
