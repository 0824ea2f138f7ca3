//! The load generator: a thread for each core, each with its share of the connections, each of which has one request
//! under way.

pub(crate) mod alone;
mod connection;
mod latency;
mod prepared;

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use mio::{Events, Interest, Poll, Token};

use crate::Problem;
use crate::clock::Start;
use crate::http::Answer;
use connection::Connection;
pub(crate) use latency::Latencies;
pub(crate) use prepared::{Anyhow, Prepared};

/// How long no answer may come before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who asks through one connection.
pub(crate) trait Client: Send {
    /// Writes the request with this number in place of what is there. Numbers are counted through all connections.
    fn ask(&mut self, number: u64, out: &mut Vec<u8>);

    /// Whether this is the answer. One that is not ends the measurement.
    fn hears(&mut self, answer: &Answer<'_>) -> bool;

    /// Whether it can stop here. Otherwise it asks on when the time is over, until it can.
    fn can_stop(&self) -> bool {
        true
    }
}

/// What is asked: a client for each connection.
pub(crate) trait Work: Sync {
    fn client(&self) -> Box<dyn Client + '_>;
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Done {
    pub(crate) requests: u64,
    /// Until the last answer: none is asked for when the time is over, but what was asked is waited for.
    pub(crate) time: Duration,
    pub(crate) latencies: Latencies,
}

impl Done {
    pub(crate) fn rate(&self) -> f64 {
        self.requests as f64 / self.time.as_secs_f64()
    }
}

/// What all threads share.
struct Shared {
    start: Start,
    time: Duration,
    next: AtomicU64,
    /// No request has this number, or a higher one.
    end: u64,
    has_failed: AtomicBool,
}

impl Shared {
    /// The number of the next request, if there is to be one at this moment.
    fn number(&self, now: Duration) -> Option<u64> {
        let is_in_time = now < self.time;
        let number = is_in_time.then(|| self.next.fetch_add(1, Ordering::Relaxed));
        number.filter(|number| *number < self.end)
    }
}

/// Asks for so long through so many connections, spread over the addresses; requests are numbered from `first` on.
///
/// # Errors
/// When an answer does not come, or is not as it must be.
pub(crate) fn run(
    addresses: &[SocketAddr],
    connections: usize,
    time: Duration,
    first: u64,
    work: &dyn Work,
) -> Result<Done, Problem> {
    spread(addresses, connections, work, (time, first..u64::MAX))
}

/// Asks each of these requests once, however long that takes.
///
/// # Errors
/// As for [`run`].
pub(crate) fn through(
    address: SocketAddr,
    connections: usize,
    numbers: Range<u64>,
    work: &dyn Work,
) -> Result<Done, Problem> {
    spread(&[address], connections, work, (Duration::MAX, numbers))
}

fn spread(
    addresses: &[SocketAddr],
    connections: usize,
    work: &dyn Work,
    (time, numbers): (Duration, Range<u64>),
) -> Result<Done, Problem> {
    let mut shares: Vec<Vec<Connection<'_>>> = Vec::new();
    shares.resize_with(crate::machine::cores().min(connections), Vec::new);
    let threads = shares.len();
    for (number, address) in addresses.iter().cycle().take(connections).enumerate() {
        // Neighbours in pairs, so that each thread has connections to every address.
        shares[number / addresses.len() % threads].push(Connection::open(*address, work.client())?);
    }
    let (next, has_failed) = (AtomicU64::new(numbers.start), AtomicBool::new(false));
    let shared = Shared { start: Start::now(), time, next, end: numbers.end, has_failed };
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let spawn = |share| scope.spawn(|| Share::run(share, &shared));
        let threads: Vec<_> = shares.into_iter().map(spawn).collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    let mut done = Done { time: shared.start.elapsed(), ..Done::default() };
    for outcome in outcomes {
        let one = outcome.map_err(|_| "a thread of the load generator has panicked")??;
        done.requests += one.requests;
        done.latencies.merge(&one.latencies);
    }
    Ok(done)
}

/// One thread's.
struct Share<'a> {
    shared: &'a Shared,
    connections: Vec<Connection<'a>>,
    done: Done,
    under_way: usize,
}

impl<'a> Share<'a> {
    fn run(connections: Vec<Connection<'a>>, shared: &'a Shared) -> Result<Done, Problem> {
        let mut share = Share { shared, connections, done: Done::default(), under_way: 0 };
        let outcome = share.all();
        if outcome.is_err() {
            shared.has_failed.store(true, Ordering::Relaxed);
        }
        outcome.map(|()| share.done)
    }

