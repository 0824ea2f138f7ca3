"""No secret, token, signature or key in any log, error, record or output, but where it is handed out."""

import base64
import json
import re
import secrets
import signal
import time
from dataclasses import dataclass, field

import pytest

import server as servers
import stores
from canaries import Canaries
from credentials import Keys
from raw import send, send_bytes
from server import Server, run
from signing import Draft
from test_edge_tls import Authority

FORM = "application/x-www-form-urlencoded; charset=utf-8"
JSON = "application/x-amz-json-1.1"
ASK = b"Action=GetCallerIdentity&Version=2011-06-15"
ORGANIZATIONS = {"Content-Type": JSON, "X-Amz-Target": "AWSOrganizationsV20161128.DescribeOrganization"}
TRAIL = {
    "Content-Type": JSON,
    "X-Amz-Target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
}
ACCOUNT, OTHER = "111122223333", "444455556666"
SESSION = ("AccessKeyId", "SecretAccessKey", "SessionToken")


@dataclass
class Scene:
    """A server, everything that anybody was told, and what must not be in it."""

    server: Server
    home: object
    extra: dict = field(default_factory=dict)
    canaries: Canaries = field(default_factory=Canaries)
    told: list = field(default_factory=list)
    answers: int = 0

    def hear(self, where, text, handed_out=()):
        """Something that was told. What it is there to hand out is no fault."""
        for each in handed_out:
            assert each in text, f"{where} does not hand out what it should"
            text = text.replace(each, "")
        self.told.append((where, text))

    def command(self, *words, handed_out=False, extra=None):
        done = run(*words, "--store", str(self.server.keeps), home=self.home, extra={**self.extra, **(extra or {})})
        made = [json.loads(done.stdout).get("SecretAccessKey")] if handed_out else []
        self.hear(f"stdout of {words}", done.stdout, made)
        self.hear(f"stderr of {words}", done.stderr)
        return done

    def key(self, account, *more):
        """A new access key, by the command line."""
        made = json.loads(self.command("key", "create", "--account", account, *more, handed_out=True).stdout)
        self.canaries.add(f"secret of {account}", made["SecretAccessKey"])
        return Keys(made["AccessKeyId"], made["SecretAccessKey"])

    def send(self, where, method, target, headers, body=b"", echoes=False):
        """Sends this, as it is. An answer that `echoes` a parameter of the operation is the sender's own."""
        for name, value in (*headers.items(), ("query", target)):
            for signature in re.findall(r"Signature=([0-9a-fA-F]{64})", value):
                self.canaries.add(f"signature in {name}", signature)
        reply = send(self.server.port, method, target, body or None, headers)
        self.answers += 1
        if not echoes:
            self.hear(f"answer to {where}", f"{reply.headers}\n{reply.body.decode()}")
        return reply

    def session(self, keys, action, **params):
        """A new session. Its answer hands out the secret and the token."""
        form = "&".join(f"{name}={value}" for name, value in {"Action": action, "Version": "2011-06-15", **params}.items())
        draft = Draft(self.server.port, keys, "sts", "POST", body=form.encode(), headers={"Content-Type": FORM})
        target, headers = draft.signed()
        reply = self.send(action, "POST", target, headers, draft.body, echoes=True)
        assert reply.status == 200, reply
        text = reply.body.decode()
        made = Keys(*(re.search(f"<{name}>([^<]+)<", text)[1] for name in SESSION))
        self.canaries.add(f"secret of {action}", made.secret)
        self.canaries.add(f"token of {action}", made.token)
        self.hear(f"answer to {action}", text, [made.secret, made.token])
        return made

    def check(self):
        faults = [f"{where}: {found}" for where, text in self.told if (found := self.canaries.found(text))]
        assert not faults, f"{len(faults)} of {len(self.told)}\n" + "\n".join(faults[:20])


