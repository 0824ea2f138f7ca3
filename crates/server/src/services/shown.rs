//! What a member sees of the account that invited it: the same in every service, but for the names on the wire.

use accede_membership::{
    AccountId, InvitationId, Received, Relationship, Rules, Status, Timestamp,
};

/// An invitation as it is shown. A member through an organization has none, and sees the administrator alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) administrator: AccountId,
    /// The invitation's id, and when it was sent.
    pub(crate) sent: Option<(InvitationId, Timestamp)>,
    pub(crate) status: Status,
}

impl Shown {
    /// An invitation as it is listed.
    pub(crate) fn listed(received: &Received, rules: &Rules) -> Shown {
        let Received { administrator, id, invited_at, .. } = *received;
        Shown { administrator, sent: Some((id, invited_at)), status: received.status(rules) }
    }

    /// The current administrator.
    pub(crate) fn current(relationship: &Relationship, rules: &Rules) -> Option<Shown> {
        if let Some(received) = relationship.received() {
            return Some(Shown::listed(&received, rules));
        }
        let administrator = relationship.pair.administrator;
        Some(Shown { administrator, sent: None, status: relationship.status()? })
    }
}
