//! Where the instructions of a request go, what it allocates, and what it asks of the system: tables in Markdown.

use std::collections::BTreeMap;

use serde_json::Value;

use super::callgrind::Profile;
use super::groups;
use super::measure::Bench;
use super::requests::Request;
use super::valgrind::Tool;

/// How many functions are shown.
const SHOWN: usize = 25;

/// What valgrind takes for a call to the system, and is none otherwise: the vDSO reads the clock.
const CLOCK: &str = "clock_gettime";

type Sums = BTreeMap<&'static str, f64>;

/// All that is known of what a request costs.
pub(super) struct Cost {
    count: u64,
    profile: Profile,
    /// Blocks, and bytes.
    allocated: (i64, i64),
    calls: BTreeMap<String, i64>,
}

impl Cost {
    /// # Errors
    /// When it cannot be counted.
    pub(super) fn of(bench: &Bench, request: &Request) -> Result<Cost, String> {
        let (few, many) = bench.both(request, Tool::Callgrind)?;
        let profile = Profile::read(&many).less(&Profile::read(&few));
        let (few, many) = bench.both(request, Tool::Dhat)?;
        let (few, many) = (allocated(&few)?, allocated(&many)?);
        let allocated = (many.0 - few.0, many.1 - few.1);
        let (few, many) = bench.both(request, Tool::Calls)?;
        let mut calls = system_calls(&many);
        for (name, count) in system_calls(&few) {
            *calls.entry(name).or_default() -= count;
        }
        Ok(Cost { count: request.count, profile, allocated, calls })
    }

    fn each(&self, all: f64) -> f64 {
        all / self.count as f64
    }
}

/// A column for each request, a row for each group of instructions, and then what else they cost.
pub(super) fn table(columns: &[(&str, Cost)]) -> String {
    let names = groups::GROUPS.iter().map(|group| group.name).chain([groups::REST]);
    let mut text = line("", columns.iter().map(|(name, _)| (*name).to_owned()));
    text.push_str(&format!("|---|{}\n", "---:|".repeat(columns.len())));
    let sums: Vec<_> =
        columns.iter().map(|(_, cost)| (cost, groups::sums(&cost.profile))).collect();
    for name in names {
        text.push_str(&line(name, sums.iter().map(|(cost, sums)| share(cost, sums, name))));
    }
    let whole = |(cost, sums): &(&Cost, Sums)| format!("**{:.0}**", cost.each(sums.values().sum()));
    text.push_str(&line("**instructions**", sums.iter().map(whole)));
    let costs = || columns.iter().map(|(_, cost)| cost);
    let each = |cost: &Cost, all: i64| format!("{:.1}", cost.each(all as f64));
    text.push_str(&line("allocations", costs().map(|cost| each(cost, cost.allocated.0))));
    text.push_str(&line("bytes allocated", costs().map(|cost| each(cost, cost.allocated.1))));
    let clock = |cost: &Cost| cost.calls.get(CLOCK).copied().unwrap_or(0);
    let calls = |cost: &Cost| cost.calls.values().sum::<i64>() - clock(cost);
    text.push_str(&line("system calls", costs().map(|cost| each(cost, calls(cost)))));
    text.push_str(&line("readings of the clock", costs().map(|cost| each(cost, clock(cost)))));
    text
}

fn share(cost: &Cost, sums: &Sums, name: &str) -> String {
    // What differs by chance between two runs may be less than nothing.
    let count = sums.get(name).copied().unwrap_or(0.0).max(0.0);
    let all = sums.values().sum::<f64>();
    format!("{:.0} ({:.0} %)", cost.each(count), count / all * 100.0)
}

