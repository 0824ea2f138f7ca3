//! What accounts ask for through the Organizations API (semantics §10.2).
//!
//! Who may ask: any account of an organization describes it; the management account and delegated administrators
//! read; the management account alone changes.

mod accept_handshake;
mod cancel_handshake;
mod close_account;
mod create_account;
mod create_organization;
mod create_unit;
mod creations;
mod decline_handshake;
mod delegated_administrator;
mod delete_organization;
mod delete_unit;
mod describe_account;
mod describe_handshake;
mod describe_organization;
mod describe_unit;
mod handshakes;
mod invite_account;
mod leave_organization;
mod list_accounts;
mod list_children;
mod list_delegated;
mod list_handshakes;
mod list_parents;
mod list_roots;
mod list_units;
mod move_account;
mod service_access;
mod tags;
mod update_unit;

use super::context::{Context, organization_and, organization_of};
use super::joining::{is_administrator, join, leave};
use super::{Outcome, effects, pages, tree};
use crate::directory::{
    ChildId, ChildKind, DirectoryRefusal, OrganizationsCommand as Asked, Tagged,
};
use crate::{AccountId, Read, View};

pub(super) fn reads(caller: AccountId, command: &Asked, seen: &View) -> Vec<Read> {
    match command {
        Asked::CreateOrganization { candidate, .. } => {
            create_organization::reads(caller, *candidate, seen)
        }
        Asked::DescribeOrganization => describe_organization::reads(caller, seen),
        Asked::DeleteOrganization => delete_organization::reads(caller, seen),
        Asked::CreateAccount { candidate, request, email, role, .. } => {
            create_account::reads(caller, (*candidate, *request), email, role, seen)
        }
        Asked::DescribeCreateAccountStatus { id } => creations::reads_one(caller, *id, seen),
        Asked::ListCreateAccountStatus { page, .. } => creations::reads_page(caller, *page, seen),
        Asked::InviteAccount { candidate, invitee, .. } => {
            invite_account::reads(caller, *candidate, invitee, seen)
        }
        Asked::AcceptHandshake { id } => accept_handshake::reads(caller, *id, seen),
        Asked::DeclineHandshake { id } | Asked::CancelHandshake { id } => {
            handshakes::reads(*id, seen)
        }
        Asked::DescribeHandshake { id } => describe_handshake::reads(caller, *id, seen),
        Asked::ListHandshakes { of, page, .. } => list_handshakes::reads(caller, *of, *page, seen),
        Asked::ListAccounts { page } => list_accounts::reads(caller, None, *page, seen),
        Asked::ListAccountsForParent { parent, page }
        | Asked::ListChildren { parent, kind: ChildKind::Account, page } => {
            list_accounts::reads(caller, Some(*parent), *page, seen)
        }
        Asked::ListDelegatedAdministrators { principal, page } => {
            list_delegated::reads(caller, principal.as_deref(), *page, seen)
        }
        command => organization_and(caller, named(command), seen),
    }
}

/// The account that a command names which needs no more than that and the caller's organization.
fn named(command: &Asked) -> Option<AccountId> {
    match command {
        Asked::DescribeAccount { id }
        | Asked::RemoveAccount { id }
        | Asked::CloseAccount { id }
        | Asked::ListParents { child: ChildId::Account(id) }
        | Asked::MoveAccount { id, .. }
        | Asked::RegisterDelegatedAdministrator { id, .. }
        | Asked::DeregisterDelegatedAdministrator { id, .. }
        | Asked::ListDelegatedServices { id, .. }
        | Asked::ListPoliciesForTarget { target: Tagged::Account(id) }
        | Asked::ListTags { resource: Tagged::Account(id) }
        | Asked::Tag { resource: Tagged::Account(id), .. }
        | Asked::Untag { resource: Tagged::Account(id), .. } => Some(*id),
        _ => None,
    }
}

