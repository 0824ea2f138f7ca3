//! What a service is configured with: its documents, its default standards, and Security Hub's finding aggregator.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;

use accede_membership::directory::{AggregatorName, FindingAggregator, Linking};
use accede_membership::{
    Activity, Aggregation, Command, Configuration, Configuring, Quotas, Region, Reply, Rules,
    Settings, Tags, Timestamp,
};
use common::Who::{self, A, B, M};
use common::commands::{map, set};
use common::{Lab, both, hub, macie, region};

fn put(documents: &[(&str, &str)]) -> Command {
    Command::Configure(Configuring::Put(map(documents)))
}

fn add(documents: &[(&str, &str)]) -> Command {
    Command::Configure(Configuring::Add(map(documents)))
}

fn dropping(names: &[&str]) -> Command {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Command::Configure(Configuring::Drop(names))
}

fn documents(lab: &Lab) -> Configuration {
    lab.standing(A).configuration
}

#[test]
fn documents_are_put_added_and_dropped() {
    for lab in both(Quotas::default()) {
        let lab = lab.after(A, put(&[("one", "1"), ("two", "2")])).after(A, put(&[("one", "I")]));
        assert_eq!(documents(&lab), map(&[("one", "I"), ("two", "2")]));
        let lab = lab.after(A, add(&[("three", "3")])).after(A, dropping(&["one", "two"]));
        assert_eq!(documents(&lab), map(&[("three", "3")]));
        assert_eq!(documents(&lab.after(A, dropping(&["three", "three"]))), map(&[]));
    }
}

#[test]
fn configuring_answers_with_what_is_there_then_and_dropping_with_what_was() {
    let mut lab = hub();
    for command in [put(&[("one", "1")]), add(&[("two", "2")]), dropping(&["one"]), put(&[])] {
        let before = lab.standing(A);
        let reply = lab.run(A, &command);
        let drops = matches!(command, Command::Configure(Configuring::Drop(_)));
        let expected = if drops { before } else { lab.standing(A) };
        assert_eq!(reply, Ok(Reply::Service(expected)), "{command:?}");
    }
    assert_eq!(documents(&lab), map(&[("two", "2")]));
}

#[test]
fn documents_are_their_accounts_own() {
    let lab = hub().enabled().after(A, put(&[("one", "1")]));
    assert_eq!(lab.standing(M).configuration, map(&[]), "members have theirs");
    let lab = lab.after(M, put(&[("one", "other")]));
    assert_eq!(documents(&lab), map(&[("one", "1")]));
}

#[test]
fn documents_and_settings_are_apart() {
    let lab = hub().after(A, put(&[("AutoEnableControls", "x")])).after(A, set("one", "1"));
    assert_eq!(documents(&lab), map(&[("AutoEnableControls", "x")]));
    assert_eq!(lab.standing(A).settings["AutoEnableControls"], "true");
}

#[test]
fn switching_off_forgets_documents() {
    for lab in both(Quotas::default()) {
        let lab = lab.after(A, put(&[("one", "1")])).off(A);
        assert_eq!(lab.standing(A), Default::default());
        assert_eq!(documents(&lab.after(A, common::commands::enable())), map(&[]));
    }
}

#[test]
fn enabling_enables_the_default_standards_unless_asked_not_to() {
    for rules in [Rules::security_hub(Quotas::default()), Rules::macie(Quotas::default())] {
        for standards in [true, false] {
            let (settings, tags) = (Settings::new(), Tags::new());
            let activity = Activity::Enabled;
            let enable = Command::EnableService { settings, tags, activity, standards };
            let lab = Lab::empty(rules).after(A, enable);
            let expected = if standards { rules.default_standards } else { &[] };
            let found = documents(&lab);
            assert!(found.keys().map(String::as_str).eq(expected.iter().copied()));
            assert!(found.values().all(|document| document == "{}"));
        }
    }
}

fn create(id: u128, regions: &[&str]) -> Command {
    let linking = Linking::SpecifiedRegions;
    let regions = regions.iter().map(|name| name.parse().expect("a Region")).collect();
    Command::Aggregation(Aggregation::Create { id, linking, regions })
}

fn name(who: Who, id: u128) -> Option<AggregatorName> {
    Some(AggregatorName { account: who.id(), region: region(), id })
}

fn aggregator(id: u128, linking: Linking, regions: &[&str], at: Timestamp) -> FindingAggregator {
    let regions = regions.iter().map(|name| name.parse::<Region>().expect("a Region")).collect();
    FindingAggregator { id, region: region(), linking, regions, created_at: at }
}

#[test]
fn an_aggregator_is_created_read_changed_and_deleted() {
    let mut lab = hub();
    let list = Command::Aggregation(Aggregation::List);
    let get = Command::Aggregation(Aggregation::Get { name: name(A, 7) });
    assert_eq!(lab.run(A, &list), Ok(Reply::Aggregator(None)));

    let reply = lab.run(A, &create(7, &["eu-west-1"]));
    let at = lab.now();
    let created = aggregator(7, Linking::SpecifiedRegions, &["eu-west-1"], at);
    assert_eq!(reply, Ok(Reply::Aggregator(Some(created.clone()))));
    for command in [&list, &get] {
        assert_eq!(lab.run(A, command), Ok(Reply::Aggregator(Some(created.clone()))));
    }

    let (name, linking, regions) = (name(A, 7), Linking::AllRegions, Vec::new());
    let (update, delete) = (
        Aggregation::Update { name: name.clone(), linking, regions },
        Command::Aggregation(Aggregation::Delete { name }),
    );
    let update = Command::Aggregation(update);
    let updated = aggregator(7, Linking::AllRegions, &[], at);
    assert_eq!(lab.run(A, &update), Ok(Reply::Aggregator(Some(updated.clone()))));
    assert_eq!(lab.run(A, &get), Ok(Reply::Aggregator(Some(updated))));

    lab.must(A, delete);
    assert_eq!(lab.run(A, &list), Ok(Reply::Aggregator(None)));
    lab.must(A, create(8, &[]));
}

#[test]
fn each_account_has_an_aggregator_of_its_own() {
    let mut lab = hub().after(A, create(7, &[])).after(B, create(8, &[]));
    let reply = lab.run(B, &Command::Aggregation(Aggregation::List));
    let at = lab.now();
    let expected = aggregator(8, Linking::SpecifiedRegions, &[], Timestamp(at.0 - 1_000));
    assert_eq!(reply, Ok(Reply::Aggregator(Some(expected))));
}

#[test]
fn a_member_reads_its_aggregator() {
    let lab = hub().after(M, create(7, &[])).enabled();
    let mut lab = lab;
    let reply = lab.run(M, &Command::Aggregation(Aggregation::Get { name: name(M, 7) }));
    assert!(matches!(reply, Ok(Reply::Aggregator(Some(_)))), "{reply:?}");
}

#[test]
fn an_aggregator_is_kept_with_what_else_the_directory_knows() {
    let mut lab = macie().delegated().knows_m();
    let before = lab.entry(M).clone();
    let mut lab = lab.after(M, create(7, &[]));
    assert!(lab.entry(M).aggregator.is_some());
    let delete = Aggregation::Delete { name: name(M, 7) };
    let mut lab = lab.after(M, Command::Aggregation(delete));
    assert_eq!(*lab.entry(M), before);
}
