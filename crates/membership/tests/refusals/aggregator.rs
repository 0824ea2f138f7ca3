//! Finding aggregators, and documents of the service's configuration.

use accede_membership::directory::{AggregatorName, Linking};
use accede_membership::{Aggregation, Command, Configuration, Configuring, Delegation, Status};

use crate::common::Who::{A, M};
use crate::common::commands::map;
use crate::common::{Lab, hub, macie, region};

refusals! {
    create_while_off: hub().off(A), A create(1) => Request ServiceOff;
    get_while_off: hub().off(A), A get(None) => Request ServiceOff;
    list_while_off: hub().off(A), A Command::Aggregation(Aggregation::List) => Request ServiceOff;
    update_while_off: aggregating(hub()).off(A), A update(7) => Request ServiceOff;
    delete_while_off: aggregating(hub()).off(A), A delete(7) => Request ServiceOff;
    create_as_a_member: hub().enabled(), M create(1) => Request MemberCannotAggregate;
    create_as_an_organization_member: hub().organization(Status::Enabled), M create(1)
        => Request MemberCannotAggregate;
    update_as_a_member: became_a_member(), A update(7) => Request MemberCannotAggregate;
    delete_as_a_member: became_a_member(), A delete(7) => Request MemberCannotAggregate;
    create_twice: aggregating(hub()), A create(8) => Request AggregatorExists;
    create_twice_in_another_region: moved(), A create(8) => Request AggregatorExists;
    get_without_one: hub(), A get(Some(name(7))) => Request NoSuchResource;
    get_what_is_no_name: aggregating(hub()), A get(None) => Request NoSuchResource;
    get_another: aggregating(hub()), A get(Some(name(8))) => Request NoSuchResource;
    get_as_of_another_account: aggregating(hub()),
        A get(Some(AggregatorName { account: M.id(), ..name(7) })) => Request NoSuchResource;
    get_as_of_another_region: aggregating(hub()), A get(Some(moved_name()))
        => Request NoSuchResource;
    update_without_one: hub(), A update(7) => Request NoSuchResource;
    update_another: aggregating(hub()), A update(8) => Request NoSuchResource;
    update_another_accounts: aggregating(hub()), M update(7) => Request NoSuchResource;
    delete_another: aggregating(hub()), A delete(8) => Request NoSuchResource;
    update_in_another_region: moved(), A update_named(moved_name()) => Request NotHomeRegion;
    delete_in_another_region: moved(), A delete_named(moved_name()) => Request NotHomeRegion;
    update_as_if_it_were_here: moved(), A update(7) => Request NoSuchResource;

    central_outside_of_an_organization: hub(), A central() => Request NotCentral;
    central_as_the_administrator_of_a_local_one: hub().delegated(), A central()
        => Request NotCentral;

    put_while_off: macie().off(A), A Command::Configure(Configuring::Put(one())) => Request ServiceOff;
    add_while_off: hub().off(A), A Command::Configure(Configuring::Add(one())) => Request ServiceOff;
    drop_while_off: hub().off(A), A dropping(&["one"]) => Request ServiceOff;
    add_twice: configured(), A Command::Configure(Configuring::Add(one()))
        => Request AlreadyConfigured;
    add_one_of_two_twice: configured(), A Command::Configure(Configuring::Add(two()))
        => Request AlreadyConfigured;
    drop_what_is_not_there: configured(), A dropping(&["two"]) => Request NoSuchResource;
    drop_one_of_two_that_is_not_there: configured(), A dropping(&["one", "two"])
        => Request NoSuchResource;
}

pub(super) fn create(id: u128) -> Command {
    let (linking, regions) = (Linking::AllRegions, Vec::new());
    Command::Aggregation(Aggregation::Create { id, linking, regions })
}

/// The name of an aggregator of A.
fn name(id: u128) -> AggregatorName {
    AggregatorName { account: A.id(), region: region(), id }
}

/// The name of A's aggregator in [`moved`].
fn moved_name() -> AggregatorName {
    AggregatorName { region: "eu-west-1".parse().expect("a Region"), ..name(7) }
}

fn get(name: Option<AggregatorName>) -> Command {
    Command::Aggregation(Aggregation::Get { name })
}

pub(super) fn update(id: u128) -> Command {
    update_named(name(id))
}

fn update_named(name: AggregatorName) -> Command {
    let (name, linking, regions) = (Some(name), Linking::NoRegions, Vec::new());
    Command::Aggregation(Aggregation::Update { name, linking, regions })
}

fn delete(id: u128) -> Command {
    delete_named(name(id))
}

fn delete_named(name: AggregatorName) -> Command {
    Command::Aggregation(Aggregation::Delete { name: Some(name) })
}

/// What is for those alone who configure an organization centrally, from their home Region.
fn central() -> Command {
    Command::Delegation(Delegation::RequireCentral)
}

/// A gathers findings, by the aggregator 7, in this Region.
pub(super) fn aggregating(lab: Lab) -> Lab {
    lab.after(A, create(7))
}

/// The home Region of A's aggregator is another one.
pub(super) fn moved() -> Lab {
    let mut lab = aggregating(hub());
    let aggregator = lab.entry(A).aggregator.as_mut().expect("an aggregator");
    aggregator.region = "eu-west-1".parse().expect("a Region");
    lab
}

/// A, which gathers findings, became a member of M.
pub(super) fn became_a_member() -> Lab {
    aggregating(hub()).organization_of(M, A, Status::Enabled)
}

fn one() -> Configuration {
    map(&[("one", "1")])
}

fn two() -> Configuration {
    map(&[("one", "other"), ("two", "2")])
}

fn configured() -> Lab {
    hub().after(A, Command::Configure(Configuring::Put(one())))
}

fn dropping(names: &[&str]) -> Command {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Command::Configure(Configuring::Drop(names))
}
