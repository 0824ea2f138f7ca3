//! A client of one connection: it asks, and waits for the answer, so that the server does one thing at a time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take; under valgrind everything takes fifty times as long.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Client {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Client {
    /// # Errors
    /// When nobody listens there.
    pub(super) fn connect(address: SocketAddr) -> Result<Client, String> {
        let stream = TcpStream::connect(address).and_then(|stream| {
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            Ok(stream)
        });
        let stream = stream.map_err(|error| format!("{address}: {error}"))?;
        Ok(Client { stream, answer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends these bytes, and returns the body of the answer.
    ///
    /// # Errors
    /// When the answer is not 200, or none comes.
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<&[u8], String> {
        let broken = |error: std::io::Error| format!("no answer: {error}");
        self.stream.write_all(request).map_err(broken)?;
        self.answer.clear();
        let mut part = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut part).map_err(broken)? {
                0 => return Err("the server closed the connection".to_owned()),
                length => self.answer.extend_from_slice(&part[..length]),
            }
            if let Some((status, body)) = read(&self.answer) {
                if status == 200 {
                    return Ok(&self.answer[body..]);
                }
                return Err(format!("answered {}", String::from_utf8_lossy(&self.answer)));
            }
        }
    }
}

/// Status, and where the body begins, of an answer that is wholly there.
fn read(bytes: &[u8]) -> Option<(u16, usize)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let length: Option<usize> = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    (bytes.len() >= end + 4 + length.unwrap_or(0)).then_some((status, end + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_there_when_its_last_byte_is() {
        let bytes = b"HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 3\r\n\r\nabc";
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end]), None, "{end}");
        }
        assert_eq!(read(bytes), Some((200, bytes.len() - 3)));
        assert_eq!(read(b"HTTP/1.1 204 No Content\r\n\r\n"), Some((204, 27)));
    }
}
