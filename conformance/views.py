"""What both sides see of one relationship: the table of reference §5.5."""

from typing import NamedTuple, Optional


class View(NamedTuple):
    """The statuses that the administrator's lists show, those that the member's show, and its count."""

    listed: Optional[str]
    row: Optional[str]
    invitation: Optional[str]
    administrator: Optional[str]
    count: int


NOTHING = View(None, None, None, None, 0)
CREATED = View(None, "Created", None, None, 0)
INVITED = View(None, "Invited", "Invited", None, 1)
MEMBER = View("Enabled", "Enabled", "Enabled", "Enabled", 0)
PAUSED = View("Paused", "Paused", "Paused", "Paused", 0)
HUB_DECLINED = View(None, "Resigned", "Invited", None, 1)
MACIE_DECLINED = View(None, None, "Resigned", None, 1)
LEFT = View(None, "Resigned", "Resigned", None, 1)
LEFT_AND_DELETED = View(None, "Resigned", None, None, 0)
REMOVED = View(None, "Removed", None, None, 0)

NO_PENDING = (
    "The request is rejected because the current account has no pending invitation from the given master account ID"
    " or is already an associated member of another master account."
)
HAS_MEMBERS = (
    "The request is rejected because the current account cannot accept invitations since it still has created,"
    " invited or associated members."
)
NOT_ASSOCIATED = (
    "The request is rejected because the current account is not associated to a master account"
)
ROW_EXISTS = (
    "The request is rejected because the given account ID is already a member or associated member of the current"
    " account."
)
NO_ROW = (
    "The request is rejected because the given account ID is not an associated member of account the current account."
)
NOTHING_PENDING = (
    "The request is rejected because the current account has no pending invitation from the given master account ID."
)
NOT_DECLINED = (
    "The request is rejected because the current account cannot delete the invitation from the given master account"
    " ID since it is still associated to it or has not declined their invitation yet."
)
ITSELF = "The request is rejected because an account cannot become a member of itself."
INVITER_IS_MEMBER = (
    "The request is rejected because the current account cannot accept invitation from the given account ID since the"
    " latter is an associated member of another master account."
)
OF_ANOTHER = "already an associated member of another master account"
