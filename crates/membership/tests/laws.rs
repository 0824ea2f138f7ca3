//! Laws: what holds whatever accounts ask for, in whatever order.

mod common;
mod random;

use accede_membership::{
    AccountId, Change, Command, Decision, EmailCheck, InvitationId, OverBatch, Quotas, Refusal,
    Rules, World,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

use common::name_of;
use random::steps::{Step, step};
use random::{Sim, checks, clean_up, parts, refusals, subject};

const ACCOUNTS: usize = 7;
const QUOTAS: Quotas = Quotas { members: 3, batch: 3, tags: 3, organization: 3 };

/// A service whose limits are near.
fn rules() -> impl Strategy<Value = Rules> {
    let macie = Rules::macie(QUOTAS);
    prop_oneof![
        Just(Rules::security_hub(QUOTAS)),
        Just(macie),
        Just(Rules { email_check: EmailCheck::Later, ..macie }),
    ]
}

fn run_of_steps() -> impl Strategy<Value = (Rules, Vec<Step>)> {
    (rules(), vec(step(ACCOUNTS), 1..120))
}

/// Runs the steps, and looks at each before and after it is taken.
fn each_step(rules: Rules, steps: &[Step], look: impl Fn(&Sim, &Sim, AccountId, &Command)) -> Sim {
    let mut sim = Sim::of(rules, ACCOUNTS);
    for step in steps {
        let before = sim.clone();
        let (caller, command) = sim.resolve(step);
        sim.clock += 1;
        let _ = sim.run(caller, &command);
        look(&before, &sim, caller, &command);
    }
    sim
}

fn laws() -> ProptestConfig {
    ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(laws())]

    /// At most one administrator, never administrator and member, tally and administrator as the
    /// relationships say, row and invitation agree, suspended rows and members agree, nothing is left in a
    /// service that is off, ids are unique: see `checks`.
    #[test]
    fn a_world_is_sound_after_every_step((rules, steps) in run_of_steps()) {
        each_step(rules, &steps, |_, after, _, _| checks::check(after));
    }

    #[test]
    fn a_refused_command_changes_nothing((rules, steps) in run_of_steps()) {
        each_step(rules, &steps, |before, after, caller, command| {
            if before.at(after).decide(caller, command).0.is_err() {
                assert_eq!(before.world, after.world, "{command:?}");
            }
        });
    }

    /// The accounts that a batch leaves unprocessed, and those that it does not name, stay as they were.
    #[test]
    fn an_unprocessed_account_changes_nothing((rules, steps) in run_of_steps()) {
        each_step(rules, &steps, |before, after, caller, command| {
            if let (Ok(decision), _) = before.at(after).decide(caller, command)
                && parts(command).first().is_some_and(|part| subject(part).is_some())
            {
                require_only_processed(&decision, caller, command);
            }
        });
    }

    #[test]
    fn a_batch_is_its_accounts_one_after_another((rules, steps) in run_of_steps()) {
        each_step(rules, &steps, |before, after, caller, command| {
            let mut one_by_one = before.at(after);
            let expected = in_parts(&mut one_by_one, caller, command);
            let mut at_once = before.at(after);
            let outcome = at_once.run(caller, command).map(|reply| {
                refusals(&reply).into_iter().map(|one| one.refusal).collect::<Vec<_>>()
            });
            assert_eq!(outcome, expected, "{command:?}");
            assert_eq!(at_once.world, one_by_one.world, "{command:?}");
        });
    }

    /// What a command reads is enough: with everything in sight it decides the same. (What it looks at
    /// without having read it stops at a debug assertion in `Draft`.)
    #[test]
    fn what_a_command_reads_is_enough((rules, steps) in run_of_steps()) {
        each_step(rules, &steps, |before, after, caller, command| {
            let before = before.at(after);
            let everything = before.everything(caller, command);
            let (seeing_all, _) = before.decide_seeing(&everything, caller, command);
            assert_eq!(before.decide(caller, command).0, seeing_all, "{command:?}");
        });
    }

    #[test]
    fn what_is_decided_depends_on_nothing_else((rules, steps) in run_of_steps()) {
        each_step(rules, &steps, |before, after, caller, command| {
            let before = before.at(after);
            let (first, second) = (before.decide(caller, command), before.decide(caller, command));
            assert_eq!(first.0, second.0, "{command:?}");
        });
    }

    /// A decision names each record once, and only records that change.
    #[test]
    fn a_decision_changes_what_it_names((rules, steps) in run_of_steps()) {
        each_step(rules, &steps, |before, after, caller, command| {
            if let (Ok(decision), _) = before.at(after).decide(caller, command) {
                require_real_changes(&before.world, &decision, command);
            }
        });
    }

    #[test]
    fn replaying_the_changes_gives_the_same_world((rules, steps) in run_of_steps()) {
        let sim = each_step(rules, &steps, |_, _, _, _| {});
        let mut replayed = sim.start.clone();
        for changes in &sim.history {
            replayed.apply(changes);
        }
        assert_eq!(replayed, sim.world);
    }

    /// An id once given is never given to another invitation, nor to another pair.
    #[test]
    fn an_invitation_id_belongs_to_one_invitation((rules, steps) in run_of_steps()) {
        let sim = each_step(rules, &steps, |_, _, _, _| {});
        let mut owners = std::collections::BTreeMap::<InvitationId, _>::new();
        for change in sim.history.iter().flatten() {
            if let Change::Relationship(pair, Some(relationship)) = change
                && let Some(invitation) = &relationship.invitation
            {
                let owner = (*pair, invitation.invited_at);
                assert_eq!(*owners.entry(invitation.id).or_insert(owner), owner);
            }
        }
    }

    /// From everywhere clients find the way back to nothing.
    #[test]
    fn every_state_has_a_way_out((rules, steps) in run_of_steps()) {
        let mut sim = each_step(rules, &steps, |_, _, _, _| {});
        clean_up(&mut sim);
        assert!(sim.world.standings.is_empty(), "{:?}", sim.world.standings);
        assert!(sim.world.relationships.is_empty(), "{:?}", sim.world.relationships);
    }
}

