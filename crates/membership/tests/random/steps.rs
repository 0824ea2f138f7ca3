//! Random commands: mostly sensible, some junk. A few accounts do most of the inviting, so that the others
//! get into every state with them.

use accede_membership::{
    AccountEvent, AccountId, Activity, Command, Delegation, Email, InvitationId, NewMember, Page,
    Resource, Service, Settings, StatusSet, Subject, Tags,
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
    /// As whom, if not as the caller.
    pub(crate) role: Role,
    pub(crate) command: Command,
    /// Ask about a relationship that is there: which of those that it aims at.
    pub(crate) aim: Option<(Index, Aim)>,
    /// Ask for what can be had: accept with the id of the invitation that is there, withdraw who is designated.
    pub(crate) right_id: bool,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The caller of the step.
    Anybody,
    /// The management account.
    Management,
    /// The organization's administrator, if there is one.
    Administrator,
}

/// What a step aims at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Any relationship.
    Any,
    /// A membership.
    Members,
    /// A relationship with an account that is not in use, or in which the Region is off.
    OutOfUse,
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
        2 => asked_as(Role::Management, anybody().boxed(), organizing(administrators().boxed())),
        6 => asked_as(Role::Administrator, inviter().boxed(), administering(members().boxed())),
        4 => asked(anybody().boxed(), happening()),
    ]
    .boxed()
}

fn asked(caller: BoxedStrategy<AccountId>, command: BoxedStrategy<Command>) -> BoxedStrategy<Step> {
    asked_as(Role::Anybody, caller, command)
}

fn asked_as(
    role: Role,
    caller: BoxedStrategy<AccountId>,
    command: BoxedStrategy<Command>,
) -> BoxedStrategy<Step> {
    // Now and then somebody else asks for what is for them alone.
    let role = prop_oneof![9 => Just(role), 1 => Just(Role::Anybody)];
    let right_id = prop::bool::weighted(0.9);
    let aim = prop_oneof![3 => Just(Aim::Any), 3 => Just(Aim::Members), 2 => Just(Aim::OutOfUse)];
    let aim = prop::option::weighted(0.7, (any::<Index>(), aim));
    (caller, role, command, aim, right_id)
        .prop_map(|(caller, role, command, aim, right_id)| Step {
            caller,
            role,
            command,
            aim,
            right_id,
        })
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

/// Who administers the organization. The service is the scope's own.
fn organizing(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Command> {
    let feature = Service::SecurityHub;
    prop_oneof![
        4 => subject.clone().prop_map(move |account| Delegation::Designate { account, feature }),
        2 => subject.prop_map(move |account| Delegation::Withdraw { account, feature }),
        1 => Just(Delegation::List { feature }),
    ]
    .prop_map(Command::Delegation)
    .boxed()
}

fn administering(subject: BoxedStrategy<Subject>) -> BoxedStrategy<Command> {
    let configure =
        (any::<bool>(), prop::option::of(any::<bool>())).prop_map(|(auto_enable, standards)| {
            let central = None;
            Command::Delegation(Delegation::Configure { auto_enable, standards, central })
        });
    let one = vec(new_member(subject.clone()), 1);
    prop_oneof![
        5 => one.prop_map(|members| Command::CreateMembers { members }),
        2 => inviting(subject.clone()),
        3 => ending(subject),
        1 => configure,
        1 => Just(Command::Delegation(Delegation::Describe)),
    ]
    .boxed()
}

/// What happens to accounts. To whom, and by which administrator, is found when the step is taken.
fn happening() -> BoxedStrategy<Command> {
    let joined = AccountEvent::Joined { administrator: numbered(0), standards: true };
    prop_oneof![
        5 => Just(joined),
        3 => Just(AccountEvent::Left),
        5 => Just(AccountEvent::Suspended),
        4 => Just(AccountEvent::Reinstated),
        1 => Just(AccountEvent::Closed),
        4 => Just(AccountEvent::RegionDisabled),
        3 => Just(AccountEvent::RegionEnabled),
        3 => Just(AccountEvent::Undesignated),
    ]
    .prop_map(Command::Account)
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
            Command::EnableService { settings, tags, activity, standards: false }
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
