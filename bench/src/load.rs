//! The load generator: many connections, each with one request under way, on one thread.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use crate::Problem;
use crate::clock::Start;
use crate::http::Answer;

/// How long an answer may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is asked, and what the answers must be like.
pub(crate) trait Work {
    /// Writes the request with this number, from 0.
    fn ask(&self, number: u64, out: &mut Vec<u8>);

    /// Whether this is the answer. One that is not ends the measurement.
    fn holds(&self, answer: &Answer<'_>) -> bool;
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done {
    pub(crate) requests: u64,
    pub(crate) time: Duration,
}

impl Done {
    pub(crate) fn rate(self) -> f64 {
        self.requests as f64 / self.time.as_secs_f64()
    }
}

struct Shared<W> {
    work: W,
    next: Cell<u64>,
    done: Cell<u64>,
    is_over: Cell<bool>,
    problem: RefCell<Option<Problem>>,
}

/// Asks for so long through so many connections, spread over the addresses.
///
/// # Errors
/// When an answer does not come, or is not as it must be.
pub(crate) fn run<W: Work + 'static>(
    addresses: &[SocketAddr],
    connections: usize,
    time: Duration,
    work: W,
) -> Result<Done, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (next, done, is_over) = (Cell::new(0), Cell::new(0), Cell::new(false));
    let shared = Rc::new(Shared { work, next, done, is_over, problem: RefCell::default() });
    runtime.block_on(LocalSet::new().run_until(async {
        let mut streams = Vec::new();
        for address in addresses.iter().cycle().take(connections) {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            streams.push(stream);
        }
        let start = Start::now();
        let tasks: Vec<_> = streams
            .into_iter()
            .map(|stream| tokio::task::spawn_local(ask_on(stream, Rc::clone(&shared))))
            .collect();
        tokio::time::sleep(time).await;
        let (requests, time) = (shared.done.get(), start.elapsed());
        shared.is_over.set(true);
        for task in tasks {
            task.await?;
        }
        match shared.problem.take() {
            Some(problem) => Err(problem),
            None => Ok(Done { requests, time }),
        }
    }))
}

/// Asks once.
///
/// # Errors
/// As for [`run`].
pub(crate) fn once(address: SocketAddr, work: &impl Work) -> Result<(), Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut stream = TcpStream::connect(address).await?;
        let mut request = Vec::new();
        work.ask(0, &mut request);
        tokio::time::timeout(PATIENCE, exchange(&mut stream, &request, &mut Vec::new(), work))
            .await?
    })
}

async fn ask_on<W: Work>(mut stream: TcpStream, shared: Rc<Shared<W>>) {
    let (mut request, mut answer) = (Vec::with_capacity(1024), Vec::with_capacity(16 * 1024));
    while !shared.is_over.get() {
        let number = shared.next.replace(shared.next.get() + 1);
        shared.work.ask(number, &mut request);
        let asking = exchange(&mut stream, &request, &mut answer, &shared.work);
        let outcome = match tokio::time::timeout(PATIENCE, asking).await {
            Ok(outcome) => outcome,
            Err(_) => Err("no answer came".into()),
        };
        match outcome {
            Ok(()) => shared.done.set(shared.done.get() + 1),
            Err(problem) => {
                shared.problem.borrow_mut().get_or_insert(problem);
                shared.is_over.set(true);
            }
        }
    }
}

async fn exchange<W: Work>(
    stream: &mut TcpStream,
    request: &[u8],
    bytes: &mut Vec<u8>,
    work: &W,
) -> Result<(), Problem> {
    stream.write_all(request).await?;
    bytes.clear();
    loop {
        if stream.read_buf(bytes).await? == 0 {
            return Err("a connection was closed".into());
        }
        if let Some(answer) = Answer::read(bytes) {
            if work.holds(&answer) {
                return Ok(());
            }
            let shown: String = String::from_utf8_lossy(bytes).chars().take(600).collect();
            return Err(format!("not what was to be answered: {shown}").into());
        }
    }
}
