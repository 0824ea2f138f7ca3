"""The example of many accounts, run as its users run it, and what is there when it says that it is done."""

import json
import re
import subprocess
import sys
from functools import cache

import pytest

import clients
import credentials
import sessions
from raw import REGION
from server import ROOT, Server, binary, environment

PROGRAM = ROOT / "examples/multi-account/multi_account.py"
LISTED = [line.split(",")[0] for line in (PROGRAM.parent / "accounts.csv").read_text().split()[1:]]
MANAGEMENT = "111111111111"
ADMINISTRATOR, *INSIDE = LISTED[:-2]
OUTSIDE = LISTED[-2:]


@pytest.fixture
def own(tmp_path):
    """A server that knows nothing yet, because the example has accounts of its own."""
    with Server(tmp_path, store="memory") as running:
        for account in LISTED:
            sessions.trusted(running, account, MANAGEMENT)
        yield running


@pytest.fixture
def example(own, tmp_path):
    """Runs the example with nothing but the environment that its page names."""

    def run(*arguments, keys=None):
        settings = {
            "AWS_ENDPOINT_URL": own.url,
            "AWS_DEFAULT_REGION": REGION,
            **(keys or credentials.of(own, MANAGEMENT)).environment,
            "AWS_EC2_METADATA_DISABLED": "true",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, str(PROGRAM), *arguments],
            env=environment(tmp_path, settings),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def of(own):
    return cache(lambda account, service: clients.client(own, account, service))


def test_it_runs_through_and_once_more(example, of):
    done = example()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.endswith("\nDone.\n")
    assert "Security Hub: 19 by invitation, 0 by the organization" in done.stdout
    seen = everything(of)
    check_organization(of, seen)
    check_hub(of, seen)
    check_macie(of, seen)
    again = example()
    assert (again.returncode, again.stderr) == (0, ""), again.stdout + again.stderr
    assert everything(of) == seen


def everything(of):
    """What the administrator and the management account see, with the times of the last changes."""
    organizations = of(MANAGEMENT, "organizations").get_paginator("list_accounts").paginate()
    hub = of(ADMINISTRATOR, "securityhub").get_paginator("list_members").paginate(OnlyAssociated=False)
    macie = of(ADMINISTRATOR, "macie2").get_paginator("list_members").paginate(onlyAssociated="false")
    return {
        "accounts": {one["Id"]: one for page in organizations for one in page["Accounts"]},
        "hub": {one["AccountId"]: one for page in hub for one in page["Members"]},
        "macie": {one["accountId"]: one for page in macie for one in page["members"]},
    }


def check_organization(of, seen):
    management = of(MANAGEMENT, "organizations")
    assert management.describe_organization()["Organization"]["MasterAccountId"] == MANAGEMENT
    assert set(seen["accounts"]) == {MANAGEMENT, ADMINISTRATOR, *INSIDE, *created(seen)}
    delegated = management.list_delegated_services_for_account(AccountId=ADMINISTRATOR)["DelegatedServices"]
    assert sorted(one["ServicePrincipal"] for one in delegated) == [
        "macie.amazonaws.com",
        "securityhub.amazonaws.com",
    ]


def check_hub(of, seen):
    made = created(seen)
    rows = seen["hub"]
    assert set(rows) == {*INSIDE, *OUTSIDE, *made}
    assert {row["MemberStatus"] for row in rows.values()} == {"Enabled"}
    for each in rows:
        found = of(each, "securityhub").get_administrator_account()["Administrator"]
        assert found["AccountId"] == ADMINISTRATOR
        assert ("InvitationId" in found) == (each in OUTSIDE)
    assert of(ADMINISTRATOR, "securityhub").describe_organization_configuration()["AutoEnable"] is True


def check_macie(of, seen):
    made = created(seen)
    rows = seen["macie"]
    assert set(rows) == {*INSIDE, *OUTSIDE, *made}
    assert {row["relationshipStatus"] for row in rows.values()} == {"Enabled"}
    for each in rows:
        found = of(each, "macie2").get_administrator_account()["administrator"]
        assert found["accountId"] == ADMINISTRATOR
        assert ("invitationId" in found) == (each in OUTSIDE)
    assert of(ADMINISTRATOR, "macie2").describe_organization_configuration()["autoEnable"] is True


def created(seen):
    """The accounts that the example created."""
    found = {one["Name"]: one["Id"] for one in seen["accounts"].values() if one["JoinedMethod"] == "CREATED"}
    assert set(found) == {"archive", "lab-1", "lab-2", "lab-3"}
    return found.values()


def test_it_says_what_went_wrong(example, of):
    """An account that is somebody else's member already cannot be invited, and that ends the program."""
    other, member = "333333333333", INSIDE[3]
    for each in (other, member):
        of(each, "securityhub").enable_security_hub()
    of(other, "securityhub").create_members(AccountDetails=[{"AccountId": member}])
    of(other, "securityhub").invite_members(AccountIds=[member])
    (invitation,) = of(member, "securityhub").list_invitations()["Invitations"]
    of(member, "securityhub").accept_administrator_invitation(
        AdministratorId=other, InvitationId=invitation["InvitationId"]
    )
    done = example()
    assert done.returncode == 1
    assert done.stderr.startswith("failed: InviteMembers: ") and member in done.stderr
    assert "Done." not in done.stdout


@pytest.mark.verify_only
def test_its_page_says_what_mode_verify_needs(own, example, tmp_path):
    """The commands of the page, as they are printed there."""
    for account in LISTED:
        role = {"Operation": "DeleteRole", "Account": account, "Name": sessions.USUAL}
        assert "Role" in credentials.operator(own, role)
    assert example().returncode == 1
    page = (PROGRAM.parent / "README.md").read_text()
    (commands,) = [block for block in re.findall(r"^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE) if "accede key" in block]
    (tmp_path / "accede").symlink_to(binary())
    known = environment(tmp_path, {"ACCEDE_CONTROL": str(own.control)})
    known["PATH"] = f"{tmp_path}:{known['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", commands],
        env=known,
        cwd=PROGRAM.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["Account"] for each in made] == [MANAGEMENT, *LISTED]
    through = example(keys=credentials.Keys.answered(made[0]))
    assert (through.returncode, through.stderr) == (0, ""), through.stdout


def test_a_role_that_cannot_be_assumed_is_named(example):
    done = example("--role", "no such role")
    assert done.returncode == 1
    assert done.stderr.startswith("failed: ") and "AssumeRole" in done.stderr
