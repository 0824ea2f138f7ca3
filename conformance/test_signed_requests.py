"""Mode `verify` and unmodified clients: what they sign is accepted, and nothing that is altered.

Requests of botocore, the AWS CLI and the AWS SDK for JavaScript are recorded as they go out; then each is sent again
with every byte of what its signature is about altered. The numbers are in the summary of the run.
"""

import itertools
import shutil
import subprocess
from pathlib import Path

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.signers import RequestSigner

import credentials
from cli import Cli
from isolation_reads import Actor, Reads
from misses import misses
from raw import REGION, send
from recorder import Recorder, Replayer
from server import Server, environment
from sessions import role

JAVASCRIPT = Path(__file__).parent / "javascript"
# How whoever is not known is told so: by the code, or by a status alone where it is no longer HTTP.
CODES = {
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
# Of requests that are alike all bytes are altered in one, and in the others every so many.
SPARSE = 23


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """A server in mode `verify`, and a recorder before it."""
    with Server(tmp_path_factory.mktemp("signed"), auth="verify") as running:
        recorder = Recorder(running)
        yield running, recorder
        recorder.close()


def accounts(first):
    """An account, one that it adds to its members, and its credentials: lasting, or of a session."""
    return str(first), str(first + 1)


def lasting(server, account, member):
    credentials.trust(server, member, "demo", account)
    return credentials.of(server, account)


def session(server, account, member):
    """The account's own session, by a role that it has in itself; it is trusted by the member's, too."""
    credentials.trust(server, account, "itself", account)
    credentials.trust(server, member, "demo", account)
    sts = boto3.client("sts", endpoint_url=server.url, region_name=REGION, **credentials.of(server, account).arguments)
    answer = sts.assume_role(RoleArn=role(account, "itself"), RoleSessionName="test")["Credentials"]
    return credentials.Keys.answered(answer)


def by_botocore(recorder, keys, account, member, _):
    """Headers, as boto3 signs."""

    def client(service):
        config = Config(retries={"total_max_attempts": 1})
        return boto3.client(service, endpoint_url=recorder.url, region_name=REGION, config=config, **keys.arguments)

    hub, macie, organizations, sts = map(client, ("securityhub", "macie2", "organizations", "sts"))
    hub.enable_security_hub(Tags={"a-key": "a value, with ünicode"})
    hub.create_members(AccountDetails=[{"AccountId": member, "Email": "member+1@example.com"}])
    hub.list_members(OnlyAssociated=False, MaxResults=5)
    hub.tag_resource(ResourceArn=hub.describe_hub()["HubArn"], Tags={"b": "c"})
    hub.untag_resource(ResourceArn=hub.describe_hub()["HubArn"], TagKeys=["b", "a-key"])
    macie.enable_macie()
    macie.create_member(account={"accountId": member, "email": "member@example.com"}, tags={"team": "blue"})
    macie.get_member(id=member)
    macie.list_members(onlyAssociated="false", maxResults=5)
    macie.list_tags_for_resource(resourceArn=f"arn:aws:macie2:{REGION}:{account}:member/{member}")
    organizations.create_organization(FeatureSet="ALL")
    organizations.list_accounts()
    client("cloudtrail").lookup_events(MaxResults=5)
    sts.get_caller_identity()
    sts.assume_role(RoleArn=role(member, "demo"), RoleSessionName="me+you@example.com")


def by_botocore_presigned(recorder, keys, account, member, _):
    """URLs that another program opens, as `aws eks get-token` and its like do."""
    made = botocore.session.get_session()
    made.set_credentials(keys.id, keys.secret, keys.token)
    sts = made.create_client("sts", endpoint_url=recorder.url, region_name=REGION)
    _open(recorder, "GET", sts.generate_presigned_url("get_caller_identity", HttpMethod="GET"))
    _open(recorder, "GET", sts.generate_presigned_url("get_caller_identity", HttpMethod="GET", ExpiresIn=60))
    for service, path in (
        ("securityhub", "/members?OnlyAssociated=false&MaxResults=5"),
        ("securityhub", f"/tags/arn%3Aaws%3Asecurityhub%3A{REGION}%3A{account}%3Ahub%2Fdefault"),
        ("macie2", "/members?onlyAssociated=false"),
    ):
        signer = RequestSigner(
            sts.meta.service_model.service_id, REGION, service, "v4", made.get_credentials(), made.get_component("event_emitter")
        )
        request = {"method": "GET", "url": recorder.url + path, "body": {}, "headers": {}, "context": {}}
        _open(recorder, "GET", signer.generate_presigned_url(request, "any", 300, REGION, service))


def _open(recorder, method, url):
    reply = send(recorder.port, method, url.removeprefix(recorder.url))
    assert reply.status == 200, reply


def by_cli(recorder, keys, account, member, home):
    aws = Cli(recorder, home, keys, REGION)
    aws("securityhub", "enable-security-hub")
    aws("securityhub", "create-members", "--account-details", f"AccountId={member}")
    aws("macie2", "enable-macie")
    aws("macie2", "list-members", "--only-associated", "false")
    aws("organizations", "create-organization")
    aws("sts", "get-caller-identity")


def by_javascript(recorder, keys, account, member, home):
    more = {"ENDPOINT": recorder.url, "MEMBER": member, "ACCOUNT": account, **keys.environment}
    done = subprocess.run(
        ["node", str(JAVASCRIPT / "requests.js")],
        env=environment(home, {**more, "AWS_EC2_METADATA_DISABLED": "true"}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done


CLIENTS = {
    "botocore": by_botocore,
    "botocore-presigned": by_botocore_presigned,
    "cli": by_cli,
    "javascript": by_javascript,
}
KEYS = {"lasting": lasting, "session": session}
CASES = list(itertools.product(CLIENTS, KEYS))


@pytest.mark.parametrize("client, kind", CASES, ids=["-".join(case) for case in CASES])
def test_what_sdks_sign_is_accepted_and_what_is_altered_is_not(client, kind, signed, tmp_path, record_property):
    if client == "javascript" and not (shutil.which("node") and (JAVASCRIPT / "node_modules").is_dir()):
        pytest.skip("the SDK for JavaScript is not installed")
    server, recorder = signed
    account, member = accounts(300000000000 + 10 * CASES.index((client, kind)))
    keys = KEYS[kind](server, account, member)
    if client == "botocore-presigned":
        Actor(server, account).do("securityhub", "EnableSecurityHub")
        Actor(server, account).do("macie2", "EnableMacie")
    before = len(recorder.requests)
    CLIENTS[client](recorder, keys, account, member, tmp_path)
    requests = recorder.requests[before:]
    assert len(requests) >= 5 and all(200 <= each.status < 300 for each in requests), requests
    reads = Reads([Actor(server, each) for each in (account, member)], lambda kind: [])
    seen = reads.see()
    refused, faults = alter(server, requests)
    assert not faults, f"{len(faults)} of {refused + len(faults)} altered requests are not refused\n" + "\n".join(faults[:20])
    assert refused > 1000 and reads.see() == seen
    check_still_good(server, requests)
    record_property("signed", [client, len(requests), refused])


def alter(server, requests):
    """Sends all misses of the requests: how many were refused, and what was not."""
    replayer, refused, faults, known = Replayer(server.port), 0, [], set()
    for request in requests:
        kind = (request.method, request.target.startswith("/tags"), request.target == "/", bool(request.body))
        step = SPARSE if kind in known else 1
        known.add(kind)
        for where, method, data in itertools.islice(misses(request), 0, None, step):
            status, body, code = replayer.send(data, method)
            if (status in (400, 403) and code in CODES) or (status == 400 and not code and not body):
                refused += 1
            else:
                faults.append(f"{where}: {status} {code} {body[:200]} to {data[:1500]!r} of {request.bytes[:1500]!r}")
    replayer.close()
    return refused, faults


def check_still_good(server, requests):
    """As they were, they are those of a known caller, to the end."""
    replayer = Replayer(server.port)
    for request in requests:
        _, _, code = replayer.send(request.bytes, request.method)
        assert code not in CODES, (code, request)
    replayer.close()
