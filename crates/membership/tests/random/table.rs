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
];

/// The rows of a service.
pub(crate) fn of(service: Service) -> &'static [Transition] {
    match service {
        Service::SecurityHub => SECURITY_HUB,
        Service::Macie => MACIE,
    }
}

/// The row for an event, if there is one.
pub(crate) fn find(service: Service, event: Event, from: Seen) -> Option<&'static Transition> {
    of(service).iter().find(|(_, on, before, _)| *on == event && *before == from)
}
