//! What is configured around membership: the hub that has an id, and automated discovery with its members.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;

use std::collections::BTreeMap;

use accede_membership::{
    AccountId, AutoEnable, Command, Discovery, DiscoveryConfiguration, Page, Quotas, Refusal,
    Reply, Resource, Rules, Service, Subject,
};
use common::Who::{self, A, B, M};
use common::commands::{
    accept, create, disable, disassociate, enable, invite, leave, pause, resume, set, tags,
};
use common::{Lab, hub, macie};

/// M becomes a member of A; the id of its invitation.
fn join(lab: &mut Lab) -> u128 {
    lab.must(A, create(M));
    lab.must(A, invite(M));
    let invitation = lab.ids.0;
    lab.must(M, accept(A, invitation));
    invitation
}

#[test]
fn what_is_so_already_is_no_change() {
    let mut lab = macie();
    lab.must(A, set("findingPublishingFrequency", "ONE_HOUR"));
    let changed = lab.now();
    lab.must(A, set("findingPublishingFrequency", "ONE_HOUR"));
    lab.must(A, resume());
    assert_eq!(lab.standing(A).updated_at, changed);
    lab.must(A, pause());
    assert_eq!(lab.standing(A).updated_at, lab.now());
}

// The hub that has an id.

fn second() -> Lab {
    Lab::of(Rules::of(Service::SecurityHubV2, Quotas::default()))
}

fn id(lab: &Lab, who: Who) -> u128 {
    u128::from_str_radix(&lab.standing(who).settings["HubV2Id"], 16).expect("an id")
}

#[test]
fn a_hub_gets_an_id_whenever_it_is_switched_on() {
    let mut lab = second();
    let first = id(&lab, A);
    assert_ne!(first, id(&lab, B));
    assert_eq!((first >> 76 & 0xf, first >> 62 & 0x3), (4, 2), "a UUID, version 4");
    lab.must(A, Command::Tag { resource: Resource::Identified(first), tags: tags(1) });
    assert_eq!(lab.standing(A).tags, tags(1));
    let describe = |id| Command::DescribeService { resource: Resource::Identified(id) };
    assert!(lab.run(A, &describe(first)).is_ok());
    assert_eq!(lab.run(B, &describe(first)), Err(Refusal::NoSuchResource));
    lab.must(A, disable());
    lab.must(A, enable());
    assert_ne!(id(&lab, A), first);
    assert_eq!(lab.run(A, &describe(first)), Err(Refusal::NoSuchResource));
    assert_eq!(hub().run(A, &describe(0)), Err(Refusal::NoSuchResource), "others have no id");
}

// Automated discovery.

fn configure(enabled: bool, auto_enable: Option<AutoEnable>) -> Command {
    Command::Discovery(Discovery::Configure { enabled, auto_enable })
}

fn switch(accounts: &[(Who, bool)]) -> Command {
    let accounts = accounts.iter().map(|(who, on)| (Subject::from(*who), *on)).collect();
    Command::Discovery(Discovery::Update { accounts })
}

fn discovery(lab: &mut Lab, who: Who) -> DiscoveryConfiguration {
    match lab.run(who, &Command::Discovery(Discovery::Describe)) {
        Ok(Reply::Discovery(configuration)) => configuration,
        other => panic!("{other:?}"),
    }
}

fn listed(
    lab: &mut Lab,
    who: Who,
    only: Vec<AccountId>,
    page: Page,
) -> (Vec<(AccountId, bool)>, Option<AccountId>) {
    match lab.run(who, &Command::Discovery(Discovery::List { only, page })) {
        Ok(Reply::DiscoveryPage { accounts, next }) => (accounts, next),
        other => panic!("{other:?}"),
    }
}

/// In which accounts discovery is on, as an account sees it.
fn on(lab: &mut Lab, who: Who) -> BTreeMap<AccountId, bool> {
    listed(lab, who, Vec::new(), common::commands::WHOLE).0.into_iter().collect()
}

fn shows<const N: usize>(accounts: [(Who, bool); N]) -> BTreeMap<AccountId, bool> {
    accounts.into_iter().map(|(who, on)| (who.id(), on)).collect()
}

#[test]
fn a_configuration_remembers_when_it_changed() {
    let mut lab = macie();
    let never = discovery(&mut lab, A);
    assert!(!never.enabled && never.disabled_at.is_none() && never.scope.is_none());
    lab.must(A, configure(false, None));
    assert_eq!(discovery(&mut lab, A), never, "what is so already is no change");
    lab.must(A, configure(true, None));
    let first = lab.now();
    let enabled = discovery(&mut lab, A);
    assert_eq!((enabled.first_enabled_at, enabled.updated_at), (Some(first), first));
    assert_eq!((enabled.enabled, enabled.auto_enable), (true, AutoEnable::All));
    lab.must(A, configure(false, None));
    let disabled = discovery(&mut lab, A);
    let expected = DiscoveryConfiguration { enabled: false, ..enabled };
    let at = disabled.updated_at;
    assert_eq!(
        disabled,
        DiscoveryConfiguration { disabled_at: Some(at), updated_at: at, ..expected }
    );
    lab.must(A, configure(true, Some(AutoEnable::New)));
    let again = discovery(&mut lab, A);
    assert_eq!((again.first_enabled_at, again.disabled_at), (Some(first), None));
    assert_eq!((again.scope, again.template), (enabled.scope, enabled.template));
    assert_eq!(again.auto_enable, AutoEnable::New);
    lab.must(A, disable());
    lab.must(A, enable());
    assert!(!discovery(&mut lab, A).enabled, "gone with the session");
}

