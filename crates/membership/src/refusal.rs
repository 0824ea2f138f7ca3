//! Why a command, or one account of it, is refused.

/// The reasons, in the order in which they are checked (semantics §1.5.3, §3.3): where several hold, the
/// first is given. Most can stand for a whole request or for one account of a batch; the dialect of each
/// service words them (semantics §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    // Ranges of the request (step 4).
    /// The request names more accounts than one request may.
    TooManyAccounts,

    // The service in the caller's account (step 6).
    /// The caller's service is off.
    ServiceOff,
    /// The caller's service is on already.
    AlreadyEnabled,
    /// The caller's account is suspended or closed.
    AccountNotInUse,

    // Ranges of one account of a batch (step 4; told only in the answer of a request that is served).
    /// Beyond the limit of one request.
    OverBatch,
    /// Not an account id, or an email that cannot be one.
    NotAnAccount,

    // The role of the caller (step 7).
    /// The caller has rows that keep it from becoming a member.
    HasMembers,
    /// The caller has another administrator already.
    AlreadyAssociated,
    /// The caller is a member, and members neither add nor invite.
    CallerIsMember,
    /// The caller is a member, and cannot switch its service off.
    MemberCannotDisable,
    /// The caller is an administrator of current members, and cannot switch its service off.
    AdministratorCannotDisable,
    /// The caller has rows, and cannot switch its service off before it deletes them.
    RowsLeft,
    /// The caller is an administrator of current members, and cannot suspend its service.
    AdministratorCannotPause,
    /// The caller is a member through an organization, and cannot suspend its service.
    OrganizationMemberCannotPause,
    /// The caller is a member, and follows its administrator in this setting.
    SetByAdministrator,
    /// The caller is a member through an organization, and cannot leave by itself.
    CannotLeaveOrganization,

    /// The caller is in no organization.
    NotInOrganization,
    /// The caller is not its organization's management account.
    NotManagement,
    /// The caller is the management account, but a member of the organization's administrator, which must
    /// remove it first (Macie).
    ManagementIsMember,
    /// The caller does not administer this service and Region for its organization.
    NotOrganizationAdministrator,
    /// The caller does not administer the service for its organization, or does not configure it centrally.
    NotCentral,
    /// The caller is a member, and members have no finding aggregator of their own.
    MemberCannotAggregate,

    // The state that the request is about (step 8).
    /// The caller has no administrator.
    NoAdministrator,
    /// No live invitation from that account has that id.
    NoPendingInvitation,
    /// The account that sent the invitation is itself a member.
    InviterIsMember,
    /// Only the member itself can resume its service.
    CannotResume,
    /// There is no such resource.
    NoSuchResource,
    /// The resource would have more tags than it may.
    TooManyTags,
    /// It is configured already.
    AlreadyConfigured,
    /// Automated discovery is off, and so cannot be on in single accounts.
    DiscoveryOff,
    /// The caller's organization has consolidated billing only.
    NeedsAllFeatures,
    /// The account is not in the caller's organization, or not in use.
    NotOfOrganization,
    /// The account is the organization's administrator here already.
    AlreadyDesignated,
    /// Another account is the organization's administrator, here or in another Region, or is delegated for the
    /// service.
    AnotherDesignated,
    /// The management account must switch its service on itself before it becomes administrator or member.
    ManagementServiceOff,
    /// The account is a member of another one, and so cannot administer.
    AdministratorIsMember,
    /// The account is not the organization's administrator here.
    NotDesignated,
    /// Configuration is central; that must end first.
    ConfiguredCentrally,
    /// Central configuration does not go with enabling accounts by themselves.
    CentralExcludesAutoEnable,
    /// Central configuration is for the home Region of the caller's finding aggregator.
    NotHomeRegion,
    /// The caller has a finding aggregator already.
    AggregatorExists,

    // One account (step 9): first what the administrator's own row says, then other accounts, then quotas.
    /// The caller itself.
    Oneself,
    /// The caller has a row for it already.
    RowExists,
    /// The caller has no row for it.
    NoRow,
    /// It is still associated, or the invitation was not declined yet.
    StillAssociated,
    /// The check of its email failed; the row must be deleted and added again.
    EmailNotVerified,
    /// It was invited already, is a member already, or is an account of the organization, which receives
    /// no invitations.
    AlreadyInvited,
    /// Its row has no email to invite.
    EmailMissing,
    /// It is a member of another administrator.
    MemberOfAnother,
    /// It is itself an administrator.
    MemberHasMembers,
    /// Its service is suspended.
    MemberPaused,
    /// The administrator may not have more members.
    QuotaExceeded,
}
