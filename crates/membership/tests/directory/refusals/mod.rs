//! Every reason to refuse, in every situation that has it. A row names the situation, who asks for what, and the
//! reason; that nothing changes is checked with each.

mod accounts;
mod delegation;
mod handshakes;
mod operators;
mod tree;

use accede_membership::AccountId;
use accede_membership::directory::{
    DirectoryCommand, DirectoryRefusal as R, OrganizationsCommand as Asked,
};

use crate::lab::{Lab, by};

/// A situation in which something is refused.
pub(crate) struct Row {
    name: &'static str,
    lab: Lab,
    command: DirectoryCommand,
    refusal: R,
}

impl Row {
    fn new(
        name: &'static str,
        lab: impl FnOnce(&mut Lab),
        caller: AccountId,
        command: Asked,
        refusal: R,
    ) -> Row {
        Row::by_anybody(name, lab, by(caller, command), refusal)
    }

    fn by_anybody(
        name: &'static str,
        prepare: impl FnOnce(&mut Lab),
        command: DirectoryCommand,
        refusal: R,
    ) -> Row {
        let mut lab = Lab::delegated();
        prepare(&mut lab);
        Row { name, lab, command, refusal }
    }
}

fn rows() -> Vec<Row> {
    let tables = [
        accounts::rows(),
        accounts::rows_of_organizations(),
        delegation::rows(),
        handshakes::rows(),
        operators::rows(),
        tree::rows(),
        tree::rows_of_lists(),
        tree::rows_of_moves(),
        tree::rows_of_tags(),
    ];
    tables.into_iter().flatten().collect()
}

#[test]
fn every_row_is_refused_and_changes_nothing() {
    for Row { name, mut lab, command, refusal } in rows() {
        let before = lab.world.clone();
        assert_eq!(lab.ask(&command).err(), Some(refusal), "{name}: {command:?}");
        assert_eq!(lab.world, before, "{name}");
    }
}

#[test]
fn every_refusal_has_a_row() {
    assert_eq!(ALL.len(), R::AlreadySuspended as usize + 1, "a refusal is not in the list");
    let covered: Vec<R> = rows().iter().map(|row| row.refusal).collect();
    let uncovered: Vec<_> = ALL.iter().filter(|refusal| !covered.contains(refusal)).collect();
    assert!(uncovered.is_empty(), "no row for {uncovered:?}");
}

const ALL: [R; 44] = [
    R::NotInOrganization,
    R::AlreadyInOrganization,
    R::AccessDenied,
    R::AccountNotFound,
    R::AccountAlreadyRegistered,
    R::AccountNotRegistered,
    R::AccountAlreadyClosed,
    R::ManagementCannotLeave,
    R::OrganizationNotEmpty,
    R::HandshakeNotFound,
    R::HandshakeAlreadyInState,
    R::InvalidHandshakeTransition,
    R::DuplicateHandshake,
    R::HandshakeAlreadyInOrganization,
    R::InviteeNotFound,
    R::CreationNotFound,
    R::ParentNotFound,
    R::ChildNotFound,
    R::SourceParentNotFound,
    R::DestinationParentNotFound,
    R::DuplicateAccount,
    R::DuplicateUnit,
    R::UnitNotFound,
    R::UnitNotEmpty,
    R::TargetNotFound,
    R::AccountLimit,
    R::UnitLimit,
    R::UnitDepthLimit,
    R::TagLimit,
    R::TrustedLimit,
    R::DelegatedLimit,
    R::ServiceAccessNotEnabled,
    R::CannotRegisterManagement,
    R::DelegatedAdministratorExists,
    R::CannotRemoveDelegatedAdministrator,
    R::CannotCloseManagement,
    R::CannotCloseDelegatedAdministrator,
    R::AccountNotActive,
    R::OnlyConsolidatedBilling,
    R::IdTaken,
    R::AccountExists,
    R::EmailExists,
    R::NotSuspended,
    R::AlreadySuspended,
];