impl Sim {
    /// This scope at the time of another.
    fn at(&self, other: &Sim) -> Sim {
        Sim { clock: other.clock, ..self.clone() }
    }
}

/// The same accounts, each in a request of its own.
fn in_parts(sim: &mut Sim, caller: AccountId, command: &Command) -> Result<Vec<Refusal>, Refusal> {
    let parts = parts(command);
    let is_batch = parts.iter().any(|part| subject(part).is_some());
    let (limit, over) = (sim.rules.quotas.batch, sim.rules.over_batch);
    if is_batch && over == OverBatch::Refused && parts.len() > limit {
        return Err(Refusal::TooManyAccounts);
    }
    if parts.is_empty() {
        return sim.run(caller, command).map(|_| Vec::new());
    }
    let mut left = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let unlimited = matches!(command, Command::DisassociateMembers { .. });
        if is_batch && place >= limit && !unlimited {
            left.push(Refusal::OverBatch);
            continue;
        }
        let reply = sim.run(caller, part)?;
        left.extend(refusals(&reply).into_iter().map(|one| one.refusal));
    }
    Ok(left)
}

/// Every relationship that a batch changes is one of the caller and an account that it processed.
fn require_only_processed(decision: &Decision, caller: AccountId, command: &Command) {
    let mut named: Vec<_> = parts(command).iter().filter_map(|p| subject(p).cloned()).collect();
    for one in refusals(&decision.reply) {
        let place = named.iter().position(|subject| *subject == one.subject);
        assert!(place.is_some(), "{:?} was not named", one.subject);
        place.map(|place| named.remove(place));
    }
    let processed: BTreeSet<AccountId> = named.iter().filter_map(|s| s.account()).collect();
    for change in &decision.changes {
        if let Change::Relationship(pair, _) = change {
            let other = if pair.administrator == caller { pair.member } else { pair.administrator };
            assert!(processed.contains(&other), "{command:?} changed {pair:?}");
        }
    }
}

fn require_real_changes(world: &World, decision: &Decision, command: &Command) {
    let mut names = BTreeSet::new();
    for change in &decision.changes {
        let name = name_of(change);
        let mut after = world.clone();
        after.apply(std::slice::from_ref(change));
        let same = after == *world;
        assert!(!same, "{command:?} names {name} and does not change it");
        assert!(names.insert(name), "{command:?} names a record twice");
    }
}
