//! Commands, written as short as the tables want them.

use accede_membership::{
    Activity, Command, Email, InvitationId, NewMember, Page, Resource, Settings, StatusSet,
    Subject, Tags,
};

/// One page that holds everything.
pub(crate) const WHOLE: Page = Page { after: None, limit: 1_000 };

/// The email that rows get, unless a test says otherwise.
pub(crate) const EMAIL: &str = "member@example.com";

/// The setting in which a Security Hub member follows its administrator.
pub(crate) const FOLLOWED: &str = "ControlFindingGenerator";

pub(crate) fn enable() -> Command {
    Command::EnableService {
        settings: Settings::new(),
        tags: Tags::new(),
        activity: Activity::Enabled,
        standards: false,
    }
}

pub(crate) fn enable_paused() -> Command {
    Command::EnableService {
        settings: Settings::new(),
        tags: Tags::new(),
        activity: Activity::Paused,
        standards: false,
    }
}

pub(crate) fn disable() -> Command {
    Command::DisableService
}

pub(crate) fn pause() -> Command {
    Command::UpdateService { settings: Settings::new(), activity: Some(Activity::Paused) }
}

pub(crate) fn resume() -> Command {
    Command::UpdateService { settings: Settings::new(), activity: Some(Activity::Enabled) }
}

pub(crate) fn set(name: &str, value: &str) -> Command {
    Command::UpdateService { settings: map(&[(name, value)]), activity: None }
}

pub(crate) fn map(pairs: &[(&str, &str)]) -> Tags {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

pub(crate) fn tags(number: usize) -> Tags {
    (0..number).map(|i| (format!("key-{i}"), "value".to_owned())).collect()
}

pub(crate) fn new_member(account: impl Into<Subject>) -> NewMember {
    NewMember { account: account.into(), email: Email::Given(EMAIL.to_owned()), tags: Tags::new() }
}

pub(crate) fn create(account: impl Into<Subject>) -> Command {
    Command::CreateMembers { members: vec![new_member(account)] }
}

pub(crate) fn create_with_email(account: impl Into<Subject>, email: Email) -> Command {
    Command::CreateMembers { members: vec![NewMember { email, ..new_member(account) }] }
}

pub(crate) fn create_with_tags(account: impl Into<Subject>, tags: Tags) -> Command {
    Command::CreateMembers { members: vec![NewMember { tags, ..new_member(account) }] }
}

pub(crate) fn create_all<S: Into<Subject>>(accounts: impl IntoIterator<Item = S>) -> Command {
    Command::CreateMembers { members: accounts.into_iter().map(new_member).collect() }
}

pub(crate) fn invite(account: impl Into<Subject>) -> Command {
    invite_all([account])
}

pub(crate) fn invite_all<S: Into<Subject>>(accounts: impl IntoIterator<Item = S>) -> Command {
    Command::InviteMembers { accounts: subjects(accounts), message: None }
}

pub(crate) fn verify(member: impl Into<Subject>) -> Command {
    Command::VerifyEmail { member: member.into().account().expect("an account") }
}

pub(crate) fn get(account: impl Into<Subject>) -> Command {
    Command::GetMembers { accounts: vec![account.into()] }
}

pub(crate) fn list(statuses: StatusSet) -> Command {
    Command::ListMembers { statuses, page: WHOLE }
}

pub(crate) fn disassociate(account: impl Into<Subject>) -> Command {
    Command::DisassociateMembers { accounts: vec![account.into()] }
}

pub(crate) fn delete(account: impl Into<Subject>) -> Command {
    Command::DeleteMembers { accounts: vec![account.into()] }
}

pub(crate) fn suspend(account: impl Into<Subject>) -> Command {
    Command::UpdateMemberSession { account: account.into(), activity: Activity::Paused }
}

pub(crate) fn unsuspend(account: impl Into<Subject>) -> Command {
    Command::UpdateMemberSession { account: account.into(), activity: Activity::Enabled }
}

pub(crate) fn list_invitations() -> Command {
    Command::ListInvitations { page: WHOLE }
}

/// Accepts the invitation whose id is the `number`th that was given out.
pub(crate) fn accept(administrator: impl Into<Subject>, number: u128) -> Command {
    Command::AcceptInvitation {
        administrator: administrator.into(),
        invitation: Some(InvitationId(number)),
    }
}

pub(crate) fn decline(administrator: impl Into<Subject>) -> Command {
    Command::DeclineInvitations { accounts: vec![administrator.into()] }
}

pub(crate) fn delete_invitation(account: impl Into<Subject>) -> Command {
    Command::DeleteInvitations { accounts: vec![account.into()] }
}

pub(crate) fn leave() -> Command {
    Command::LeaveAdministrator
}

pub(crate) fn tag(resource: Resource, number: usize) -> Command {
    Command::Tag { resource, tags: tags(number) }
}

pub(crate) fn subjects<S: Into<Subject>>(accounts: impl IntoIterator<Item = S>) -> Vec<Subject> {
    accounts.into_iter().map(Into::into).collect()
}

/// Something that is not an account id.
pub(crate) fn junk() -> Subject {
    Subject::parse("12345")
}
