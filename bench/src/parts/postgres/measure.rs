//! One measurement, and what all of a kind come to.

use std::time::Duration;

use crate::Problem;
use crate::cpu::{self, Family};
use crate::report::Figures;

/// What took part in a measurement.
pub(crate) struct Parts {
    pub(crate) database: Family,
    pub(crate) nodes: Vec<Family>,
}

/// CPU time until now.
#[derive(Debug, Clone, Copy)]
struct Used {
    database: Duration,
    nodes: Duration,
    generator: Duration,
}

/// Told when what is measured begins, and which program asks, if it is not this one.
pub(crate) type Begins<'a> = &'a mut dyn FnMut(Family) -> Result<(), Problem>;

impl Parts {
    fn used(&self) -> Result<Used, Problem> {
        let mut nodes = Duration::ZERO;
        for node in &self.nodes {
            nodes += node.used()?;
        }
        Ok(Used { database: self.database.used()?, nodes, generator: cpu::own()? })
    }

    /// Measures what answers how many requests were done, and how many a second.
    pub(crate) fn measure(
        &self,
        into: &mut Measured,
        run: impl FnOnce(Begins<'_>) -> Result<(u64, f64), Problem>,
    ) -> Result<u64, Problem> {
        let mut before = self.used()?;
        let mut asking = None;
        let (requests, rate) = run(&mut |family| {
            before = self.used()?;
            before.generator += family.used()?;
            asking = Some(family);
            Ok(())
        })?;
        // What has just ended is counted once its parent has heard of it.
        std::thread::sleep(Duration::from_millis(300));
        let mut after = self.used()?;
        if let Some(asking) = asking {
            after.generator += asking.used()?;
        }
        let each = |after: Duration, before: Duration| {
            after.saturating_sub(before).as_secs_f64() * 1e6 / requests.max(1) as f64
        };
        into.rate.add(rate);
        into.database.add(each(after.database, before.database));
        into.nodes.add(each(after.nodes, before.nodes));
        into.generator.add(each(after.generator, before.generator));
        Ok(requests)
    }
}

/// The figures of all rounds: requests a second, and microseconds of CPU time for each of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured {
    pub(crate) rate: Figures,
    pub(crate) database: Figures,
    pub(crate) nodes: Figures,
    pub(crate) generator: Figures,
}

impl Measured {
    /// What all together have used.
    fn cpu(&self) -> Figures {
        self.database.plus(&self.nodes).plus(&self.generator)
    }

    /// A line of the table, beside what it is compared with.
    pub(crate) fn row(&self, name: &str, ceiling: Option<&Measured>) -> Vec<String> {
        let ratio =
            ceiling.map_or("–".to_owned(), |ceiling| self.rate.per(&ceiling.rate).shown(2));
        // What the ratio would be if nothing but the CPU was waited for.
        let by_cpu =
            ceiling.map_or("–".to_owned(), |ceiling| ceiling.cpu().per(&self.cpu()).shown(2));
        let cpu = |figures: &Figures| match figures.median() {
            none if none < 0.05 => "–".to_owned(),
            some => format!("{some:.0}"),
        };
        let cpu = [&self.nodes, &self.database, &self.generator].map(cpu);
        [[name.to_owned(), self.rate.shown(0), ratio, by_cpu].as_slice(), &cpu].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_shared_among_requests() {
        let parts = Parts { database: Family(std::process::id()), nodes: Vec::new() };
        let (mut one, mut other) = (Measured::default(), Measured::default());
        assert_eq!(parts.measure(&mut one, |_| Ok((3, 10.0))).unwrap(), 3);
        parts.measure(&mut other, |_| Ok((3, 20.0))).unwrap();
        let row = one.row("a", Some(&other));
        assert_eq!(row[..3], ["a", "10 (10–10)", "0.50 (0.50–0.50)"]);
        assert_eq!((row[4].as_str(), row.len()), ("–", 7));
    }
    #[test]
    fn what_was_used_before_it_began_is_not_counted() {
        let own = Family(std::process::id());
        let parts = Parts { database: own, nodes: Vec::new() };
        let mut measured = Measured::default();
        let busy = |begins: Begins<'_>| {
            let before = own.used()?;
            while own.used()? < before + Duration::from_millis(1_000) {}
            begins(own)?;
            Ok((1, 1.0))
        };
        parts.measure(&mut measured, busy).unwrap();
        assert!(measured.database.median() < 800_000.0);
    }
}
