//! What can be asked of the directory: by the operator, and by accounts through the Organizations API.

use super::{
    CreationId, FeatureSet, HandshakeId, HandshakeState, Invitee, NewRole, OrganizationId,
    ParentId, UnitId,
};
use crate::{AccountId, Region, Tags};

/// One request to the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryCommand {
    /// By whoever runs the server.
    Operator(OperatorCommand),
    /// By an account, through the Organizations API.
    Organizations(AccountId, OrganizationsCommand),
}

/// What the operator asks: `accede account …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperatorCommand {
    /// Make an account known, in no organization. One that is known without email and name gets them.
    CreateAccount {
        /// Its id.
        id: AccountId,
        /// Its name.
        name: String,
        /// Its root user's email.
        email: String,
    },
    /// Read one account.
    ShowAccount {
        /// Which.
        id: AccountId,
    },
    /// List accounts in the order of their ids.
    ListAccounts {
        /// Which page.
        page: ListPage,
    },
    /// Suspend an account (S22, M24, M25).
    SuspendAccount {
        /// Which.
        id: AccountId,
    },
    /// Take a suspension back.
    ReinstateAccount {
        /// Which.
        id: AccountId,
    },
    /// Close an account for good (S24, S25, M24).
    CloseAccount {
        /// Which.
        id: AccountId,
    },
    /// Switch a Region off in an account (M25).
    DisableRegion {
        /// In which account.
        id: AccountId,
        /// Which Region.
        region: Region,
    },
    /// Switch a Region on again.
    EnableRegion {
        /// In which account.
        id: AccountId,
        /// Which Region.
        region: Region,
    },
}

/// A page of a list: what comes after the last item seen, by its number, at most so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListPage {
    /// The number of the last item of the page before.
    pub after: Option<u64>,
    /// How many items are wanted.
    pub limit: usize,
}

impl ListPage {
    /// This page and one item more, which tells whether there is another page.
    #[must_use]
    pub fn and_one_more(self) -> ListPage {
        ListPage { limit: self.limit + 1, ..self }
    }
}

/// What has tags in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagged {
    /// An account.
    Account(AccountId),
    /// The root or a unit.
    Parent(ParentId),
    /// What cannot be.
    Unknown,
}

/// Which handshakes a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandshakesOf {
    /// Those that the caller's account received.
    Account,
    /// Those that the caller's organization sent.
    Organization,
}

/// What a list of children shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildKind {
    /// Accounts.
    Account,
    /// Organizational units.
    Unit,
}

/// What is somewhere in the tree of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildId {
    /// An account.
    Account(AccountId),
    /// An organizational unit.
    Unit(UnitId),
}