/// What changes something.
pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, command: &Asked) -> Outcome {
    match command {
        Asked::CreateOrganization { candidate, features } => {
            create_organization::decide(cx, caller, *candidate, *features)
        }
        Asked::DeleteOrganization => delete_organization::decide(cx, caller),
        Asked::CreateAccount { candidate, request, name, email, tags, role } => {
            let (id, request) = (*candidate, *request);
            let wanted = create_account::Wanted { id, request, name, email, tags, role };
            create_account::decide(cx, caller, &wanted)
        }
        Asked::InviteAccount { candidate, invitee, notes, tags } => {
            let notes = notes.as_deref();
            let wanted = invite_account::Wanted { id: *candidate, invitee, notes, tags };
            invite_account::decide(cx, caller, &wanted)
        }
        Asked::AcceptHandshake { id } => accept_handshake::decide(cx, caller, *id),
        Asked::DeclineHandshake { id } => decline_handshake::decide(cx, caller, *id),
        Asked::CancelHandshake { id } => cancel_handshake::decide(cx, caller, *id),
        Asked::RemoveAccount { id } => leave_organization::by_management(cx, caller, *id),
        Asked::LeaveOrganization => leave_organization::by_itself(cx, caller),
        Asked::CloseAccount { id } => close_account::decide(cx, caller, *id),
        Asked::CreateUnit { parent, name, tags } => {
            create_unit::decide(cx, caller, *parent, name, tags)
        }
        Asked::UpdateUnit { id, name } => update_unit::decide(cx, caller, *id, name.as_deref()),
        Asked::DeleteUnit { id } => delete_unit::decide(cx, caller, *id),
        Asked::MoveAccount { id, from, to } => move_account::decide(cx, caller, *id, *from, *to),
        Asked::EnableServiceAccess { principal } => service_access::enable(cx, caller, principal),
        Asked::DisableServiceAccess { principal } => service_access::disable(cx, caller, principal),
        Asked::RegisterDelegatedAdministrator { id, principal } => {
            delegated_administrator::register(cx, caller, *id, principal)
        }
        Asked::DeregisterDelegatedAdministrator { id, principal } => {
            delegated_administrator::deregister(cx, caller, *id, principal)
        }
        Asked::Tag { resource, tags } => tags::tag(cx, caller, *resource, tags),
        Asked::Untag { resource, keys } => tags::untag(cx, caller, *resource, keys),
        command => show(cx, caller, command),
    }
}

/// What only reads.
fn show(cx: &Context<'_>, caller: AccountId, command: &Asked) -> Outcome {
    match command {
        Asked::DescribeOrganization => describe_organization::decide(cx, caller),
        Asked::DescribeCreateAccountStatus { id } => creations::describe(cx, caller, *id),
        Asked::ListCreateAccountStatus { succeeded, failed, page } => {
            creations::list(cx, caller, (*succeeded, *failed), *page)
        }
        Asked::DescribeHandshake { id } => describe_handshake::decide(cx, caller, *id),
        Asked::ListHandshakes { of, state, page } => {
            list_handshakes::decide(cx, caller, *of, *state, *page)
        }
        Asked::ListAccounts { page } => list_accounts::decide(cx, caller, None, *page),
        Asked::ListAccountsForParent { parent, page } => {
            list_accounts::decide(cx, caller, Some(*parent), *page)
        }
        Asked::DescribeAccount { id } => describe_account::decide(cx, caller, *id),
        Asked::ListRoots => list_roots::decide(cx, caller),
        Asked::ListParents { child } => list_parents::decide(cx, caller, *child),
        Asked::ListChildren { parent, kind, page } => {
            list_children::decide(cx, caller, *parent, *kind, *page)
        }
        Asked::DescribeUnit { id } => describe_unit::decide(cx, caller, *id),
        Asked::ListUnits { parent, page } => list_units::decide(cx, caller, *parent, *page),
        Asked::ListServiceAccess { page } => service_access::list(cx, caller, *page),
        Asked::ListDelegatedAdministrators { principal, page } => {
            list_delegated::list(cx, caller, principal.as_deref(), *page)
        }
        Asked::ListDelegatedServices { id, page } => {
            list_delegated::list_services(cx, caller, *id, *page)
        }
        Asked::ListPoliciesForTarget { target } => tags::list_policies(cx, caller, *target),
        Asked::ListTags { resource } => tags::list(cx, caller, *resource),
        // These change something and were decided above; named, so that a new command cannot be forgotten.
        Asked::CreateOrganization { .. }
        | Asked::DeleteOrganization
        | Asked::CreateAccount { .. }
        | Asked::InviteAccount { .. }
        | Asked::AcceptHandshake { .. }
        | Asked::DeclineHandshake { .. }
        | Asked::CancelHandshake { .. }
        | Asked::RemoveAccount { .. }
        | Asked::LeaveOrganization
        | Asked::CloseAccount { .. }
        | Asked::CreateUnit { .. }
        | Asked::UpdateUnit { .. }
        | Asked::DeleteUnit { .. }
        | Asked::MoveAccount { .. }
        | Asked::EnableServiceAccess { .. }
        | Asked::DisableServiceAccess { .. }
        | Asked::RegisterDelegatedAdministrator { .. }
        | Asked::DeregisterDelegatedAdministrator { .. }
        | Asked::Tag { .. }
        | Asked::Untag { .. } => Err(DirectoryRefusal::AccessDenied),
    }
}
