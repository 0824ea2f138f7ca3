//! Structured logs on stderr, one JSON object a line.
//!
//! A request must not wait for whoever reads the log. Lines go to a buffer that one thread writes out; if
//! the reader falls behind by more than the buffer, lines are dropped and their number is logged.

use std::any::Any;
use std::io::Write;
use std::panic::Location;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use accede_membership::AccountId;

use crate::clock;
use crate::wire::json::{self, Json, Shape, member};

/// How much of the log may wait to be written, in bytes.
const WAITING_MAX: usize = 4 << 20;
/// How long the writer lets lines gather after the first one.
const GATHER: Duration = Duration::from_millis(5);
/// How long the end of the server waits for a reader that does not read.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Waiting {
    lines: Vec<u8>,
    dropped: u64,
    closing: bool,
}

pub(crate) struct Log {
    requests: bool,
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

static LOG: OnceLock<Log> = OnceLock::new();

/// Writes the rest of the log when it is dropped, if whoever reads it reads on.
pub(crate) struct Flush<'a> {
    log: &'a Log,
    /// Breaks off when the writer has ended.
    ended: Receiver<()>,
}

/// What is logged of a request.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) request_id: &'a str,
    /// Who is at the other end of the connection.
    pub(crate) peer: std::net::IpAddr,
    /// The caller's account; absent where the caller is not known.
    pub(crate) account: Option<AccountId>,
    pub(crate) region: Option<&'a str>,
    /// The service that the request was signed for.
    pub(crate) service: Option<&'a str>,
    pub(crate) operation: &'a str,
    pub(crate) status: u16,
    pub(crate) error: Option<&'a str>,
    /// From the request's head to its answer, in microseconds.
    pub(crate) micros: u64,
}

/// What is logged of something that the operator asked of the server.
#[derive(Debug)]
pub(crate) struct Order<'a> {
    pub(crate) operation: &'a str,
    /// The account that it is about, if it is about one.
    pub(crate) account: Option<String>,
    pub(crate) error: Option<&'a str>,
    /// What it took, in microseconds.
    pub(crate) micros: u64,
}

impl Shape for Request<'_> {
    fn write(&self, json: &mut Json<'_>) {
        json.text(member!("request_id"), self.request_id);
        json.value(member!("peer"), &self.peer);
        if let Some(account) = self.account {
            json.account(member!("account"), account);
        }
        let Request { region, service, operation, status, error, micros, .. } = *self;
        for (name, text) in [
            (member!("region"), region),
            (member!("service"), service),
            (member!("operation"), Some(operation)),
        ] {
            text.into_iter().for_each(|text| json.text(name, text));
        }
        json.value(member!("status"), &status);
        error.into_iter().for_each(|error| json.text(member!("error"), error));
        json.value(member!("micros"), &micros);
    }
}

impl Shape for Order<'_> {
    fn write(&self, json: &mut Json<'_>) {
        json.text(member!("operation"), self.operation);
        self.account.iter().for_each(|account| json.text(member!("account"), account));
        self.error.into_iter().for_each(|error| json.text(member!("error"), error));
        json.value(member!("micros"), &self.micros);
    }
}

struct Line<'a, T> {
    level: &'a str,
    event: &'a str,
    rest: &'a T,
}

impl<T: Shape> Shape for Line<'_, T> {
    fn write(&self, json: &mut Json<'_>) {
        json.time(member!("time"), clock::now());
        json.text(member!("level"), self.level);
        json.text(member!("event"), self.event);
        self.rest.write(json);
    }
}

struct Message<'a> {
    message: &'a str,
}

impl Shape for Message<'_> {
    fn write(&self, json: &mut Json<'_>) {
        json.text(member!("message"), self.message);
    }
}

/// Starts the log. Without `requests` it has only what concerns the server itself.
pub(crate) fn start(requests: bool) -> std::io::Result<Flush<'static>> {
    LOG.get_or_init(|| Log::new(requests)).start(std::io::stderr())
}

/// Whether requests are logged.
pub(crate) fn has_requests() -> bool {
    LOG.get().is_some_and(|log| log.requests)
}

