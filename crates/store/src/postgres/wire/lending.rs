//! Having `tokio-postgres` begin a session on a connection that is ours again afterwards.
//!
//! It is told that TLS comes first, so that it hands over the connection as soon as there is one. What it gets back is
//! lent: it reads one message at a time, so that at the end nothing has been read that was not for it.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::config::{Config, SslMode, SslNegotiation};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};

use super::stream::Stream;
use crate::postgres::tls::{Connector, Handshake, NO_TLS};

/// What asks a server for TLS: a length, and a number that is no version.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// How long tag and length of a message are.
const HEAD: usize = 5;

/// Where the connection is while it is lent.
#[derive(Clone, Default)]
pub(in super::super) struct Slot(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    stream: Option<Stream>,
    head: [u8; HEAD],
    /// How much of a message's head has been read.
    heads: usize,
    /// How much of its body is still to come.
    left: usize,
}

impl Slot {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the connection back, which must be at the end of a message.
    pub(in super::super) fn take(&self) -> io::Result<Stream> {
        let mut held = self.held();
        match held.stream.take() {
            Some(stream) if held.heads == 0 && held.left == 0 => Ok(stream),
            _ => Err(io::Error::other("a session did not begin as it should")),
        }
    }

    fn put(&self, stream: Stream) {
        *self.held() = Held { stream: Some(stream), ..Held::default() };
    }
}

/// What lends a stream without more ado.
pub(in super::super) fn lent(slot: &Slot, stream: Stream) -> Lent {
    slot.put(stream);
    Lent { slot: slot.clone(), binding: None }
}

/// What `tokio-postgres` takes for what secures its connections.
#[derive(Clone)]
pub(in super::super) struct Lender {
    slot: Slot,
    tls: Connector,
    mode: SslMode,
    negotiation: SslNegotiation,
}

impl Lender {
    /// What lends a connection to this host, and the host's configuration that asks for it at once.
    pub(in super::super) fn to(host: &Config, tls: Connector, slot: &Slot) -> (Lender, Config) {
        let (mode, negotiation) = (host.get_ssl_mode(), host.get_ssl_negotiation());
        let mut asking = host.clone();
        asking.ssl_mode(SslMode::Require).ssl_negotiation(SslNegotiation::Direct);
        (Lender { slot: slot.clone(), tls, mode, negotiation }, asking)
    }
}

impl MakeTlsConnect<Socket> for Lender {
    type Stream = Lent;
    type TlsConnect = Lending;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Lending, io::Error> {
        let handshake = self.tls.handshake(domain);
        let Lender { slot, mode, negotiation, .. } = self.clone();
        Ok(Lending { slot, handshake, mode, negotiation })
    }
}

/// What lends one connection.
pub(in super::super) struct Lending {
    slot: Slot,
    handshake: Handshake,
    mode: SslMode,
    negotiation: SslNegotiation,
}

impl TlsConnect<Socket> for Lending {
    type Stream = Lent;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Lent, io::Error>> + Send>>;

    fn connect(self, mut socket: Socket) -> Self::Future {
        Box::pin(async move {
            if !self.secures(&mut socket).await? {
                return Ok(lent(&self.slot, Box::pin(socket)));
            }
            let secured = self.handshake.with(socket).await?;
            let binding = Handshake::binding(&secured);
            self.slot.put(Box::pin(secured));
            Ok(Lent { slot: self.slot, binding })
        })
    }
}

impl Lending {
    /// Whether there is to be TLS; the server is asked where it may say no.
    async fn secures(&self, socket: &mut Socket) -> io::Result<bool> {
        if self.mode == SslMode::Disable {
            return Ok(false);
        }
        if self.negotiation == SslNegotiation::Direct {
            return Ok(true);
        }
        socket.write_all(&SSL_REQUEST).await?;
        match socket.read_u8().await? {
            b'S' => Ok(true),
            _ if self.mode == SslMode::Require => Err(io::Error::other(NO_TLS)),
            _ => Ok(false),
        }
    }
}

/// A connection on loan.
pub(in super::super) struct Lent {
    slot: Slot,
    /// What names the end of the connection, where it is secured.
    binding: Option<Vec<u8>>,
}

impl TlsStream for Lent {
    fn channel_binding(&self) -> ChannelBinding {
        self.binding.clone().map_or_else(ChannelBinding::none, ChannelBinding::tls_server_end_point)
    }
}

impl Held {
    fn stream(&mut self) -> io::Result<Pin<&mut Stream>> {
        let gone = || io::Error::other("the connection was taken back");
        self.stream.as_mut().map(Pin::new).ok_or_else(gone)
    }

    /// How much may be read.
    fn wanted(&self) -> usize {
        if self.left > 0 { self.left } else { HEAD - self.heads }
    }

    /// Notes what was read, which is no more than was wanted.
    fn note(&mut self, bytes: &[u8]) {
        if self.left > 0 {
            self.left -= bytes.len();
            return;
        }
        self.head[self.heads..self.heads + bytes.len()].copy_from_slice(bytes);
        self.heads += bytes.len();
        if self.heads == HEAD {
            let [_, length @ ..] = self.head;
            self.left = (u32::from_be_bytes(length) as usize).saturating_sub(length.len());
            self.heads = 0;
        }
    }
}

impl AsyncRead for Lent {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut held = self.slot.held();
        let wanted = held.wanted().min(buffer.remaining());
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(wanted));
        let read = held.stream()?.poll_read(context, &mut part);
        let bytes = part.filled();
        held.note(bytes);
        let read_now = bytes.len();
        buffer.advance(read_now);
        read
    }
}

impl AsyncWrite for Lent {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.slot.held().stream()?.poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.slot.held().stream()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.slot.held().stream()?.poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_message_is_read_at_a_time() {
        let mut held = Held::default();
        assert_eq!(held.wanted(), 5);
        held.note(b"S\0");
        assert_eq!(held.wanted(), 3);
        held.note(&[0, 0, 7]);
        assert_eq!(held.wanted(), 3);
        held.note(b"ab");
        held.note(b"c");
        assert_eq!((held.wanted(), held.heads, held.left), (5, 0, 0));
        held.note(&[b'n', 0, 0, 0, 4]);
        assert_eq!((held.wanted(), held.heads, held.left), (5, 0, 0));
    }

    #[test]
    fn a_connection_in_the_middle_of_a_message_is_not_taken_back() {
        assert!(Slot::default().take().is_err());
    }
}
