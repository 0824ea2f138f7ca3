"""Mode `verify`: whose a key is, what becomes of it while the server runs, and who nobody is."""

import pytest

import clients
import credentials
import sessions
from clients import assert_refused, client_with
from credentials import Keys
from raw import Caller

pytestmark = pytest.mark.verify_only

NOBODY = "The security token included in the request is invalid."
MISMATCH = "The request signature we calculated does not match the signature you provided."
# How each service says that a key is nobody's, and that a signature is not that of the key.
WORDS = {
    "securityhub": (403, "UnrecognizedClientException", "InvalidSignatureException"),
    "macie2": (403, "UnrecognizedClientException", "InvalidSignatureException"),
    "organizations": (400, "UnrecognizedClientException", "InvalidSignatureException"),
    "sts": (403, "InvalidClientTokenId", "SignatureDoesNotMatch"),
}
TARGET = {"X-Amz-Target": "AWSOrganizationsV20161128.ListRoots", "Content-Type": "application/x-amz-json-1.1"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(server, service, keys):
    """One request with these keys, and what is answered: status, code, text."""
    caller = Caller(server, None, service, keys=keys)
    if service == "organizations":
        reply = caller.ask("POST", "/", {}, TARGET)
    elif service == "sts":
        reply = caller.ask("POST", "/", b"Action=GetCallerIdentity&Version=2011-06-15", FORM)
    else:
        reply = caller.ask("GET", "/invitations")
    return reply.status, reply.code, reply.body.decode()


def new_key(server, account, **more):
    made = credentials.operator(server, {"Operation": "CreateKey", "Account": account, **more})
    return Keys.answered(made["Key"])


def operate(server, operation, keys):
    answer = credentials.operator(server, {"Operation": operation, "Id": keys.id})
    assert "Key" in answer, answer


@pytest.mark.parametrize("service", WORDS)
@pytest.mark.parametrize("key", ["111111111111", "AKIAIOSFODNN7EXAMPLE", "1234", "akiaiosfodnn7example", "AKIA"])
def test_whose_key_nobody_knows_is_nobody(server, service, key):
    status, code, _ = WORDS[service]
    for token in (None, "nonsense"):
        answer = ask(server, service, Keys(key, token=token))
        assert answer[:2] == (status, code) and NOBODY in answer[2]


@pytest.mark.parametrize("service", WORDS)
def test_another_secret(server, account, service):
    own = credentials.of(server, account)
    status, _, code = WORDS[service]
    for secret in ("not-a-secret", "", own.secret[:-1], own.secret.swapcase()):
        answer = ask(server, service, Keys(own.id, secret))
        assert answer[:2] == (status, code) and MISMATCH in answer[2]


@pytest.mark.parametrize("service", WORDS)
def test_a_lasting_key_has_no_token(server, account, fresh, service):
    status, code, _ = WORDS[service]
    own = credentials.of(server, account)
    token = sessions.assume(clients.client(server, account, "sts"), fresh())["SessionToken"]
    for stray in ("nonsense", token):
        assert ask(server, service, Keys(own.id, own.secret, stray))[:2] == (status, code)


def test_the_key_of_a_user(server, account):
    keys = new_key(server, account, User="ann")
    identity = client_with(server, keys, "sts").get_caller_identity()
    assert identity["Account"] == account
    assert identity["Arn"] == f"arn:aws:iam::{account}:user/ann"
    assert len(identity["UserId"]) == 21 and identity["UserId"].startswith("AIDA")
    again = client_with(server, new_key(server, account, User="ann"), "sts").get_caller_identity()
    assert again["UserId"] == identity["UserId"], "the same user"
    other = client_with(server, new_key(server, account, User="bob"), "sts").get_caller_identity()
    assert other["UserId"] != identity["UserId"]
    # It acts for the account, and what it asks for says who asked.
    client_with(server, keys, "securityhub").enable_security_hub()
    assert account in clients.client(server, account, "securityhub").describe_hub()["HubArn"]
    role = sessions.role(account)
    message = f"User: arn:aws:iam::{account}:user/ann is not authorized to perform: sts:AssumeRole on resource: {role}"
    sts = client_with(server, keys, "sts")
    with pytest.raises(sts.exceptions.ClientError, match=message):
        sts.assume_role(RoleArn=role, RoleSessionName="test")


def test_the_session_of_a_user(server, account):
    sts = client_with(server, new_key(server, account, User="ann"), "sts")
    own = sessions.client(server, sts.get_session_token()["Credentials"], "sts")
    assert own.get_caller_identity() | {"ResponseMetadata": 0} == sts.get_caller_identity() | {"ResponseMetadata": 0}


@pytest.mark.parametrize("operation", ["DisableKey", "DeleteKey"])
def test_a_key_that_is_taken_away_is_dead_at_once(server, account, operation):
    old, new = new_key(server, account), new_key(server, account)
    before, after = (client_with(server, keys, "securityhub") for keys in (old, new))
    before.enable_security_hub()
    operate(server, operation, old)
    assert_refused(before.describe_hub, 403, "UnrecognizedClientException", NOBODY)
    assert account in after.describe_hub()["HubArn"], "the key that takes its place"
    if operation == "DisableKey":
        operate(server, "EnableKey", old)
        before.describe_hub()


def test_sessions_end_with_the_use_of_their_account(server, fresh):
    """Suspended, reinstated: the session of a role is nobody's and then somebody's again."""
    own, other = fresh(), fresh()
    answer = sessions.assume(clients.client(server, own, "sts"), other)
    macie = sessions.client(server, answer, "macie2")
    macie.enable_macie()
    credentials.operator(
        server, {"Operation": "CreateAccount", "Id": other, "Email": f"owner@{other}.example", "Name": "A"}
    )
    for operation in ("SuspendAccount", "ReinstateAccount", "CloseAccount"):
        done = credentials.operator(server, {"Operation": operation, "Id": other})
        assert "Account" in done, done
        if operation == "ReinstateAccount":
            assert macie.get_macie_session()["status"] == "ENABLED"
        else:
            assert_refused(macie.get_macie_session, 403, "UnrecognizedClientException", NOBODY)


def test_a_page_that_can_sign_may_ask(caller, account):
    """Browsers are held off where callers are believed; here their signatures say who they are."""
    for headers in ({"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}):
        assert caller(account, "securityhub").ask("GET", "/accounts", headers=headers).status == 401
