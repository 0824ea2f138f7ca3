//! The sentences of the membership backend that the services share (semantics §6.5).
//!
//! The word *master* in them is original. Sentences that differ only in a service's name are functions.

pub(super) const MALFORMED: &str = "The request is rejected because an invalid or out-of-range \
    value is specified as an input parameter.";

pub(super) const NO_PENDING_OR_ASSOCIATED: &str = "The request is rejected because the current \
    account has no pending invitation from the given master account ID or is already an \
    associated member of another master account.";

pub(super) const NO_PENDING: &str = "The request is rejected because the current account has no \
    pending invitation from the given master account ID.";

pub(super) const HAS_MEMBERS: &str = "The request is rejected because the current account cannot \
    accept invitations since it still has created, invited or associated members.";

pub(super) const ALREADY_ASSOCIATED: &str = "The request is rejected because the current account \
    cannot accept invitations since it is already an associated member of some master account.";

pub(super) const INVITER_IS_MEMBER: &str = "The request is rejected because the current account \
    cannot accept invitation from the given account ID since the latter is an associated member of \
    another master account.";

pub(super) const NOT_A_MEMBER: &str = "The request is rejected because the given account ID is \
    not an associated member of account the current account.";

pub(super) const ROW_EXISTS: &str = "The request is rejected because the given account ID is \
    already a member or associated member of the current account.";

pub(super) const OWN_MEMBER: &str =
    "The request is rejected because an account cannot become a member of itself.";

pub(super) const INVITE_ONESELF: &str =
    "The request is rejected because the current account cannot invite itself.";

pub(super) const MEMBER_CANNOT_CREATE: &str = "The request is rejected because the current account \
    cannot create members since it is already an associated member of another master account.";

pub(super) const MEMBER_CANNOT_INVITE: &str = "The request is rejected because the current account \
    cannot invite other accounts since it is already an associated member of another master \
    account.";

pub(super) const QUOTA: &str = "The request is rejected because the current account cannot create \
    anymore members since it cannot exceed the maximum number of allowed members.";

pub(super) const EMAIL_MISSING: &str =
    "The request is rejected because member account's email address is missing.";

pub(super) const EMAIL_NOT_VERIFIED: &str = "The request is rejected because member account's \
    email address could not be verified.";

pub(super) const MEMBER_OF_ANOTHER: &str = "The request is rejected because the current account \
    cannot invite the given member account ID since the latter is already an associated member of \
    another master account.";

pub(super) const CREATE_MEMBER_OF_ANOTHER: &str = "The request is rejected because the current \
    account cannot create the given member account ID since the latter is already an associated \
    member of another master account.";

pub(super) const MEMBER_HAS_MEMBERS: &str = "The request is rejected because the current account \
    cannot create the given member account ID since the latter still has created, invited or \
    associated members.";

pub(super) const STILL_ASSOCIATED: &str = "The request is rejected because the current account \
    cannot delete the given member account ID since it is still associated to it.";

pub(super) const INVITATION_STILL_ASSOCIATED: &str = "The request is rejected because the current \
    account cannot delete the invitation from the given master account ID since it is still \
    associated to it or has not declined their invitation yet.";

pub(super) const CANNOT_DISASSOCIATE: &str = "The request is rejected because the current account \
    cannot disassociate the given member account ID since the latter is not yet associated to it.";

pub(super) const CANNOT_LEAVE: &str = "The request is rejected because the current account is a \
    member through AWS Organizations; only its administrator can disassociate it.";

pub(super) const NOT_IN_USE: &str = "The account is suspended or closed.";

pub(super) const NOT_FOUND: &str =
    "The request was rejected because we can't find the specified resource.";

pub(super) const TOO_MANY_TAGS: &str =
    "The request is rejected because the resource would have too many tags.";

/// Already invited, or a member already.
pub(super) fn already_invited(service: &str) -> String {
    format!(
        "The request is rejected because the current account has already invited or is already the \
         {service} master of the given member account ID."
    )
}
