//! Every reason to refuse, in every situation that has it; and which of two reasons is given.
//!
//! A row names the state, who asks for what, and whether the whole request is refused or the one account
//! that it names. Each row also checks that nothing changed and that both sides see what they saw before.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

#[path = "../common/mod.rs"]
#[macro_use]
mod common;

mod administrator;
mod aggregator;
mod batch;
mod discovery;
mod member;
mod order;
mod organization;
mod organization_order;
mod service;

use accede_membership::Refusal;

/// What is ever refused, in order.
const REFUSALS: [Refusal; 52] = [
    Refusal::TooManyAccounts,
    Refusal::ServiceOff,
    Refusal::AlreadyEnabled,
    Refusal::AccountNotInUse,
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
    Refusal::NotInOrganization,
    Refusal::NotManagement,
    Refusal::ManagementIsMember,
    Refusal::NotOrganizationAdministrator,
    Refusal::NotCentral,
    Refusal::MemberCannotAggregate,
    Refusal::NoAdministrator,
    Refusal::NoPendingInvitation,
    Refusal::InviterIsMember,
    Refusal::CannotResume,
    Refusal::NoSuchResource,
    Refusal::TooManyTags,
    Refusal::AlreadyConfigured,
    Refusal::DiscoveryOff,
    Refusal::NeedsAllFeatures,
    Refusal::NotOfOrganization,
    Refusal::AlreadyDesignated,
    Refusal::AnotherDesignated,
    Refusal::ManagementServiceOff,
    Refusal::AdministratorIsMember,
    Refusal::NotDesignated,
    Refusal::ConfiguredCentrally,
    Refusal::CentralExcludesAutoEnable,
    Refusal::NotHomeRegion,
    Refusal::AggregatorExists,
    Refusal::Oneself,
    Refusal::RowExists,
    Refusal::NoRow,
    Refusal::StillAssociated,
    Refusal::EmailNotVerified,
    Refusal::AlreadyInvited,
    Refusal::EmailMissing,
    Refusal::MemberOfAnother,
    Refusal::MemberHasMembers,
    Refusal::MemberPaused,
    Refusal::QuotaExceeded,
];

#[test]
fn every_refusal_has_a_row() {
    let tables = [
        administrator::COVERED,
        aggregator::COVERED,
        batch::COVERED,
        discovery::COVERED,
        member::COVERED,
        order::COVERED,
        organization::COVERED,
        organization_order::COVERED,
        service::COVERED,
    ];
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
    require_listed(Refusal::TooManyAccounts);
}

/// A new refusal does not compile here before it is listed above.
fn require_listed(refusal: Refusal) {
    match refusal {
        Refusal::TooManyAccounts
        | Refusal::AccountNotInUse
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
        | Refusal::NotInOrganization
        | Refusal::NotManagement
        | Refusal::ManagementIsMember
        | Refusal::NotOrganizationAdministrator
        | Refusal::NotCentral
        | Refusal::MemberCannotAggregate
        | Refusal::NoAdministrator
        | Refusal::NoPendingInvitation
        | Refusal::InviterIsMember
        | Refusal::CannotResume
        | Refusal::NoSuchResource
        | Refusal::TooManyTags
        | Refusal::AlreadyConfigured
        | Refusal::DiscoveryOff
        | Refusal::NeedsAllFeatures
        | Refusal::NotOfOrganization
        | Refusal::AlreadyDesignated
        | Refusal::AnotherDesignated
        | Refusal::ManagementServiceOff
        | Refusal::AdministratorIsMember
        | Refusal::NotDesignated
        | Refusal::ConfiguredCentrally
        | Refusal::CentralExcludesAutoEnable
        | Refusal::NotHomeRegion
        | Refusal::AggregatorExists
        | Refusal::Oneself
        | Refusal::RowExists
        | Refusal::NoRow
        | Refusal::StillAssociated
        | Refusal::EmailNotVerified
        | Refusal::AlreadyInvited
        | Refusal::EmailMissing
        | Refusal::MemberOfAnother
        | Refusal::MemberHasMembers
        | Refusal::MemberPaused
        | Refusal::QuotaExceeded => {}
    }
}
