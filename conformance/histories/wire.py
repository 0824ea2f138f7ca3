"""The operations of the reference as requests, and what their answers mean."""

from raw import Caller

from .checker import UNKNOWN
from .reference import READS

# How refusals look that the rules give: any other is a fault.
REFUSALS = {
    "securityhub": [(400, "BadRequestException")],
    "macie2": [(400, "ValidationException"), (404, "ResourceNotFoundException")],
}


class Wire:
    """One service, one member, and its administrators."""

    def __init__(self, service, member, administrators):
        self.service, self.member, self.administrators = service, member, administrators
        self.requests = HUB if service == "securityhub" else MACIE

    def caller(self, server, call):
        """Who makes this call, at a node."""
        side = self.requests[call.kind][0]
        account = self.member if side == "member" else self.administrators[call.of]
        return Caller(server, account, self.service)

    def request(self, call):
        """Method, path and body."""
        _, method, path, body = self.requests[call.kind]
        names = {"A": self.administrators[call.of], "M": self.member, "I": call.id}
        return method, path.format(**names), _filled(body, names)

    def outcome(self, call, reply):
        """What came of it; nothing is known if there was no answer, or only that it failed."""
        if reply is None or reply.status >= 500:
            return UNKNOWN
        if call.kind in READS:
            return self._seen(call, reply)
        if reply.status == 200:
            left_out = reply.json.get("UnprocessedAccounts") or reply.json.get("unprocessedAccounts")
            return not left_out
        assert (reply.status, reply.code) in REFUSALS[self.service], (call, reply)
        return False

    def _seen(self, call, reply):
        if reply.status != 200:
            assert call.kind in ("row", "administrator") and self.service == "macie2", (call, reply)
            assert (reply.status, reply.code) in REFUSALS[self.service], (call, reply)
            return None
        found = {key.lower(): value for key, value in reply.json.items()}
        if call.kind == "count":
            return found["invitationscount"]
        if call.kind == "administrator":
            one = found.get("administrator")
            return one and (self.administrators.index(_of(one, "accountid")), *_invitation(one))
        if call.kind == "invitations":
            listed = {_of(each, "accountid"): _invitation(each) for each in found["invitations"]}
            assert len(listed) == len(found["invitations"]) and set(listed) <= set(self.administrators), reply
            return tuple(listed.get(each) for each in self.administrators)
        rows = found.get("members", [found])
        assert len(rows) <= 1, reply
        return _status(rows[0]) if rows else None


def _filled(body, names):
    """The body with names filled in, wherever they are."""
    if isinstance(body, dict):
        return {key: _filled(value, names) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(each, names) for each in body]
    return body.format(**names) if isinstance(body, str) else body


def _lower(found):
    """With the names in one casing, which the services do not share."""
    return {name.lower(): value for name, value in found.items()}


def _of(found, name):
    return _lower(found)[name]


def _status(found):
    names = _lower(found)
    return names.get("memberstatus") or names.get("relationshipstatus")


def _invitation(found):
    return _of(found, "invitationid"), _status(found)


BOSS, OWN = "administrator", "member"
_HUB_MEMBER, _HUB_BOSS = {"AccountIds": ["{M}"]}, {"AccountIds": ["{A}"]}
_MACIE_MEMBER, _MACIE_BOSS = {"accountIds": ["{M}"]}, {"accountIds": ["{A}"]}

HUB = {
    "create": (BOSS, "POST", "/members", {"AccountDetails": [{"AccountId": "{M}"}]}),
    "invite": (BOSS, "POST", "/members/invite", _HUB_MEMBER),
    "remove": (BOSS, "POST", "/members/disassociate", _HUB_MEMBER),
    "delete": (BOSS, "POST", "/members/delete", _HUB_MEMBER),
    "withdraw": (BOSS, "POST", "/invitations/delete", _HUB_MEMBER),
    "row": (BOSS, "POST", "/members/get", _HUB_MEMBER),
    "member": (BOSS, "GET", "/members", None),
    "accept": (OWN, "POST", "/administrator", {"AdministratorId": "{A}", "InvitationId": "{I}"}),
    "decline": (OWN, "POST", "/invitations/decline", _HUB_BOSS),
    "forget": (OWN, "POST", "/invitations/delete", _HUB_BOSS),
    "leave": (OWN, "POST", "/administrator/disassociate", None),
    "invitations": (OWN, "GET", "/invitations", None),
    "count": (OWN, "GET", "/invitations/count", None),
    "administrator": (OWN, "GET", "/administrator", None),
}

MACIE = {
    "create": (BOSS, "POST", "/members", {"account": {"accountId": "{M}", "email": "owner@member.example"}}),
    "invite": (BOSS, "POST", "/invitations", _MACIE_MEMBER),
    "remove": (BOSS, "POST", "/members/disassociate/{M}", None),
    "delete": (BOSS, "DELETE", "/members/{M}", None),
    "suspend": (BOSS, "PATCH", "/macie/members/{M}", {"status": "PAUSED"}),
    "row": (BOSS, "GET", "/members/{M}", None),
    "member": (BOSS, "GET", "/members", None),
    "accept": (OWN, "POST", "/invitations/accept", {"administratorAccountId": "{A}", "invitationId": "{I}"}),
    "decline": (OWN, "POST", "/invitations/decline", _MACIE_BOSS),
    "forget": (OWN, "POST", "/invitations/delete", _MACIE_BOSS),
    "leave": (OWN, "POST", "/administrator/disassociate", None),
    "rest": (OWN, "PATCH", "/macie", {"status": "PAUSED"}),
    "resume": (OWN, "PATCH", "/macie", {"status": "ENABLED"}),
    "invitations": (OWN, "GET", "/invitations", None),
    "count": (OWN, "GET", "/invitations/count", None),
    "administrator": (OWN, "GET", "/administrator", None),
}
