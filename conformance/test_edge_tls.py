"""TLS: unmodified clients, a new certificate without a restart, and what is wrong with a certificate."""

import http.client
import json
import signal
import socket
import ssl
import time

import boto3
import pytest
import trustme
from botocore.config import Config

import credentials
from cli import Cli
from raw import REGION, Caller
from server import Server, run


class Authority:
    """A certificate authority of the test, and the files that a server and its clients are given."""

    def __init__(self, folder):
        self.authority = trustme.CA()
        self.bundle, self.certificate, self.key = (folder / name for name in ("ca.pem", "cert.pem", "key.pem"))
        self.authority.cert_pem.write_to_path(str(self.bundle))
        self.issue()

    def issue(self):
        """Makes a certificate for the server, by way of an intermediate authority."""
        issued = self.authority.create_child_ca().issue_cert("localhost", "127.0.0.1")
        self.certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        self.key.write_bytes(issued.private_key_pem.bytes())

    @property
    def flags(self):
        return ["--tls-cert", str(self.certificate), "--tls-key", str(self.key)]

    def context(self):
        made = ssl.create_default_context(cafile=str(self.bundle))
        made.set_alpn_protocols(["h2", "http/1.1"])
        return made


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def secure(tmp_path, authority):
    """A server that speaks TLS."""
    with Server(tmp_path, "memory", authority.flags) as running:
        yield running
        assert running.terminate() == (0, "")


def _connect(own, authority):
    plain = socket.create_connection(("127.0.0.1", own.port), timeout=30)
    return authority.context().wrap_socket(plain, server_hostname="localhost")


def _serial(own, authority):
    with _connect(own, authority) as stream:
        return stream.getpeercert()["serialNumber"]


def _logged(own, event, fragment):
    for _ in range(500):
        lines = [json.loads(line) for line in own.logged().splitlines()]
        if any(line["event"] == event and fragment in line["message"] for line in lines):
            return
        time.sleep(0.02)
    raise AssertionError(f"no {event} with {fragment!r} in:\n{own.logged()}")


def _boto3(service, own, authority, account):
    return boto3.client(
        service,
        endpoint_url=own.url,
        region_name=REGION,
        **credentials.of(own, account).arguments,
        verify=str(authority.bundle),
        config=Config(retries={"total_max_attempts": 1}),
    )


def test_boto3(secure, authority, account):
    assert secure.first_line == f"accede listening on https://127.0.0.1:{secure.port}"
    client = _boto3("securityhub", secure, authority, account)
    client.enable_security_hub()
    assert account in client.describe_hub()["HubArn"]


def test_the_trail_says_how_a_request_was_secured(secure, authority, account):
    _boto3("securityhub", secure, authority, account).enable_security_hub()
    enabled = [{"AttributeKey": "EventName", "AttributeValue": "EnableSecurityHub"}]
    trail = _boto3("cloudtrail", secure, authority, account)
    (event,) = trail.lookup_events(LookupAttributes=enabled)["Events"]
    details = json.loads(event["CloudTrailEvent"])["tlsDetails"]
    assert details["tlsVersion"] == "TLSv1.3" and details["cipherSuite"].startswith("TLS_")
    assert secure.url == f"https://{details['clientProvidedHostHeader']}"


def test_the_command_line(secure, authority, account, tmp_path):
    aws = Cli(secure, tmp_path, credentials.of(secure, account), REGION)
    aws.environment["AWS_CA_BUNDLE"] = str(authority.bundle)
    aws("macie2", "enable-macie")
    assert aws("macie2", "get-macie-session")["status"] == "ENABLED"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_versions_and_the_protocol_above(secure, authority, version):
    context = authority.context()
    context.minimum_version = context.maximum_version = version
    plain = socket.create_connection(("127.0.0.1", secure.port), timeout=30)
    with context.wrap_socket(plain, server_hostname="localhost") as stream:
        assert stream.selected_alpn_protocol() == "http/1.1"
        stream.sendall(b"GET /_accede/health HTTP/1.1\r\nHost: accede\r\n\r\n")
        assert stream.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_large_requests_and_answers(secure, authority, fresh):
    """More than fits into a record, in both directions."""
    members = [fresh() for _ in range(50)]
    caller = Caller(secure, fresh(), "securityhub")
    stream = http.client.HTTPSConnection("127.0.0.1", secure.port, timeout=30, context=authority.context())
    assert caller.ask("POST", "/accounts", {}, connection=stream).status == 200
    details = [{"AccountId": member, "Email": "x" * 250 + "@example.com"} for member in members]
    assert caller.ask("POST", "/members", {"AccountDetails": details}, connection=stream).status == 200
    padded = json.dumps({"AccountIds": members}).encode() + b" " * 500_000
    answer = caller.ask("POST", "/members/get", padded, connection=stream)
    assert len(answer.json["Members"]) == 50 and len(answer.body) > 16384
    stream.close()


