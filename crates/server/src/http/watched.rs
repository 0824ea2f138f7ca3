//! A stream by which a connection's seat learns when an answer is written, and by which the heads of requests are
//! held to what memory there is for them.
//!
//! It also gathers the beginning of a head by itself: what serves HTTP has two buffers of 8 KiB from its first moment,
//! and a connection that says nothing, or little, is not worth them.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::Shared;
use super::budget::{Budget, Leave};
use super::places::Place;

/// What every head may take without leave, in bytes.
const SMALL: usize = 16 << 10;
/// How much of a head is gathered, in bytes.
const GATHERED: usize = 8 << 10;
/// How much is read at once to gather it.
const CHUNK: usize = 2 << 10;

pub(super) struct Watched<S> {
    stream: S,
    place: Arc<Place>,
    /// What has been gathered and is still to be read.
    gathered: Vec<u8>,
    /// Something that was written has not been sent yet.
    unsent: bool,
    /// The next request is looked for.
    reading: bool,
    /// What was read since the wait for a head began, in bytes.
    head: usize,
    leave: Leave<Arc<Budget>>,
    /// Who waits until what was written has been sent.
    reader: Option<Waker>,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, place: Arc<Place>, shared: &Shared) -> Watched<S> {
        let leave = Leave::new(Arc::clone(&shared.bodies));
        let gathered = Vec::new();
        Watched {
            stream,
            place,
            gathered,
            unsent: false,
            reading: false,
            head: 0,
            leave,
            reader: None,
        }
    }

    /// The same after `taken` of what was read from it is to be read again.
    pub(super) fn back(self, taken: &[u8]) -> Watched<S> {
        Watched { gathered: [taken, &self.gathered].concat(), ..self }
    }

    /// The wait for the next request begins, if the last one is done with.
    fn settle(&mut self) {
        if self.reading && !self.unsent && self.place.seat.is_answered() {
            self.reading = false;
            self.head = 0;
            self.leave.end();
            self.place.idle();
        }
    }

    fn has_read(&mut self, bytes: usize) -> io::Result<()> {
        if !self.place.seat.awaits_head() {
            return Ok(());
        }
        self.place.seat.begins();
        self.head += bytes;
        if self.head <= SMALL || self.leave.reaches(self.head - SMALL) {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::OutOfMemory, "too many large heads at the same time"))
    }
}

impl<S: AsyncRead + Unpin> Watched<S> {
    /// Waits for a head, or so much of it that it has to be looked at. `false` if the peer says nothing any more.
    pub(super) async fn gather(&mut self) -> io::Result<bool> {
        while self.gathered.is_empty() || is_beginning(&self.gathered) {
            let before = self.gathered.len();
            poll_fn(|cx| self.poll_gather(cx)).await?;
            if self.gathered.len() == before {
                break;
            }
        }
        Ok(!self.gathered.is_empty())
    }

    fn poll_gather(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut chunk = [0; CHUNK];
        let mut buffer = ReadBuf::new(&mut chunk);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer))?;
        self.gathered.extend_from_slice(buffer.filled());
        Poll::Ready(if buffer.filled().is_empty() {
            Ok(())
        } else {
            self.has_read(buffer.filled().len())
        })
    }
}

/// Whether this is the beginning of a head, as far as can be told, and not all of it, and not too much to wait.
fn is_beginning(head: &[u8]) -> bool {
    let Some(end) = head.iter().position(|byte| *byte == b'\n') else {
        return head.len() < GATHERED
            && head.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\r'));
    };
    let is_request = head[..end].trim_ascii_end().ends_with(b" HTTP/1.1");
    let ends = |part: &[u8]| part.starts_with(b"\n\n") || part.starts_with(b"\n\r\n");
    let is_whole = (end..head.len()).any(|at| ends(&head[at..]));
    is_request && !is_whole && head.len() < GATHERED
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.place.seat.is_answered() {
            self.reading = true;
            self.settle();
            // Another request is of no use before this one's answer has gone, and would be no head to anybody yet.
            if self.unsent {
                self.reader = Some(cx.waker().clone());
                return Poll::Pending;
            }
        }
        if !self.gathered.is_empty() {
            let now = self.gathered.len().min(buffer.remaining());
            buffer.put_slice(&self.gathered[..now]);
            self.gathered = self.gathered.split_off(now);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        Poll::Ready(self.has_read(buffer.filled().len() - before))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.unsent = true;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.unsent = true;
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        self.unsent = false;
        self.settle();
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_waited_for_while_it_may_become_one() {
        let long =
            |length: usize| format!("GET / HTTP/1.1\r\nx: {}", "x".repeat(length)).into_bytes();
        for (head, waits) in [
            (&b"G"[..], true),
            (b"GET / HTTP/1.1", true),
            (b"GET / HTTP/1.1\r", true),
            (b"GET / HTTP/1.1\r\n", true),
            (b"GET / HTTP/1.1\r\nhost: a\r\n", true),
            (b"GET / HTTP/1.1\r\nhost: a\r\n\r", true),
            (b"GET / HTTP/1.1\r\nhost: a\r\n\r\n", false),
            (b"GET / HTTP/1.1\nhost: a\n\n", false),
            (b"GET / HTTP/1.1\r\n\r\nGET", false),
            (b"GET /\r\n", false),
            (b"nonsense\r\n", false),
            (b"\r\n", false),
            (b"\x16\x03\x01", false),
            (&long(GATHERED / 2), true),
            (&long(GATHERED), false),
            (&[b'x'; GATHERED], false),
        ] {
            assert_eq!(is_beginning(head), waits, "{:?}", String::from_utf8_lossy(head));
        }
    }
}
