//! Many accounts for a long time: thousands of random commands a run, each compared with a second, naive
//! model of the reference's tables.
//!
//! A run prints its seed when it fails; `ACCEDE_SIMULATION_SEED=… cargo test --test simulation` replays it.

#![allow(clippy::expect_used, reason = "a test may fail")]

mod common;
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher};

use accede_membership::{
    AccountId, Change, Command, EmailCheck, OverBatch, Pair, Quotas, Refusal, Reply, Rules,
};
use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use random::model::Model;
use random::steps::{Step, step};
use random::table::{self, Event, Seen};
use random::{Sim, checks, clean_up, parts, refusals, subject};

const ACCOUNTS: usize = 30;
const STEPS: usize = 40_000;
/// The laws about a whole world are checked every so many steps.
const CHECKED_EVERY: usize = 20;
const QUOTAS: Quotas = Quotas { members: 12, batch: 4, tags: 3, organization: 12 };
const SEED: u64 = 20_260_915;

/// Says how to repeat the run that is failing.
struct Run {
    seed: u64,
    steps: usize,
    last: Option<(AccountId, Command)>,
}

impl Drop for Run {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Run { seed, steps, last } = self;
            eprintln!("ACCEDE_SIMULATION_SEED={seed} failed at step {steps}: {last:?}");
        }
    }
}

/// What a run met.
#[derive(Default)]
struct Met {
    transitions: BTreeMap<&'static str, usize>,
    refusals: BTreeSet<Refusal>,
}

impl Met {
    fn counts(&self, transition: &str) -> bool {
        self.transitions.contains_key(transition)
    }
}

#[allow(clippy::disallowed_methods, reason = "a failed run is replayed by its seed")]
fn seeds() -> Vec<u64> {
    match std::env::var("ACCEDE_SIMULATION_SEED") {
        Ok(seed) => vec![seed.parse().expect("ACCEDE_SIMULATION_SEED is a number")],
        Err(_) => vec![SEED, fresh()],
    }
}

/// A seed that differs from run to run: the standard library draws random keys for its hash maps.
fn fresh() -> u64 {
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng)
}

fn draw(strategy: &BoxedStrategy<Step>, runner: &mut TestRunner) -> Step {
    strategy.new_tree(runner).expect("every draw gives a step").current()
}

fn simulate(rules: Rules, seed: u64) -> Met {
    let (mut runner, strategy) = (runner(seed), step(ACCOUNTS));
    let mut run = Run { seed, steps: 0, last: None };
    let mut sim = Sim::of(rules, ACCOUNTS);
    let mut met = Met::default();
    for number in 1..=STEPS {
        let step = draw(&strategy, &mut runner);
        let (caller, command) = sim.resolve(&step);
        run.steps = number;
        run.last = Some((caller, command.clone()));
        sim.clock += 1;
        take(&mut sim, caller, &command, &mut met);
        if number % CHECKED_EVERY == 0 {
            checks::check(&sim);
        }
    }
    checks::check(&sim);
    clean_up(&mut sim);
    assert!(sim.world.standings.is_empty() && sim.world.relationships.is_empty());
    met
}

/// Runs a command in one go, and account by account beside the model; both must come to the same.
fn take(sim: &mut Sim, caller: AccountId, command: &Command, met: &mut Met) {
    let parts = parts(command);
    let batch = parts.len() != 1;
    let unlimited = matches!(command, Command::DisassociateMembers { .. });
    let limit = sim.rules.quotas.batch;
    if batch && sim.rules.over_batch == OverBatch::Refused && parts.len() > limit {
        met.refusals.insert(Refusal::TooManyAccounts);
        assert_eq!(sim.run(caller, command), Err(Refusal::TooManyAccounts));
        return;
    }
    if !batch {
        take_one(sim, caller, command, met);
        return;
    }
    let mut whole = sim.clone_without_history();
    let outcome = whole.run(caller, command);
    if parts.is_empty() || outcome.is_err() {
        let on = sim.world.standings.contains_key(&caller);
        assert_eq!(
            outcome.is_ok(),
            on,
            "a batch as a whole is refused only by a service that is off"
        );
        return;
    }
    let mut expected = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let refusal = if place < limit || unlimited {
            take_one(sim, caller, part, met)
        } else {
            Some(Refusal::OverBatch)
        };
        met.refusals.extend(refusal);
        expected.extend(refusal);
    }
    let left: Vec<_> = outcome.iter().flat_map(refusals).map(|one| one.refusal).collect();
    assert_eq!(left, expected, "a batch is its accounts one after another");
    assert_eq!(whole.world, sim.world, "a batch is its accounts one after another");
}