/// Logs a request.
pub(crate) fn request(request: &Request<'_>) {
    if has_requests() {
        let level = if request.status >= 500 { "error" } else { "info" };
        line(level, "request", request);
    }
}

/// Logs what the operator asked.
pub(crate) fn operator(order: &Order<'_>) {
    line("info", "operator", order);
}

/// Logs what the operator of the server should know.
pub(crate) fn notice(message: &str) {
    line("info", "notice", &Message { message });
}

/// Logs a fault of the server itself.
pub(crate) fn fault(message: &str) {
    line("error", "fault", &Message { message });
}

/// Logs a panic, which is a fault of ours: where, and why as far as that is safe to tell. It may come from within
/// the log itself, whose lock is then not waited for.
pub(crate) fn panicked(panic: &std::panic::PanicHookInfo<'_>) {
    let Some(log) = LOG.get() else { return };
    let Ok(mut waiting) = log.waiting.try_lock() else { return };
    let message = panic_message(panic.payload(), panic.location());
    append(&mut waiting.lines, "error", "panic", &Message { message: &message });
    log.arrived.notify_one();
}

/// A text that stands in the source says why. One that was made when it happened may have what a client sent: an
/// `unwrap` shows the value, and an index that is not at a character's border shows the text, tokens and secrets
/// included. So that is left out; the place leads to it.
fn panic_message(payload: &dyn Any, place: Option<&Location<'_>>) -> String {
    let why = payload.downcast_ref::<&'static str>().unwrap_or(&"the reason is not logged");
    match place {
        Some(place) => format!("panicked at {place}: {why}"),
        None => format!("panicked: {why}"),
    }
}

fn line<T: Shape>(level: &str, event: &str, rest: &T) {
    if let Some(log) = LOG.get() {
        log.line(level, event, rest);
    }
}

fn append<T: Shape>(lines: &mut Vec<u8>, level: &str, event: &str, rest: &T) {
    json::append(lines, &Line { level, event, rest });
    lines.push(b'\n');
}

impl Log {
    fn new(requests: bool) -> Log {
        Log { requests, waiting: Mutex::default(), arrived: Condvar::new() }
    }

