//! Switching the service on and off, setting it, tagging it.

use accede_membership::directory::{Account, AccountState};
use accede_membership::{Activity, Command, Resource, Rules, Status};

use crate::common::Who::{self, A, M};
use crate::common::commands::{
    FOLLOWED, accept, create, decline, delete, delete_invitation, disable, disassociate, enable,
    enable_paused, get, invite, leave, list, list_invitations, map, pause, resume, set, suspend,
    tag, tags,
};
use crate::common::{Lab, hub, macie, macie_later};

refusals! {
    off_describe: off(), A Command::DescribeService { resource: Resource::Service } => Request ServiceOff;
    closed_enable: of_state(AccountState::Closed).off(M), M enable() => Request AccountNotInUse;
    suspended_account_enable:
        of_state(AccountState::Suspended).off(M), M enable() => Request AccountNotInUse;
    suspended_accept: of_state(AccountState::Suspended), M accept(A, 1) => Request AccountNotInUse;
    closed_accept: of_state(AccountState::Closed), M accept(A, 1) => Request AccountNotInUse;
    off_update: off(), A resume() => Request ServiceOff;
    off_disable: off(), A disable() => Request ServiceOff;
    off_create: off(), A create(M) => Request ServiceOff;
    off_invite: off(), A invite(M) => Request ServiceOff;
    off_get: off(), A get(M) => Request ServiceOff;
    off_list: off(), A list(accede_membership::StatusSet::ALL) => Request ServiceOff;
    off_disassociate: off(), A disassociate(M) => Request ServiceOff;
    off_delete: off(), A delete(M) => Request ServiceOff;
    off_suspend: off(), A suspend(M) => Request ServiceOff;
    off_list_invitations: off(), M list_invitations() => Request ServiceOff;
    off_count: off(), M Command::CountInvitations => Request ServiceOff;
    off_accept: off(), M accept(A, 1) => Request ServiceOff;
    off_decline: off(), M decline(A) => Request ServiceOff;
    off_delete_invitation: off(), M delete_invitation(A) => Request ServiceOff;
    off_get_administrator: off(), M Command::GetAdministrator => Request ServiceOff;
    off_leave: off(), M leave() => Request ServiceOff;
    off_list_tags: off(), A list_tags(Resource::Service) => Request ServiceOff;
    off_tag: off(), A tag(Resource::Service, 1) => Request ServiceOff;
    off_untag: off(), A untag(Resource::Service) => Request ServiceOff;
    off_invited_does_not_accept_security_hub:
        hub().invited().off(M), M accept(A, 1) => Request ServiceOff;
    off_invited_does_not_decline_security_hub:
        hub().invited().off(M), M decline(A) => Request ServiceOff;
    off_declined_does_not_delete_security_hub:
        hub().declined().off(M), M delete_invitation(A) => Request ServiceOff;
    u25_off_invited_does_not_accept_macie:
        macie().invited().off(M), M accept(A, 1) => Request ServiceOff;
    u25_off_invited_does_not_decline_macie:
        macie().invited().off(M), M decline(A) => Request ServiceOff;
    u25_off_left_does_not_accept_macie:
        macie().left().off(M), M accept(A, 1) => Request ServiceOff;

    on_enable_security_hub: hub(), A enable() => Request AlreadyEnabled;
    on_enable_macie: macie(), A enable() => Request AlreadyEnabled;
    suspended_enable: macie().after(A, pause()), A enable() => Request AlreadyEnabled;
    on_enable_suspended: macie(), A enable_paused() => Request AlreadyEnabled;

    u9_member_disables_security_hub: hub().enabled(), M disable() => Request MemberCannotDisable;
    member_disables_macie: macie().enabled(), M disable() => Request MemberCannotDisable;
    suspended_member_disables_macie: macie().paused(), M disable() => Request MemberCannotDisable;
    organization_member_disables_security_hub:
        hub().organization(Status::Enabled), M disable() => Request MemberCannotDisable;
    organization_member_disables_macie:
        macie().organization(Status::Paused), M disable() => Request MemberCannotDisable;

    administrator_disables_security_hub:
        hub().enabled(), A disable() => Request AdministratorCannotDisable;
    administrator_of_an_organization_member_disables_security_hub:
        hub().organization(Status::Enabled), A disable() => Request AdministratorCannotDisable;

    created_row_left: macie().created(), A disable() => Request RowsLeft;
    verifying_row_left: macie_later().invited(), A disable() => Request RowsLeft;
    failed_row_left: macie().email_failed(), A disable() => Request RowsLeft;
    invited_row_left: macie().invited(), A disable() => Request RowsLeft;
    enabled_row_left: macie().enabled(), A disable() => Request RowsLeft;
    paused_row_left: macie().paused(), A disable() => Request RowsLeft;
    resigned_row_left: macie().left(), A disable() => Request RowsLeft;
    removed_row_left: macie().removed(), A disable() => Request RowsLeft;

    administrator_of_an_enabled_member_pauses:
        macie().enabled(), A pause() => Request AdministratorCannotPause;
    administrator_of_a_paused_member_pauses:
        macie().paused(), A pause() => Request AdministratorCannotPause;
    administrator_of_an_organization_member_pauses:
        macie().organization(Status::Enabled), A pause() => Request AdministratorCannotPause;

    organization_member_pauses:
        macie().organization(Status::Enabled), M pause() => Request OrganizationMemberCannotPause;
    member_sets_what_its_administrator_sets:
        hub().enabled(), M set(FOLLOWED, "STANDARD_CONTROL") => Request SetByAdministrator;
    organization_member_sets_what_its_administrator_sets:
        hub().organization(Status::Enabled), M set(FOLLOWED, "STANDARD_CONTROL")
        => Request SetByAdministrator;

    tags_of_a_member_that_is_not_there:
        macie(), A list_tags(member_m()) => Request NoSuchResource;
    tags_of_a_member_that_declined:
        macie().declined(), A list_tags(member_m()) => Request NoSuchResource;
    tag_of_a_member_that_is_not_there: macie(), A tag(member_m(), 1) => Request NoSuchResource;
    untag_of_a_member_that_is_not_there: macie(), A untag(member_m()) => Request NoSuchResource;
    tags_of_another_ones_member:
        macie().created(), B list_tags(member_m()) => Request NoSuchResource;

    too_many_tags_for_a_new_hub: off().tags_at_most(2), A enable_with_tags(3) => Request TooManyTags;
    too_many_tags_for_the_service:
        hub().tags_at_most(2), A tag(Resource::Service, 3) => Request TooManyTags;
    too_many_tags_together:
        hub().tags_at_most(2).after(A, tag_as("other")), A tag(Resource::Service, 2)
        => Request TooManyTags;
    too_many_tags_for_a_member:
        macie().created().tags_at_most(2), A tag(member_m(), 3) => Request TooManyTags;
}