@pytest.fixture(params=["open", "verify"])
def scene(request, tmp_path):
    store, password = stores.at(tmp_path / "accede.db"), secrets.token_urlsafe(30)
    if stores.is_url(store):
        store = store.replace("@", f":{password}@")
    extra = stores.sealing(servers.SEALING_KEY)
    with Server(tmp_path, store, extra=extra, auth=request.param) as running:
        made = Scene(running, tmp_path, extra)
        made.canaries.add("the sealing key", servers.SEALING_KEY)
        made.canaries.add("the password of the database", password)
        yield made


def drafts(port, keys):
    """One request that changes nothing, for each service and protocol."""
    return {
        "securityhub": Draft(port, keys, "securityhub", path="/members"),
        "macie2": Draft(port, keys, "macie2", "POST", "/invitations/accept", body=b'{"administratorAccountId":"1"}'),
        "organizations": Draft(port, keys, "organizations", "POST", body=b"{}", headers=ORGANIZATIONS),
        "cloudtrail": Draft(port, keys, "cloudtrail", "POST", body=b"{}", headers=TRAIL),
        "sts": Draft(port, keys, "sts", "POST", body=ASK, headers={"Content-Type": FORM}),
        "nowhere": Draft(port, keys, "no-such-service", path="/members"),
    }


def odd_places(headers, keys):
    """Headers with a secret, a token or a signature where it does not belong."""
    authorization = headers["Authorization"]
    signature = authorization.rpartition("=")[2]
    for name, what in (("secret", keys.secret), ("token", keys.token or keys.secret), ("signature", signature)):
        basic = base64.b64encode(f"{keys.id}:{what}".encode()).decode()
        for number, odd in enumerate(
            [
                what,
                f"Basic {basic}",
                f"Bearer {what}",
                f"AWS4-HMAC-SHA256 {what}",
                f"AWS4-HMAC-SHA256 {what}={what}",
                f"{what} {authorization}",
                authorization.replace("AWS4-HMAC-SHA256", f"AWS4-{what}"),
                authorization.replace("SignedHeaders=", f"Secret={what}, SignedHeaders="),
                authorization.replace("SignedHeaders=", f"SignedHeaders={what};"),
                authorization.replace("Signature=", f"Signature={what}"),
                authorization.replace("Signature=", f"Signature={what}, Signature="),
                authorization.replace(", Signature=", f" {what} "),
                authorization.replace(keys.id, what),
                authorization.replace(keys.id, f"{keys.id}/{what}"),
                authorization.replace("/us-east-1/", f"/{what}/"),
                re.sub(r"/[^/]+/aws4_request", lambda _: f"/{what}/aws4_request", authorization),
                authorization.replace("aws4_request", what),
                re.sub(r"/\d{8}/", lambda _: f"/{what}/", authorization),
            ]
        ):
            yield f"{name} in authorization {number}", {**headers, "Authorization": odd}
        for header in ("X-Amz-Date", "X-Amz-Content-Sha256", "X-Amz-Security-Token", "X-Amz-Algorithm", "Content-Type"):
            yield f"{name} as {header}", {**headers, header: what}
        yield f"{name} as a method's target", {**headers, "X-Amz-Target": what}
    yield "an altered signature", {**headers, "Authorization": authorization[:-1] + ("0" if authorization[-1] != "0" else "1")}
    yield "no signature", {**headers, "Authorization": authorization.rpartition(", Signature")[0]}
    if keys.token:
        for number, token in enumerate((keys.token[:-4], keys.token[4:], keys.token[::-1], keys.token + "AAAA")):
            yield f"altered token {number}", {**headers, "X-Amz-Security-Token": token}
        yield "no token", {name: value for name, value in headers.items() if name != "X-Amz-Security-Token"}


def bad_headers(scene, keys):
    for service, draft in drafts(scene.server.port, keys).items():
        target, headers = draft.signed()
        scene.send(f"{service}: good", draft.method, target, headers, draft.body)
        for what, odd in odd_places(headers, keys):
            scene.send(f"{service}: {what}", draft.method, target, odd, draft.body)


