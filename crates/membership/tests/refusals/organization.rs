//! The organization route: who may designate and configure (semantics §6.1, §6.3, §9.1), who is added (§9.2), and
//! what members through the organization are refused (§9.3).

use accede_membership::directory::{Designation, FeatureSet};
use accede_membership::{Command, Delegation, Scope, Service};

use crate::common::Who::{self, A, B, G, M, N};
use crate::common::commands::{
    accept, create, decline, delete, delete_invitation, disable, disassociate, enable, invite,
    junk, leave, pause, suspend, unsuspend,
};
use crate::common::organizations::{configure, describe, designate, list_designated, withdraw};
use crate::common::{Lab, account, hub, macie};

const HUB: Service = Service::SecurityHub;
const MACIE: Service = Service::Macie;

refusals! {
    designate_outside_any_organization_security_hub: hub(), B designate(A, HUB)
        => Request NotInOrganization;
    designate_outside_any_organization_macie: macie(), B designate(A, MACIE)
        => Request NotInOrganization;
    withdraw_outside_any_organization: hub().delegated(), B withdraw(A, HUB)
        => Request NotInOrganization;
    list_outside_any_organization_security_hub: hub(), B list_designated(HUB)
        => Request NotInOrganization;
    list_outside_any_organization_macie: macie(), B list_designated(MACIE)
        => Request NotInOrganization;
    designate_as_a_member_account_security_hub: hub().organized(&[A, M]), M designate(A, HUB)
        => Request NotManagement;
    designate_as_a_member_account_macie: macie().organized(&[A, M]), M designate(A, MACIE)
        => Request NotManagement;
    withdraw_as_the_administrator_itself: hub().delegated(), A withdraw(A, HUB)
        => Request NotManagement;
    list_as_the_administrator_security_hub: hub().delegated(), A list_designated(HUB)
        => Request NotManagement;
    list_as_the_administrator_macie: macie().delegated(), A list_designated(MACIE)
        => Request NotManagement;
    list_as_a_member_of_the_administrator: macie().management_admitted(), G list_designated(MACIE)
        => Request ManagementIsMember;
    withdraw_as_a_member_of_the_administrator:
        macie().management_admitted(), G withdraw(A, MACIE) => Request ManagementIsMember;
    designate_as_a_member_of_the_administrator:
        macie().management_admitted(), G designate(B, MACIE) => Request ManagementIsMember;

    designate_with_consolidated_billing_security_hub: billing(hub()), G designate(A, HUB)
        => Request NeedsAllFeatures;
    designate_with_consolidated_billing_macie: billing(macie()), G designate(A, MACIE)
        => Request NeedsAllFeatures;
    designate_from_outside_security_hub: hub().organized(&[A]), G designate(B, HUB)
        => Request NotOfOrganization;
    designate_from_outside_macie: macie().organized(&[A]), G designate(B, MACIE)
        => Request NotOfOrganization;
    designate_a_stranger: hub().organized(&[A]), G designate(account(999), HUB)
        => Request NotOfOrganization;
    designate_a_suspended_account: hub().organized(&[A]).suspended(A), G designate(A, HUB)
        => Request NotOfOrganization;
    designate_a_closed_account: macie().organized(&[A]).closed(A), G designate(A, MACIE)
        => Request NotOfOrganization;
    designate_who_left: hub().organized(&[A]).departs(A), G designate(A, HUB)
        => Request NotOfOrganization;
    designate_twice_security_hub: hub().delegated(), G designate(A, HUB)
        => Request AlreadyDesignated;
    designate_twice_macie: macie().delegated(), G designate(A, MACIE)
        => Request AlreadyDesignated;
    replace_before_withdrawing_security_hub: hub().delegated(), G designate(M, HUB)
        => Request AnotherDesignated;
    replace_before_withdrawing_macie: macie().delegated(), G designate(M, MACIE)
        => Request AnotherDesignated;
    replace_before_deregistering_macie: macie().delegated().withdrawn(A), G designate(M, MACIE)
        => Request AnotherDesignated;
    designate_another_than_in_another_region_security_hub: designated_elsewhere(hub()),
        G designate(M, HUB) => Request AnotherDesignated;
    designate_another_than_in_another_region_macie: designated_elsewhere(macie()),
        G designate(M, MACIE) => Request AnotherDesignated;
    designate_the_management_account_whose_hub_is_off: hub().organized(&[A]), G designate(G, HUB)
        => Request ManagementServiceOff;
    designate_the_management_account_whose_macie_is_off:
        macie().organized(&[A]), G designate(G, MACIE) => Request ManagementServiceOff;
    designate_a_member_security_hub: member_of_b(hub()).organized(&[M]), G designate(M, HUB)
        => Request AdministratorIsMember;
    designate_a_member_macie: member_of_b(macie()).organized(&[M]), G designate(M, MACIE)
        => Request AdministratorIsMember;
    designate_an_interrupted_member:
        member_of_b(macie()).organized(&[M]).region_off(M), G designate(M, MACIE)
        => Request AdministratorIsMember;
    designate_in_more_regions_than_there_are: designated_everywhere(), G designate(A, HUB)
        => Request QuotaExceeded;
    designate_junk: hub().organized(&[A]), G designate(junk(), HUB) => Request NotAnAccount;

    withdraw_who_is_not_designated_security_hub: hub().organized(&[A]), G withdraw(A, HUB)
        => Request NotDesignated;
    withdraw_who_is_not_designated_macie: macie().organized(&[A]), G withdraw(A, MACIE)
        => Request NotDesignated;
    withdraw_another: hub().delegated(), G withdraw(M, HUB) => Request NotDesignated;
    withdraw_twice: hub().delegated().withdrawn(A), G withdraw(A, HUB) => Request NotDesignated;
    withdraw_in_another_region: designated_elsewhere(hub()), G withdraw(A, HUB)
        => Request NotDesignated;
    withdraw_from_the_other_generation: hub().delegated(), G withdraw(A, Service::SecurityHubV2)
        => Request NotDesignated;
    withdraw_while_configured_centrally: central(), G withdraw(A, HUB)
        => Request ConfiguredCentrally;
    withdraw_junk: hub().delegated(), G withdraw(junk(), HUB) => Request NotAnAccount;

    describe_while_off: hub().off(B), B describe() => Request ServiceOff;
    configure_while_off: macie().off(B), B configure(true) => Request ServiceOff;
    describe_as_nobody_security_hub: hub(), B describe() => Request NotOrganizationAdministrator;
    describe_as_nobody_macie: macie(), B describe() => Request NotOrganizationAdministrator;
    describe_as_a_member: hub().admitted(), M describe() => Request NotOrganizationAdministrator;
    describe_as_the_management_account:
        hub().after(G, enable()).delegated(), G describe() => Request NotOrganizationAdministrator;
    configure_as_a_member: macie().admitted(), M configure(true)
        => Request NotOrganizationAdministrator;
    configure_as_a_former_administrator: hub().delegated().withdrawn(A), A configure(true)
        => Request NotOrganizationAdministrator;
    configure_in_another_region: designated_elsewhere(hub()), A configure(true)
        => Request NotOrganizationAdministrator;
    central_with_auto_enable: aggregating(), A configured(true, None)
        => Request CentralExcludesAutoEnable;
    central_with_standards: aggregating(), A configured(false, Some(true))
        => Request CentralExcludesAutoEnable;
    central_without_an_aggregator: hub().delegated(), A configured(false, Some(false))
        => Request NotHomeRegion;

    add_a_member_of_another_security_hub: member_of_b(hub()).delegated(), A create(M)
        => Account MemberOfAnother;
    add_a_member_of_another_macie: member_of_b(macie()).delegated(), A create(M)
        => Account MemberOfAnother;
    add_an_interrupted_member_of_another:
        member_of_b(macie()).region_off(M).delegated(), A create(M) => Account MemberOfAnother;
    add_a_suspended_member_of_another:
        member_of_b(hub()).suspended(M).delegated(), A create(M) => Account MemberOfAnother;
    add_an_administrator_security_hub: hub().after(M, create(N)).delegated(), A create(M)
        => Account MemberHasMembers;
    add_an_administrator_macie: macie().after(M, create(N)).delegated(), A create(M)
        => Account MemberHasMembers;
    add_an_administrator_of_a_suspended_member:
        hub().after(M, create(N)).after(M, invite(N)).after(N, accept(M, 1)).suspended(N).delegated(),
        A create(M) => Account MemberHasMembers;
    add_whose_macie_is_suspended: macie().after(M, pause()).delegated(), A create(M)
        => Account MemberPaused;
    add_again_whose_macie_is_suspended:
        macie().admitted().after(A, suspend(M)).after(A, disassociate(M)), A create(M)
        => Account MemberPaused;
    add_the_management_account_whose_hub_is_off: hub().delegated(), A create(G)
        => Account ManagementServiceOff;
    add_the_management_account_whose_macie_is_off: macie().delegated(), A create(G)
        => Account ManagementServiceOff;
    add_itself: hub().delegated(), A create(A) => Account Oneself;
    add_twice: hub().admitted(), A create(M) => Account RowExists;
    quota_add_security_hub: hub().organization_at_most(0).delegated(), A create(M)
        => Account QuotaExceeded;
    quota_add_macie: macie().organization_at_most(0).delegated(), A create(M)
        => Account QuotaExceeded;
    quota_add_again: hub().organized(&[N]).admitted().after(A, disassociate(M))
        .after(A, create(N)).organization_at_most(1), A create(M) => Account QuotaExceeded;

    invite_a_member_security_hub: hub().admitted(), A invite(M) => Account AlreadyInvited;
    invite_a_member_macie: macie().admitted(), A invite(M) => Account AlreadyInvited;
    invite_a_removed_member_security_hub: hub().admitted().after(A, disassociate(M)), A invite(M)
        => Account AlreadyInvited;
    invite_a_removed_member_macie: macie().admitted().after(A, disassociate(M)), A invite(M)
        => Account AlreadyInvited;
    invite_who_was_created_before_designation: hub().created().delegated(), A invite(M)
        => Account AlreadyInvited;
    invite_who_left_before_designation: macie().left().delegated(), A invite(M)
        => Account AlreadyInvited;
    invite_without_a_row: hub().delegated(), A invite(M) => Account NoRow;
    invite_who_left_the_organization_macie: macie().admitted().departs(M), A invite(M)
        => Account EmailMissing;
    delete_a_member_security_hub: hub().admitted(), A delete(M) => Account StillAssociated;
    delete_a_member_macie: macie().admitted(), A delete(M) => Account StillAssociated;
    delete_a_flipped_member: macie().enabled().delegated(), A delete(M)
        => Account StillAssociated;
    resume_a_member_where_the_region_is_off: macie().admitted().region_off(M), A unsuspend(M)
        => Request NoRow;
    suspend_a_member_whose_account_is_suspended: macie().admitted().suspended(M), A suspend(M)
        => Request NoRow;

    member_leaves_security_hub: hub().admitted(), M leave() => Request CannotLeaveOrganization;
    member_leaves_macie: macie().admitted(), M leave() => Request CannotLeaveOrganization;
    flipped_member_leaves: macie().enabled().delegated(), M leave()
        => Request CannotLeaveOrganization;
    u23_added_member_leaves: hub().enabled().delegated().after(A, create(M)), M leave()
        => Request CannotLeaveOrganization;
    interrupted_member_leaves: macie().admitted().region_off(M), M leave()
        => Request CannotLeaveOrganization;
    member_accepts_another_security_hub: invited_by_b(hub()), M accept(B, 1)
        => Request AlreadyAssociated;
    member_accepts_another_macie: invited_by_b(macie()), M accept(B, 1)
        => Request AlreadyAssociated;
    member_accepts_its_old_invitation: hub().invited().delegated().after(A, create(M)),
        M accept(A, 1) => Request NoPendingInvitation;
    member_declines: hub().admitted(), M decline(A) => Account NoPendingInvitation;
    member_deletes_an_invitation: macie().admitted(), M delete_invitation(A)
        => Account NoPendingInvitation;
    member_pauses: macie().admitted(), M pause() => Request OrganizationMemberCannotPause;
    flipped_member_pauses: macie().enabled().delegated(), M pause()
        => Request OrganizationMemberCannotPause;
    interrupted_member_pauses: macie().admitted().suspended(M), M pause()
        => Request OrganizationMemberCannotPause;
    member_disables_security_hub: hub().admitted(), M disable() => Request MemberCannotDisable;
    member_disables_macie: macie().admitted(), M disable() => Request MemberCannotDisable;
    interrupted_member_disables: macie().enabled().region_off(M), M disable()
        => Request MemberCannotDisable;
    member_adds: hub().admitted(), M create(N) => Account CallerIsMember;
    interrupted_member_adds: hub().enabled().suspended(M), M create(N) => Account CallerIsMember;

    administrator_without_members_disables_its_hub: hub().delegated(), A disable()
        => Request AdministratorCannotDisable;
    administrator_of_a_member_disables_macie: macie().admitted(), A disable()
        => Request RowsLeft;
    administrator_of_a_suspended_member_disables_macie: macie().admitted().suspended(M),
        A disable() => Request RowsLeft;
    administrator_of_a_member_pauses: macie().admitted(), A pause()
        => Request AdministratorCannotPause;
    administrator_accepts_security_hub: invited_by_b_as_administrator(hub()), A accept(B, 1)
        => Request HasMembers;
    administrator_accepts_macie: invited_by_b_as_administrator(macie()), A accept(B, 1)
        => Request HasMembers;
}

