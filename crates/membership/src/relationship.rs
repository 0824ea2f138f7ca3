//! One relationship, two views of it: the administrator's row and the member's invitation
//! (semantics §5.2).
//!
//! The methods that change a relationship are its transitions. They know what a transition does to
//! *both* views; whether it may happen is decided in [`crate::decide`](mod@crate::decide).

pub use crate::invitation_id::InvitationId;
use crate::{AccountId, Rules, Status, StatusSet, Tags, Timestamp};

/// The two accounts of a relationship: its key within a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The account that invites.
    pub administrator: AccountId,
    /// The account that is invited.
    pub member: AccountId,
}

/// How the row became a member. No API shows it; it decides who may end the relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// By invitation.
    Invitation,
    /// Through AWS Organizations (semantics §9).
    Organization,
}

impl Kind {
    /// The name on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Invitation => "invitation",
            Kind::Organization => "organization",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Kind> {
        [Kind::Invitation, Kind::Organization].into_iter().find(|kind| kind.name() == name)
    }
}

/// What became of an invitation. One that was withdrawn is not kept: the member does not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvitationState {
    /// Not answered yet.
    Pending,
    /// Accepted: its administrator is the member's administrator.
    Accepted,
    /// Declined. Whether it can still be accepted is a rule of the service (semantics §11 U3).
    Declined,
    /// Accepted once, then the member left; the same id can be accepted again.
    Left,
}

impl InvitationState {
    /// Every state.
    pub const ALL: [InvitationState; 4] = [
        InvitationState::Pending,
        InvitationState::Accepted,
        InvitationState::Declined,
        InvitationState::Left,
    ];

    /// The name on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            InvitationState::Pending => "pending",
            InvitationState::Accepted => "accepted",
            InvitationState::Declined => "declined",
            InvitationState::Left => "left",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<InvitationState> {
        InvitationState::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What the administrator sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the relationship stands.
    pub status: Status,
    /// The email that the administrator gave, if it gave one.
    pub email: Option<String>,
    /// The tags of the member resource (Macie).
    pub tags: Tags,
    /// When the administrator added the row.
    pub created_at: Timestamp,
    /// When the association last changed.
    pub updated_at: Timestamp,
    /// When the latest invitation of this row was sent.
    pub invited_at: Option<Timestamp>,
    /// The text that goes with the latest invitation of this row (Macie).
    pub message: Option<String>,
}

/// What the member sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id: new with every invitation, kept across decline, resignation and acceptance.
    pub id: InvitationId,
    /// When it was sent.
    pub invited_at: Timestamp,
    /// What became of it.
    pub state: InvitationState,
}

/// The relationship of two accounts. At least one of the two views is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The two accounts.
    pub pair: Pair,
    /// How the member came in.
    pub kind: Kind,
    /// What the administrator sees; absent after a decline in Macie.
    pub row: Option<Row>,
    /// What the member sees; absent until invited, and after a removal.
    pub invitation: Option<Invitation>,
}

/// An invitation as its member lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The account that sent it.
    pub administrator: AccountId,
    /// Its id.
    pub id: InvitationId,
    /// When it was sent.
    pub invited_at: Timestamp,
    /// What became of it.
    pub state: InvitationState,
    /// The status of the administrator's row, if there is one.
    pub row: Option<Status>,
}

impl Received {
    /// The status that the member sees (semantics §5.5).
    #[must_use]
    pub fn status(&self, rules: &Rules) -> Status {
        match self.state {
            InvitationState::Pending => Status::Invited,
            InvitationState::Accepted => self.row.unwrap_or(Status::Enabled),
            InvitationState::Declined => rules.declined_shows,
            InvitationState::Left => Status::Resigned,
        }
    }
}

impl Relationship {
    /// S1, M1: the administrator adds a member by the invitation route.
    #[must_use]
    pub fn created(pair: Pair, email: Option<String>, tags: Tags, now: Timestamp) -> Relationship {
        let row = Row {
            status: Status::Created,
            email,
            tags,
            created_at: now,
            updated_at: now,
            invited_at: None,
            message: None,
        };
        Relationship { pair, kind: Kind::Invitation, row: Some(row), invitation: None }
    }

    /// S17, S18, S20, S22; M19, M20: an organization's administrator has an account of the organization. There
    /// is no invitation, and no email or time of one to show (semantics §9.4).
    #[must_use]
    pub fn of_organization(pair: Pair, tags: Tags, status: Status, now: Timestamp) -> Relationship {
        let mut relationship = Relationship::created(pair, None, tags, now);
        relationship.kind = Kind::Organization;
        relationship.set_status(status, now);
        relationship
    }

    /// M23, U23: an invitation member becomes an organization member; its status stays (semantics §9.5).
    pub fn flip(&mut self) {
        self.kind = Kind::Organization;
        self.invitation = None;
        if let Some(row) = &mut self.row {
            (row.email, row.invited_at, row.message) = (None, None, None);
        }
    }

