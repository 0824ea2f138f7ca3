//! Between the store and its database: connections that are cut at any byte of what the database answers.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::postgres_store::random;

/// Listens on a port of its own, and passes everything on until a connection's lot is used up.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    /// How many connections were cut.
    pub(crate) cut: Arc<AtomicU64>,
    /// Whether connections are cut at all.
    pub(crate) cuts: Arc<AtomicBool>,
}

impl Proxy {
    /// In front of `port`; a connection is cut within so many bytes of answers.
    pub(crate) fn to(port: u16, most: u128) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().port();
        let (cut, cuts) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(true)));
        let proxy = Proxy { port: own, cut: Arc::clone(&cut), cuts: Arc::clone(&cuts) };
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let server = TcpStream::connect(("127.0.0.1", port));
                let (Ok(client), Ok(server)) = (client, server) else { continue };
                let _ = (client.set_nodelay(true), server.set_nodelay(true));
                let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || requests(from, to));
                let (cut, cuts) = (Arc::clone(&cut), Arc::clone(&cuts));
                std::thread::spawn(move || answers(server, client, random() % most, &cut, &cuts));
            }
        });
        proxy
    }
}

/// Passes on what the client says, for as long as it says something.
fn requests(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

/// Passes on so many bytes of what the server says. Then the client hears nothing more, while the server may go on for a
/// moment with what it was sent.
fn answers(
    mut from: TcpStream,
    mut to: TcpStream,
    mut left: u128,
    cut: &AtomicU64,
    cuts: &AtomicBool,
) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let passed = if cuts.load(Ordering::SeqCst) {
            read.min(usize::try_from(left).unwrap_or(read))
        } else {
            read
        };
        left = left.saturating_sub(passed as u128);
        if to.write_all(&buffer[..passed]).is_err() {
            break;
        }
        if passed < read {
            cut.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis((random() % 4) as u64));
            break;
        }
    }
    let _ = (to.shutdown(Shutdown::Both), from.shutdown(Shutdown::Both));
}