def bad_queries(scene, keys):
    """Presigned, whole and with something wrong."""
    for service, draft in drafts(scene.server.port, keys).items():
        for what, shifted in (("now", draft), ("expired", draft.but(shift=-1000, expires=1)), ("early", draft.but(shift=1000))):
            target, headers = shifted.presigned()
            for kind, altered in {
                "good": target,
                "altered": target[:-1] + ("0" if target[-1] != "0" else "1"),
                "twice": target + "&" + target.rpartition("&")[2],
                "without a date": re.sub(r"X-Amz-Date=[^&]*&", "", target),
                "without headers": re.sub(r"X-Amz-SignedHeaders=[^&]*&", "", target),
                "not well-formed": target + "&%zz=%",
                "another algorithm": target.replace("X-Amz-Algorithm=AWS4", "X-Amz-Algorithm=AWS5"),
                "4a": target.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
            }.items():
                scene.send(f"{service}: presigned {what}, {kind}", draft.method, altered, headers, draft.body)
        target, headers = draft.presigned()
        both = {**headers, **draft.signed()[1]}
        scene.send(f"{service}: header and query", draft.method, target, both, draft.body)


def bad_bodies(scene, keys):
    """What cannot be read, with a token in it; and a token as the path."""
    what = keys.token or keys.secret
    for service, draft in drafts(scene.server.port, keys).items():
        for number, body in enumerate(
            [
                b'{"token":"%s"' % what.encode(),
                b'{"NextToken":"%s",}' % what.encode(),
                b'\xff"%s"' % what.encode(),
                b"%s" % what.encode(),
                b'["%s"]' % what.encode(),
                b'{"AccountIds":"%s","NextToken":["%s"]}' % (what.encode(), what.encode()),
                b"Action=%s&Version=%s%%zz" % (what.encode(), what.encode()),
                b'{"a":"' + what.encode() * (1 + (1 << 20) // len(what)) + b'"}',
            ]
        ):
            bad = draft.but(method="POST", body=body)
            target, headers = bad.signed()
            scene.send(f"{service}: body {number}", "POST", target, headers, body)
        for path in (f"/{what}", f"/members/{what}", f"/tags/{what}", f"/_accede/{what}"):
            target, headers = draft.but(path=path.replace("+", "%2B").replace("=", "%3D")).signed()
            scene.send(f"{service}: a path", draft.method, target, headers, draft.body, echoes=True)
    # A token of no list, and an operation of no service: the answer may say what was asked for, the log may not.
    hub = Draft(scene.server.port, keys, "securityhub", path="/members", query=(("NextToken", what),))
    scene.send("a page token", "GET", *hub.signed())
    sts = Draft(scene.server.port, keys, "sts", query=(("Action", what), ("Version", what)))
    scene.send("an action", "GET", *sts.signed(), echoes=True)


def bad_bytes(scene, keys):
    """What is not HTTP."""
    what = (keys.token or keys.secret).encode()
    for data in (
        what,
        b"GET /members HTTP/1.1\r\nAuthorization: %s" % what,
        b"GET /%s HTTP/9.9\r\n\r\n" % what,
        b"GET /members HTTP/1.1\r\nHost: a\r\nAuthorization: %s\x00\r\n\r\n" % what,
        b"GET /members HTTP/1.1\r\nHost: a\r\nX-Amz-Security-Token: %s\r\n\r\n" % (what * 1000),
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %s\r\n\r\n" % what,
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n" % what,
    ):
        scene.hear("answer to what is no request", send_bytes(scene.server.port, data).decode("latin-1"))


def pages(scene, keys):
    """A page token is handed out once, and nobody else is told it."""
    port = scene.server.port
    hub = Draft(port, keys, "securityhub", "POST")
    for path, body in (
        ("/accounts", b"{}"),
        ("/members", b'{"AccountDetails":[{"AccountId":"777788889999"},{"AccountId":"777788880000"}]}'),
    ):
        bad = hub.but(path=path, body=body)
        assert scene.send(path, "POST", *bad.signed(), bad.body).status in (200, 409)
    size = (("MaxResults", "1"), ("OnlyAssociated", "false"))
    listing = hub.but(method="GET", path="/members", query=size)
    reply = scene.send("a page", "GET", *listing.signed(), echoes=True)
    token = scene.canaries.add("a page token", reply.json["NextToken"])
    for query in ((*size, ("NextToken", token)), (*size, ("NextToken", token[:-1])), (("NextToken", token), ("MaxResults", "0"))):
        scene.send("a next page", "GET", *listing.but(query=query).signed())
    other = listing.but(path="/invitations", query=(("NextToken", token),))
    assert scene.send("a token of another list", "GET", *other.signed()).status == 400


def changes(scene, keys):
    """Changes, made and refused, with what is secret in their parameters: they leave records."""
    what = keys.token or keys.secret
    port = scene.server.port
    for service, path, body in (
        ("macie2", "/macie", {"clientToken": what}),
        ("macie2", "/macie", {"clientToken": what, "status": "PAUSED"}),
        ("macie2", "/admin", {"adminAccountId": OTHER, "clientToken": what}),
        ("securityhub", "/accounts", {"SecretAccessKey": what, "nested": {"password": what, "SessionToken": [what]}}),
    ):
        draft = Draft(port, keys, service, "POST", path, body=json.dumps(body).encode())
        scene.send(f"a change of {service}", "POST", *draft.signed(), draft.body)
        scene.send(f"a presigned change of {service}", "POST", *draft.presigned(), draft.body)


def federate(scene, keys):
    """An assertion of who somebody is, in a request that is refused and in one that is not."""
    assertion = scene.canaries.add("an assertion", secrets.token_urlsafe(40))
    context = {
        "ProvidedContexts.member.1.ProviderArn": "arn:aws:iam::aws:contextProvider/IdentityCenter",
        "ProvidedContexts.member.1.ContextAssertion": assertion,
    }
    named = {"RoleArn": f"arn:aws:iam::{OTHER}:role/demo", "RoleSessionName": "session"}
    scene.session(keys, "AssumeRole", **named, **context)
    refused = "&".join(f"{k}={v}" for k, v in {"Action": "AssumeRole", **named, **context, "DurationSeconds": "1"}.items())
    draft = Draft(scene.server.port, keys, "sts", "POST", body=refused.encode(), headers={"Content-Type": FORM})
    assert scene.send("a refused AssumeRole", "POST", *draft.signed(), draft.body).status == 400


def commands(scene, keys, lasting):
    """The command line, when it succeeds and when it does not."""
    for words in (
        ("key", "list"),
        ("key", "list", "--account", ACCOUNT),
        ("key", "disable", lasting.id),
        ("key", "enable", lasting.id),
        ("key", "disable", "AKIAIOSFODNN7EXAMPLE"),
        ("key", "disable", keys.secret),
        ("key", "delete", lasting.id),
        ("key", "create", "--account", keys.secret),
        ("role", "list"),
        ("account", "list"),
    ):
        done = run(*words, "--store", str(scene.server.keeps), home=scene.home)
        if keys.secret not in words:
            # What is typed on a command line is repeated by the one who typed it.
            scene.hear(f"stdout of {words}", done.stdout)
            scene.hear(f"stderr of {words}", done.stderr)


def sealing_keys(scene):
    """A server does not start with a wrong sealing key, and does not say what it is."""
    for number, digits in enumerate((secrets.token_hex(32), secrets.token_hex(31), secrets.token_hex(32)[:-1] + "x", "é" * 64)):
        if number < 3:
            scene.canaries.add("a wrong sealing key", digits)
        named = scene.home / f"key-{number}"
        named.write_text(digits)
        for extra in ({"ACCEDE_SEALING_KEY": digits}, {"ACCEDE_SEALING_KEY_FILE": str(named)}):
            done = run(
                "serve", "--listen", "127.0.0.1:0", "--auth", "verify", "--store", str(scene.server.keeps),
                home=scene.home, extra=extra,
            )
            assert done.returncode != 0 and done.stderr, done
            scene.hear("stdout of serve", done.stdout)
            scene.hear("stderr of serve", done.stderr)


def test_no_secret_is_told_to_anybody_else(scene):
    lasting, other = scene.key(ACCOUNT), scene.key(OTHER, "--user", "jane")
    role = ("--name", "demo", "--account", OTHER, "--trust", ACCOUNT, "--external-id", "no-secret")
    assert scene.command("role", "create", *role).returncode == 0
    assert scene.command("role", "delete", "--name", "demo", "--account", OTHER).returncode == 0
    assert scene.command("role", "create", *role[:-2]).returncode == 0
    # In mode `open` the id of a key of AWS's is not an account's.
    keys = lasting if scene.server.auth == "verify" else Keys(ACCOUNT, lasting.secret)
    sessions = [scene.session(keys, "GetSessionToken"), scene.session(keys, "AssumeRole", RoleArn=f"arn:aws:iam::{OTHER}:role/demo", RoleSessionName="me")]
    unknown = Keys("AKIAIOSFODNN7EXAMPLE", scene.canaries.add("an unknown secret", secrets.token_urlsafe(30)))
    mixed = Keys(sessions[0].id, sessions[1].secret, sessions[1].token)
    for each in (keys, sessions[0], unknown, mixed):
        bad_headers(scene, each)
        bad_queries(scene, each)
    for each in (keys, *sessions):
        bad_bodies(scene, each)
        bad_bytes(scene, each)
        changes(scene, each)
    pages(scene, keys)
    federate(scene, keys)
    trail = Draft(scene.server.port, keys, "cloudtrail", "POST", body=b'{"MaxResults":50}', headers=TRAIL)
    events = scene.send("the trail", "POST", *trail.signed(), trail.body)
    assert len(events.json["Events"]) >= 10
    commands(scene, keys, other)
    kept = stores.content(scene.server.keeps)
    assert any(ACCOUNT in text for text in kept.values())
    for name, text in kept.items():
        scene.hear(f"the store's {name}", text)
    broken(scene, keys)
    assert scene.server.terminate()[0] == 0
    logged = scene.server.logged()
    assert logged.count("\n") > scene.answers / 2
    scene.hear("the log", logged)
    sealing_keys(scene)
    scene.check()


def broken(scene, keys):
    """A store that fails."""
    with stores.broken(scene.server.keeps):
        for service, draft in drafts(scene.server.port, keys).items():
            scene.send(f"{service}: with a broken store", draft.method, *draft.signed(), draft.body)
        changes(scene, keys)


def test_canaries_are_found_however_they_are_written():
    canaries = Canaries()
    secret = canaries.add("it", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY==")
    for before in range(4):
        encoded = base64.b64encode(b"k" * before + f"{secret}:more".encode()).decode()
        assert canaries.found(encoded)
    for text in (secret, secret[5:17], secret.replace("/", "%2F").replace("+", "%2B"), secret.encode().hex(), f"x{secret}x"):
        assert canaries.found(f"... {text} ...")
    for text in (secret[5:16], "", "nothing of it", "AKIAIOSFODNN7EXAMPL"):
        assert not canaries.found(text)


def test_no_part_of_a_tls_key_is_told(tmp_path):
    """Served with, replaced by what is none, and refused at the start."""
    authority, canaries = Authority(tmp_path), Canaries()
    pem = authority.key.read_text()
    canaries.add("the TLS key", "".join(pem.splitlines()[1:-1]))
    told = []
    with Server(tmp_path, "memory", authority.flags) as running:
        for bad in (pem[:-60], pem.replace("\n", ""), pem.upper(), authority.certificate.read_text(), ""):
            authority.key.write_text(bad)
            seen = running.logged().count("SIGHUP")
            running.process.send_signal(signal.SIGHUP)
            ends = time.monotonic() + servers.PATIENCE
            while running.logged().count("SIGHUP") == seen:
                assert time.monotonic() < ends, running.logged()
                time.sleep(0.01)
            done = run("serve", "--listen", "127.0.0.1:0", "--store", "memory", *authority.flags, home=tmp_path)
            assert done.returncode != 0 and done.stderr, done
            told += [done.stdout, done.stderr]
        assert running.terminate() == (0, "")
        told.append(running.logged())
    assert "SIGHUP" in told[-1]
    assert not any(canaries.found(each) for each in told)