/// Nobody has switched the service on.
fn off() -> Lab {
    Lab::empty(Rules::security_hub(accede_membership::Quotas::default()))
}

fn member_m() -> Resource {
    Resource::Member(M.id())
}

fn list_tags(resource: Resource) -> Command {
    Command::ListTags { resource }
}

fn untag(resource: Resource) -> Command {
    Command::Untag { resource, keys: vec!["key-0".to_owned()] }
}

fn tag_as(key: &str) -> Command {
    Command::Tag { resource: Resource::Service, tags: map(&[(key, "value")]) }
}

fn enable_with_tags(number: usize) -> Command {
    Command::EnableService {
        settings: accede_membership::Settings::new(),
        tags: tags(number),
        activity: Activity::Enabled,
        standards: false,
    }
}

#[test]
fn off_macie_refuses_whatever_security_hub_refuses() {
    let lab = Lab::empty(Rules::macie(accede_membership::Quotas::default()));
    let commands = [
        resume(),
        disable(),
        create(M),
        invite(M),
        get(M),
        list_invitations(),
        suspend(M),
        delete(M),
        disassociate(M),
        accept(A, 1),
        decline(A),
        delete_invitation(A),
        leave(),
        Command::CountInvitations,
        Command::GetAdministrator,
        Command::DescribeService { resource: Resource::Service },
    ];
    for command in commands {
        let outcome = lab.clone().run(Who::N, &command);
        assert_eq!(outcome, Err(accede_membership::Refusal::ServiceOff), "{command:?}");
    }
}

/// M was invited, and then its account came to this state.
fn of_state(state: AccountState) -> Lab {
    let mut lab = hub().invited();
    lab.world.accounts.insert(M.id(), Account { state, ..Account::default() });
    lab
}