pub(super) fn billing(lab: Lab) -> Lab {
    let mut lab = lab.organized(&[A]);
    lab.the_organization().features = FeatureSet::ConsolidatedBilling;
    lab
}

/// A is the administrator in another Region.
fn designated_elsewhere(lab: Lab) -> Lab {
    let mut lab = lab.organized(&[A, M]);
    let there = Scope { region: "eu-west-1".parse().expect("a Region"), ..lab.scope() };
    lab.the_organization().designations.insert(there, Designation::of(A.id()));
    lab
}

/// A is the administrator in 500 other Regions.
fn designated_everywhere() -> Lab {
    let mut lab = hub().organized(&[A]);
    for number in 0..500 {
        let region = format!("region-{number}").parse().expect("a Region");
        let there = Scope { region, ..lab.scope() };
        lab.the_organization().designations.insert(there, Designation::of(A.id()));
    }
    lab
}

/// M is a member of B; takes the first invitation id.
pub(super) fn member_of_b(lab: Lab) -> Lab {
    lab.after(B, create(M)).after(B, invite(M)).after(M, accept(B, 1))
}

/// B invited M, which A then added.
fn invited_by_b(lab: Lab) -> Lab {
    lab.after(B, create(M)).after(B, invite(M)).admitted()
}

/// B invited A, which then became the administrator.
fn invited_by_b_as_administrator(lab: Lab) -> Lab {
    lab.after(B, create(A)).after(B, invite(A)).delegated()
}

pub(super) fn configured(auto_enable: bool, standards: Option<bool>) -> Command {
    let central = Some(true);
    Command::Delegation(Delegation::Configure { auto_enable, standards, central })
}

/// A administers, and gathers findings in this Region.
fn aggregating() -> Lab {
    super::aggregator::aggregating(hub().delegated())
}

pub(super) fn central() -> Lab {
    aggregating().after(A, configured(false, Some(false)))
}

impl Lab {
    /// The management account is a member of the administrator.
    pub(super) fn management_admitted(self) -> Lab {
        self.after(G, enable()).organized(&[B]).delegated().after(A, create(G))
    }
}

#[test]
fn nobody_else_describes_or_configures() {
    for lab in [hub().admitted(), macie().admitted()] {
        for who in [Who::B, Who::M, Who::N] {
            for command in [describe(), configure(true)] {
                let refusal = lab.clone().run(who, &command);
                let expected = accede_membership::Refusal::NotOrganizationAdministrator;
                assert_eq!(refusal, Err(expected), "{who:?}");
            }
        }
    }
}
