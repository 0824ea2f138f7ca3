#!/usr/bin/env python3
"""
Twenty accounts, one administrator of Security Hub and Macie: by invitation first, then through an organization.

The account whose credentials boto3 finds becomes the management account. In each account of the file it assumes a
role; the first one is to be the administrator. What was done already is left as it is, so that the program may be
run again. It ends with an error as soon as it sees something else than it should.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

import accounts
from macie import Macie
from organization import Organization
from security_hub import SecurityHub
from story import Unexpected, check, step, tell

HERE = Path(__file__).resolve().parent
OUTSIDE = 2
ARCHIVE = "archive"
NEW = ("lab-1", "lab-2", "lab-3")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", default=HERE / "accounts.csv", help="a file of ids and email addresses")
    parser.add_argument("--role", default="OrganizationAccountAccessRole", help="the role to assume in each")
    parser.add_argument("--domain", default="example.com", help="where new accounts have their email addresses")
    return parser.parse_args()


class Story:
    """The steps, in their order."""

    def __init__(self, given):
        self.domain = given.domain
        self.emails = accounts.read(given.accounts)
        self.administrator, *self.members = self.emails
        # The last ones never join the organization.
        self.inside, self.outside = self.members[:-OUTSIDE], self.members[-OUTSIDE:]
        self.accounts = accounts.Accounts(given.role)
        self.services = [each(self.accounts, self.administrator) for each in (SecurityHub, Macie)]
        self.organization = None

    def run(self):
        self.assume_roles()
        self.turn_on()
        self.join_by_invitation()
        self.found_organization()
        self.delegate()
        self.add()
        self.enable_new_accounts()
        self.part()

    def assume_roles(self):
        step(f"Account {self.accounts.caller} assumes {self.accounts.role} in {len(self.emails)} accounts")
        for each in self.emails:
            identity = self.accounts.client(each, "sts").get_caller_identity()
            if identity["Account"] != each:
                raise Unexpected(f"the role in {each} is {identity['Arn']}")
        tell("ok: each role acts in its account")

    def turn_on(self):
        step("Security Hub and Macie are switched on everywhere")
        for service in self.services:
            for each in self.emails:
                service.turn_on(each)
            check(f"{service.name} is on in all", lambda: all(map(service.is_on, self.emails)), True)

    def join_by_invitation(self):
        step(f"Account {self.administrator} invites the others, and they accept")
        emails = {each: self.emails[each] for each in self.members}
        for service in self.services:
            service.invite(emails)
            check(f"{service.name}: all accept", lambda: all(map(service.accept, self.members)), True)
            check(
                f"{service.name}: the administrator sees {len(self.members)} enabled",
                lambda: Counter(service.statuses()[each] for each in self.members),
                {"Enabled": len(self.members)},
            )
            self.tell_kinds(service, self.members)

    def found_organization(self):
        step("An organization is created, and all but two accounts join")
        self.organization = Organization(self.accounts)
        joining = {self.administrator, *self.inside}
        for each in sorted(joining - set(self.organization.members())):
            self.organization.invite(each)
        check("they are in it", lambda: joining <= set(self.organization.members()), True)
        tell(f"outside, and members by invitation for good: {', '.join(self.outside)}")

    def delegate(self):
        step(f"Account {self.administrator} becomes the organization's administrator")
        for service in self.services:
            before = self.kinds(service, self.members)
            self.organization.trust(service.principal)
            if self.administrator not in service.designated():
                service.designate()
            check(f"{service.name}: it is designated", service.designated, [self.administrator])
            registered = lambda: self.organization.delegates(service.principal)
            check(f"{service.name}: it is registered with Organizations", registered, [self.administrator])
            if service.flips_at_designation:
                what = f"{service.name}: members by invitation are the organization's at once"
                check(what, lambda: set(self.kinds(service, self.inside).values()), {"organization"})
            else:
                what = f"{service.name}: members by invitation stay what they are"
                check(what, lambda: self.kinds(service, self.members), before)
            self.tell_kinds(service, self.members)

    def add(self):
        step("Accounts that the organization has already are added")
        archive = self.organization.create(ARCHIVE, self.email(ARCHIVE))
        joining = {each: self.emails[each] for each in self.inside} | {archive: self.email(ARCHIVE)}
        for service in self.services:
            service.add(joining)
            what = f"{service.name}: {len(joining)} members belong to the organization, {ARCHIVE} among them"
            check(what, lambda: set(self.kinds(service, joining).values()), {"organization"})
            outside = lambda: set(self.kinds(service, self.outside).values())
            check(f"{service.name}: those outside are members by invitation", outside, {"invitation"})
            self.tell_kinds(service, [*self.members, archive])

    def enable_new_accounts(self):
        step("New accounts become members by themselves")
        for service in self.services:
            service.enable_automatically()
            check(f"{service.name}: auto-enable is on", service.enables_automatically, True)
        new = [self.organization.create(each, self.email(each)) for each in NEW]
        for service in self.services:
            check(f"{service.name}: it is on in {', '.join(NEW)}", lambda: all(map(service.is_on, new)), True)
            kinds = lambda: set(self.kinds(service, new).values())
            check(f"{service.name}: they belong to the organization's administrator", kinds, {"organization"})
            check(
                f"{service.name}: the administrator sees them enabled",
                lambda: {service.statuses().get(each) for each in new},
                {"Enabled"},
            )

    def part(self):
        step("Members of the organization cannot leave by themselves")
        for service in self.services:
            if service.leaves(self.inside[0]):
                raise Unexpected(f"{service.name}: {self.inside[0]} could leave")
            tell(f"ok: {service.name}: {self.inside[0]} is refused")
            check(
                f"{service.name}: everybody is enabled in the end",
                lambda: Counter(service.statuses().values()),
                {"Enabled": len(self.members) + len((ARCHIVE, *NEW))},
            )

    def kinds(self, service, members):
        """How each of these is a member of the administrator."""
        return {each: service.kind(each) for each in members}

    def tell_kinds(self, service, members):
        count = Counter(self.kinds(service, members).values())
        tell(f"{service.name}: {count['invitation']} by invitation, {count['organization']} by the organization")

    def email(self, name):
        return f"{name}@{self.domain}"


def main():
    try:
        Story(arguments()).run()
    except (Unexpected, ClientError, BotoCoreError, OSError) as error:
        sys.exit(f"failed: {error}")
    print("\nDone.")


if __name__ == "__main__":
    main()
