//! Accepting connections until told to stop, and then letting requests finish.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};

use super::{Limits, connection};
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
    app: Arc<App>,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let free = Arc::new(Semaphore::new(limits.connections));
    let (stopping, told_to_stop) = watch::channel(false);
    // Every connection holds a sender: the channel closes when the last of them has ended.
    let (open, mut ended) = mpsc::channel::<()>(1);
    tokio::pin!(stop);
    loop {
        let stream = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener) => accepted,
        };
        let Ok(place) = Arc::clone(&free).try_acquire_owned() else {
            turn_away(&stream);
            continue;
        };
        let (app, stopping, open) = (Arc::clone(&app), told_to_stop.clone(), open.clone());
        tokio::spawn(async move {
            connection::serve(stream, app, limits, stopping).await;
            drop((place, open));
        });
    }
    drop((listener, open));
    let _ = stopping.send(true);
    if tokio::time::timeout(limits.shutdown, ended.recv()).await.is_err() {
        log::notice("some requests did not finish in time and were cut off");
    }
}

/// The next connection. A lack of descriptors passes, so it is waited out.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                log::fault(&format!("cannot accept a connection: {error}"));
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Tells a client that there is no place for it, if it can be told without waiting.
fn turn_away(stream: &TcpStream) {
    const BUSY: &[u8] =
        b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let _ = stream.try_write(BUSY);
}
