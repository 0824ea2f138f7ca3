//! Why the directory refuses.

/// The reasons. Where several hold, the first in the order of the guards is given; the order here is not it.
/// Names follow the Organizations API's exceptions; the dialect words them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DirectoryRefusal {
    /// The caller is in no organization.
    NotInOrganization,
    /// The caller, or the account that would join, is in an organization already.
    AlreadyInOrganization,
    /// The caller may not ask this.
    AccessDenied,
    /// There is no such account in the organization; for the operator, no such account at all.
    AccountNotFound,
    /// The account is delegated for the service already.
    AccountAlreadyRegistered,
    /// The account is not delegated for the service.
    AccountNotRegistered,
    /// The account is closed already.
    AccountAlreadyClosed,
    /// The management account cannot leave its organization.
    ManagementCannotLeave,
    /// Something but the management account is still in the organization.
    OrganizationNotEmpty,
    /// There is no such handshake, or it is none of the caller's business.
    HandshakeNotFound,
    /// The handshake has that state already.
    HandshakeAlreadyInState,
    /// The handshake cannot come to that state from the one it has.
    InvalidHandshakeTransition,
    /// The account has an open invitation of this organization already.
    DuplicateHandshake,
    /// The account that would be invited or join is in this or another organization.
    HandshakeAlreadyInOrganization,
    /// The account that would be invited is suspended or closed, or there is none with that email.
    InviteeNotFound,
    /// There is no such request to create an account.
    CreationNotFound,
    /// There is no such root or unit.
    ParentNotFound,
    /// There is no such child.
    ChildNotFound,
    /// The account is not in the source.
    SourceParentNotFound,
    /// There is no such destination.
    DestinationParentNotFound,
    /// The account is in the destination already.
    DuplicateAccount,
    /// A sibling has that name.
    DuplicateUnit,
    /// There is no such unit.
    UnitNotFound,
    /// Something is in the unit.
    UnitNotEmpty,
    /// There is nothing of that name to have tags or policies.
    TargetNotFound,

    // ConstraintViolationException, by reason.
    /// Too many accounts.
    AccountLimit,
    /// Too many organizational units.
    UnitLimit,
    /// Units nested too deeply.
    UnitDepthLimit,
    /// Too many tags.
    TagLimit,
    /// Too many trusted services.
    TrustedLimit,
    /// Too many delegations.
    DelegatedLimit,
    /// The service is not trusted.
    ServiceAccessNotEnabled,
    /// The management account cannot be delegated.
    CannotRegisterManagement,
    /// Another account is delegated for a service that allows one.
    DelegatedAdministratorExists,
    /// A delegated administrator cannot leave or be removed.
    CannotRemoveDelegatedAdministrator,
    /// The management account cannot be closed.
    CannotCloseManagement,
    /// A delegated administrator cannot be closed by the organization.
    CannotCloseDelegatedAdministrator,
    /// The account must be in use.
    AccountNotActive,
    /// The organization has consolidated billing only.
    OnlyConsolidatedBilling,

    /// An id that was drawn for something new is taken: another is to be drawn. Nobody need be told.
    IdTaken,

    // The operator's.
    /// The account is known already.
    AccountExists,
    /// Another account has that email.
    EmailExists,
    /// The account is not suspended.
    NotSuspended,
    /// The account is suspended already.
    AlreadySuspended,
}
