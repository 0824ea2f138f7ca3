//! The transitions of semantics §5.3 and §5.4, copied from the reference by hand: what A's row and M's
//! invitation show before and after. Knows nothing of how the rules do it.

use accede_membership::{Service, Status};

/// A's row and M's invitation, as they are listed.
pub(crate) type Seen = (Option<Status>, Option<Status>);

/// What happens to a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    Create,
    /// The administrator invites; in Macie, the email matches or is not checked yet.
    Invite,
    /// The administrator invites, and the check, made at once, fails.
    InviteWrongEmail,
    /// The administrator invites, and the check comes later.
    InviteUnchecked,
    Verify,
    VerifyWrongEmail,
    Accept,
    /// A member whose session is suspended accepts.
    AcceptPaused,
    Decline,
    Leave,
    Disassociate,
    Delete,
    DeleteInvitation,
    Withdraw,
    Suspend,
    Resume,
    /// An account of the organization is added, or joins where that is enabled.
    Admit,
    /// The same, of an account that is suspended or closed.
    AdmitSuspended,
    /// The same, of an account in which the Region is off.
    AdmitDisabled,
    /// The administrator becomes the organization's, and the member is of the organization.
    Designate,
    /// The administrator is the organization's no more.
    Undesignate,
    /// A member through the organization leaves the organization.
    Depart,
    /// The administrator's account is suspended.
    LoseAdministrator,
    /// The account of a member is suspended.
    SuspendAccount,
    /// The Region is switched off in a member.
    DisableRegion,
    /// A member works again.
    Recover,
    /// A member whose service is suspended works again.
    RecoverPaused,
    /// The account of the administrator, or of a member, is closed.
    Close,
}