def test_a_new_certificate_without_a_restart(secure, authority, account):
    caller = Caller(secure, account, "securityhub")
    old = http.client.HTTPSConnection("127.0.0.1", secure.port, timeout=30, context=authority.context())
    assert caller.ask("POST", "/accounts", {}, connection=old).status == 200
    stream, first = old.sock, _serial(secure, authority)
    authority.issue()
    assert _serial(secure, authority) == first, "not before it is told"
    secure.process.send_signal(signal.SIGHUP)
    _logged(secure, "notice", "SIGHUP")
    assert _serial(secure, authority) != first
    assert caller.ask("GET", "/accounts", connection=old).status == 200
    assert old.sock is stream, "the old connection goes on"
    old.close()


def test_a_bad_certificate_changes_nothing(secure, authority):
    first = _serial(secure, authority)
    kept = authority.key.read_bytes()
    authority.issue()
    authority.key.write_bytes(kept)
    secure.process.send_signal(signal.SIGHUP)
    _logged(secure, "fault", "does not belong to")
    assert _serial(secure, authority) == first
    assert kept.splitlines()[1].decode() not in secure.logged()


def test_a_signal_without_a_certificate_is_harmless(tmp_path, account):
    with Server(tmp_path, "memory") as own:
        own.process.send_signal(signal.SIGHUP)
        _logged(own, "notice", "SIGHUP")
        assert Caller(own, account, "securityhub").ask("POST", "/accounts", {}).status == 200
        assert own.terminate() == (0, "")


def test_who_does_not_speak_it_is_let_go(tmp_path, authority):
    with Server(tmp_path, "memory", [*authority.flags, "--request-timeout", "1"]) as own:
        hello = ssl.MemoryBIO(), ssl.MemoryBIO()
        half = authority.context().wrap_bio(*hello, server_hostname="localhost")
        with pytest.raises(ssl.SSLWantReadError):
            half.do_handshake()
        for said in (b"GET / HTTP/1.1\r\nHost: accede\r\n\r\n", b"", hello[1].read()[:50], b"\x16"):
            with socket.create_connection(("127.0.0.1", own.port), timeout=30) as stream:
                stream.sendall(said)
                answer = b""
                try:
                    while chunk := stream.recv(4096):
                        answer += chunk
                except ConnectionError:
                    pass
                assert b"HTTP" not in answer
        assert _serial(own, authority)


def test_half_a_handshake_makes_room(tmp_path, authority, account):
    with Server(tmp_path, "memory", [*authority.flags, "--max-connections", "4"]) as own:
        halves = [socket.create_connection(("127.0.0.1", own.port), timeout=30) for _ in range(12)]
        for stream in halves[6:]:
            stream.sendall(b"\x16\x03\x01")
        stream = http.client.HTTPSConnection("127.0.0.1", own.port, timeout=30, context=authority.context())
        answer = Caller(own, account, "securityhub").ask("POST", "/accounts", {}, connection=stream)
        assert answer.status == 200
        stream.close()
        for half in halves:
            half.close()


def test_what_is_wrong_with_a_certificate(tmp_path, authority):
    stranger = trustme.CA().issue_cert("localhost").private_key_pem.bytes()
    (tmp_path / "stranger.pem").write_bytes(stranger)
    (tmp_path / "empty.pem").write_bytes(b"")
    (tmp_path / "text.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nnonsense!\n-----END CERTIFICATE-----\n")
    certificate, key = str(authority.certificate), str(authority.key)
    for cert, secret, fragments in [
        (certificate, str(tmp_path / "stranger.pem"), ["stranger.pem", "does not belong to"]),
        (str(tmp_path / "none.pem"), key, ["none.pem", "cannot read the certificate"]),
        (certificate, str(tmp_path / "none.pem"), ["none.pem", "cannot read the key"]),
        (str(tmp_path / "empty.pem"), key, ["empty.pem", "no PEM certificate"]),
        (certificate, certificate, ["cert.pem", "no PEM key"]),
        (str(tmp_path / "text.pem"), key, ["text.pem", "not well-formed"]),
    ]:
        words = ["serve", "--listen", "127.0.0.1:0", "--store", "memory", "--tls-cert", cert, "--tls-key", secret]
        done = run(*words, home=tmp_path)
        plain = [line for line in done.stderr.splitlines() if not line.startswith("{")]
        assert done.returncode == 1 and done.stdout == "" and len(plain) == 1, done
        for fragment in fragments:
            assert fragment in plain[0], plain
        for line in stranger.decode().splitlines()[1:-1]:
            assert line not in done.stderr
