//! One connection of the load generator: a request out, its answer in, and the next one.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

use mio::net::TcpStream;

use super::Client;
use crate::Problem;
use crate::http::Answer;

/// Room for an answer; more is made when one needs it.
const ROOM: usize = 16 * 1024;

pub(super) struct Connection<'a> {
    pub(super) stream: TcpStream,
    client: Box<dyn Client + 'a>,
    request: Vec<u8>,
    answer: Vec<u8>,
    /// How much of an answer is there.
    filled: usize,
    /// When its request was sent.
    pub(super) sent: Duration,
}

impl<'a> Connection<'a> {
    pub(super) fn open(
        address: SocketAddr,
        client: Box<dyn Client + 'a>,
    ) -> Result<Connection<'a>, Problem> {
        let stream = std::net::TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Connection {
            stream: TcpStream::from_std(stream),
            client,
            request: Vec::with_capacity(1024),
            answer: vec![0; ROOM],
            filled: 0,
            sent: Duration::ZERO,
        })
    }

    /// Sends the request with this number, at this moment.
    pub(super) fn ask(&mut self, number: u64, now: Duration) -> Result<(), Problem> {
        self.client.ask(number, &mut self.request);
        (self.filled, self.sent) = (0, now);
        let mut rest = self.request.as_slice();
        while !rest.is_empty() {
            match self.stream.write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // What was sent before was answered: there is room for any request that is measured.
                Err(error) => return Err(format!("a request cannot be sent: {error}").into()),
            }
        }
        Ok(())
    }

    pub(super) fn can_stop(&self) -> bool {
        self.client.can_stop()
    }

    /// Takes in what there is; says whether the answer is there, and is as it must be.
    pub(super) fn hear(&mut self) -> Result<bool, Problem> {
        loop {
            if self.filled == self.answer.len() {
                self.answer.resize(2 * self.filled, 0);
            }
            match self.stream.read(&mut self.answer[self.filled..]) {
                Ok(0) => return Err("a connection was closed".into()),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            }
            let Some(answer) = Answer::read(&self.answer[..self.filled]) else { continue };
            if self.client.hears(&answer) {
                return Ok(true);
            }
            let asked = shown(&self.request, 900);
            let heard = shown(&self.answer[..self.filled], 900);
            return Err(format!("not what was to be answered: {heard}\nto: {asked}").into());
        }
    }
}

fn shown(bytes: &[u8], most: usize) -> String {
    String::from_utf8_lossy(bytes).chars().take(most).collect()
}
