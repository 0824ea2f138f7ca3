//! Who may ask what: the management account, a delegated administrator, a plain member, an outsider.

use accede_membership::directory::{
    ChildId, ChildKind, CreationId, DirectoryRefusal as R, HandshakeId, HandshakeState,
    HandshakesOf, Invitee, OrganizationsCommand as Asked, Tagged,
};
use accede_membership::{AccountId, Tags};

use crate::lab::{HUB, Lab, MACIE, a, account, all, b, d, m, new_role, x};

/// Commands that only read, by the management account and delegated administrators.
fn reading(lab: &Lab) -> Vec<Asked> {
    let (parent, page) = (lab.root(), all());
    let kinds = [ChildKind::Account, ChildKind::Unit];
    let mut commands = vec![
        Asked::ListAccounts { page },
        Asked::ListAccountsForParent { parent, page },
        Asked::DescribeAccount { id: a() },
        Asked::ListRoots,
        Asked::ListParents { child: ChildId::Account(a()) },
        Asked::ListUnits { parent, page },
        Asked::ListServiceAccess { page },
        Asked::ListDelegatedAdministrators { principal: None, page },
        Asked::ListDelegatedServices { id: d(), page },
        Asked::ListPoliciesForTarget { target: Tagged::Account(a()) },
        Asked::ListTags { resource: Tagged::Parent(parent) },
        Asked::ListHandshakes { of: HandshakesOf::Organization, state: None, page },
        Asked::ListCreateAccountStatus { succeeded: true, failed: true, page },
    ];
    commands.extend(kinds.map(|kind| Asked::ListChildren { parent, kind, page }));
    commands.extend(
        lab.world.creations.keys().map(|id| Asked::DescribeCreateAccountStatus { id: *id }),
    );
    commands.extend(lab.organization().units.keys().map(|id| Asked::DescribeUnit { id: *id }));
    commands
}

/// Commands that change something, by the management account.
fn changing(lab: &Lab) -> Vec<Asked> {
    let (parent, tags) = (lab.root(), Tags::new());
    let (name, principal) = ("Name".to_owned(), HUB.to_owned());
    let resource = Tagged::Account(a());
    let unit = *lab.organization().units.keys().next().expect("a unit");
    let into = accede_membership::directory::ParentId::Unit(unit);
    vec![
        Asked::CreateAccount {
            candidate: account(5),
            request: CreationId::of(5),
            name: name.clone(),
            email: "five@example.com".to_owned(),
            tags: tags.clone(),
            role: new_role(),
        },
        Asked::InviteAccount {
            candidate: HandshakeId::of(5),
            invitee: Invitee::Account(account(6)),
            notes: None,
            tags: tags.clone(),
        },
        Asked::RemoveAccount { id: b() },
        Asked::CloseAccount { id: a() },
        Asked::CreateUnit { parent, name: name.clone(), tags: tags.clone() },
        Asked::UpdateUnit { id: unit, name: Some(name) },
        Asked::DeleteUnit { id: unit },
        Asked::MoveAccount { id: a(), from: parent, to: into },
        Asked::EnableServiceAccess { principal: principal.clone() },
        Asked::DisableServiceAccess { principal: principal.clone() },
        Asked::RegisterDelegatedAdministrator { id: a(), principal },
        Asked::DeregisterDelegatedAdministrator { id: d(), principal: MACIE.to_owned() },
        Asked::Tag { resource, tags },
        Asked::Untag { resource, keys: vec![] },
    ]
}

fn lab() -> Lab {
    let mut lab = Lab::delegated();
    lab.register(d(), MACIE);
    lab.unit(lab.root(), "Unit");
    let command = lab.creation("new@example.com");
    lab.did(m(), command);
    lab.create_organization(x(), accede_membership::directory::FeatureSet::All);
    lab
}

#[test]
fn the_management_account_and_delegated_administrators_read() {
    let lab = lab();
    for command in reading(&lab) {
        for (caller, expected) in [
            (m(), None),
            (d(), None),
            (a(), Some(R::AccessDenied)),
            (account(7), Some(R::NotInOrganization)),
        ] {
            check(&lab, caller, &command, expected);
        }
    }
}

#[test]
fn reading_changes_nothing() {
    let lab = lab();
    for command in reading(&lab) {
        let mut after = lab.clone();
        after.did(m(), command);
        assert_eq!((after.world, after.effects), (lab.world.clone(), vec![]));
    }
}

#[test]
fn the_management_account_alone_changes() {
    let lab = lab();
    for command in changing(&lab) {
        check(&lab, m(), &command, None);
        for (caller, expected) in
            [(d(), R::AccessDenied), (a(), R::AccessDenied), (account(7), R::NotInOrganization)]
        {
            check(&lab, caller, &command, Some(expected));
        }
    }
    let delete = Asked::DeleteOrganization;
    check(&lab, m(), &delete, Some(R::OrganizationNotEmpty));
    check(&lab, d(), &delete, Some(R::AccessDenied));
    check(&lab, a(), &delete, Some(R::AccessDenied));
    check(&lab, account(7), &delete, Some(R::NotInOrganization));
}

#[test]
fn what_any_account_may_ask() {
    let lab = lab();
    for caller in [m(), d(), a()] {
        check(&lab, caller, &Asked::DescribeOrganization, None);
    }
    check(&lab, account(7), &Asked::DescribeOrganization, Some(R::NotInOrganization));
    let (of, page) = (HandshakesOf::Account, all());
    for caller in [m(), d(), a(), account(7)] {
        let state = Some(HandshakeState::Open);
        check(&lab, caller, &Asked::ListHandshakes { of, state, page }, None);
    }
    check(&lab, a(), &Asked::LeaveOrganization, None);
    check(&lab, account(7), &Asked::LeaveOrganization, Some(R::NotInOrganization));
}

/// Of another organization nothing is to be seen, and nothing in it is to be changed.
#[test]
fn another_organization_is_out_of_reach() {
    let lab = lab();
    let told = [
        R::AccountNotFound,
        R::AccountNotRegistered,
        R::ChildNotFound,
        R::CreationNotFound,
        R::ParentNotFound,
        R::SourceParentNotFound,
        R::TargetNotFound,
        R::UnitNotFound,
    ];
    let mut secrets: Vec<String> = [a(), b(), d(), m()].map(|id| id.to_string()).to_vec();
    secrets.push(lab.organization().id.to_string());
    for command in reading(&lab).into_iter().chain(changing(&lab)) {
        let mut after = lab.clone();
        match after.try_by(x(), command.clone()) {
            Err(refusal) if told.contains(&refusal) => {}
            // A service may be trusted that another one trusts; everybody may be invited.
            Err(refusal) => assert_eq!(refusal, R::ServiceAccessNotEnabled, "{command:?}"),
            Ok(reply) => {
                let reply = format!("{reply:?}");
                assert!(!secrets.iter().any(|id| reply.contains(id)), "{command:?}: {reply}");
            }
        }
        let (theirs, id) = (lab.organization(), lab.organization().id);
        assert_eq!(after.world.organizations[&id], *theirs, "{command:?}");
        assert_eq!(after.account(a()), lab.account(a()), "{command:?}");
    }
}

fn check(lab: &Lab, caller: AccountId, command: &Asked, expected: Option<R>) {
    let mut after = lab.clone();
    let refusal = after.try_by(caller, command.clone()).err();
    assert_eq!(refusal, expected, "{caller} asks for {command:?}");
}