    fn all(&mut self) -> Result<(), Problem> {
        let mut poll = Poll::new()?;
        let mut events = Events::with_capacity(1024);
        for (number, connection) in self.connections.iter_mut().enumerate() {
            poll.registry().register(&mut connection.stream, Token(number), Interest::READABLE)?;
            let now = self.shared.start.elapsed();
            if let Some(number) = self.shared.number(now) {
                connection.ask(number, now)?;
                self.under_way += 1;
            }
        }
        while self.under_way > 0 && !self.shared.has_failed.load(Ordering::Relaxed) {
            match poll.poll(&mut events, Some(PATIENCE)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                outcome => outcome?,
            }
            if events.is_empty() {
                return Err("no answer came".into());
            }
            for event in &events {
                self.attend(event.token().0)?;
            }
        }
        Ok(())
    }

    fn attend(&mut self, number: usize) -> Result<(), Problem> {
        let connection = &mut self.connections[number];
        if !connection.hear()? {
            return Ok(());
        }
        let now = self.shared.start.elapsed();
        self.done.requests += 1;
        self.done.latencies.add(now.saturating_sub(connection.sent));
        match self.shared.number(now) {
            Some(number) => connection.ask(number, now),
            None if !connection.can_stop() => connection.ask(0, now),
            None => {
                self.under_way -= 1;
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::Mutex;

    use super::*;

    /// Answers each request with itself, in two parts.
    fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                std::thread::spawn(move || {
                    let mut request = [0; 8];
                    while stream.read_exact(&mut request).is_ok() {
                        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n").unwrap();
                        stream.write_all(&request).unwrap();
                    }
                });
            }
        });
        address
    }

    #[derive(Default)]
    struct Numbers(Mutex<Vec<u64>>, u64);

    impl Work for Numbers {
        fn client(&self) -> Box<dyn Client + '_> {
            Box::new((self, 0))
        }
    }

    impl Client for (&Numbers, u64) {
        fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
            self.1 = number;
            out.clear();
            out.extend_from_slice(&number.to_be_bytes());
        }

        fn hears(&mut self, answer: &Answer<'_>) -> bool {
            self.0.0.lock().unwrap().push(self.1);
            answer.body == self.1.to_be_bytes() && self.1 != self.0.1
        }
    }

    #[test]
    fn each_number_is_asked_once_and_answered_on_its_connection() {
        let work = Numbers(Mutex::default(), u64::MAX);
        let done = through(echo(), 7, 100..400, &work).unwrap();
        let mut asked = work.0.into_inner().unwrap();
        asked.sort_unstable();
        assert_eq!(asked, (100..400).collect::<Vec<_>>());
        assert_eq!((done.requests, done.latencies.count()), (300, 300));
    }

    #[test]
    fn time_ends_it_and_so_does_a_wrong_answer() {
        let work = Numbers(Mutex::default(), u64::MAX);
        let done = run(&[echo()], 3, Duration::from_millis(50), 5, &work).unwrap();
        assert!(done.requests >= 3 && done.time >= Duration::from_millis(50), "{done:?}");
        let wrong = run(&[echo()], 3, Duration::from_secs(60), 0, &Numbers(Mutex::default(), 20));
        assert!(wrong.is_err_and(|why| why.to_string().contains("not what was to be answered")));
    }
}
