//! How the client of the database gets its TLS.

use std::io;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio_postgres::Socket;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

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

    /// What shakes hands with the host of this name.
    pub(in super::super) fn handshake(&self, domain: &str) -> Handshake {
        let Connector(Some(connector)) = self else { return Handshake(None) };
        // One that is none is of a socket's file, over which there is no TLS.
        let name = ServerName::try_from(domain.to_owned()).ok();
        Handshake(name.map(|name| (connector.clone(), name)))
    }
}

/// What shakes hands with one host.
pub(in super::super) struct Handshake(Option<(TlsConnector, ServerName<'static>)>);

impl Handshake {
    pub(in super::super) async fn with(self, socket: Socket) -> io::Result<TlsStream<Socket>> {
        let Handshake(Some((connector, name))) = self else {
            return Err(io::Error::other("the host has no name that TLS knows"));
        };
        connector.connect(name, socket).await
    }

    /// The end of the connection as RFC 5929 §4 names it, so that a password that is proved here proves nothing elsewhere.
    pub(in super::super) fn binding(stream: &TlsStream<Socket>) -> Option<Vec<u8>> {
        let (_, session) = stream.get_ref();
        let first = session.peer_certificates().and_then(|chain| chain.first())?;
        certificate::fingerprint(first)
    }
}
