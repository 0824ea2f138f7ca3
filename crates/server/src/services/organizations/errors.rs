//! What AWS Organizations answers when it refuses (semantics §10.2).

use accede_membership::directory::{DirectoryRefusal, Invitee, OrganizationsCommand};

use super::constraints::PARTY_EMAIL;
use super::sentences as say;
use crate::wire::json_1_1::Exception;

/// A fault of ours. The log says more than the client is told.
pub(super) fn fault() -> Exception {
    let message = "The server met an unexpected condition.";
    Exception { status: 500, ..Exception::new("ServiceException", message) }
}

/// A `ConstraintViolationException`.
fn violates(reason: &'static str, message: &'static str) -> Exception {
    Exception::new("ConstraintViolationException", message).because(reason)
}

/// How the refusal of a command is worded.
pub(super) fn exception(command: &OrganizationsCommand, refusal: DirectoryRefusal) -> Exception {
    use DirectoryRefusal as R;
    let (code, message) = match refusal {
        R::NotInOrganization => ("AWSOrganizationsNotInUseException", say::NOT_IN_USE),
        R::AlreadyInOrganization => ("AlreadyInOrganizationException", say::IN_ORGANIZATION),
        R::AccessDenied => ("AccessDeniedException", say::DENIED),
        R::AccountNotFound => ("AccountNotFoundException", say::NO_ACCOUNT),
        R::AccountAlreadyRegistered => ("AccountAlreadyRegisteredException", say::REGISTERED),
        R::AccountNotRegistered => ("AccountNotRegisteredException", say::NOT_REGISTERED),
        R::AccountAlreadyClosed => ("AccountAlreadyClosedException", say::CLOSED),
        R::ManagementCannotLeave => ("MasterCannotLeaveOrganizationException", say::CANNOT_LEAVE),
        R::OrganizationNotEmpty => ("OrganizationNotEmptyException", say::NOT_EMPTY),
        R::HandshakeNotFound => ("HandshakeNotFoundException", say::NO_HANDSHAKE),
        R::HandshakeAlreadyInState => ("HandshakeAlreadyInStateException", say::IN_STATE),
        R::InvalidHandshakeTransition => ("InvalidHandshakeTransitionException", say::TRANSITION),
        R::DuplicateHandshake => ("DuplicateHandshakeException", say::DUPLICATE_HANDSHAKE),
        R::CreationNotFound => ("CreateAccountStatusNotFoundException", say::NO_CREATION),
        R::ParentNotFound => ("ParentNotFoundException", say::NO_PARENT),
        R::ChildNotFound => ("ChildNotFoundException", say::NO_CHILD),
        R::SourceParentNotFound => ("SourceParentNotFoundException", say::NO_SOURCE),
        R::DestinationParentNotFound => ("DestinationParentNotFoundException", say::NO_DESTINATION),
        R::DuplicateAccount => ("DuplicateAccountException", say::DUPLICATE_ACCOUNT),
        R::DuplicateUnit => ("DuplicateOrganizationalUnitException", say::DUPLICATE_UNIT),
        R::UnitNotFound => ("OrganizationalUnitNotFoundException", say::NO_UNIT),
        R::UnitNotEmpty => ("OrganizationalUnitNotEmptyException", say::UNIT_NOT_EMPTY),
        R::TargetNotFound => ("TargetNotFoundException", say::NO_TARGET),
        R::HandshakeAlreadyInOrganization
        | R::InviteeNotFound
        | R::AccountLimit
        | R::AccountNotActive => return unfit(command, refusal),
        R::UnitLimit => return violates("OU_NUMBER_LIMIT_EXCEEDED", say::UNIT_LIMIT),
        R::UnitDepthLimit => return violates("OU_DEPTH_LIMIT_EXCEEDED", say::UNIT_DEPTH),
        R::TrustedLimit => {
            return violates("SERVICE_ACCESS_NOT_ENABLED", say::TRUSTED_LIMIT);
        }
        R::DelegatedLimit => {
            let reason = "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED";
            return violates(reason, say::DELEGATED_LIMIT);
        }
        R::TagLimit => return violates("MAX_TAG_LIMIT_EXCEEDED", say::TAG_LIMIT),
        R::ServiceAccessNotEnabled => {
            return violates("SERVICE_ACCESS_NOT_ENABLED", say::NOT_TRUSTED);
        }
        R::CannotRegisterManagement => return violates(REGISTER_MASTER, say::REGISTER_MANAGEMENT),
        R::DelegatedAdministratorExists => {
            return violates(DELEGATED_EXISTS, say::DELEGATED_EXISTS);
        }
        R::CannotRemoveDelegatedAdministrator => return violates(DELEGATED, say::REMOVE_DELEGATED),
        R::CannotCloseDelegatedAdministrator => return violates(DELEGATED, say::CLOSE_DELEGATED),
        R::CannotCloseManagement => return violates(CLOSE_MANAGEMENT, say::CLOSE_MANAGEMENT),
        R::OnlyConsolidatedBilling => return violates(NOT_ALL_FEATURES, say::NOT_ALL_FEATURES),
        // Ids are drawn again before anybody is told; the others answer the operator alone.
        R::IdTaken | R::AccountExists | R::EmailExists | R::NotSuspended | R::AlreadySuspended => {
            return fault();
        }
    };
    Exception::new(code, message)
}

const REGISTER_MASTER: &str = "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR";
const REGISTER_SUSPENDED: &str = "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR";
const DELEGATED_EXISTS: &str = "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE";
const DELEGATED: &str = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG";
const CLOSE_MANAGEMENT: &str = "CANNOT_CLOSE_MANAGEMENT_ACCOUNT";
const NOT_ALL_FEATURES: &str = "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE";

/// Why an account cannot come in, or be what the command would make it.
fn unfit(command: &OrganizationsCommand, refusal: DirectoryRefusal) -> Exception {
    use OrganizationsCommand as Asked;
    let handshake = |reason, message| {
        Exception::new("HandshakeConstraintViolationException", message).because(reason)
    };
    match (refusal, command) {
        (DirectoryRefusal::AccountLimit, Asked::CreateAccount { .. }) => {
            violates(ACCOUNT_LIMIT, say::ACCOUNT_LIMIT)
        }
        (DirectoryRefusal::AccountLimit, _) => handshake(ACCOUNT_LIMIT, say::ACCOUNT_LIMIT),
        (DirectoryRefusal::AccountNotActive, Asked::RegisterDelegatedAdministrator { .. }) => {
            violates(REGISTER_SUSPENDED, say::REGISTER_SUSPENDED)
        }
        (DirectoryRefusal::AccountNotActive, _) => violates(NOT_ACTIVE, say::NOT_ACTIVE),
        (DirectoryRefusal::InviteeNotFound, Asked::InviteAccount { invitee, .. }) => {
            match invitee {
                Invitee::Email(_) => PARTY_EMAIL.at("Target.Id"),
                Invitee::Account(_) => violates(NOT_ACTIVE, say::INVITEE_NOT_ACTIVE),
            }
        }
        _ => handshake("ALREADY_IN_AN_ORGANIZATION", say::INVITEE_IN_ORGANIZATION),
    }
}

const ACCOUNT_LIMIT: &str = "ACCOUNT_NUMBER_LIMIT_EXCEEDED";
const NOT_ACTIVE: &str = "ACCOUNT_CREATION_NOT_COMPLETE";
