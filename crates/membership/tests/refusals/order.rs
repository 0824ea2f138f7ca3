//! Which reason is given when two hold (semantics §1.5.3, §3.3). A row is named `first_before_second`.

use accede_membership::{Activity, Command, Email, Rules, Settings, Status};

use crate::common::Who::{A, B, M, N};
use crate::common::commands::{
    FOLLOWED, accept, create, create_all, create_with_email, create_with_tags, disable, enable,
    invite, invite_all, junk, leave, map, pause, subjects, tag, tags,
};
use crate::common::{Lab, hub, macie};

refusals! {
    too_many_accounts_before_service_off: off_macie(), A create_all([M, N])
        => Request TooManyAccounts;
    service_off_before_not_an_account: hub().off(A), A create(junk()) => Request ServiceOff;
    service_off_before_over_batch: hub().off(A).batch_at_most(0), A create(M)
        => Request ServiceOff;
    service_off_before_no_administrator: hub().off(M), M leave() => Request ServiceOff;
    already_enabled_before_too_many_tags: hub().tags_at_most(0), A enable_tagged()
        => Request AlreadyEnabled;

    over_batch_before_not_an_account: hub().batch_at_most(0), A create(junk())
        => Account OverBatch;
    not_an_account_before_caller_is_member: hub().enabled(), M invite(junk())
        => Account NotAnAccount;
    malformed_email_before_caller_is_member: hub().enabled(), M malformed()
        => Account NotAnAccount;
    caller_is_member_before_too_many_tags: macie().enabled().tags_at_most(0), M tagged(N)
        => Account CallerIsMember;
    caller_is_member_before_oneself_creating: hub().enabled(), M create(M)
        => Account CallerIsMember;
    caller_is_member_before_oneself_inviting: hub().enabled(), M invite(M)
        => Account CallerIsMember;
    caller_is_member_before_no_row: hub().enabled(), M invite(N) => Account CallerIsMember;
    caller_is_member_before_quota: hub().enabled().members_at_most(0), M create(N)
        => Account CallerIsMember;
    too_many_tags_before_oneself: macie().tags_at_most(0), A tagged(A) => Account TooManyTags;
    oneself_before_no_row: hub(), A invite(A) => Account Oneself;
    oneself_before_quota: hub().members_at_most(0), A create(A) => Account Oneself;
    row_exists_before_quota: hub().created().members_at_most(1), A create(M)
        => Account RowExists;
    no_row_before_member_of_another: hub().another_membership(), A invite(N) => Account NoRow;
    no_row_before_quota: hub().members_at_most(0), A invite(M) => Account NoRow;
    already_invited_before_email_missing:
        macie().organization(Status::Enabled), A invite(M) => Account AlreadyInvited;
    already_invited_before_member_of_another: invited_member_of_another(), A invite(M)
        => Account AlreadyInvited;
    already_invited_before_quota: hub().invited().members_at_most(1), A invite(M)
        => Account AlreadyInvited;
    email_missing_before_quota: macie().removed_without_email().members_at_most(0), A invite(M)
        => Account EmailMissing;
    member_of_another_before_quota: removed_member_of_another().members_at_most(0), A invite(M)
        => Account MemberOfAnother;

    has_members_before_already_associated: member_with_members(), M accept(B, 1)
        => Request HasMembers;
    has_members_before_no_pending_invitation: hub().created(), A accept(B, 1)
        => Request HasMembers;
    already_associated_before_no_pending_invitation: hub().enabled(), M accept(B, 9)
        => Request AlreadyAssociated;
    no_pending_invitation_before_inviter_is_member: inviter_is_member(), M accept(A, 9)
        => Request NoPendingInvitation;
    inviter_is_member_before_quota: inviter_is_member().members_at_most(0), M accept(A, 1)
        => Request InviterIsMember;

    member_before_administrator_disabling: member_with_members(), M disable()
        => Request MemberCannotDisable;
    member_before_rows_left_disabling: macie_member_with_rows(), M disable()
        => Request MemberCannotDisable;
    administrator_before_organization_member_pausing: member_with_members(), M pause()
        => Request AdministratorCannotPause;
    pausing_before_setting: hub().organization(Status::Enabled), M pause_and_set()
        => Request OrganizationMemberCannotPause;
    no_such_resource_before_too_many_tags: macie().tags_at_most(0), A tag_m()
        => Request NoSuchResource;
}

fn off_macie() -> Lab {
    Lab::empty(Rules::macie(accede_membership::Quotas::default())).batch_at_most(1)
}

fn enable_tagged() -> Command {
    let (settings, tags) = (Settings::new(), tags(1));
    Command::EnableService { settings, tags, activity: Activity::Enabled, standards: false }
}

fn malformed() -> Command {
    create_with_email(N, Email::Malformed)
}

fn tagged(who: crate::common::Who) -> Command {
    create_with_tags(who, tags(1))
}

fn tag_m() -> Command {
    tag(accede_membership::Resource::Member(M.id()), 1)
}

fn pause_and_set() -> Command {
    let settings = map(&[(FOLLOWED, "STANDARD_CONTROL")]);
    Command::UpdateService { settings, activity: Some(Activity::Paused) }
}

/// A has invited M, which then became a member of B.
fn invited_member_of_another() -> Lab {
    hub().invited().after(B, create(M)).after(B, invite(M)).after(M, accept(B, 2))
}

/// A has removed M, which then became a member of B.
fn removed_member_of_another() -> Lab {
    hub().removed().after(B, create(M)).after(B, invite(M)).after(M, accept(B, 2))
}

/// M is a member of A through the organization and has a member N itself: no command leads there.
fn member_with_members() -> Lab {
    let lab = hub().after(M, create(N)).after(M, invite(N)).after(N, accept(M, 1));
    lab.organization(Status::Enabled)
}

/// M left A, which then became a member of B.
fn inviter_is_member() -> Lab {
    hub().left().after(B, create(A)).after(B, invite(A)).after(A, accept(B, 2))
}

/// M is a member of A and has a row that N has resigned from.
fn macie_member_with_rows() -> Lab {
    macie()
        .after(M, create(N))
        .after(M, invite(N))
        .after(N, accept(M, 1))
        .after(N, leave())
        .after(A, create(M))
        .after(A, invite(M))
        .after(M, accept(A, 2))
}

impl Lab {
    /// A has removed a row to which it had given no email.
    fn removed_without_email(self) -> Lab {
        self.after(A, create_with_email(M, Email::Absent))
            .after(A, crate::common::commands::disassociate(M))
    }
}

#[test]
fn a_batch_over_the_limit_of_a_service_that_is_off_is_refused_for_its_range() {
    let command = Command::InviteMembers { accounts: subjects([M, N]), message: None };
    let refusal = off_macie().run(A, &command);
    assert_eq!(refusal, Err(accede_membership::Refusal::TooManyAccounts));
    assert_eq!(off_macie().after(A, enable()).run(A, &invite_all([M, N])), refusal);
}
