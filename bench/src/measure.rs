//! Sides that take turns at the same work, and the table of what each did.

use std::net::SocketAddr;
use std::time::Duration;

use crate::Problem;
use crate::cpu::{self, Family};
use crate::load::{self, Latencies, Work};
use crate::node::Node;
use crate::options::Options;
use crate::report::Figures;

/// How long a side is asked before it counts.
const WARM_UP: Duration = Duration::from_millis(500);
/// What has just ended is counted once its parent has heard of it.
const SETTLES: Duration = Duration::from_millis(50);

/// What takes part.
pub(crate) trait Side {
    /// What its row is called.
    fn name(&self) -> &str;

    /// Works for so long; numbers of requests are from `first` on.
    ///
    /// # Errors
    /// When it does not do what it must.
    fn run(&mut self, time: Duration, first: u64) -> Result<Sample, Problem>;
}

/// What a side did in a round.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Microseconds of CPU time for each request, of what answers and of what asks.
    pub(crate) cpu: f64,
    pub(crate) generator: f64,
    pub(crate) latencies: Latencies,
    /// Megabytes in memory at the end.
    pub(crate) memory: f64,
    /// Bytes that each request has had written to the log, where that is known.
    pub(crate) written: Option<f64>,
}

/// What a side did in all rounds.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    name: String,
    samples: Vec<Sample>,
}

/// Has all sides take turns: each once without counting, then round by round, in the other order every other round.
///
/// # Errors
/// As for [`Side::run`].
pub(crate) fn take_turns(
    options: &Options,
    time: Duration,
    sides: &mut [&mut dyn Side],
) -> Result<Vec<Measured>, Problem> {
    let mut all: Vec<Measured> = sides
        .iter()
        .map(|side| Measured { name: side.name().to_owned(), samples: Vec::new() })
        .collect();
    for side in sides.iter_mut() {
        side.run(WARM_UP.min(time), 0)?;
    }
    for round in 1..=options.rounds {
        let mut order: Vec<usize> = (0..sides.len()).collect();
        if round % 2 == 0 {
            order.reverse();
        }
        for number in order {
            let sample = sides[number].run(time, round as u64 * 1_000_000_000)?;
            all[number].samples.push(sample);
        }
    }
    Ok(all)
}

impl Measured {
    pub(crate) fn figures(&self, of: impl Fn(&Sample) -> f64) -> Figures {
        Figures::of(&self.samples.iter().map(of).collect::<Vec<_>>())
    }

    pub(crate) fn rate(&self) -> Figures {
        self.figures(|sample| sample.rate)
    }

    /// Its requests a second for each of another's, round by round.
    pub(crate) fn of(&self, ceiling: &Measured) -> Figures {
        self.rate().per(&ceiling.rate())
    }

    /// The same as [`Measured::row`], with what was written.
    pub(crate) fn wide_row(&self, work: &str, ceiling: Option<&Measured>) -> Vec<String> {
        let written = self.figures(|sample| sample.written.unwrap_or_default() / 1024.0);
        let mut row = self.row(work, ceiling);
        row.push(format!("{:.1}", written.median()));
        row
    }

    /// A row of the table with these [`captions`], beside what it is compared with.
    pub(crate) fn row(&self, work: &str, ceiling: Option<&Measured>) -> Vec<String> {
        let ratio = ceiling.map_or("–".to_owned(), |ceiling| self.of(ceiling).shown(2));
        let micros = |figures: Figures| format!("{:.1}", figures.median());
        let latency = |part: f64| {
            let median = self.figures(|sample| sample.latencies.quantile(part)).median();
            if median < 10.0 { format!("{median:.2}") } else { format!("{median:.0}") }
        };
        vec![
            work.to_owned(),
            self.name.clone(),
            self.rate().shown(0),
            ratio,
            micros(self.figures(|sample| sample.cpu)),
            micros(self.figures(|sample| sample.generator)),
            [latency(0.5), latency(0.99), latency(0.999)].join(" / "),
            format!("{:.0}", self.figures(|sample| sample.memory).median()),
        ]
    }
}

/// Of the column that [`Measured::wide_row`] adds.
pub(crate) const WRITTEN: &str = "KiB written a request";

/// Of a table with a row for each side, and what the ratio is of.
pub(crate) fn captions(of: &str) -> [&str; 8] {
    [
        "work",
        "who",
        "requests/s",
        of,
        "CPU µs a request",
        "of the generator",
        "p50 / p99 / p99.9 ms",
        "memory MB",
    ]
}

/// A server that is asked over the network.
pub(crate) struct Served<'a> {
    name: String,
    addresses: Vec<SocketAddr>,
    family: Family,
    connections: usize,
    work: &'a dyn Work,
}

impl<'a> Served<'a> {
    pub(crate) fn new(
        name: &str,
        node: &Node,
        connections: usize,
        work: &'a dyn Work,
    ) -> Served<'a> {
        let (addresses, family) = (vec![node.address], node.family());
        Served { name: name.to_owned(), addresses, family, connections, work }
    }
}

impl Side for Served<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn run(&mut self, time: Duration, first: u64) -> Result<Sample, Problem> {
        let used = || Ok::<_, Problem>((self.family.used()?, cpu::own()?, self.family.written()?));
        let before = used()?;
        let done = load::run(&self.addresses, self.connections, time, first, self.work)?;
        std::thread::sleep(SETTLES);
        let after = used()?;
        let each = |after: Duration, before: Duration| {
            after.saturating_sub(before).as_secs_f64() * 1e6 / done.requests.max(1) as f64
        };
        Ok(Sample {
            rate: done.rate(),
            cpu: each(after.0, before.0),
            generator: each(after.1, before.1),
            memory: self.family.memory()?,
            latencies: done.latencies,
            written: Some((after.2 - before.2) as f64 / done.requests.max(1) as f64),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(&'static str, f64);

    impl Side for Counting {
        fn name(&self) -> &str {
            self.0
        }

        fn run(&mut self, _: Duration, first: u64) -> Result<Sample, Problem> {
            let rate = if first == 0 { 0.0 } else { self.1 };
            self.1 += 1.0;
            Ok(Sample { rate, cpu: 2.0, ..Sample::default() })
        }
    }

    #[test]
    fn everybody_has_a_row_without_the_first_turn() {
        let mut options = Options::read(&[]).unwrap();
        options.rounds = 2;
        let (mut one, mut other) = (Counting("one", 4.0), Counting("other", 9.0));
        let all = take_turns(&options, options.time, &mut [&mut one, &mut other]).unwrap();
        let row = all[0].row("a", Some(&all[1]));
        assert_eq!(row[..5], ["a", "one", "6 (5–6)", "0.52 (0.50–0.55)", "2.0"]);
        assert_eq!((row.len(), all[1].row("a", None)[3].as_str()), (captions("of").len(), "–"));
    }
}
