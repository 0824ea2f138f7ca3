//! How the client of the database gets its TLS.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client;

use super::certificate;

/// What connects with TLS.
#[derive(Clone)]
pub(in super::super) struct Connector(Option<TlsConnector>);

impl Connector {
    /// What is never asked for anything, as TLS is off.
    pub(super) fn none() -> Connector {
        Connector(None)
    }

    pub(super) fn with(config: ClientConfig) -> Connector {
        Connector(Some(TlsConnector::from(Arc::new(config))))
    }
}

impl MakeTlsConnect<Socket> for Connector {
    type Stream = Stream;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Handshake, io::Error> {
        let Connector(Some(connector)) = self else { return Ok(Handshake(None)) };
        // One that is none is of a socket's file, over which there is no TLS.
        let name = ServerName::try_from(domain.to_owned()).ok();
        Ok(Handshake(name.map(|name| (connector.clone(), name))))
    }
}

/// What shakes hands with one host.
pub(in super::super) struct Handshake(Option<(TlsConnector, ServerName<'static>)>);

impl TlsConnect<Socket> for Handshake {
    type Stream = Stream;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, io::Error>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(async move {
            let Handshake(Some((connector, name))) = self else {
                return Err(io::Error::other("the host has no name that TLS knows"));
            };
            connector.connect(name, socket).await.map(|stream| Stream(Box::new(stream)))
        })
    }
}

/// A connection over TLS.
pub(in super::super) struct Stream(Box<client::TlsStream<Socket>>);

impl TlsStream for Stream {
    /// The end of the connection as RFC 5929 §4 names it, so that a password that is proved here proves nothing elsewhere.
    fn channel_binding(&self) -> ChannelBinding {
        let (_, session) = self.0.get_ref();
        let first = session.peer_certificates().and_then(|chain| chain.first());
        first
            .and_then(|certificate| certificate::fingerprint(certificate))
            .map_or_else(ChannelBinding::none, ChannelBinding::tls_server_end_point)
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
