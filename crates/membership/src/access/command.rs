//! What can be asked about credentials.

use super::{AccessKey, KeyId, KeyStatus, LastUse, Role, RoleKey};
use crate::{AccountId, EventPlace, Extent, Region};

/// Whether a role that nobody made can be assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stranger {
    /// By nobody: the caller is who it says, and so must the role be.
    Denied,
    /// By everybody, whatever became of its account: callers are known by their word anyway.
    Welcome,
}

/// Whose events a page shows, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventsOf {
    /// Those of an account in a Region, the newest first.
    Account(AccountId, Region),
    /// All, the oldest first.
    Everybody,
}

/// One request about credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessCommand {
    /// Find the key that a request is signed with. Refused if it cannot be used: it is not there, it is
    /// inactive, or its account is not in use.
    IdentifyKey {
        /// Which.
        id: KeyId,
    },
    /// Let in an account that a session acts for. Refused if the account is not in use.
    Admit {
        /// Which.
        account: AccountId,
    },
    /// `AssumeRole`: find a role that the caller may assume.
    AssumeRole {
        /// The caller's account.
        caller: AccountId,
        /// Which role.
        role: RoleKey,
        /// Its name as the caller spells it.
        name: String,
        /// Its path as the caller gives it.
        path: String,
        /// What the caller gives as external id.
        external_id: Option<String>,
        /// How long the session is to be, in seconds.
        seconds: u32,
        /// What if nobody made it.
        stranger: Stranger,
    },
    /// `accede key create`, for an account that is in use. The id is drawn at random; one that is taken is refused.
    CreateKey(AccessKey),
    /// `accede key list`: by account and id.
    ListKeys {
        /// Only those of this account.
        account: Option<AccountId>,
        /// The last key of the page before.
        after: Option<(AccountId, KeyId)>,
        /// How many are wanted.
        limit: usize,
    },
    /// `accede key disable`, `accede key enable`.
    SetKeyStatus {
        /// Which.
        id: KeyId,
        /// What it is to be.
        status: KeyStatus,
    },
    /// `accede key delete`.
    DeleteKey {
        /// Which.
        id: KeyId,
    },
    /// Note when keys were used last, of several uses of one key the latest. Keys that are gone are passed over.
    NoteUses(Vec<(KeyId, LastUse)>),
    /// `accede role create`, for an account that is in use.
    CreateRole(Role),
    /// `accede role list`: by account and name.
    ListRoles {
        /// Only those of this account.
        account: Option<AccountId>,
        /// The last role of the page before.
        after: Option<RoleKey>,
        /// How many are wanted.
        limit: usize,
    },
    /// `accede role delete`.
    DeleteRole(RoleKey),
    /// `LookupEvents` and `accede audit`: a page of what was recorded.
    ListEvents {
        /// Whose.
        of: EventsOf,
        /// The place of the last event of the page before.
        after: Option<EventPlace>,
        /// How much is wanted.
        extent: Extent,
    },
}