    /// The status of the administrator's row.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        self.row.as_ref().map(|row| row.status)
    }

    /// Whether the administrator is the member's administrator now.
    #[must_use]
    pub fn is_associated(&self) -> bool {
        self.status().is_some_and(|status| StatusSet::ASSOCIATED.contains(status))
    }

    /// The invitation as its member lists it.
    #[must_use]
    pub fn received(&self) -> Option<Received> {
        self.invitation.as_ref().map(|invitation| Received {
            administrator: self.pair.administrator,
            id: invitation.id,
            invited_at: invitation.invited_at,
            state: invitation.state,
            row: self.status(),
        })
    }

    /// Whether either account still sees anything of it. One that nobody sees is not kept.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        self.row.is_some() || self.invitation.is_some()
    }

    fn set_status(&mut self, status: Status, now: Timestamp) {
        if let Some(row) = &mut self.row {
            row.status = status;
            row.updated_at = now;
        }
    }

    fn set_invitation(&mut self, state: InvitationState) {
        if let Some(invitation) = &mut self.invitation {
            invitation.state = state;
        }
    }

    /// The administrator asks for an invitation, with this text.
    pub fn set_message(&mut self, message: Option<&str>) {
        if let Some(row) = &mut self.row {
            row.message = message.map(str::to_owned);
        }
    }

    /// S2, S7, S10, M3: an invitation with a new id reaches the member.
    pub fn invite(&mut self, id: InvitationId, now: Timestamp) {
        self.kind = Kind::Invitation;
        self.set_status(Status::Invited, now);
        if let Some(row) = &mut self.row {
            row.invited_at = Some(now);
        }
        let state = InvitationState::Pending;
        self.invitation = Some(Invitation { id, invited_at: now, state });
    }

    /// M2, M13: an invitation is requested; it is sent once the email is verified.
    pub fn start_verification(&mut self, now: Timestamp) {
        self.kind = Kind::Invitation;
        self.set_status(Status::EmailVerificationInProgress, now);
        if let Some(row) = &mut self.row {
            row.invited_at = Some(now);
        }
        self.invitation = None;
    }

    /// M4: the email is not the account's.
    pub fn fail_verification(&mut self, now: Timestamp) {
        self.set_status(Status::EmailVerificationFailed, now);
    }

    /// S3, S6, M6, M9: the member accepts. `status` is `Paused` where its service is suspended.
    pub fn accept(&mut self, status: Status, now: Timestamp) {
        self.set_status(status, now);
        self.set_invitation(InvitationState::Accepted);
    }

    /// S4: the member declines, and the administrator keeps its row.
    pub fn decline_keeping_row(&mut self, now: Timestamp) {
        self.set_status(Status::Resigned, now);
        self.set_invitation(InvitationState::Declined);
    }

    /// M7, M10: the member declines, and the administrator's row goes.
    pub fn decline_ending_row(&mut self) {
        self.row = None;
        self.set_invitation(InvitationState::Declined);
    }

    /// S5, M8: the member leaves; the same invitation can be accepted again.
    pub fn leave(&mut self, now: Timestamp) {
        self.set_status(Status::Resigned, now);
        self.set_invitation(InvitationState::Left);
    }

    /// S8, S9, M11, M12: the administrator disassociates the member; no invitation is left to accept.
    pub fn remove(&mut self, now: Timestamp) {
        self.set_status(Status::Removed, now);
        self.invitation = None;
    }

    /// S16: the administrator withdraws its invitation; only an unanswered one changes the row.
    pub fn withdraw(&mut self, now: Timestamp) {
        if self.status() == Some(Status::Invited) {
            self.set_status(Status::Created, now);
        }
        self.invitation = None;
    }

    /// S11, M14: the administrator deletes its row, and the invitation with it (semantics §11 U10).
    pub fn delete_row(&mut self) {
        self.row = None;
        self.invitation = None;
    }

    /// S14, M10: the member deletes its invitation.
    pub fn delete_invitation(&mut self) {
        self.invitation = None;
    }

    /// M15 to M18, S21 to S25, M21 to M25: the member's service is suspended or goes on; or the organization, or what
    /// became of an account, ends or interrupts the relationship.
    pub fn show(&mut self, status: Status, now: Timestamp) {
        self.set_status(status, now);
    }

    /// Whether row and invitation agree: the pairs that the rules can reach (semantics §5.3, §5.4).
    #[must_use]
    pub fn views_agree(&self) -> bool {
        use InvitationState as I;
        let invitation = self.invitation.as_ref().map(|invitation| invitation.state);
        match (self.kind, self.status(), invitation) {
            (_, None, Some(I::Declined)) => true,
            (Kind::Organization, Some(_), None) => true,
            (Kind::Organization, _, _) => false,
            (_, Some(Status::Created), None | Some(I::Declined)) => true,
            (_, Some(Status::Removed), None) => true,
            (_, Some(Status::EmailVerificationInProgress), None) => true,
            (_, Some(Status::EmailVerificationFailed), None) => true,
            (_, Some(Status::Invited), Some(I::Pending)) => true,
            (_, Some(Status::Enabled | Status::Paused), Some(I::Accepted)) => true,
            (_, Some(Status::Resigned), None | Some(I::Declined | I::Left)) => true,
            (_, Some(Status::AccountSuspended | Status::RegionDisabled), Some(I::Accepted)) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_id_is_32_lower_case_hex_characters() {
        for (id, text) in [
            (0, "00000000000000000000000000000000"),
            (u128::MAX, "ffffffffffffffffffffffffffffffff"),
            (0x7ab9_38c5_d52d_7904_ad09_f9e7_c20c_c4eb, "7ab938c5d52d7904ad09f9e7c20cc4eb"),
        ] {
            let id = InvitationId(id);
            assert_eq!((id.to_string().as_str(), id.digits().as_slice()), (text, text.as_bytes()));
            assert_eq!(InvitationId::parse(text), Some(id));
        }
        let upper = "7AB938C5D52D7904AD09F9E7C20CC4EB";
        let long = "07ab938c5d52d7904ad09f9e7c20cc4eb";
        for text in ["", "0", upper, long, "+ab938c5d52d7904ad09f9e7c20cc4eb"] {
            assert_eq!(InvitationId::parse(text), None, "{text}");
        }
    }
}