    fn start(
        &'static self,
        mut out: impl Write + Send + 'static,
    ) -> std::io::Result<Flush<'static>> {
        let (alive, ended) = channel();
        let writer = move || {
            self.write_out(&mut out);
            drop(alive);
        };
        thread::Builder::new().name("log".to_owned()).spawn(writer)?;
        Ok(Flush { log: self, ended })
    }

    fn line<T: Shape>(&self, level: &str, event: &str, rest: &T) {
        let mut waiting = self.lock();
        if waiting.lines.len() > WAITING_MAX {
            waiting.dropped += 1;
            return;
        }
        let first = waiting.lines.is_empty();
        append(&mut waiting.lines, level, event, rest);
        drop(waiting);
        if first {
            self.arrived.notify_one();
        }
    }

    fn write_out(&self, to: &mut dyn Write) {
        let mut out = Vec::new();
        loop {
            let mut waiting = self.lock();
            while waiting.lines.is_empty() && !waiting.closing {
                waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            let closing = waiting.closing;
            if !closing {
                drop(waiting);
                thread::sleep(GATHER);
                waiting = self.lock();
            }
            out.clear();
            std::mem::swap(&mut out, &mut waiting.lines);
            let dropped = std::mem::take(&mut waiting.dropped);
            drop(waiting);
            if dropped > 0 {
                let message =
                    format!("{dropped} log lines were dropped: stderr is read too slowly");
                append(&mut out, "error", "fault", &Message { message: &message });
            }
            // Nobody to tell if stderr is gone, and no reason to stop serving.
            let _ = to.write_all(&out);
            if closing {
                return;
            }
        }
    }

    /// A thread that panics while it logs leaves whole lines behind.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Flush<'_> {
    fn drop(&mut self) {
        self.log.lock().closing = true;
        self.log.arrived.notify_one();
        // Nothing is ever sent: this is the end of the writer, or of the patience with its reader.
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::Sender;

    /// Hands on each write, and comes back from it once it was taken.
    struct Reader(Sender<Vec<u8>>, Receiver<()>);

    impl Write for Reader {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let _ = self.0.send(bytes.to_vec());
            let _ = self.1.recv();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// A log, its end, what was written, and the leave to go on.
    fn started() -> (&'static Log, Flush<'static>, Receiver<Vec<u8>>, Sender<()>) {
        let log: &'static Log = Box::leak(Box::new(Log::new(true)));
        let ((written, writes), (go, wait)) = (channel(), channel());
        let flush = log.start(Reader(written, wait)).unwrap();
        (log, flush, writes, go)
    }

    fn messages(bytes: &[u8]) -> Vec<String> {
        let lines = std::str::from_utf8(bytes).unwrap().lines();
        let message = |line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["message"].as_str().unwrap().to_owned()
        };
        lines.map(message).collect()
    }

    #[test]
    fn what_waits_at_the_end_is_written_as_whole_lines() {
        let (log, flush, writes, go) = started();
        drop(go);
        log.line("info", "notice", &Message { message: "one\ntwo" });
        log.line("info", "notice", &Message { message: "three" });
        drop(flush);
        let written: Vec<u8> = writes.try_iter().flatten().collect();
        assert_eq!(messages(&written), ["one\ntwo", "three"]);
    }

    /// What a panic comes with.
    fn payload(panic: impl FnOnce() + std::panic::UnwindSafe) -> Box<dyn Any + Send> {
        std::panic::catch_unwind(panic).unwrap_err()
    }

    #[test]
    #[allow(clippy::unnecessary_literal_unwrap, reason = "what is tested is the panic")]
    fn a_panic_tells_nothing_that_a_client_sent() {
        let secret = "é-wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let text = || secret.to_owned();
        let panics: [(&str, Box<dyn Any + Send>); 7] = [
            ("slice", payload(move || assert!(text()[1..].is_empty()))),
            ("unwrap", payload(move || Err::<(), String>(text()).unwrap())),
            ("expect", payload(move || Err::<(), String>(text()).expect("an error"))),
            ("equal", payload(move || assert_eq!(text(), ""))),
            ("format", payload(move || panic!("it was {}", text()))),
            ("any", payload(move || std::panic::panic_any(text()))),
            ("bytes", payload(move || std::panic::panic_any(text().into_bytes()))),
        ];
        let place = Location::caller();
        for (kind, payload) in panics {
            let message = panic_message(payload.as_ref(), Some(place));
            assert_eq!(message, format!("panicked at {place}: the reason is not logged"), "{kind}");
        }
    }

    #[test]
    #[allow(clippy::unnecessary_literal_unwrap, reason = "what is tested is the panic")]
    fn a_panic_tells_what_the_source_says() {
        let place = Location::caller();
        let why = payload(|| panic!("there is no such state"));
        let message = panic_message(why.as_ref(), Some(place));
        assert_eq!(message, format!("panicked at {place}: there is no such state"));
        assert!(message.contains("log.rs:"));
        let nothing = payload(|| None::<()>.unwrap());
        let message = panic_message(nothing.as_ref(), None);
        assert_eq!(message, "panicked: called `Option::unwrap()` on a `None` value");
    }

    #[test]
    fn a_reader_that_stops_costs_lines_but_holds_nobody_up() {
        let (log, flush, writes, go) = started();
        log.line("info", "notice", &Message { message: "first" });
        assert_eq!(messages(&writes.recv().unwrap()), ["first"]);
        let long = "x".repeat(WAITING_MAX);
        for _ in 0..4 {
            log.line("info", "notice", &Message { message: &long });
        }
        go.send(()).unwrap();
        let told = messages(&writes.recv().unwrap());
        assert_eq!(told[0], long);
        assert_eq!(told[1..], ["3 log lines were dropped: stderr is read too slowly"]);
        // The writer is in the middle of a write from which it does not come back.
        drop(flush);
    }
}