/// Runs a command that names at most one account, and compares it with the model.
fn take_one(sim: &mut Sim, caller: AccountId, command: &Command, met: &mut Met) -> Option<Refusal> {
    let rules = sim.rules;
    let expected = model(&rules, sim, caller).expect(command);
    let ids_before: Vec<_> = expected.moves.iter().map(|(pair, _)| id(sim, *pair)).collect();
    let dropped = dropped_rows(sim, caller, command);
    let history = sim.history.len();
    let refusal = refusal_of(&sim.run(caller, command));
    assert_eq!(refusal, expected.reasons.first().copied(), "of {:?}", expected.reasons);
    let changes = sim.history.get(history).cloned().unwrap_or_default();
    if let Some(refusal) = refusal {
        met.refusals.insert(refusal);
        assert_eq!(changes, [], "what is refused changes nothing");
        return Some(refusal);
    }
    let mut moved: Vec<(Pair, Seen)> =
        dropped.into_iter().map(|pair| (pair, (None, None))).collect();
    for ((pair, (name, event, _, to)), id_before) in expected.moves.into_iter().zip(ids_before) {
        *met.transitions.entry(*name).or_default() += 1;
        moved.push((pair, *to));
        check_id(sim, pair, *event, id_before);
    }
    for (pair, to) in &moved {
        assert_eq!(model(&rules, sim, caller).seen(*pair), *to, "{pair:?}");
    }
    let tagging = matches!(command, Command::Tag { .. } | Command::Untag { .. });
    for change in &changes {
        if let Change::Relationship(pair, _) = change {
            assert!(tagging || moved.iter().any(|(moved, _)| moved == pair), "{pair:?} moved too");
        }
    }
    None
}

fn model<'a>(rules: &'a Rules, sim: &'a Sim, caller: AccountId) -> Model<'a> {
    Model { rules, world: &sim.world, interrupted: &sim.interrupted, caller }
}

fn refusal_of(outcome: &Result<Reply, Refusal>) -> Option<Refusal> {
    match outcome {
        Ok(reply) => refusals(reply).first().map(|one| one.refusal),
        Err(refusal) => Some(*refusal),
    }
}

/// What rows are left when an administrator switches its service off are dropped.
fn dropped_rows(sim: &Sim, caller: AccountId, command: &Command) -> Vec<Pair> {
    if *command != Command::DisableService {
        return Vec::new();
    }
    let rows = random::model::rows(&sim.world, caller);
    rows.map(|(member, _, _)| Pair { administrator: caller, member }).collect()
}

/// U28: a new invitation has a new id; whatever else happens, an id stays.
fn check_id(sim: &Sim, pair: Pair, event: Event, before: Option<u128>) {
    let after = id(sim, pair);
    if matches!(event, Event::Invite | Event::Verify) {
        assert_eq!(after, Some(sim.ids.0), "a new invitation has a new id");
        assert_ne!(after, before, "a new invitation has a new id");
    } else if after.is_some() {
        assert_eq!(after, before, "an id stays");
    }
}

fn id(sim: &Sim, pair: Pair) -> Option<u128> {
    let relationship = sim.world.relationships.get(&pair);
    relationship.and_then(|r| r.invitation.as_ref()).map(|invitation| invitation.id.0)
}

impl Sim {
    fn clone_without_history(&self) -> Sim {
        let Sim { rules, accounts, clock, .. } = *self;
        let (world, ids) = (self.world.clone(), self.ids.clone());
        let (start, interrupted) = (Default::default(), self.interrupted.clone());
        Sim { rules, accounts, start, world, ids, clock, interrupted, history: Vec::new() }
    }
}

/// A run meets nearly every transition that its rules have, so that the comparison says something about
/// each; those of the other way to check emails it never meets.
fn simulate_all(rules: Rules, never: &[&str]) {
    for seed in seeds() {
        let met = simulate(rules, seed);
        let names: BTreeSet<_> = table::of(rules.service).iter().map(|(name, ..)| *name).collect();
        let (missed, possible): (Vec<_>, Vec<_>) = names
            .into_iter()
            .filter(|name| !never.contains(name))
            .partition(|name| !met.counts(name));
        assert!(missed.len() * 8 <= possible.len(), "seed {seed} never met {missed:?}");
        assert!(never.iter().all(|name| !met.counts(name)), "seed {seed} met one of {never:?}");
        assert!(met.refusals.len() >= 17, "seed {seed} met only {:?}", met.refusals);
    }
}

#[test]
fn security_hub() {
    simulate_all(Rules::security_hub(QUOTAS), &[]);
}

/// The check is made at once: no row is ever seen waiting for it.
#[test]
fn macie() {
    let waiting = ["M2 created", "M2 declined", "M2 left", "M3", "M4", "M12 verifying", "M13"];
    simulate_all(Rules::macie(QUOTAS), &[&waiting[..], &["M14 verifying"]].concat());
}

/// The check comes later: no row goes straight from invited to verified.
#[test]
fn macie_with_a_later_email_check() {
    let rules = Rules { email_check: EmailCheck::Later, ..Rules::macie(QUOTAS) };
    let at_once = ["M2 M3 created", "M2 M3 declined", "M2 M3 left", "M2 M4 created"];
    simulate_all(rules, &[&at_once[..], &["M2 M4 declined", "M13 M3", "M13 M4"]].concat());
}

#[test]
fn a_seed_replays_its_run() {
    let run = |seed| {
        let (mut runner, strategy) = (runner(seed), step(ACCOUNTS));
        (0..50).map(|_| format!("{:?}", draw(&strategy, &mut runner))).collect::<Vec<_>>()
    };
    assert_eq!(run(SEED), run(SEED));
    assert_ne!(run(SEED), run(SEED + 1));
    assert!(run(SEED).len() == 50 && subject(&Command::DisableService).is_none());
}
