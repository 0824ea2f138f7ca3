//! `DescribeOrganization`: by any account of the organization.

use super::{Context, Outcome, organization_of};
use crate::directory::DirectoryReply;
use crate::{AccountId, Read, View};

pub(super) fn reads(caller: AccountId, seen: &View) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.extend(seen.organization_of(caller).map(|o| Read::Account(o.management)));
    reads
}

pub(super) fn decide(cx: &Context<'_>, caller: AccountId) -> Outcome {
    let organization = cx.organization_of(caller)?;
    let management = cx.known_account(organization.management);
    Ok(DirectoryReply::Organization {
        organization: Box::new(organization),
        management: Box::new(management),
    })
}
