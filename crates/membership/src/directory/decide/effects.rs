//! What a decision of the directory means to scopes.

use std::collections::BTreeMap;

use super::{Effect, Where};
use crate::directory::{Designation, Organization};
use crate::{AccountEvent, AccountId, Region, Scope};

/// Something that happens to an account wherever it has a standing.
pub(super) fn everywhere(account: AccountId, event: AccountEvent) -> Effect {
    Effect { account, event, scopes: Where::Everywhere }
}

/// Something that happens to an account in one Region.
pub(super) fn in_region(account: AccountId, event: AccountEvent, region: &Region) -> Effect {
    Effect { account, event, scopes: Where::InRegion(region.clone()) }
}

/// What joining means where the organization's administrator enables accounts that join (S18, M20). One
/// effect for each scope: each has an administrator and settings of its own.
pub(super) fn joined<'a>(
    organization: &'a Organization,
    account: AccountId,
    is_on: impl Fn(&Region) -> bool + 'a,
) -> impl Iterator<Item = Effect> + 'a {
    let enables = move |(scope, designation): &(&Scope, &Designation)| {
        designation.auto_enable && designation.administrator != account && is_on(&scope.region)
    };
    organization.designations.iter().filter(enables).map(move |(scope, designation)| {
        let Designation { administrator, auto_enable_standards: standards, .. } = *designation;
        let event = AccountEvent::Joined { administrator, standards };
        Effect { account, event, scopes: Where::In(vec![scope.clone()]) }
    })
}

/// Takes out of an organization the designations that end, and says what that means: each administrator is one
/// no more in its scopes (S23, M22).
pub(super) fn undesignate(
    organization: &mut Organization,
    ends: impl Fn(&Scope, &Designation) -> bool,
) -> Vec<Effect> {
    let mut ended = BTreeMap::<AccountId, Vec<Scope>>::new();
    organization.designations.retain(|scope, designation| {
        let stays = !ends(scope, designation);
        if !stays {
            ended.entry(designation.administrator).or_default().push(scope.clone());
        }
        stays
    });
    let effect = |(account, scopes)| Effect {
        account,
        event: AccountEvent::Undesignated,
        scopes: Where::In(scopes),
    };
    ended.into_iter().map(effect).collect()
}