/// One request of the Organizations API (semantics §10.2). Ids that cannot be ids are refused before, by the
/// wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganizationsCommand {
    /// `CreateOrganization`.
    CreateOrganization {
        /// Its id, drawn at random: if it is taken, the request is refused with
        /// [`IdTaken`](super::DirectoryRefusal::IdTaken) and asked again with another.
        candidate: OrganizationId,
        /// What it is to be able to do.
        features: FeatureSet,
    },
    /// `DescribeOrganization`.
    DescribeOrganization,
    /// `DeleteOrganization`.
    DeleteOrganization,
    /// `CreateAccount`.
    CreateAccount {
        /// The account's id, drawn at random like the next; see [`AccountId::drawn`].
        candidate: AccountId,
        /// The request's id.
        request: CreationId,
        /// Its name.
        name: String,
        /// Its root user's email.
        email: String,
        /// Its tags.
        tags: Tags,
        /// The role by which the management account acts in it.
        role: NewRole,
    },
    /// `DescribeCreateAccountStatus`.
    DescribeCreateAccountStatus {
        /// Of which request.
        id: CreationId,
    },
    /// `ListCreateAccountStatus`.
    ListCreateAccountStatus {
        /// Whether requests that succeeded are shown.
        succeeded: bool,
        /// Whether requests that failed are shown.
        failed: bool,
        /// Which page.
        page: ListPage,
    },
    /// `InviteAccountToOrganization`.
    InviteAccount {
        /// The handshake's id, drawn at random.
        candidate: HandshakeId,
        /// Whom.
        invitee: Invitee,
        /// A text for it.
        notes: Option<String>,
        /// Tags that it gets when it joins.
        tags: Tags,
    },
    /// `AcceptHandshake`, by the invited account.
    AcceptHandshake {
        /// Which.
        id: HandshakeId,
    },
    /// `DeclineHandshake`, by the invited account.
    DeclineHandshake {
        /// Which.
        id: HandshakeId,
    },
    /// `CancelHandshake`, by the organization.
    CancelHandshake {
        /// Which.
        id: HandshakeId,
    },
    /// `DescribeHandshake`, by either.
    DescribeHandshake {
        /// Which.
        id: HandshakeId,
    },
    /// `ListHandshakesForAccount`, `ListHandshakesForOrganization`.
    ListHandshakes {
        /// Whose.
        of: HandshakesOf,
        /// Only those of this state.
        state: Option<HandshakeState>,
        /// Which page.
        page: ListPage,
    },
    /// `ListAccounts`.
    ListAccounts {
        /// Which page.
        page: ListPage,
    },
    /// `ListAccountsForParent`.
    ListAccountsForParent {
        /// Of which root or unit.
        parent: ParentId,
        /// Which page.
        page: ListPage,
    },
    /// `DescribeAccount`.
    DescribeAccount {
        /// Which.
        id: AccountId,
    },
    /// `RemoveAccountFromOrganization`.
    RemoveAccount {
        /// Which.
        id: AccountId,
    },
    /// `LeaveOrganization`.
    LeaveOrganization,
    /// `CloseAccount`.
    CloseAccount {
        /// Which.
        id: AccountId,
    },
    /// `ListRoots`.
    ListRoots,
    /// `ListParents`.
    ListParents {
        /// Of what.
        child: ChildId,
    },
    /// `ListChildren`.
    ListChildren {
        /// Of which root or unit.
        parent: ParentId,
        /// What kind.
        kind: ChildKind,
        /// Which page.
        page: ListPage,
    },
    /// `CreateOrganizationalUnit`.
    CreateUnit {
        /// In which root or unit.
        parent: ParentId,
        /// Its name.
        name: String,
        /// Its tags.
        tags: Tags,
    },
    /// `DescribeOrganizationalUnit`.
    DescribeUnit {
        /// Which.
        id: UnitId,
    },
    /// `UpdateOrganizationalUnit`.
    UpdateUnit {
        /// Which.
        id: UnitId,
        /// Its new name; absent to leave it.
        name: Option<String>,
    },
    /// `DeleteOrganizationalUnit`.
    DeleteUnit {
        /// Which.
        id: UnitId,
    },
    /// `ListOrganizationalUnitsForParent`.
    ListUnits {
        /// Of which root or unit.
        parent: ParentId,
        /// Which page.
        page: ListPage,
    },
    /// `MoveAccount`.
    MoveAccount {
        /// Which account.
        id: AccountId,
        /// Where it is.
        from: ParentId,
        /// Where it is to be.
        to: ParentId,
    },
    /// `EnableAWSServiceAccess`.
    EnableServiceAccess {
        /// The service's principal.
        principal: String,
    },
    /// `DisableAWSServiceAccess`: ends every delegation for it too (S23, M22).
    DisableServiceAccess {
        /// The service's principal.
        principal: String,
    },
    /// `ListAWSServiceAccessForOrganization`.
    ListServiceAccess {
        /// Which page; items count from 0.
        page: ListPage,
    },
    /// `RegisterDelegatedAdministrator`.
    RegisterDelegatedAdministrator {
        /// Whom.
        id: AccountId,
        /// For which service's principal.
        principal: String,
    },
    /// `DeregisterDelegatedAdministrator`: ends its designations in every Region (S23, M22).
    DeregisterDelegatedAdministrator {
        /// Whom.
        id: AccountId,
        /// For which service's principal.
        principal: String,
    },
    /// `ListDelegatedAdministrators`.
    ListDelegatedAdministrators {
        /// Only those for this principal.
        principal: Option<String>,
        /// Which page.
        page: ListPage,
    },
    /// `ListDelegatedServicesForAccount`.
    ListDelegatedServices {
        /// Of which account.
        id: AccountId,
        /// Which page; items count from 0.
        page: ListPage,
    },
    /// `ListPoliciesForTarget`: whether the target is there. No policy type can be enabled, so none is attached.
    ListPoliciesForTarget {
        /// Of what.
        target: Tagged,
    },
    /// `ListTagsForResource`.
    ListTags {
        /// Of what.
        resource: Tagged,
    },
    /// `TagResource`.
    Tag {
        /// What.
        resource: Tagged,
        /// The tags to add or replace.
        tags: Tags,
    },
    /// `UntagResource`.
    Untag {
        /// What.
        resource: Tagged,
        /// The keys of the tags to remove; those that are not there are passed over.
        keys: Vec<String>,
    },
}

/// Whose accounts a page of the directory shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountsOf {
    /// All that are known.
    Everybody,
    /// Those of an organization.
    Organization(OrganizationId),
    /// Those in one root or unit of an organization.
    Parent(OrganizationId, ParentId),
}
