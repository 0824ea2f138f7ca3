//! Hundreds of random commands over a dozen accounts. After each: all that must hold holds, a refusal changed
//! nothing, and the effects are what the difference between before and after calls for.

use std::collections::{BTreeMap, BTreeSet};

use accede_membership::directory::{
    Account, AccountState, DirectoryCommand, Effect, Organization, Where,
};
use accede_membership::{AccountEvent, AccountId, Scope, World};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::lab::Lab;
use crate::steps::{Step, steps};

fn lab() -> Lab {
    let mut lab = Lab::default();
    lab.limits.accounts = 9;
    lab.limits.units = 6;
    lab.limits.unit_depth = 3;
    lab.limits.tags = 2;
    lab
}

/// Takes a step, and says what succeeded, if anything was asked and did.
fn take(lab: &mut Lab, step: &Step) -> Option<DirectoryCommand> {
    lab.clock += step.wait;
    let Some(command) = step.command(lab) else {
        step.designate(lab);
        return None;
    };
    let before = lab.world.clone();
    lab.effects.clear();
    match lab.ask(&command) {
        Ok(_) => {
            let expected = called_for(&before, &lab.world);
            assert_eq!(flat(&lab.effects), expected, "{command:?}");
            Some(command)
        }
        Err(refusal) => {
            assert_eq!(lab.world, before, "{command:?}: {refusal:?}");
            None
        }
    }
}

/// Something that happens to an account in one scope, in one Region (as text), or everywhere.
type Happening = (AccountId, String, String);

fn flat(effects: &[Effect]) -> BTreeSet<Happening> {
    let one = |effect: &Effect| -> Vec<Happening> {
        let happening = |place: String| (effect.account, format!("{:?}", effect.event), place);
        match &effect.scopes {
            Where::In(scopes) => scopes.iter().map(|s| happening(format!("{s:?}"))).collect(),
            Where::InRegion(region) => vec![happening(region.to_string())],
            Where::Everywhere => vec![happening("everywhere".to_owned())],
        }
    };
    effects.iter().flat_map(one).collect()
}

/// What must happen in scopes, judged by the records alone.
fn called_for(before: &World, after: &World) -> BTreeSet<Happening> {
    let mut happenings = BTreeSet::new();
    let mut closed = BTreeSet::new();
    for (id, now) in &after.accounts {
        let then = before.accounts.get(id).cloned().unwrap_or_default();
        if then.state != now.state && now.state == AccountState::Closed {
            closed.insert(*id);
        }
        happenings.extend(of_account(*id, &then, now, after));
    }
    for (scope, administrator) in designated(before) {
        let still = designated(after).contains(&(scope.clone(), administrator));
        if !still && !closed.contains(&administrator) {
            let event = format!("{:?}", AccountEvent::Undesignated);
            happenings.insert((administrator, event, format!("{scope:?}")));
        }
    }
    happenings
}

fn of_account(id: AccountId, then: &Account, now: &Account, after: &World) -> Vec<Happening> {
    let happening = |event: AccountEvent, place: String| (id, format!("{event:?}"), place);
    let mut happenings = Vec::new();
    if then.state != now.state {
        let event = match now.state {
            AccountState::Active => AccountEvent::Reinstated,
            AccountState::Suspended => AccountEvent::Suspended,
            AccountState::Closed => AccountEvent::Closed,
        };
        happenings.push(happening(event, "everywhere".to_owned()));
    }
    for region in then.disabled_regions.difference(&now.disabled_regions) {
        happenings.push(happening(AccountEvent::RegionEnabled, region.to_string()));
    }
    for region in now.disabled_regions.difference(&then.disabled_regions) {
        happenings.push(happening(AccountEvent::RegionDisabled, region.to_string()));
    }
    match (then.organization(), now.organization()) {
        // An organization that is deleted is left by nobody but its management account.
        (Some(left), None) if after.organizations.contains_key(&left) => {
            happenings.push(happening(AccountEvent::Left, "everywhere".to_owned()));
        }
        (None, Some(joined)) => {
            let organization = &after.organizations[&joined];
            for (scope, event) in joining(id, now, organization) {
                happenings.push(happening(event, format!("{scope:?}")));
            }
        }
        _ => {}
    }
    happenings
}

fn joining(
    id: AccountId,
    account: &Account,
    organization: &Organization,
) -> BTreeMap<Scope, AccountEvent> {
    let mut events = BTreeMap::new();
    for (scope, designation) in &organization.designations {
        let administrator = designation.administrator;
        let off = account.disabled_regions.contains(&scope.region);
        if designation.auto_enable && administrator != id && !off {
            let standards = designation.auto_enable_standards;
            events.insert(scope.clone(), AccountEvent::Joined { administrator, standards });
        }
    }
    events
}

fn designated(world: &World) -> BTreeSet<(Scope, AccountId)> {
    let all = world.organizations.values().flat_map(|organization| &organization.designations);
    all.map(|(scope, designation)| (scope.clone(), designation.administrator)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_asked(steps in steps(300)) {
        let mut lab = lab();
        for step in &steps {
            take(&mut lab, step);
        }
    }
}

/// What the steps are good for: everything that changes something succeeds now and then.
#[test]
fn the_simulation_gets_somewhere() {
    let mut runner = TestRunner::deterministic();
    let mut done = BTreeMap::<String, usize>::new();
    for _run in 0..20 {
        let steps = steps(300).new_tree(&mut runner).expect("steps").current();
        let mut lab = lab();
        for command in steps.iter().filter_map(|step| take(&mut lab, step)) {
            *done.entry(name(&command)).or_default() += 1;
        }
    }
    for wanted in CHANGING {
        let times = done.get(wanted).copied().unwrap_or(0);
        assert!(times >= 3, "{wanted} succeeded {times} times: {done:?}");
    }
}

fn name(command: &DirectoryCommand) -> String {
    let text = match command {
        DirectoryCommand::Operator(command) => format!("{command:?}"),
        DirectoryCommand::Organizations(_, command) => format!("{command:?}"),
    };
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text[..end].to_owned()
}

const CHANGING: [&str; 24] = [
    "CreateAccount",
    "SuspendAccount",
    "ReinstateAccount",
    "CloseAccount",
    "DisableRegion",
    "EnableRegion",
    "CreateOrganization",
    "DeleteOrganization",
    "InviteAccount",
    "AcceptHandshake",
    "DeclineHandshake",
    "CancelHandshake",
    "RemoveAccount",
    "LeaveOrganization",
    "CreateUnit",
    "UpdateUnit",
    "DeleteUnit",
    "MoveAccount",
    "EnableServiceAccess",
    "DisableServiceAccess",
    "RegisterDelegatedAdministrator",
    "DeregisterDelegatedAdministrator",
    "Tag",
    "Untag",
];
