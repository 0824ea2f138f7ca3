"""The account comes from the credential, the Region from its scope, and both from nowhere else."""

import pytest

import clients
from isolation_reads import Actor, Reads
from raw import Caller, REGION
from sessions import ask, assume

OTHER = "eu-west-1"

# What proxies, other services and other programs would say it with. `{V}` is another account.
HEADERS = [
    {"X-Amz-Account-Id": "{V}"},
    {"X-Amzn-Account-Id": "{V}"},
    {"X-Amz-Source-Account": "{V}"},
    {"X-Amz-Source-Arn": "arn:aws:iam::{V}:root"},
    {"X-Account-Id": "{V}"},
    {"X-Amz-Access-Key-Id": "{V}"},
    {"X-Amz-User-Identity": '{{"accountId":"{V}"}}'},
    {"X-Amzn-Requestid": "{V}"},
    {"X-Forwarded-User": "{V}"},
    {"Forwarded": "for={V}"},
    {"From": "{V}"},
    {"Cookie": "account={V}"},
    {"Host": f"securityhub.{OTHER}.amazonaws.com"},
    {"Host": f"{{V}}.macie2.{OTHER}.amazonaws.com"},
    {"X-Amz-Region": OTHER},
    {"X-Amz-Content-Region": OTHER},
]
QUERIES = ["AccountId={V}", "accountId={V}", "X-Amz-Account-Id={V}", "X-Amz-Credential={V}", "Owner={V}", f"region={OTHER}"]
BODIES = [
    {"AccountId": "{V}"},
    {"accountId": "{V}"},
    {"OwnerId": "{V}"},
    {"CallerAccount": "{V}"},
    {"MasterId": "{V}"},
    {"Region": OTHER},
    {"X-Amz-Credential": "{V}/20260101/eu-west-1/securityhub/aws4_request"},
]


@pytest.fixture
def two(server, fresh):
    """Who asks, with everything off; and another account, with what both services are like before anything is asked."""
    asker, victim = (Actor(server, fresh()) for _ in range(2))
    victim.do("securityhub", "EnableSecurityHub", Tags={"whose": "the victim's"})
    reads = Reads([victim], lambda kind: [])
    before = reads.see()
    yield asker, victim.account
    assert reads.see() == before


def filled(value, account):
    return {name: text.replace("{{", "{").replace("}}", "}").replace("{V}", account) for name, text in value.items()}


def check_own(server, asker, switch):
    """What switches Security Hub on does so in the asker's own account, in the Region that is signed for."""
    reply = switch()
    if reply.status != 200:
        # A member that the operation does not know can be refused. Then nothing is on.
        assert 400 <= reply.status < 500, reply
        return
    arn = asker.do("securityhub", "DescribeHub")["HubArn"]
    assert arn == f"arn:aws:securityhub:{REGION}:{asker.account}:hub/default"
    elsewhere = Caller(server, asker.account, "securityhub", OTHER).ask("GET", "/accounts")
    assert elsewhere.status == 401, elsewhere


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_no_header_names_the_caller(server, two, headers):
    asker, victim = two
    caller, given = Caller(server, asker.account, "securityhub"), filled(headers, victim)
    check_own(server, asker, lambda: caller.ask("POST", "/accounts", {}, given))
    said = Caller(server, asker.account, "sts").ask("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", None, given)
    # A host of AWS's names a service: in mode `verify` it has to be the one that is signed for.
    assert said.status == (403 if "scoped to correct service" in said.body.decode() else 200), said
    assert said.status == 403 or f"<Account>{asker.account}</Account>" in said.body.decode()
    assert victim not in said.body.decode()


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_names_the_caller(server, two, query):
    asker, victim = two
    caller = Caller(server, asker.account, "securityhub")
    check_own(server, asker, lambda: caller.ask("POST", f"/accounts?{query.replace('{V}', victim)}", {}))


@pytest.mark.parametrize("body", BODIES, ids=str)
def test_no_body_names_the_caller(server, two, body):
    asker, victim = two
    caller = Caller(server, asker.account, "securityhub")
    check_own(server, asker, lambda: caller.ask("POST", "/accounts", filled(body, victim)))
    target = "AWSOrganizationsV20161128.CreateOrganization"
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
    directory = Caller(server, asker.account, "organizations")
    reply = directory.ask("POST", "/", filled(body, victim), headers)
    assert reply.status in (200, 400)
    if reply.status == 200:
        assert reply.json["Organization"]["MasterAccountId"] == asker.account


@pytest.mark.parametrize("path", ["/accounts/{V}", "/{V}/accounts", "/accounts;account={V}", "//accounts", "/./accounts"])
def test_no_path_names_the_caller(server, two, path):
    asker, victim = two
    caller = Caller(server, asker.account, "securityhub")
    check_own(server, asker, lambda: caller.ask("POST", path.replace("{V}", victim), {}))


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("region", [REGION, OTHER])
def test_an_arn_in_a_path_names_only_what_is_the_callers(server, two, method, region):
    """Tags of another account's hub, by the ARN that it has."""
    asker, victim = two
    asker.do("securityhub", "EnableSecurityHub")
    path = f"/tags/arn%3Aaws%3Asecurityhub%3A{region}%3A{victim}%3Ahub%2Fdefault"
    body = {"Tags": {"a": "b"}} if method == "POST" else None
    path += "?tagKeys=whose" if method == "DELETE" else ""
    reply = Caller(server, asker.account, "securityhub").ask(method, path, body)
    assert 400 <= reply.status < 500 and b"the victim's" not in reply.body, reply


def test_a_session_is_of_its_own_key(server, fresh):
    """Key, secret and token of two sessions, and of lasting keys, mixed: only what belongs together is somebody."""
    accounts = [fresh(), fresh()]
    sessions = [assume(clients.client(server, each, "sts"), each) for each in accounts]
    parts = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    for choice in range(8):
        picked = [choice >> bit & 1 for bit in range(3)]
        mixed = {part: sessions[which][part] for part, which in zip(parts, picked)}
        reply = ask(server, mixed, "sts", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15")
        same_secret = picked[1] == picked[0] or server.auth == "open"
        if picked[0] == picked[2] and same_secret:
            assert reply.status == 200 and accounts[picked[0]].encode() in reply.body
        else:
            assert reply.status == 403, (picked, reply)
            assert not any(each.encode() in reply.body for each in accounts)
