//! Accepting connections until told to stop, and then letting requests finish.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};

use super::places::Places;
use super::{Limits, Shared, Threads, Tls, connection};
use crate::app::App;
use crate::log;

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// Listens on an address; port 0 takes a free port.
pub(crate) fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves connections until `stop` resolves. Then nothing new is accepted, idle connections are closed,
/// and what is under way may finish within [`Limits::shutdown`].
pub(crate) async fn serve(
    listener: TcpListener,
    threads: Threads,
    app: Arc<App>,
    limits: Limits,
    tls: Option<Arc<Tls>>,
    stop: impl Future<Output = ()>,
) {
    let places = Places::new(limits.connections, limits.per_peer);
    let shared = Arc::new(Shared::new(app, limits, tls));
    let (stopping, told_to_stop) = watch::channel(false);
    // Every connection holds a sender: the channel closes when the last of them has ended.
    let (open, mut ended) = mpsc::channel::<()>(1);
    tokio::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener) => accepted,
        };
        let place = tokio::select! {
            () = &mut stop => break,
            place = places.admit(peer.ip()) => place,
        };
        let Some(place) = place else {
            turn_away(&stream, &shared);
            continue;
        };
        let (shared, stopping, open) = (Arc::clone(&shared), told_to_stop.clone(), open.clone());
        let serve = |stream| async move {
            let (place, peer) = (Arc::new(place), peer.ip().to_canonical());
            connection::serve(stream, peer, Arc::clone(&place), shared, stopping).await;
            drop((place, open));
        };
        if let Err(error) = threads.serve(stream, serve) {
            log::fault(&format!("cannot serve a connection: {error}"));
        }
    }
    drop((listener, open));
    let _ = stopping.send(true);
    if tokio::time::timeout(limits.shutdown, ended.recv()).await.is_err() {
        log::notice("some requests did not finish in time and were cut off");
    }
    threads.end().await;
}

/// The next connection, and where it comes from. A lack of descriptors passes, so it is waited out.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                log::fault(&format!("cannot accept a connection: {error}"));
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Tells a client that there is no place for it, if it can be told without waiting.
fn turn_away(stream: &TcpStream, shared: &Shared) {
    const BUSY: &[u8] =
        b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\n\
        content-length: 0\r\n\r\n";
    if shared.tls.is_none() {
        let _ = stream.try_write(BUSY);
    }
}
