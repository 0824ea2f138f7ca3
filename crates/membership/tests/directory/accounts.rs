//! Accounts of an organization: creating, showing, removing, closing.

use std::collections::BTreeSet;

use accede_membership::access::RoleKey;
use accede_membership::directory::{
    AccountState, Creation, CreationFailure, CreationId, DirectoryRefusal, DirectoryReply,
    FeatureSet, Invitee, JoinedMethod, OrganizationsCommand as Asked, ParentId,
};
use accede_membership::{AccountEvent, AccountId};

use crate::lab::{Lab, a, account, all, b, d, m, new_role, tags, x};

fn created(lab: &mut Lab, email: &str) -> Creation {
    let command = lab.creation(email);
    let DirectoryReply::Creation(creation) = lab.did(m(), command) else { panic!("no creation") };
    creation
}

#[test]
fn an_account_is_created_at_once() {
    let mut lab = Lab::founded();
    let (candidate, request) = (account(555_555_555_555), CreationId::of(5));
    let tags = tags(&[("team", "red")]);
    let (name, email) = ("New".to_owned(), "New@Example.com".to_owned());
    let (asked, role) = (tags.clone(), new_role());
    let command = Asked::CreateAccount { candidate, request, name, email, tags: asked, role };
    let reply = lab.did(m(), command);
    let at = lab.now();
    let organization = lab.organization().id;
    let name = "New".to_owned();
    let creation = Creation { id: request, organization, name, outcome: Ok(candidate), at };
    assert_eq!(reply, DirectoryReply::Creation(creation.clone()));
    let known = lab.account(candidate);
    assert_eq!(known.name.as_deref(), Some("New"));
    assert_eq!(known.email.as_deref(), Some("New@Example.com"));
    assert_eq!((known.tags, known.created_at), (tags, at));
    let joined = known.joined.expect("joined");
    assert_eq!((joined.method, joined.at, joined.parent), (JoinedMethod::Created, at, lab.root()));
    assert_eq!(lab.organization().accounts, 5);
    let described = lab.did(m(), Asked::DescribeCreateAccountStatus { id: request });
    assert_eq!(described, DirectoryReply::Creation(creation));
}

#[test]
fn a_new_account_has_a_role_that_its_management_account_may_assume() {
    let mut lab = Lab::founded();
    let id = created(&mut lab, "new@example.com").outcome.unwrap();
    let key = RoleKey::of(id, &new_role().name);
    let role = lab.world.roles.get(&key).cloned().expect("a role");
    assert_eq!((&role.name, &role.id, role.path.as_str()), (&new_role().name, &new_role().id, "/"));
    assert_eq!((role.trusts, role.external_id), (BTreeSet::from([m()]), None));
    assert_eq!((role.max_session, role.created_at), (3_600, lab.now()));
    let failed = created(&mut lab, "NEW@example.com");
    assert_eq!((failed.outcome.is_err(), lab.world.roles.len()), (true, 1));
}

#[test]
fn what_keeps_an_account_from_being_created_is_its_status() {
    let mut lab = Lab::founded();
    created(&mut lab, "same@example.com");
    let again = created(&mut lab, "SAME@example.com");
    assert_eq!(again.outcome, Err(CreationFailure::EmailAlreadyExists));
    lab.limits.accounts = 5;
    let full = created(&mut lab, "other@example.com");
    assert_eq!(full.outcome, Err(CreationFailure::AccountLimitExceeded));
    assert_eq!(lab.organization().accounts, 5);
    for creation in [again, full] {
        let described = lab.did(m(), Asked::DescribeCreateAccountStatus { id: creation.id });
        assert_eq!(described, DirectoryReply::Creation(creation));
    }
}

#[test]
fn requests_are_listed_by_outcome() {
    let mut lab = Lab::founded();
    let made = created(&mut lab, "same@example.com");
    let failed = created(&mut lab, "same@example.com");
    for (succeeded, failing, expected) in [
        (true, true, vec![made.clone(), failed.clone()]),
        (true, false, vec![made.clone()]),
        (false, true, vec![failed.clone()]),
        (false, false, vec![]),
    ] {
        let command = Asked::ListCreateAccountStatus { succeeded, failed: failing, page: all() };
        let reply = lab.did(m(), command);
        assert_eq!(reply, DirectoryReply::Creations { creations: expected, next: None });
    }
}

