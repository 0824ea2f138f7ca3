//! Every reason to refuse, in every situation that has it; and which of two reasons is given.
//!
//! A row names the state, who asks for what, and whether the whole request is refused or the one account
//! that it names. Each row also checks that nothing changed and that both sides see what they saw before.

#[path = "../common/mod.rs"]
#[macro_use]
mod common;

mod administrator;
mod batch;
mod member;
mod order;
mod service;

use accede_membership::Refusal;

/// What is ever refused, in order.
const REFUSALS: [Refusal; 30] = [
    Refusal::TooManyAccounts,
    Refusal::ServiceOff,
    Refusal::AlreadyEnabled,
    Refusal::OverBatch,
    Refusal::NotAnAccount,
    Refusal::HasMembers,
    Refusal::AlreadyAssociated,
    Refusal::CallerIsMember,
    Refusal::MemberCannotDisable,
    Refusal::AdministratorCannotDisable,
    Refusal::RowsLeft,
    Refusal::AdministratorCannotPause,
    Refusal::OrganizationMemberCannotPause,
    Refusal::SetByAdministrator,
    Refusal::CannotLeaveOrganization,
    Refusal::NoAdministrator,
    Refusal::NoPendingInvitation,
    Refusal::InviterIsMember,
    Refusal::CannotResume,
    Refusal::NoSuchResource,
    Refusal::TooManyTags,
    Refusal::Oneself,
    Refusal::RowExists,
    Refusal::NoRow,
    Refusal::StillAssociated,
    Refusal::EmailNotVerified,
    Refusal::AlreadyInvited,
    Refusal::EmailMissing,
    Refusal::MemberOfAnother,
    Refusal::QuotaExceeded,
];

#[test]
fn every_refusal_has_a_row() {
    let tables =
        [administrator::COVERED, batch::COVERED, member::COVERED, order::COVERED, service::COVERED];
    let covered = tables.concat();
    let uncovered: Vec<_> = REFUSALS.iter().filter(|r| !covered.contains(r)).collect();
    assert!(uncovered.is_empty(), "no row for {uncovered:?}");
}

#[test]
fn the_list_of_refusals_is_whole_and_in_order() {
    assert!(REFUSALS.is_sorted());
    for (place, refusal) in REFUSALS.into_iter().enumerate() {
        assert_eq!(refusal as usize, place, "a refusal before {refusal:?} is not listed");
    }
    // A new refusal at the end does not compile here before it is listed above.
    match Refusal::TooManyAccounts {
        Refusal::TooManyAccounts
        | Refusal::ServiceOff
        | Refusal::AlreadyEnabled
        | Refusal::OverBatch
        | Refusal::NotAnAccount
        | Refusal::HasMembers
        | Refusal::AlreadyAssociated
        | Refusal::CallerIsMember
        | Refusal::MemberCannotDisable
        | Refusal::AdministratorCannotDisable
        | Refusal::RowsLeft
        | Refusal::AdministratorCannotPause
        | Refusal::OrganizationMemberCannotPause
        | Refusal::SetByAdministrator
        | Refusal::CannotLeaveOrganization
        | Refusal::NoAdministrator
        | Refusal::NoPendingInvitation
        | Refusal::InviterIsMember
        | Refusal::CannotResume
        | Refusal::NoSuchResource
        | Refusal::TooManyTags
        | Refusal::Oneself
        | Refusal::RowExists
        | Refusal::NoRow
        | Refusal::StillAssociated
        | Refusal::EmailNotVerified
        | Refusal::AlreadyInvited
        | Refusal::EmailMissing
        | Refusal::MemberOfAnother
        | Refusal::QuotaExceeded => {}
    }
}
