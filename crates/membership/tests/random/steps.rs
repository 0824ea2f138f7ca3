//! Random commands: mostly sensible, some junk. A few accounts do most of the inviting, so that the others
//! get into every state with them.

use accede_membership::{
    AccountId, Activity, Command, Email, InvitationId, NewMember, Page, Resource, Settings,
    StatusSet, Subject, Tags,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::{OTHER_EMAIL, numbered};
use crate::common::commands::{EMAIL, FOLLOWED, junk, map, tags};

/// One account asks for something.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) caller: AccountId,
    pub(crate) command: Command,
    /// Ask about a relationship that is there: which of them, or which of those that are memberships.
    pub(crate) aim: Option<(Index, bool)>,
    /// Accept with the id of the invitation that is there.
    pub(crate) right_id: bool,
}

/// Random steps of so many accounts.
pub(crate) fn step(accounts: usize) -> BoxedStrategy<Step> {
    let inviters = (accounts / 6).max(2);
    let anybody = move || (0..accounts).prop_map(numbered);
    let inviter = move || prop_oneof![30 => (0..inviters).prop_map(numbered), 1 => (0..accounts).prop_map(numbered)];
    let members = move || named(anybody().boxed());
    let administrators = move || named(inviter().boxed());
    prop_oneof![
        10 => asked(inviter().boxed(), inviting(members().boxed())),
        5 => asked(inviter().boxed(), ending(members().boxed())),
        12 => asked(anybody().boxed(), answering(administrators().boxed())),
        1 => asked(anybody().boxed(), leaving()),
        4 => asked(anybody().boxed(), switching()),
        1 => asked(inviter().boxed(), switching()),
        2 => asked(anybody().boxed(), looking(members().boxed())),
        1 => asked(inviter().boxed(), tagging(members().boxed())),
    ]
    .boxed()
}

fn asked(caller: BoxedStrategy<AccountId>, command: BoxedStrategy<Command>) -> BoxedStrategy<Step> {
    let right_id = prop::bool::weighted(0.9);
    let aim = prop::option::weighted(0.7, (any::<Index>(), any::<bool>()));
    (caller, command, aim, right_id)
        .prop_map(|(caller, command, aim, right_id)| Step { caller, command, aim, right_id })
        .boxed()
}

fn named(account: BoxedStrategy<AccountId>) -> impl Strategy<Value = Subject> {
    prop_oneof![40 => account.prop_map(Subject::Account), 1 => Just(junk())]
}

fn batch(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Vec<Subject>> {
    prop_oneof![8 => vec(subject.clone(), 1), 3 => vec(subject, 0..6)].boxed()
}

fn new_member(subject: BoxedStrategy<Subject>) -> impl Strategy<Value = NewMember> {
    let given = |email: &str| Just(Email::Given(email.to_owned()));
    let email = prop_oneof![
        10 => given(EMAIL),
        4 => given(OTHER_EMAIL),
        1 => Just(Email::Absent),
        1 => Just(Email::Malformed),
    ];
    let some_tags = prop_oneof![8 => Just(0_usize), 1 => 0..5_usize].prop_map(tags);
    (subject, email, some_tags).prop_map(|(account, email, tags)| NewMember {
        account,
        email,
        tags,
    })
}

fn inviting(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Command> {
    let one = vec(new_member(subject.clone()), 1);
    let many = vec(new_member(subject.clone()), 0..6);
    let accounts = batch(subject.clone());
    let member = subject.prop_filter_map("an account", |subject| subject.account());
    prop_oneof![
        3 => one.prop_map(|members| Command::CreateMembers { members }),
        1 => many.prop_map(|members| Command::CreateMembers { members }),
        5 => accounts.prop_map(|accounts| Command::InviteMembers { accounts, message: None }),
        4 => member.prop_map(|member| Command::VerifyEmail { member }),
    ]
    .boxed()
}

fn ending(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Command> {
    let switch = prop_oneof![Just(Activity::Enabled), Just(Activity::Paused)];
    let session = (subject.clone(), switch);
    prop_oneof![
        2 => batch(subject.clone()).prop_map(|accounts| Command::DisassociateMembers { accounts }),
        2 => batch(subject.clone()).prop_map(|accounts| Command::DeleteMembers { accounts }),
        1 => batch(subject).prop_map(|accounts| Command::DeleteInvitations { accounts }),
        4 => session.prop_map(|(account, activity)| Command::UpdateMemberSession { account, activity }),
    ]
    .boxed()
}

fn answering(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Command> {
    let id = prop_oneof![(0..200_u128).prop_map(|number| Some(InvitationId(number))), Just(None)];
    let accept = (subject.clone(), id);
    prop_oneof![
        6 => accept.prop_map(|(administrator, invitation)| {
            Command::AcceptInvitation { administrator, invitation }
        }),
        2 => batch(subject.clone()).prop_map(|accounts| Command::DeclineInvitations { accounts }),
        2 => batch(subject).prop_map(|accounts| Command::DeleteInvitations { accounts }),
    ]
    .boxed()
}

fn leaving() -> BoxedStrategy<Command> {
    Just(Command::LeaveAdministrator).boxed()
}

fn switching() -> BoxedStrategy<Command> {
    let switch = || prop_oneof![3 => Just(Activity::Enabled), 1 => Just(Activity::Paused)];
    let settings = prop_oneof![
        3 => Just(Settings::new()),
        1 => Just(map(&[("other", "value")])),
        1 => Just(map(&[(FOLLOWED, "STANDARD_CONTROL")])),
        1 => Just(map(&[(FOLLOWED, "SECURITY_CONTROL")])),
    ];
    let enable = (settings.clone(), (0..5_usize).prop_map(tags), switch());
    let update = (settings, prop::option::of(switch()));
    prop_oneof![
        3 => enable.prop_map(|(settings, tags, activity)| {
            Command::EnableService { settings, tags, activity }
        }),
        2 => Just(Command::DisableService),
        3 => update.prop_map(|(settings, activity)| Command::UpdateService { settings, activity }),
    ]
    .boxed()
}

fn looking(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Command> {
    let page = (prop::option::of((0..8_usize).prop_map(numbered)), 1..5_usize)
        .prop_map(|(after, limit)| Page { after, limit });
    let statuses = prop_oneof![Just(StatusSet::ALL), Just(StatusSet::ASSOCIATED)];
    prop_oneof![
        Just(Command::DescribeService { resource: Resource::Service }),
        Just(Command::GetAdministrator),
        Just(Command::CountInvitations),
        batch(subject).prop_map(|accounts| Command::GetMembers { accounts }),
        page.clone().prop_map(|page| Command::ListInvitations { page }),
        (statuses, page).prop_map(|(statuses, page)| Command::ListMembers { statuses, page }),
    ]
    .boxed()
}

fn tagging(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Command> {
    let member = subject.prop_filter_map("an account", |subject| subject.account());
    let resource = prop_oneof![Just(Resource::Service), member.prop_map(Resource::Member)];
    let tag = (resource.clone(), (0..5_usize).prop_map(|n| -> Tags { tags(n) }));
    let keys = vec!["key-0".to_owned(), "key-9".to_owned()];
    prop_oneof![
        3 => tag.prop_map(|(resource, tags)| Command::Tag { resource, tags }),
        2 => resource.clone().prop_map(move |resource| {
            Command::Untag { resource, keys: keys.clone() }
        }),
        1 => resource.prop_map(|resource| Command::ListTags { resource }),
    ]
    .boxed()
}