fn line(name: &str, cells: impl Iterator<Item = String>) -> String {
    format!("| {name} | {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// What is dearest in one request: functions of Accede with what they call, functions themselves, calls to the system.
pub(super) fn details(name: &str, cost: &Cost) -> String {
    let mut own: BTreeMap<&str, i64> = BTreeMap::new();
    for (place, count) in &cost.profile.own {
        *own.entry(&place.function).or_default() += count;
    }
    let whole = cost.profile.whole.iter().map(|(name, count)| (name.as_str(), *count));
    let ours = whole.filter(|(name, _)| name.contains("accede"));
    let calls = cost.calls.iter().map(|(name, count)| (name.as_str(), *count));
    let mut text = String::new();
    for (what, list) in [
        ("functions of Accede, with what they call", dearest(ours)),
        ("functions, without what they call", dearest(own.into_iter())),
        ("system calls", dearest(calls)),
    ] {
        text.push_str(&format!("\n{name}: {what}\n"));
        for (name, count) in list {
            text.push_str(&format!("{:>12.1}  {name}\n", cost.each(count as f64)));
        }
    }
    text
}

fn dearest<'a>(counts: impl Iterator<Item = (&'a str, i64)>) -> Vec<(&'a str, i64)> {
    let mut counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
    counts.sort_by_key(|(name, count)| (-count, *name));
    counts.truncate(SHOWN);
    counts
}

/// Blocks and bytes that were allocated at all, as DHAT writes it: at each place of the program.
fn allocated(dhat: &str) -> Result<(i64, i64), String> {
    let value: Value = serde_json::from_str(dhat).map_err(|error| format!("dhat: {error}"))?;
    let places = value["pps"].as_array().ok_or("dhat: no places")?;
    let sum = |name: &str| places.iter().filter_map(|place| place[name].as_i64()).sum();
    Ok((sum("tbk"), sum("tb")))
}

/// Calls by name, from lines like `SYSCALL[12,2](  0) sys_read ( 9, 0x4c, 5 ) --> …`. A call that waits has a second
/// line, without its name.
fn system_calls(log: &str) -> BTreeMap<String, i64> {
    let mut calls = BTreeMap::new();
    for line in log.lines().filter(|line| line.contains("SYSCALL[")) {
        let words = || line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        if let Some(name) = words().find_map(|word| word.strip_prefix("sys_")) {
            *calls.entry(name.to_owned()).or_default() += 1;
        }
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::super::callgrind::Place;
    use super::*;

    #[test]
    fn calls_to_the_system_are_counted_once() {
        let log = "SYSCALL[1463,1](  0) sys_read ( 3, 0x1ffe, 832 ) --> [async] ...\n\
                   SYSCALL[1463,1](  0) ... [async] --> Success(0x340)\n\
                   ==1463== \n\
                   SYSCALL[1463,2](228) sys_clock_gettime( 1, 0x5f )[sync] --> Success(0x0)\n\
                   SYSCALL[1463,2](  0) sys_read ( 3, 0x1ffe, 832 ) --> [async] ...\n";
        let calls = system_calls(log);
        assert_eq!(calls, [("clock_gettime".to_owned(), 1), ("read".to_owned(), 2)].into());
    }

    #[test]
    fn allocations_are_those_of_all_places() {
        let dhat = r#"{"pps": [{"tb": 100, "tbk": 2}, {"tb": 50, "tbk": 1}]}"#;
        assert_eq!(allocated(dhat), Ok((3, 150)));
        assert!(allocated("{}").is_err());
    }

    #[test]
    fn a_table_has_a_row_for_each_group_and_all_other_costs() {
        let place = Place {
            function: "f".to_owned(),
            home: "crates/store/a.rs".to_owned(),
            source: "crates/store/a.rs".to_owned(),
        };
        let profile = Profile { own: [(place, 400)].into(), ..Profile::default() };
        let calls = [(CLOCK.to_owned(), 4), ("writev".to_owned(), 2)].into();
        let cost = Cost { count: 2, profile, allocated: (10, 300), calls };
        let table = table(&[("list-20", cost)]);
        for row in [
            "|  | list-20 |",
            "| store | 200 (100 %) |",
            "| rules | 0 (0 %) |",
            "| **instructions** | **200** |",
            "| allocations | 5.0 |",
            "| bytes allocated | 150.0 |",
            "| system calls | 1.0 |",
            "| readings of the clock | 2.0 |",
        ] {
            assert!(table.lines().any(|line| line == row), "no {row} in\n{table}");
        }
    }
}
