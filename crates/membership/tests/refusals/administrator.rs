//! What an administrator asks for: adding, inviting, removing, deleting, suspending.

use accede_membership::{Email, Status};

use crate::common::Who::{A, B, M, N};
use crate::common::commands::{
    accept, create, create_with_email, create_with_tags, delete, disassociate, get, invite, junk,
    suspend, tags, unsuspend,
};
use crate::common::{Lab, hub, macie, macie_later};

refusals! {
    create_junk: hub(), A create(junk()) => Account NotAnAccount;
    create_with_a_malformed_email:
        hub(), A create_with_email(M, Email::Malformed) => Account NotAnAccount;
    invite_junk: hub(), A invite(junk()) => Account NotAnAccount;
    get_junk: hub(), A get(junk()) => Account NotAnAccount;
    disassociate_junk: hub(), A disassociate(junk()) => Account NotAnAccount;
    delete_junk: macie(), A delete(junk()) => Account NotAnAccount;

    member_creates_security_hub: hub().enabled(), M create(N) => Account CallerIsMember;
    member_creates_macie: macie().enabled(), M create(N) => Account CallerIsMember;
    suspended_member_creates: macie().paused(), M create(N) => Account CallerIsMember;
    organization_member_creates:
        hub().organization(Status::Enabled), M create(N) => Account CallerIsMember;
    member_invites_security_hub: member_with_a_left_row(hub()), M invite(N) => Account CallerIsMember;
    member_invites_macie: member_with_a_left_row(macie()), M invite(N) => Account CallerIsMember;

    too_many_tags_for_a_new_member:
        macie().tags_at_most(2), A create_with_tags(M, tags(3)) => Account TooManyTags;

    create_itself_security_hub: hub(), A create(A) => Account Oneself;
    create_itself_macie: macie(), A create(A) => Account Oneself;
    invite_itself_security_hub: hub(), A invite(A) => Account Oneself;
    invite_itself_macie: macie(), A invite(A) => Account Oneself;

    create_twice_security_hub: hub().created(), A create(M) => Account RowExists;
    u16_create_twice_macie: macie().created(), A create(M) => Account RowExists;
    u16_create_invited: macie().invited(), A create(M) => Account RowExists;
    u16_create_verifying: macie_later().invited(), A create(M) => Account RowExists;
    u16_create_failed: macie().email_failed(), A create(M) => Account RowExists;
    u16_create_enabled: macie().enabled(), A create(M) => Account RowExists;
    u16_create_left: macie().left(), A create(M) => Account RowExists;
    u16_create_removed: macie().removed(), A create(M) => Account RowExists;

    invite_without_row: hub(), A invite(M) => Account NoRow;
    invite_whom_another_added: hub().created(), B invite(M) => Account NoRow;
    get_without_row: hub(), A get(M) => Account NoRow;
    get_whom_another_added: hub().created(), B get(M) => Account NoRow;
    get_itself: hub(), A get(A) => Account NoRow;
    u13_disassociate_without_row: hub(), A disassociate(M) => Account NoRow;
    disassociate_itself: hub(), A disassociate(A) => Account NoRow;
    disassociate_another_ones_member: hub().enabled(), B disassociate(M) => Account NoRow;
    member_does_not_disassociate_its_administrator:
        hub().enabled(), M disassociate(A) => Account NoRow;
    delete_without_row: macie(), A delete(M) => Account NoRow;
    delete_another_ones_row: macie().created(), B delete(M) => Account NoRow;
    suspend_junk: macie(), A suspend(junk()) => Request NotAnAccount;
    suspend_without_row: macie(), A suspend(M) => Request NoRow;
    suspend_created: macie().created(), A suspend(M) => Request NoRow;
    suspend_invited: macie().invited(), A suspend(M) => Request NoRow;
    suspend_left: macie().left(), A suspend(M) => Request NoRow;
    suspend_removed: macie().removed(), A suspend(M) => Request NoRow;
    suspend_another_ones_member: macie().enabled(), B suspend(M) => Request NoRow;
    suspend_itself: macie(), A suspend(A) => Request NoRow;
    m18_resume_removed_organization_member:
        macie().organization(Status::Removed), A unsuspend(M) => Request NoRow;

    u19_resume_what_it_suspended: macie().paused(), A unsuspend(M) => Request CannotResume;
    u19_resume_what_is_not_suspended: macie().enabled(), A unsuspend(M) => Request CannotResume;

    delete_enabled: hub().enabled(), A delete(M) => Account StillAssociated;
    delete_paused: macie().paused(), A delete(M) => Account StillAssociated;
    delete_organization_member_security_hub:
        hub().organization(Status::Enabled), A delete(M) => Account StillAssociated;
    delete_organization_member_macie:
        macie().organization(Status::Enabled), A delete(M) => Account StillAssociated;
    delete_organization_member_whose_region_is_off:
        macie().admitted().region_off(M), A delete(M) => Account StillAssociated;

    invite_after_a_failed_check: macie().email_failed(), A invite(M) => Account EmailNotVerified;

    u18_invite_twice_security_hub: hub().invited(), A invite(M) => Account AlreadyInvited;
    u18_invite_twice_macie: macie().invited(), A invite(M) => Account AlreadyInvited;
    invite_while_verifying: macie_later().invited(), A invite(M) => Account AlreadyInvited;
    invite_a_member_security_hub: hub().enabled(), A invite(M) => Account AlreadyInvited;
    invite_a_member_macie: macie().enabled(), A invite(M) => Account AlreadyInvited;
    invite_a_suspended_member: macie().paused(), A invite(M) => Account AlreadyInvited;
    invite_an_organization_member_security_hub:
        hub().organization(Status::Enabled), A invite(M) => Account AlreadyInvited;
    invite_an_organization_member_macie:
        macie().organization(Status::Enabled), A invite(M) => Account AlreadyInvited;
    invite_a_removed_organization_member_security_hub:
        hub().organization(Status::Removed), A invite(M) => Account AlreadyInvited;
    invite_a_removed_organization_member_macie:
        macie().organization(Status::Removed), A invite(M) => Account AlreadyInvited;
    invite_a_suspended_account:
        hub().enabled().suspended(M), A invite(M) => Account AlreadyInvited;

    invite_without_email: without_email(), A invite(M) => Account EmailMissing;

    u29_invite_a_member_of_another:
        member_of_b(hub()).created(), A invite(M) => Account MemberOfAnother;
    u29_invite_an_organization_member_of_another:
        hub().organization_of(B, M, Status::Enabled).created(), A invite(M)
        => Account MemberOfAnother;
    u29_invite_again_a_member_of_another:
        hub().removed().after(B, create(M)).after(B, invite(M)).after(M, accept(B, 2)), A invite(M)
        => Account MemberOfAnother;

    quota_create_security_hub: hub().created().members_at_most(1), A create(N)
        => Account QuotaExceeded;
    quota_create_macie: macie().created().members_at_most(1), A create(N)
        => Account QuotaExceeded;
    quota_invite_removed: hub().removed().after(A, create(N)).members_at_most(1), A invite(M)
        => Account QuotaExceeded;
    quota_invite_left: macie().left().after(A, create(N)).members_at_most(1), A invite(M)
        => Account QuotaExceeded;
}

/// M is a member of A; before that, N was M's member and left. Invitations 1 (N) and 2 (M).
fn member_with_a_left_row(lab: Lab) -> Lab {
    lab.after(M, create(N))
        .after(M, invite(N))
        .after(N, accept(M, 1))
        .after(N, crate::common::commands::leave())
        .after(A, create(M))
        .after(A, invite(M))
        .after(M, accept(A, 2))
}

/// M is a member of B.
fn member_of_b(lab: Lab) -> Lab {
    lab.after(B, create(M)).after(B, invite(M)).after(M, accept(B, 1))
}

/// A has added M without an email to check.
fn without_email() -> Lab {
    macie().after(A, create_with_email(M, Email::Absent))
}
