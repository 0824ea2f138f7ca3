//! What AWS Organizations says when it refuses: in its own words where they are known, else in those of its
//! documentation.

pub(super) const NOT_IN_USE: &str = "Your account is not a member of an organization.";

pub(super) const IN_ORGANIZATION: &str =
    "The provided account is already a member of an organization.";

pub(super) const DENIED: &str = "You don't have permissions to access this resource.";

pub(super) const NO_ACCOUNT: &str = "You specified an account that doesn't exist.";

pub(super) const REGISTERED: &str =
    "The provided account is already a delegated administrator for your organization.";

pub(super) const NOT_REGISTERED: &str =
    "The provided account is not a registered delegated administrator for your organization.";

pub(super) const CLOSED: &str = "The provided account is already closed.";

pub(super) const CANNOT_LEAVE: &str = "You can't remove the management account from its \
    organization. Remove all member accounts and delete the organization instead.";

pub(super) const NOT_EMPTY: &str = "To delete an organization you must first remove all member \
    accounts (except the master).";

pub(super) const NO_HANDSHAKE: &str =
    "We can't find a handshake with the HandshakeId that you specified.";

pub(super) const IN_STATE: &str = "The specified handshake is already in the requested state.";

pub(super) const TRANSITION: &str =
    "You can't perform the operation on the handshake in its current state.";

pub(super) const DUPLICATE_HANDSHAKE: &str =
    "A handshake with the same action and target already exists.";

pub(super) const INVITEE_IN_ORGANIZATION: &str = "The handshake request is invalid because the \
    invited account is already a member of an organization.";

pub(super) const ACCOUNT_LIMIT: &str = "You have exceeded the allowed number of AWS accounts.";

pub(super) const NO_CREATION: &str =
    "We can't find a create account request with the CreateAccountRequestId that you specified.";

pub(super) const NO_PARENT: &str =
    "We can't find a root or organizational unit (OU) with the ParentId that you specified.";

pub(super) const NO_CHILD: &str =
    "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.";

pub(super) const NO_SOURCE: &str =
    "We can't find a source root or OU with the ParentId that you specified.";

pub(super) const NO_DESTINATION: &str = "We can't find the destination container (a root or OU) \
    with the ParentId that you specified.";

pub(super) const DUPLICATE_ACCOUNT: &str =
    "That account is already present in the specified destination.";

pub(super) const DUPLICATE_UNIT: &str = "An OU with the same name already exists.";

pub(super) const NO_UNIT: &str = "You specified an organizational unit that doesn't exist.";

pub(super) const UNIT_NOT_EMPTY: &str = "The specified OU is not empty. Move all accounts to \
    another root or to other OUs, remove all child OUs, and try the operation again.";

pub(super) const NO_TARGET: &str = "You specified a target that doesn't exist.";

pub(super) const UNIT_LIMIT: &str =
    "You attempted to exceed the number of OUs that you can have in an organization.";

pub(super) const UNIT_DEPTH: &str =
    "You attempted to create an OU tree that is too many levels deep.";

pub(super) const TRUSTED_LIMIT: &str =
    "You have exceeded the number of services that one organization trusts.";

pub(super) const DELEGATED_LIMIT: &str =
    "You have exceeded the number of delegated administrators of one organization.";

pub(super) const TAG_LIMIT: &str = "You have exceeded the number of tags allowed on this resource.";

pub(super) const NOT_TRUSTED: &str = "You must enable service access before you delegate an \
    administrator for this service. Call the AWS API EnableAWSServiceAccess first.";

pub(super) const REGISTER_MANAGEMENT: &str = "You cannot register management account/yourself as \
    delegated administrator for your organization.";

pub(super) const REGISTER_SUSPENDED: &str =
    "You cannot register a suspended account as a delegated administrator.";

pub(super) const DELEGATED_EXISTS: &str = "This service already has a delegated administrator. \
    Deregister the existing delegated administrator first.";

pub(super) const REMOVE_DELEGATED: &str = "You attempted to remove an account that is registered \
    as a delegated administrator. Deregister it as a delegated administrator first.";

pub(super) const CLOSE_DELEGATED: &str = "You attempted to close an account that is registered as \
    a delegated administrator. Deregister it as a delegated administrator first.";

pub(super) const CLOSE_MANAGEMENT: &str =
    "You can't close the management account of an organization.";

pub(super) const NOT_ALL_FEATURES: &str = "You attempted to perform an operation that requires an organization with all features enabled.";

pub(super) const NOT_ACTIVE: &str = "Your account isn't fully active.";

pub(super) const INVITEE_NOT_ACTIVE: &str = "The account that you specified isn't fully active.";
