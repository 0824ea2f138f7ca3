//! A server that does nothing but answer: what the load generator itself can do.
//!
//! A thread for each core, each with its share of the connections, and a read and a write for each request: no server
//! has less to do.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token, Waker};

use super::announce;
use crate::Problem;

/// The body of every answer: as long as a list of twenty invitations.
pub(crate) const BODY: usize = 3_000;

/// Of the event that there are new connections.
const NEW: Token = Token(usize::MAX);

/// Serves until it is killed.
///
/// # Errors
/// When it cannot listen.
pub(super) fn run() -> Result<(), Problem> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let shares = (0..crate::machine::cores()).map(|_| start()).collect::<Result<Vec<_>, _>>()?;
    announce(listener.local_addr()?)?;
    for (stream, (share, waker)) in listener.incoming().zip(shares.iter().cycle()) {
        let stream = stream?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        share.send(TcpStream::from_std(stream))?;
        waker.wake()?;
    }
    Ok(())
}

/// Starts a thread; what is sent to it are its connections.
fn start() -> Result<(Sender<TcpStream>, Arc<Waker>), Problem> {
    let poll = Poll::new()?;
    let waker = Arc::new(Waker::new(poll.registry(), NEW)?);
    let (share, connections) = channel();
    std::thread::spawn(move || serve(poll, &connections));
    Ok((share, waker))
}

fn serve(mut poll: Poll, new: &Receiver<TcpStream>) -> std::io::Result<()> {
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {BODY}\r\n\r\n{}", "x".repeat(BODY));
    let (mut streams, mut events) = (Vec::new(), Events::with_capacity(1024));
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            outcome => outcome?,
        }
        for event in &events {
            let Token(number) = event.token();
            if event.token() == NEW {
                while let Ok(mut stream) = new.try_recv() {
                    let token = Token(streams.len());
                    poll.registry().register(&mut stream, token, Interest::READABLE)?;
                    streams.push(Some(stream));
                }
            } else if let Some(stream) = &mut streams[number]
                && !attend(stream, answer.as_bytes())
            {
                streams[number] = None;
            }
        }
    }
}

/// Answers what has come; a request is no longer than a segment. `false` if nothing will come any more.
fn attend(stream: &mut TcpStream, answer: &[u8]) -> bool {
    let mut request = [0; 4096];
    loop {
        match stream.read(&mut request) {
            Ok(0) => return false,
            Ok(_) => {
                // The one before was taken before this was asked: there is room for it.
                if stream.write_all(answer).is_err() {
                    return false;
                }
            }
            Err(error) => return error.kind() == ErrorKind::WouldBlock,
        }
    }
}
