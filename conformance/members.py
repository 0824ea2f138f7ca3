"""An administrator that creates and invites one member after the other, and knows which of it was acknowledged."""

from raw import Caller


class Members:
    """Members of one administrator in Security Hub. What was asked and not acknowledged may be there or not."""

    def __init__(self, server, fresh):
        self.fresh, self.administrator = fresh, fresh()
        self.invited, self.unknown, self.waiting = [], [], []
        self.at(server)
        assert self.caller.ask("POST", "/accounts").status == 200

    def at(self, server):
        """Goes on at this server."""
        self.server = server
        self.caller = Caller(server, self.administrator, "securityhub")
        return self

    def prepare(self, count):
        """Has accounts ready that see invitations: nothing but invitations is written from then on."""
        for _ in range(count):
            member = self.fresh()
            assert Caller(self.server, member, "securityhub").ask("POST", "/accounts").status == 200
            self.waiting.append(member)

    def invite(self):
        """Creates and invites one more, and returns the last reply."""
        member = self.waiting.pop()
        body = {"AccountDetails": [{"AccountId": member}]}
        reply = self.caller.ask("POST", "/members", body)
        if reply.status == 200:
            reply = self.caller.ask("POST", "/members/invite", {"AccountIds": [member]})
        (self.invited if reply.status == 200 else self.unknown).append(member)
        return reply

    def rows(self):
        """The status of every row, by account, as the administrator's list has it."""
        rows, token = {}, ""
        while token is not None:
            more = f"&NextToken={token}" if token else ""
            reply = self.caller.ask("GET", f"/members?OnlyAssociated=false&MaxResults=50{more}")
            assert reply.status == 200, reply
            rows |= {row["AccountId"]: row["MemberStatus"] for row in reply.json["Members"]}
            token = reply.json.get("NextToken")
        return rows

    def invitations(self, member):
        """Who invites this member, as it sees it itself."""
        reply = Caller(self.server, member, "securityhub").ask("GET", "/invitations")
        assert reply.status == 200, reply
        return [invitation["AccountId"] for invitation in reply.json["Invitations"]]

    def check(self):
        """What was acknowledged is there, what was not is wholly there or not at all, and nothing else is."""
        rows = self.rows()
        for member in self.invited:
            assert rows.pop(member) == "Invited"
            assert self.invitations(member) == [self.administrator]
        for member in self.unknown:
            status = rows.pop(member, None)
            assert status in (None, "Created", "Invited"), status
            expected = [self.administrator] if status == "Invited" else []
            assert self.invitations(member) == expected, status
        assert rows == {}
