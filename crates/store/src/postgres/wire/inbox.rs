//! What has been read, message by message.

use std::io;
use std::ops::Range;
use std::pin::pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::AsyncReadExt;

use super::said::Error;
use super::stream::Stream;

/// How long tag and length of a message are; the length counts itself.
pub(super) const HEAD: usize = 5;

/// How much is read at once, at least.
const ROOM: usize = 16 * 1024;

/// The bytes that were read and not taken yet.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    bytes: BytesMut,
    /// Where the next message begins.
    at: usize,
}

impl Inbox {
    /// The next message, if all of it is there: its tag, and where its body is.
    pub(super) fn next(&mut self) -> Result<Option<(u8, Range<usize>)>, Error> {
        let Some((tag, end)) = head(&self.bytes[self.at..])? else { return Ok(None) };
        let end = self.at + end;
        if self.bytes.len() < end {
            return Ok(None);
        }
        let body = self.at + HEAD..end;
        self.at = end;
        Ok(Some((tag, body)))
    }

    pub(super) fn body(&self, body: Range<usize>) -> &[u8] {
        self.bytes.get(body).unwrap_or_default()
    }

    /// Everything up to the message that was next.
    pub(super) fn take(&mut self) -> Bytes {
        self.bytes.split_to(std::mem::take(&mut self.at)).freeze()
    }

    /// Lets go of everything up to the message that was next.
    pub(super) fn forget(&mut self) {
        self.bytes.advance(std::mem::take(&mut self.at));
    }

    /// Reads what there is; nothing at the end of the stream.
    pub(super) fn poll_read(
        &mut self,
        stream: &mut Stream,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if self.bytes.capacity() - self.bytes.len() < ROOM / 4 {
            self.bytes.reserve(ROOM);
        }
        pin!(stream.read_buf(&mut self.bytes)).poll(context)
    }
}

/// Tag of the message that begins here, and where it ends.
pub(super) fn head(bytes: &[u8]) -> Result<Option<(u8, usize)>, Error> {
    let [tag, a, b, c, d, ..] = *bytes else { return Ok(None) };
    let length = usize::try_from(i32::from_be_bytes([a, b, c, d])).unwrap_or(0);
    if length < HEAD - 1 {
        return Err(Error::lost("a message has no length"));
    }
    Ok(Some((tag, length + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found_one_after_the_other() {
        let mut inbox = Inbox::default();
        inbox.bytes.extend_from_slice(b"Z\0\0\0\x05IC\0\0\0\x09SEL");
        let (tag, body) = inbox.next().unwrap().unwrap();
        assert_eq!((tag, inbox.body(body)), (b'Z', &b"I"[..]));
        assert!(inbox.next().unwrap().is_none());
        assert_eq!(&inbox.take()[..], b"Z\0\0\0\x05I");
        inbox.bytes.extend_from_slice(b"A\0\x01");
        let (tag, body) = inbox.next().unwrap().unwrap();
        assert_eq!((tag, inbox.body(body)), (b'C', &b"SELA\0"[..]));
        inbox.forget();
        assert!(inbox.next().unwrap().is_none());
        assert_eq!(&inbox.bytes[..], b"\x01");
    }

    #[test]
    fn a_message_without_a_length_is_none() {
        assert!(head(b"Z\0\0\0\x03").is_err());
        assert!(head(b"Z\xff\0\0\0").is_err());
        assert_eq!(head(b"Z\0\0\0").unwrap(), None);
    }
}