#[test]
fn members_follow_as_they_are_switched() {
    let mut lab = macie().enabled();
    assert_eq!(on(&mut lab, A), shows([(A, false), (M, false)]));
    lab.must(A, configure(true, Some(AutoEnable::New)));
    assert_eq!(on(&mut lab, A), shows([(A, true), (M, false)]), "was there before");
    lab.must(A, configure(true, Some(AutoEnable::All)));
    assert_eq!(on(&mut lab, A), shows([(A, true), (M, true)]));
    assert_eq!(on(&mut lab, M), shows([(M, true)]));
    lab.must(A, configure(true, Some(AutoEnable::None)));
    assert_eq!(on(&mut lab, A), shows([(A, true), (M, true)]), "stays");
    lab.must(A, switch(&[(M, false), (A, false)]));
    assert_eq!(on(&mut lab, A), shows([(A, false), (M, false)]));
    lab.must(A, switch(&[(M, true), (A, true)]));
    assert_eq!(on(&mut lab, M), shows([(M, true)]));
    lab.must(A, configure(false, None));
    lab.must(A, configure(true, Some(AutoEnable::New)));
    assert_eq!(
        on(&mut lab, A),
        shows([(A, true), (M, false)]),
        "off for all, then on for new ones"
    );
}

#[test]
fn new_members_are_switched_as_configured() {
    for (mode, expected) in
        [(AutoEnable::All, true), (AutoEnable::New, true), (AutoEnable::None, false)]
    {
        let mut lab = macie().after(A, configure(true, Some(mode))).after(M, configure(true, None));
        let invitation = join(&mut lab);
        assert_eq!(on(&mut lab, M), shows([(M, expected)]), "{mode:?}");
        assert_eq!(lab.run(M, &configure(true, None)), Err(Refusal::SetByAdministrator));
        lab.must(M, leave());
        assert_eq!(on(&mut lab, M), shows([(M, true)]), "what it configured itself, {mode:?}");
        assert!(discovery(&mut lab, M).enabled);
        lab.must(A, configure(false, None));
        lab.must(M, accept(A, invitation));
        assert_eq!(on(&mut lab, M), shows([(M, false)]), "off for the administrator");
        lab.must(A, disassociate(M));
        assert_eq!(on(&mut lab, A), shows([(A, false)]));
    }
}

#[test]
fn suspended_accounts_discover_nothing() {
    let mut lab = macie().enabled().after(A, configure(true, None)).after(M, pause());
    assert_eq!(on(&mut lab, A), shows([(A, true), (M, false)]));
    lab.must(M, resume());
    assert_eq!(on(&mut lab, A), shows([(A, true), (M, true)]));
}

#[test]
fn lists_are_cut_into_pages_and_filtered() {
    let mut lab = macie().enabled();
    let page = |after: Option<Who>| Page { after: after.map(Who::id), limit: 1 };
    let first = listed(&mut lab, A, Vec::new(), page(None));
    assert_eq!(first, (vec![(A.id(), false)], Some(A.id())));
    let last = listed(&mut lab, A, Vec::new(), page(Some(A)));
    assert_eq!(last, (vec![(M.id(), false)], None));
    let filtered = listed(&mut lab, A, vec![B.id(), M.id()], page(None));
    assert_eq!(filtered, (vec![(M.id(), false)], None), "strangers are left out");
    let own = listed(&mut lab, M, vec![A.id(), M.id()], common::commands::WHOLE);
    assert_eq!(own, (vec![(M.id(), false)], None), "a member sees itself");
}

#[test]
fn interrupted_members_follow_and_keep_what_was_switched_in_them() {
    type Happens = fn(Lab) -> Lab;
    let states: [[Happens; 2]; 2] = [
        [|lab| lab.suspended(M), |lab| lab.reinstated(M)],
        [|lab| lab.region_off(M), |lab| lab.region_on(M)],
    ];
    for [interrupted, back] in states {
        let lab = interrupted(macie().enabled()).after(A, configure(true, None));
        assert_eq!(on(&mut back(lab.clone()), A), shows([(A, true), (M, true)]));
        let off =
            lab.after(A, configure(false, None)).after(A, configure(true, Some(AutoEnable::New)));
        assert_eq!(on(&mut back(off), A), shows([(A, true), (M, false)]));

        let alone = macie().enabled().after(A, configure(true, Some(AutoEnable::None)));
        let alone = interrupted(alone.after(A, switch(&[(M, true)])));
        assert_eq!(on(&mut back(alone), A), shows([(A, true), (M, true)]), "by itself");
    }
}
