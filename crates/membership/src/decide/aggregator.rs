//! `CreateFindingAggregator` and its siblings: which Regions a home Region gathers findings from.
//!
//! An account has one, whatever the Region it asks in; it is changed and deleted in its home Region. Members have
//! none of their own.

use super::Context;
use crate::directory::{AggregatorName, FindingAggregator, Linking};
use crate::{AccountId, Aggregation, Read, Refusal, Region, Reply};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller), Read::OrganizationOf(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>, aggregation: &Aggregation) -> Result<Reply, Refusal> {
    match aggregation {
        Aggregation::Create { id, linking, regions } => create(cx, *id, *linking, regions),
        Aggregation::List => list(cx),
        Aggregation::Get { name } => get(cx, name.as_ref()),
        Aggregation::Update { name, linking, regions } => {
            update(cx, name.as_ref(), *linking, regions)
        }
        Aggregation::Delete { name } => delete(cx, name.as_ref()),
    }
}

fn create(
    cx: &mut Context<'_>,
    id: u128,
    linking: Linking,
    regions: &[Region],
) -> Result<Reply, Refusal> {
    require_not_member(cx)?;
    if aggregator(cx).is_some() {
        return Err(Refusal::AggregatorExists);
    }
    let (region, regions, created_at) = (cx.region.clone(), regions.to_vec(), cx.now);
    Ok(put(cx, FindingAggregator { id, region, linking, regions, created_at }))
}

fn list(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    Ok(Reply::Aggregator(aggregator(cx).cloned()))
}

fn get(cx: &mut Context<'_>, name: Option<&AggregatorName>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    Ok(Reply::Aggregator(Some(named(cx, name)?.clone())))
}

fn update(
    cx: &mut Context<'_>,
    name: Option<&AggregatorName>,
    linking: Linking,
    regions: &[Region],
) -> Result<Reply, Refusal> {
    let mut known = at_home(cx, name)?;
    known.linking = linking;
    known.regions = regions.to_vec();
    Ok(put(cx, known))
}

fn delete(cx: &mut Context<'_>, name: Option<&AggregatorName>) -> Result<Reply, Refusal> {
    at_home(cx, name)?;
    // Central configuration is steered from the home Region, so there has to be one.
    if cx.own_designation().is_some_and(|designation| designation.central) {
        return Err(Refusal::ConfiguredCentrally);
    }
    cx.draft.account_mut(cx.caller).aggregator = None;
    Ok(Reply::Done)
}

fn aggregator<'a>(cx: &'a Context<'_>) -> Option<&'a FindingAggregator> {
    cx.draft.account(cx.caller)?.aggregator.as_ref()
}

/// The caller's aggregator, if that is its name.
fn named<'a>(
    cx: &'a Context<'_>,
    name: Option<&AggregatorName>,
) -> Result<&'a FindingAggregator, Refusal> {
    let is_named = |known: &&FindingAggregator| {
        name.is_some_and(|name| {
            (name.account, &name.region, name.id) == (cx.caller, &known.region, known.id)
        })
    };
    aggregator(cx).filter(is_named).ok_or(Refusal::NoSuchResource)
}

/// The same, in its home Region.
fn at_home(cx: &Context<'_>, name: Option<&AggregatorName>) -> Result<FindingAggregator, Refusal> {
    require_not_member(cx)?;
    let known = named(cx, name)?;
    if known.region == *cx.region { Ok(known.clone()) } else { Err(Refusal::NotHomeRegion) }
}

fn require_not_member(cx: &Context<'_>) -> Result<(), Refusal> {
    cx.require_service_on()?;
    if cx.caller_is_member() { Err(Refusal::MemberCannotAggregate) } else { Ok(()) }
}

fn put(cx: &mut Context<'_>, aggregator: FindingAggregator) -> Reply {
    cx.draft.account_mut(cx.caller).aggregator = Some(aggregator.clone());
    Reply::Aggregator(Some(aggregator))
}
