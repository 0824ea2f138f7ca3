//! The status of a relationship, as the administrator's row shows it (semantics §5.1).

/// What the administrator sees. The names are AWS's, verbatim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Added, not invited.
    Created,
    /// Invitation requested, email check running (Macie).
    EmailVerificationInProgress,
    /// The email does not belong to the account (Macie).
    EmailVerificationFailed,
    /// Waiting for the member.
    Invited,
    /// Current member.
    Enabled,
    /// Current member whose service is suspended (Macie).
    Paused,
    /// The member left, or (Security Hub) declined.
    Resigned,
    /// The administrator disassociated the member.
    Removed,
    /// The member left the organization (Security Hub).
    Deleted,
    /// The member's account is suspended.
    AccountSuspended,
    /// The Region is switched off in the member's account (Macie).
    RegionDisabled,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 11] = [
        Status::Created,
        Status::EmailVerificationInProgress,
        Status::EmailVerificationFailed,
        Status::Invited,
        Status::Enabled,
        Status::Paused,
        Status::Resigned,
        Status::Removed,
        Status::Deleted,
        Status::AccountSuspended,
        Status::RegionDisabled,
    ];

    /// The name on the wire and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Created => "Created",
            Status::EmailVerificationInProgress => "EmailVerificationInProgress",
            Status::EmailVerificationFailed => "EmailVerificationFailed",
            Status::Invited => "Invited",
            Status::Enabled => "Enabled",
            Status::Paused => "Paused",
            Status::Resigned => "Resigned",
            Status::Removed => "Removed",
            Status::Deleted => "Deleted",
            Status::AccountSuspended => "AccountSuspended",
            Status::RegionDisabled => "RegionDisabled",
        }
    }

    /// The status with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// A set of statuses, as plain data for [`crate::Rules`] and for the filter of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusSet(u16);

impl StatusSet {
    /// Every status.
    pub const ALL: StatusSet = StatusSet::of(&Status::ALL);
    /// The statuses of a current member: its administrator is this one.
    pub const ASSOCIATED: StatusSet = StatusSet::of(&[Status::Enabled, Status::Paused]);
    /// The statuses of a member whose account or Region keeps it from working: it has its administrator still,
    /// unless it was added as such (S22).
    pub const INTERRUPTED: StatusSet =
        StatusSet::of(&[Status::AccountSuspended, Status::RegionDisabled]);
    /// The statuses of whoever has its administrator: it works, or is interrupted.
    pub const MEMBERS: StatusSet = StatusSet::of(&[
        Status::Enabled,
        Status::Paused,
        Status::AccountSuspended,
        Status::RegionDisabled,
    ]);
    /// The rows that keep their administrator from becoming a member itself (semantics §11 U26): an interrupted
    /// member is one that comes back.
    pub const BLOCKS_ACCEPTING: StatusSet = StatusSet::of(&[
        Status::Created,
        Status::EmailVerificationInProgress,
        Status::Invited,
        Status::Enabled,
        Status::Paused,
        Status::AccountSuspended,
        Status::RegionDisabled,
    ]);
    /// The rows that count against the quota of members by invitation (semantics §5.7).
    pub const COUNTED: StatusSet = StatusSet::of(&[
        Status::Created,
        Status::EmailVerificationInProgress,
        Status::EmailVerificationFailed,
        Status::Invited,
        Status::Enabled,
        Status::Paused,
        Status::RegionDisabled,
        Status::AccountSuspended,
    ]);

    /// The set of these statuses.
    #[must_use]
    pub const fn of(statuses: &[Status]) -> StatusSet {
        let mut bits = 0;
        let mut i = 0;
        while i < statuses.len() {
            bits |= 1 << statuses[i] as u16;
            i += 1;
        }
        StatusSet(bits)
    }

    /// Whether the set has this status.
    #[must_use]
    pub const fn contains(self, status: Status) -> bool {
        self.0 & (1 << status as u16) != 0
    }

    /// The statuses of the set, in the order of [`Status::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Status> {
        Status::ALL.into_iter().filter(move |status| self.contains(*status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_name(status.name()), Some(status));
        }
        assert_eq!(Status::from_name("Associated"), None);
    }

    #[test]
    fn a_set_has_what_it_was_made_of() {
        let set = StatusSet::of(&[Status::Created, Status::RegionDisabled]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Status::Created, Status::RegionDisabled]);
        assert_eq!(StatusSet::ALL.iter().count(), Status::ALL.len());
        assert!(StatusSet::ASSOCIATED.iter().all(|s| StatusSet::BLOCKS_ACCEPTING.contains(s)));
        assert!(StatusSet::BLOCKS_ACCEPTING.iter().all(|s| StatusSet::COUNTED.contains(s)));
    }
}
