//! The client's side of the control socket.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::BufReader;
use tokio::net::UnixStream;
use tokio::time::timeout;

use super::answer::Answer;
use super::request::Request;
use super::{line, socket};

/// The longest answer, in bytes.
const ANSWER_MAX: usize = 8 << 20;
/// How long a server may take to answer: to finish with others, to do what it is asked, to say so.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it may take to write a backup, and to look at it: some gigabytes.
const PATIENCE_WITH_BACKUPS: Duration = Duration::from_secs(6 * 3_600);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// The server hung up before it had read the request, because it stops: nothing was done.
    Unread,
    /// One line that says why. What was asked may have been done, or not.
    Unknown(String),
}

/// A connection to a server.
#[derive(Debug)]
pub(crate) struct Client {
    stream: BufReader<UnixStream>,
    path: PathBuf,
}

impl Client {
    /// Connects to the server whose control socket is at `path`; `None` where nobody listens.
    ///
    /// # Errors
    ///
    /// One line that says why it cannot be known whether anybody does.
    pub(crate) async fn connect(path: &Path) -> Result<Option<Client>, String> {
        let connecting = async {
            loop {
                match socket::connect(path).await {
                    // So many clients wait to be accepted that there is no place in the line.
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                    outcome => return outcome,
                }
            }
        };
        let outcome = timeout(PATIENCE, connecting).await;
        match outcome.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Ok(stream) => {
                Ok(Some(Client { stream: BufReader::new(stream), path: path.to_owned() }))
            }
            Err(error) if socket::nobody_listens(&error) => Ok(None),
            Err(error) => Err(format!("cannot connect to {}: {error}", path.display())),
        }
    }

    /// Asks the server.
    ///
    /// # Errors
    ///
    /// There is no answer.
    pub(super) async fn ask(&mut self, request: &Request) -> Result<Answer, Unanswered> {
        let asking = async {
            line::write(&mut self.stream, serde_json::to_vec(request)?).await?;
            line::read(&mut self.stream, ANSWER_MAX).await
        };
        let patience = match request {
            Request::BackUpStore { .. } => PATIENCE_WITH_BACKUPS,
            _ => PATIENCE,
        };
        let line = match timeout(patience, asking).await {
            Ok(Ok(Some(line))) => line,
            Ok(Ok(None)) => return Err(self.unknown("it hung up")),
            Ok(Err(error)) if was_unread(&error) => return Err(Unanswered::Unread),
            Ok(Err(error)) => return Err(self.unknown(&error.to_string())),
            Err(_) => {
                let seconds = patience.as_secs();
                return Err(self.unknown(&format!("nothing came in {seconds} seconds")));
            }
        };
        serde_json::from_slice(&line)
            .map_err(|_| self.unknown("what it says is no answer of Accede's"))
    }

    fn unknown(&self, why: &str) -> Unanswered {
        Unanswered::Unknown(format!(
            "the server at {} did not answer: {why}; it may have done what it was asked, or not",
            self.path.display()
        ))
    }
}

/// Whether the other side closed the connection with the request unread in it. One that has read it all, and then
/// closes, or dies, ends the stream instead.
fn was_unread(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe)
}
