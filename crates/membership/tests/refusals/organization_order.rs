//! Which reason is given when two hold on the organization route (semantics §1.5.3). A row is named
//! `first_before_second`.

use accede_membership::Service;

use super::aggregator::{self, became_a_member, moved};
use super::organization::{billing, central, configured, member_of_b};
use crate::common::Who::{A, B, G, M, N};
use crate::common::commands::{create, create_with_tags, disassociate, invite, junk, pause, tags};
use crate::common::organizations::{describe, designate, withdraw};
use crate::common::{hub, macie};

const HUB: Service = Service::SecurityHub;
const MACIE: Service = Service::Macie;

refusals! {
    not_an_account_before_not_in_organization: hub(), B designate(junk(), HUB)
        => Request NotAnAccount;
    not_an_account_before_not_management: hub().delegated(), M designate(junk(), HUB)
        => Request NotAnAccount;
    not_an_account_before_not_management_withdrawing: macie().delegated(), M withdraw(junk(), MACIE)
        => Request NotAnAccount;
    not_management_before_needs_all_features: billing(hub()), A designate(A, HUB)
        => Request NotManagement;
    not_management_before_not_of_organization: hub().organized(&[A]), A designate(B, HUB)
        => Request NotManagement;
    management_is_member_before_already_designated:
        macie().management_admitted(), G designate(A, MACIE) => Request ManagementIsMember;
    management_is_member_before_not_designated:
        macie().management_admitted(), G withdraw(M, MACIE) => Request ManagementIsMember;
    needs_all_features_before_not_of_organization: billing(hub()), G designate(B, HUB)
        => Request NeedsAllFeatures;
    not_of_organization_before_another_designated: hub().delegated(), G designate(B, HUB)
        => Request NotOfOrganization;
    another_designated_before_management_service_off: hub().delegated(), G designate(G, HUB)
        => Request AnotherDesignated;
    another_designated_before_administrator_is_member: hub().admitted(), G designate(M, HUB)
        => Request AnotherDesignated;
    not_designated_before_configured_centrally: central(), G withdraw(M, HUB)
        => Request NotDesignated;
    service_off_before_not_organization_administrator: hub().off(M).delegated(), M describe()
        => Request ServiceOff;
    not_organization_administrator_before_central: hub().delegated(), M configured(true, None)
        => Request NotOrganizationAdministrator;
    central_before_not_home_region: hub().delegated(), A configured(true, None)
        => Request CentralExcludesAutoEnable;

    member_cannot_aggregate_before_aggregator_exists: became_a_member(), A aggregator::create(7)
        => Request MemberCannotAggregate;
    member_cannot_aggregate_before_no_such_resource: became_a_member(), A aggregator::update(8)
        => Request MemberCannotAggregate;
    no_such_resource_before_not_home_region: moved(), A aggregator::update(8)
        => Request NoSuchResource;

    too_many_tags_before_management_service_off:
        macie().delegated().tags_at_most(0), A create_with_tags(G, tags(1))
        => Account TooManyTags;
    oneself_before_quota: hub().organization_at_most(0).delegated(), A create(A)
        => Account Oneself;
    management_service_off_before_quota: hub().organization_at_most(0).delegated(), A create(G)
        => Account ManagementServiceOff;
    row_exists_before_quota: hub().admitted().organization_at_most(0), A create(M)
        => Account RowExists;
    no_row_before_already_invited: macie().delegated(), A invite(M) => Account NoRow;
    already_invited_before_email_missing: macie().admitted().after(A, disassociate(M)), A invite(M)
        => Account AlreadyInvited;
    member_of_another_before_member_paused:
        member_of_b(macie()).after(M, pause()).delegated(), A create(M)
        => Account MemberOfAnother;
    member_of_another_before_quota:
        member_of_b(hub()).delegated().organization_at_most(0), A create(M)
        => Account MemberOfAnother;
    member_has_members_before_member_paused:
        macie().after(M, create(N)).after(M, pause()).delegated(), A create(M)
        => Account MemberHasMembers;
    member_has_members_before_quota:
        hub().after(M, create(N)).delegated().organization_at_most(0), A create(M)
        => Account MemberHasMembers;
    member_paused_before_quota:
        macie().after(M, pause()).delegated().organization_at_most(0), A create(M)
        => Account MemberPaused;
}
