//! Why a request about credentials is refused.

/// The reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessRefusal {
    /// There is no such key, or it cannot be used.
    KeyUnknown,
    /// The account that a session acts for, or that a key or a role is to be made for, is not in use.
    AccountNotActive,
    /// A key with this id is there already.
    KeyExists,
    /// The key has that status already.
    KeyAlreadyInStatus,
    /// A role with this name is there already.
    RoleExists,
    /// There is no such role.
    RoleUnknown,
    /// The caller may not assume the role, or there is none: nobody is told which.
    RoleDenied,
    /// The session would be longer than the role allows.
    SessionTooLong,
}