#[test]
fn a_created_account_can_be_invited_by_its_email_elsewhere() {
    let mut lab = Lab::founded();
    let new = created(&mut lab, "new@example.com").outcome.expect("created");
    lab.did(m(), Asked::RemoveAccount { id: new });
    lab.create_organization(x(), FeatureSet::All);
    let command = lab.invitation(Invitee::Email("NEW@example.com".to_owned()));
    let DirectoryReply::Handshake(full) = lab.did(x(), command) else { panic!("no handshake") };
    assert_eq!(full.handshake.account, new);
}

#[test]
fn a_member_leaves_without_a_trace() {
    let leave: [fn(&mut Lab); 2] = [
        |lab| drop(lab.did(a(), Asked::LeaveOrganization)),
        |lab| drop(lab.did(m(), Asked::RemoveAccount { id: a() })),
    ];
    for leave in leave {
        let mut lab = Lab::founded();
        let unit = lab.unit(lab.root(), "Unit");
        lab.put_in(a(), ParentId::Unit(unit));
        let resource = accede_membership::directory::Tagged::Account(a());
        lab.did(m(), Asked::Tag { resource, tags: tags(&[("k", "v")]) });
        leave(&mut lab);
        assert_eq!((lab.account(a()).joined, lab.account(a()).tags.len()), (None, 0));
        assert_eq!((lab.organization().accounts, lab.organization().units[&unit].accounts), (3, 0));
        assert_eq!(lab.effects, [crate::joining::everywhere(a(), AccountEvent::Left)]);
        lab.join(m(), a());
        assert_eq!(lab.account(a()).joined.expect("joined").parent, lab.root());
    }
}

#[test]
fn an_account_is_shown_with_its_organization() {
    let mut lab = Lab::delegated();
    for caller in [m(), d()] {
        let reply = lab.did(caller, Asked::DescribeAccount { id: a() });
        let DirectoryReply::Account { account, organization } = reply else { panic!("no account") };
        assert_eq!((account.id, &account.account), (a(), &lab.account(a())));
        assert_eq!(organization.as_deref(), Some(lab.organization()));
    }
}

#[test]
fn lists_show_the_accounts_of_the_organization_alone() {
    let mut lab = Lab::founded();
    lab.create_account(x(), "x@example.com");
    let unit = ParentId::Unit(lab.unit(lab.root(), "Unit"));
    lab.put_in(b(), unit);
    let listed = |reply| -> Vec<AccountId> {
        let DirectoryReply::Accounts { accounts, organization, next } = reply else {
            panic!("no accounts")
        };
        assert!(organization.is_some() && next.is_none());
        accounts.into_iter().map(|account| account.id).collect()
    };
    let all_of_them = lab.did(m(), Asked::ListAccounts { page: all() });
    assert_eq!(listed(all_of_them), [m(), a(), b(), d()]);
    for (parent, expected) in [(lab.root(), vec![m(), a(), d()]), (unit, vec![b()])] {
        let reply = lab.did(m(), Asked::ListAccountsForParent { parent, page: all() });
        assert_eq!(listed(reply), expected);
    }
}

#[test]
fn a_closed_account_stays_listed_and_can_be_removed() {
    let mut lab = Lab::founded();
    lab.did(m(), Asked::CloseAccount { id: a() });
    assert_eq!(lab.effects, [crate::joining::everywhere(a(), AccountEvent::Closed)]);
    assert_eq!(lab.account(a()).state, AccountState::Closed);
    assert_eq!(lab.organization().accounts, 4);
    lab.did(m(), Asked::RemoveAccount { id: a() });
    assert_eq!(lab.organization().accounts, 3);
    let command = lab.invitation(Invitee::Account(a()));
    assert_eq!(lab.refused(m(), command), DirectoryRefusal::InviteeNotFound);
}

#[test]
fn a_suspended_account_can_be_closed() {
    let mut lab = Lab::founded();
    lab.set_state(a(), AccountState::Suspended);
    lab.did(m(), Asked::CloseAccount { id: a() });
    assert_eq!(lab.account(a()).state, AccountState::Closed);
}