/// One row: its name in the reference, the event, from, to.
pub(crate) type Transition = (&'static str, Event, Seen, Seen);

const NO: Option<Status> = None;
const CREATED: Option<Status> = Some(Status::Created);
const VERIFYING: Option<Status> = Some(Status::EmailVerificationInProgress);
const FAILED: Option<Status> = Some(Status::EmailVerificationFailed);
const INVITED: Option<Status> = Some(Status::Invited);
const ENABLED: Option<Status> = Some(Status::Enabled);
const PAUSED: Option<Status> = Some(Status::Paused);
const RESIGNED: Option<Status> = Some(Status::Resigned);
const REMOVED: Option<Status> = Some(Status::Removed);
const DELETED: Option<Status> = Some(Status::Deleted);
const SUSPENDED: Option<Status> = Some(Status::AccountSuspended);
const DISABLED: Option<Status> = Some(Status::RegionDisabled);

/// §5.3. `(Resigned, Invited)` is declined, `(Resigned, Resigned)` left, `(Enabled, -)` the organization's.
const SECURITY_HUB: &[Transition] = &[
    ("S1", Event::Create, (NO, NO), (CREATED, NO)),
    ("S2", Event::Invite, (CREATED, NO), (INVITED, INVITED)),
    ("S3", Event::Accept, (INVITED, INVITED), (ENABLED, ENABLED)),
    ("S4", Event::Decline, (INVITED, INVITED), (RESIGNED, INVITED)),
    ("S4 again", Event::Decline, (RESIGNED, INVITED), (RESIGNED, INVITED)),
    ("S5", Event::Leave, (ENABLED, ENABLED), (RESIGNED, RESIGNED)),
    ("S5 declined", Event::Decline, (RESIGNED, RESIGNED), (RESIGNED, RESIGNED)),
    ("S6 left", Event::Accept, (RESIGNED, RESIGNED), (ENABLED, ENABLED)),
    ("S6 declined", Event::Accept, (RESIGNED, INVITED), (ENABLED, ENABLED)),
    ("S7 left", Event::Invite, (RESIGNED, RESIGNED), (INVITED, INVITED)),
    ("S7 declined", Event::Invite, (RESIGNED, INVITED), (INVITED, INVITED)),
    ("S7 deleted", Event::Invite, (RESIGNED, NO), (INVITED, INVITED)),
    ("S8", Event::Disassociate, (ENABLED, ENABLED), (REMOVED, NO)),
    ("S9 created", Event::Disassociate, (CREATED, NO), (REMOVED, NO)),
    ("S9 invited", Event::Disassociate, (INVITED, INVITED), (REMOVED, NO)),
    ("§3.2 removed", Event::Disassociate, (REMOVED, NO), (REMOVED, NO)),
    ("§3.2 left", Event::Disassociate, (RESIGNED, RESIGNED), (RESIGNED, RESIGNED)),
    ("§3.2 declined", Event::Disassociate, (RESIGNED, INVITED), (RESIGNED, INVITED)),
    ("§3.2 deleted", Event::Disassociate, (RESIGNED, NO), (RESIGNED, NO)),
    ("S10", Event::Invite, (REMOVED, NO), (INVITED, INVITED)),
    ("S11 created", Event::Delete, (CREATED, NO), (NO, NO)),
    ("S11 invited", Event::Delete, (INVITED, INVITED), (NO, NO)),
    ("S11 left", Event::Delete, (RESIGNED, RESIGNED), (NO, NO)),
    ("S11 declined", Event::Delete, (RESIGNED, INVITED), (NO, NO)),
    ("S11 deleted", Event::Delete, (RESIGNED, NO), (NO, NO)),
    ("S11 removed", Event::Delete, (REMOVED, NO), (NO, NO)),
    ("S14 left", Event::DeleteInvitation, (RESIGNED, RESIGNED), (RESIGNED, NO)),
    ("S14 declined", Event::DeleteInvitation, (RESIGNED, INVITED), (RESIGNED, NO)),
    ("S16 invited", Event::Withdraw, (INVITED, INVITED), (CREATED, NO)),
    ("S16 left", Event::Withdraw, (RESIGNED, RESIGNED), (RESIGNED, NO)),
    ("S16 declined", Event::Withdraw, (RESIGNED, INVITED), (RESIGNED, NO)),
    ("S19", Event::Disassociate, (ENABLED, NO), (REMOVED, NO)),
    ("S19 suspended", Event::Disassociate, (SUSPENDED, NO), (REMOVED, NO)),
    ("S8 suspended", Event::Disassociate, (SUSPENDED, SUSPENDED), (REMOVED, NO)),
    ("§3.2 departed", Event::Disassociate, (DELETED, NO), (DELETED, NO)),
    ("S5 suspended", Event::Leave, (SUSPENDED, SUSPENDED), (RESIGNED, RESIGNED)),
    ("S10 departed", Event::Invite, (DELETED, NO), (INVITED, INVITED)),
    ("S11 departed", Event::Delete, (DELETED, NO), (NO, NO)),
    ("S11 suspended", Event::Delete, (SUSPENDED, SUSPENDED), (NO, NO)),
    ("S11 suspended organization", Event::Delete, (SUSPENDED, NO), (NO, NO)),
    ("S17", Event::Admit, (NO, NO), (ENABLED, NO)),
    ("S17 known", Event::Admit, (CREATED, NO), (ENABLED, NO)),
    ("S17 known", Event::Admit, (INVITED, INVITED), (ENABLED, NO)),
    ("S17 known", Event::Admit, (RESIGNED, INVITED), (ENABLED, NO)),
    ("S17 known", Event::Admit, (RESIGNED, RESIGNED), (ENABLED, NO)),
    ("S17 known", Event::Admit, (RESIGNED, NO), (ENABLED, NO)),
    ("S20", Event::Admit, (REMOVED, NO), (ENABLED, NO)),
    ("S20 departed", Event::Admit, (DELETED, NO), (ENABLED, NO)),
    ("S20 suspended", Event::Admit, (SUSPENDED, NO), (ENABLED, NO)),
    ("S21", Event::Depart, (ENABLED, NO), (DELETED, NO)),
    ("S21 suspended", Event::Depart, (SUSPENDED, NO), (DELETED, NO)),
    ("S22", Event::AdmitSuspended, (NO, NO), (SUSPENDED, NO)),
    ("S22 known", Event::AdmitSuspended, (CREATED, NO), (SUSPENDED, NO)),
    ("S22 known", Event::AdmitSuspended, (INVITED, INVITED), (SUSPENDED, NO)),
    ("S22 known", Event::AdmitSuspended, (RESIGNED, INVITED), (SUSPENDED, NO)),
    ("S22 known", Event::AdmitSuspended, (RESIGNED, RESIGNED), (SUSPENDED, NO)),
    ("S22 known", Event::AdmitSuspended, (RESIGNED, NO), (SUSPENDED, NO)),
    ("S22 known", Event::AdmitSuspended, (REMOVED, NO), (SUSPENDED, NO)),
    ("S22 known", Event::AdmitSuspended, (DELETED, NO), (SUSPENDED, NO)),
    ("S22 suspended", Event::AdmitSuspended, (SUSPENDED, NO), (SUSPENDED, NO)),
    ("S22 U23", Event::AdmitSuspended, (SUSPENDED, SUSPENDED), (SUSPENDED, NO)),
    ("S23", Event::Undesignate, (ENABLED, NO), (REMOVED, NO)),
    ("S23 suspended", Event::Undesignate, (SUSPENDED, NO), (REMOVED, NO)),
    ("U23", Event::Admit, (ENABLED, ENABLED), (ENABLED, NO)),
    ("suspended", Event::SuspendAccount, (ENABLED, ENABLED), (SUSPENDED, SUSPENDED)),
    ("suspended organization", Event::SuspendAccount, (ENABLED, NO), (SUSPENDED, NO)),
    ("reinstated", Event::Recover, (SUSPENDED, SUSPENDED), (ENABLED, ENABLED)),
    ("reinstated organization", Event::Recover, (SUSPENDED, NO), (ENABLED, NO)),
];

/// §5.4. `(-, Resigned)` is declined, `(Created, Resigned)` added again after that, `(Enabled, -)` the
/// organization's.
const MACIE: &[Transition] = &[
    ("M1", Event::Create, (NO, NO), (CREATED, NO)),
    ("M1 declined", Event::Create, (NO, RESIGNED), (CREATED, RESIGNED)),
    ("M2 created", Event::InviteUnchecked, (CREATED, NO), (VERIFYING, NO)),
    ("M2 declined", Event::InviteUnchecked, (CREATED, RESIGNED), (VERIFYING, NO)),
    ("M2 left", Event::InviteUnchecked, (RESIGNED, RESIGNED), (VERIFYING, NO)),
    ("M3", Event::Verify, (VERIFYING, NO), (INVITED, INVITED)),
    ("M4", Event::VerifyWrongEmail, (VERIFYING, NO), (FAILED, NO)),
    ("M2 M3 created", Event::Invite, (CREATED, NO), (INVITED, INVITED)),
    ("M2 M3 declined", Event::Invite, (CREATED, RESIGNED), (INVITED, INVITED)),
    ("M2 M3 left", Event::Invite, (RESIGNED, RESIGNED), (INVITED, INVITED)),
    ("M2 M4 created", Event::InviteWrongEmail, (CREATED, NO), (FAILED, NO)),
    ("M2 M4 declined", Event::InviteWrongEmail, (CREATED, RESIGNED), (FAILED, NO)),
    ("M5", Event::Delete, (FAILED, NO), (NO, NO)),
    ("M6", Event::Accept, (INVITED, INVITED), (ENABLED, ENABLED)),
    ("M6 paused", Event::AcceptPaused, (INVITED, INVITED), (PAUSED, PAUSED)),
    ("M7", Event::Decline, (INVITED, INVITED), (NO, RESIGNED)),
    ("M7 deleted", Event::DeleteInvitation, (NO, RESIGNED), (NO, NO)),
    ("M7 added", Event::DeleteInvitation, (CREATED, RESIGNED), (CREATED, NO)),
    ("M8 enabled", Event::Leave, (ENABLED, ENABLED), (RESIGNED, RESIGNED)),
    ("M8 paused", Event::Leave, (PAUSED, PAUSED), (RESIGNED, RESIGNED)),
    ("M9", Event::Accept, (RESIGNED, RESIGNED), (ENABLED, ENABLED)),
    ("M9 paused", Event::AcceptPaused, (RESIGNED, RESIGNED), (PAUSED, PAUSED)),
    ("M10 deleted", Event::DeleteInvitation, (RESIGNED, RESIGNED), (NO, NO)),
    ("M10 declined", Event::Decline, (RESIGNED, RESIGNED), (NO, RESIGNED)),
    ("M11 enabled", Event::Disassociate, (ENABLED, ENABLED), (REMOVED, NO)),
    ("M11 paused", Event::Disassociate, (PAUSED, PAUSED), (REMOVED, NO)),
    ("M12 created", Event::Disassociate, (CREATED, NO), (REMOVED, NO)),
    ("M12 added", Event::Disassociate, (CREATED, RESIGNED), (REMOVED, NO)),
    ("M12 verifying", Event::Disassociate, (VERIFYING, NO), (REMOVED, NO)),
    ("M12 failed", Event::Disassociate, (FAILED, NO), (REMOVED, NO)),
    ("M12 invited", Event::Disassociate, (INVITED, INVITED), (REMOVED, NO)),
    ("§4.2 removed", Event::Disassociate, (REMOVED, NO), (REMOVED, NO)),
    ("§4.2 left", Event::Disassociate, (RESIGNED, RESIGNED), (RESIGNED, RESIGNED)),
    ("M13", Event::InviteUnchecked, (REMOVED, NO), (VERIFYING, NO)),
    ("M13 M3", Event::Invite, (REMOVED, NO), (INVITED, INVITED)),
    ("M13 M4", Event::InviteWrongEmail, (REMOVED, NO), (FAILED, NO)),
    ("M14 created", Event::Delete, (CREATED, NO), (NO, NO)),
    ("M14 added", Event::Delete, (CREATED, RESIGNED), (NO, NO)),
    ("M14 verifying", Event::Delete, (VERIFYING, NO), (NO, NO)),
    ("M14 invited", Event::Delete, (INVITED, INVITED), (NO, NO)),
    ("M14 left", Event::Delete, (RESIGNED, RESIGNED), (NO, NO)),
    ("M14 removed", Event::Delete, (REMOVED, NO), (NO, NO)),
    ("M15 M17", Event::Suspend, (ENABLED, ENABLED), (PAUSED, PAUSED)),
    ("M15 again", Event::Suspend, (PAUSED, PAUSED), (PAUSED, PAUSED)),
    ("M16", Event::Resume, (PAUSED, PAUSED), (ENABLED, ENABLED)),
    ("M16 again", Event::Resume, (ENABLED, ENABLED), (ENABLED, ENABLED)),
    ("M15 organization", Event::Suspend, (ENABLED, NO), (PAUSED, NO)),
    ("M15 organization again", Event::Suspend, (PAUSED, NO), (PAUSED, NO)),
    ("M18", Event::Resume, (PAUSED, NO), (ENABLED, NO)),
    ("M18 again", Event::Resume, (ENABLED, NO), (ENABLED, NO)),
    ("M21 enabled", Event::Disassociate, (ENABLED, NO), (REMOVED, NO)),
    ("M21 paused", Event::Disassociate, (PAUSED, NO), (REMOVED, NO)),
    ("M8 interrupted", Event::Leave, (SUSPENDED, SUSPENDED), (RESIGNED, RESIGNED)),
    ("M8 interrupted", Event::Leave, (DISABLED, DISABLED), (RESIGNED, RESIGNED)),
    ("M11 interrupted", Event::Disassociate, (SUSPENDED, SUSPENDED), (REMOVED, NO)),
    ("M11 interrupted", Event::Disassociate, (DISABLED, DISABLED), (REMOVED, NO)),
    ("departed enabled", Event::Depart, (ENABLED, NO), (REMOVED, NO)),
    ("departed paused", Event::Depart, (PAUSED, NO), (REMOVED, NO)),
    ("departed interrupted", Event::Depart, (SUSPENDED, NO), (REMOVED, NO)),
    ("departed interrupted", Event::Depart, (DISABLED, NO), (REMOVED, NO)),
    ("M14 interrupted", Event::Delete, (SUSPENDED, SUSPENDED), (NO, NO)),
    ("M14 interrupted", Event::Delete, (DISABLED, DISABLED), (NO, NO)),
    ("M14 interrupted", Event::Delete, (SUSPENDED, NO), (NO, NO)),
    ("M19", Event::Admit, (NO, NO), (ENABLED, NO)),
    ("M19 known", Event::Admit, (NO, RESIGNED), (ENABLED, NO)),
    ("M19 known", Event::Admit, (CREATED, NO), (ENABLED, NO)),
    ("M19 known", Event::Admit, (CREATED, RESIGNED), (ENABLED, NO)),
    ("M19 known", Event::Admit, (VERIFYING, NO), (ENABLED, NO)),
    ("M19 known", Event::Admit, (FAILED, NO), (ENABLED, NO)),
    ("M19 known", Event::Admit, (INVITED, INVITED), (ENABLED, NO)),
    ("M19 known", Event::Admit, (RESIGNED, RESIGNED), (ENABLED, NO)),
    ("M19 removed", Event::Admit, (REMOVED, NO), (ENABLED, NO)),
    ("M19 suspended", Event::Admit, (SUSPENDED, NO), (ENABLED, NO)),
    ("M19 disabled", Event::Admit, (DISABLED, NO), (ENABLED, NO)),
    ("M19 while suspended", Event::AdmitSuspended, (NO, NO), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (NO, RESIGNED), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (CREATED, NO), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (CREATED, RESIGNED), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (VERIFYING, NO), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (FAILED, NO), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (INVITED, INVITED), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (RESIGNED, RESIGNED), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (REMOVED, NO), (SUSPENDED, NO)),
    ("M19 again while suspended", Event::AdmitSuspended, (SUSPENDED, NO), (SUSPENDED, NO)),
    ("M19 U23 interrupted", Event::AdmitSuspended, (SUSPENDED, SUSPENDED), (SUSPENDED, NO)),
    ("M19 known while suspended", Event::AdmitSuspended, (DISABLED, NO), (SUSPENDED, NO)),
    ("M19 while disabled", Event::AdmitDisabled, (NO, NO), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (NO, RESIGNED), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (CREATED, NO), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (CREATED, RESIGNED), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (VERIFYING, NO), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (FAILED, NO), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (INVITED, INVITED), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (RESIGNED, RESIGNED), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (REMOVED, NO), (DISABLED, NO)),
    ("M19 known while disabled", Event::AdmitDisabled, (SUSPENDED, NO), (DISABLED, NO)),
    ("M19 again while disabled", Event::AdmitDisabled, (DISABLED, NO), (DISABLED, NO)),
    ("M19 U23 interrupted", Event::AdmitDisabled, (DISABLED, DISABLED), (DISABLED, NO)),
    ("M19 U23", Event::Admit, (ENABLED, ENABLED), (ENABLED, NO)),
    ("M19 U23", Event::Admit, (PAUSED, PAUSED), (PAUSED, NO)),
    ("M21 interrupted", Event::Disassociate, (SUSPENDED, NO), (REMOVED, NO)),
    ("M21 interrupted", Event::Disassociate, (DISABLED, NO), (REMOVED, NO)),
    ("M22 enabled", Event::Undesignate, (ENABLED, NO), (REMOVED, NO)),
    ("M22 paused", Event::Undesignate, (PAUSED, NO), (REMOVED, NO)),
    ("M22 interrupted", Event::Undesignate, (SUSPENDED, NO), (REMOVED, NO)),
    ("M22 interrupted", Event::Undesignate, (DISABLED, NO), (REMOVED, NO)),
    ("M23 enabled", Event::Designate, (ENABLED, ENABLED), (ENABLED, NO)),
    ("M23 paused", Event::Designate, (PAUSED, PAUSED), (PAUSED, NO)),
    ("M23 interrupted", Event::Designate, (SUSPENDED, SUSPENDED), (SUSPENDED, NO)),
    ("M23 interrupted", Event::Designate, (DISABLED, DISABLED), (DISABLED, NO)),
    ("M24", Event::LoseAdministrator, (ENABLED, ENABLED), (REMOVED, NO)),
    ("M24", Event::LoseAdministrator, (PAUSED, PAUSED), (REMOVED, NO)),
    ("M24 interrupted", Event::LoseAdministrator, (SUSPENDED, SUSPENDED), (REMOVED, NO)),
    ("M24 interrupted", Event::LoseAdministrator, (DISABLED, DISABLED), (REMOVED, NO)),
    ("M24 organization", Event::LoseAdministrator, (ENABLED, NO), (REMOVED, NO)),
    ("M24 organization", Event::LoseAdministrator, (PAUSED, NO), (REMOVED, NO)),
    ("M24 interrupted", Event::LoseAdministrator, (SUSPENDED, NO), (REMOVED, NO)),
    ("M24 interrupted", Event::LoseAdministrator, (DISABLED, NO), (REMOVED, NO)),
    ("M25 enabled", Event::SuspendAccount, (ENABLED, ENABLED), (SUSPENDED, SUSPENDED)),
    ("M25 paused", Event::SuspendAccount, (PAUSED, PAUSED), (SUSPENDED, SUSPENDED)),
    ("M25 disabled", Event::SuspendAccount, (DISABLED, DISABLED), (SUSPENDED, SUSPENDED)),
    ("M25 enabled organization", Event::SuspendAccount, (ENABLED, NO), (SUSPENDED, NO)),
    ("M25 enabled organization", Event::SuspendAccount, (PAUSED, NO), (SUSPENDED, NO)),
    ("M25 enabled organization", Event::SuspendAccount, (DISABLED, NO), (SUSPENDED, NO)),
    ("M25 region", Event::DisableRegion, (ENABLED, ENABLED), (DISABLED, DISABLED)),
    ("M25 region paused", Event::DisableRegion, (PAUSED, PAUSED), (DISABLED, DISABLED)),
    ("M25 region paused", Event::DisableRegion, (SUSPENDED, SUSPENDED), (DISABLED, DISABLED)),
    ("M25 region organization", Event::DisableRegion, (ENABLED, NO), (DISABLED, NO)),
    ("M25 region organization", Event::DisableRegion, (PAUSED, NO), (DISABLED, NO)),
    ("M25 region organization", Event::DisableRegion, (SUSPENDED, NO), (DISABLED, NO)),
    ("M25 reinstated", Event::Recover, (SUSPENDED, SUSPENDED), (ENABLED, ENABLED)),
    ("M25 reinstated paused", Event::RecoverPaused, (SUSPENDED, SUSPENDED), (PAUSED, PAUSED)),
    ("M25 reinstated organization", Event::Recover, (SUSPENDED, NO), (ENABLED, NO)),
    ("M25 reinstated organization", Event::RecoverPaused, (SUSPENDED, NO), (PAUSED, NO)),
    ("M25 region on", Event::Recover, (DISABLED, DISABLED), (ENABLED, ENABLED)),
    ("M25 region on paused", Event::RecoverPaused, (DISABLED, DISABLED), (PAUSED, PAUSED)),
    ("M25 region on organization", Event::Recover, (DISABLED, NO), (ENABLED, NO)),
    ("M25 region on organization", Event::RecoverPaused, (DISABLED, NO), (PAUSED, NO)),
];

/// S24, S25, M24: whatever the row showed, it and its invitation are gone.
const CLOSED: &Transition = &("S24 S25", Event::Close, (NO, NO), (NO, NO));

/// The rows of a service.
pub(crate) fn of(service: Service) -> &'static [Transition] {
    match service {
        Service::SecurityHub => SECURITY_HUB,
        Service::Macie => MACIE,
        Service::SecurityHubV2 => &[],
    }
}

/// The row for an event, if there is one.
pub(crate) fn find(service: Service, event: Event, from: Seen) -> Option<&'static Transition> {
    if event == Event::Close {
        return Some(CLOSED);
    }
    of(service).iter().find(|(_, on, before, _)| *on == event && *before == from)
}
