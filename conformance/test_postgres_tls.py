"""TLS to the database: every `sslmode` against right and wrong certificates, client certificates, passwords.

What cannot get better is said at once, in one line, without a secret in it.
"""

import os
import time
import urllib.request
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlencode

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import postgres
from postgres import USER
from server import Server, run

pytestmark = pytest.mark.postgres_only

SECRET, WRONG = "a secret/with:odd@letters", "not the word"
# Well below the patience that a server has with a database that may come back.
AT_ONCE = 8
SERVE = ["serve", "--listen", "127.0.0.1:0", "--auth", "open", "--store"]

# Users whose passwords are kept in either way, over TLS alone; one that needs a certificate; one without TLS.
RULES = """\
local all all trust
hostssl all scram 127.0.0.1/32 scram-sha-256
hostssl all md5 127.0.0.1/32 md5
hostssl all certified 127.0.0.1/32 cert
hostnossl all plain 127.0.0.1/32 trust
hostnossl all scram,md5,certified 127.0.0.1/32 reject
host all accede 127.0.0.1/32 trust
"""


class Secure:
    """A cluster that speaks TLS with a certificate for `localhost`, and the files that clients are given."""

    def __init__(self, folder):
        self.folder, self.authority, self.stranger = folder, trustme.CA(), trustme.CA()
        issued = self.authority.issue_cert("localhost")
        self.server, self.key = self.keep("server", issued)
        self.ca = self.write("ca.pem", self.authority.cert_pem.bytes())
        self.other_ca = self.write("other-ca.pem", self.stranger.cert_pem.bytes())
        self.cluster = postgres.Cluster()
        self.serve(self.server, self.key)
        for user in ("scram", "md5", "certified", "plain"):
            kept = "md5" if user == "md5" else "scram-sha-256"
            self.cluster.ask(
                f"SET password_encryption = '{kept}'; CREATE ROLE {user} LOGIN SUPERUSER PASSWORD '{SECRET}'; SELECT 1"
            )
        (self.cluster.data / "pg_hba.conf").write_text(RULES)
        self.cluster.stop()
        self.cluster.start()

    def keep(self, name, issued):
        """The files of a certificate and of its key."""
        chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
        return self.write(f"{name}.pem", chain), self.write(f"{name}.key", issued.private_key_pem.bytes())

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        path.chmod(0o600)
        return path

    def serve(self, certificate, key, ca=None):
        """Has the cluster use this certificate from its next start on, and ask clients for one of this authority's."""
        settings = {"ssl": "on"}
        for name, path in (("ssl_cert_file", certificate), ("ssl_key_file", key), ("ssl_ca_file", ca or self.ca)):
            copy = self.cluster.data / path.name
            copy.write_bytes(path.read_bytes())
            copy.chmod(0o600)
            if self.cluster.user:
                os.chown(copy, self.cluster.user["user"], self.cluster.user["group"])
            settings[name] = path.name
        self.cluster.set(settings)

    def url(self, user=USER, password=None, host="localhost", **parameters):
        database = self.cluster.database().rpartition("/")[2]
        word = "" if password is None else f":{quote(password, safe='')}"
        named = urlencode({"connections": 2, **parameters})
        return f"postgres://{user}{word}@{host}:{self.cluster.port}/{database}?{named}"

    def sessions(self):
        """The sessions that nodes have: over TLS or not."""
        sql = "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'accede'"
        return {"t": True, "f": False}[self.cluster.ask(sql)[0][0]]


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    made = Secure(tmp_path_factory.mktemp("tls"))
    yield made
    made.cluster.remove()


@pytest.fixture(scope="module")
def plain():
    with postgres.Cluster() as cluster:
        yield cluster


def _works(url, secure, folder, encrypted=True):
    with Server(folder, url, auth="open") as server:
        assert secure.sessions() is encrypted
        assert server.terminate() == (0, "")
        assert SECRET not in server.logged()


def _refused(url, folder, *words, once=AT_ONCE):
    before = time.monotonic()
    done = run(*SERVE, url, home=folder)
    took = time.monotonic() - before
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and all(word in lines[0] for word in words), done.stderr
    assert took < once, f"{took:.1f} s: {done.stderr}"
    for secret in (SECRET, quote(SECRET, safe=""), WRONG, "PRIVATE KEY"):
        assert secret not in done.stderr


@pytest.mark.parametrize("mode", ["disable", "prefer", "require", "verify-ca", "verify-full"])
def test_each_mode_with_the_right_authority(secure, tmp_path, mode):
    _works(secure.url(sslmode=mode, sslrootcert=secure.ca), secure, tmp_path, mode != "disable")


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_certificate_of_somebody_else_is_refused_at_once(secure, tmp_path, mode):
    _refused(secure.url(sslmode=mode, sslrootcert=secure.other_ca), tmp_path, "certificate", "not signed", "sslrootcert")


def test_without_an_authority_nobody_is_refused(secure, tmp_path):
    _works(secure.url(sslmode="require"), secure, tmp_path)
    _works(secure.url(), secure, tmp_path)


def test_the_name_counts_where_it_was_asked_for(secure, tmp_path):
    url = lambda mode: secure.url(host="127.0.0.1", sslmode=mode, sslrootcert=secure.ca)
    _refused(url("verify-full"), tmp_path, "is not for 127.0.0.1", "localhost")
    _works(url("verify-ca"), secure, tmp_path)
    named = secure.url(sslmode="verify-full", sslrootcert=secure.ca, hostaddr="127.0.0.1")
    _works(named, secure, tmp_path)


def test_prefer_falls_back(secure, plain, tmp_path):
    """No TLS there, or not for this user, or not with this certificate."""
    with Server(tmp_path, plain.database() + "?sslmode=prefer", auth="open"):
        pass
    _works(secure.url("plain", sslmode="prefer"), secure, tmp_path, False)
    _works(secure.url(sslmode="prefer", sslrootcert=secure.other_ca), secure, tmp_path, False)
    _refused(secure.url("plain", sslmode="require"), tmp_path, "pg_hba.conf")


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_server_without_tls_is_refused_at_once(secure, plain, tmp_path, mode):
    url = plain.database() + "?" + urlencode({"sslmode": mode, "sslrootcert": secure.ca})
    _refused(url, tmp_path, "does not speak TLS", "sslmode")


def test_a_client_certificate(secure, tmp_path):
    by = lambda certificate, key, **more: secure.url(
        "certified", sslmode="verify-full", sslrootcert=secure.ca, sslcert=certificate, sslkey=key, **more
    )
    right = secure.keep("client", secure.authority.issue_cert(common_name="certified"))
    other_name = secure.keep("other-name", secure.authority.issue_cert(common_name="somebody"))
    stranger = secure.keep("stranger", secure.stranger.issue_cert(common_name="certified"))
    _works(by(*right), secure, tmp_path)
    _works(by(*right, ssl_max_protocol_version="TLSv1.2"), secure, tmp_path)
    without = secure.url("certified", sslmode="verify-full", sslrootcert=secure.ca)
    _refused(without, tmp_path, "client certificate")
    _refused(by(*other_name), tmp_path, "certified")
    _refused(by(*stranger), tmp_path, "client certificate")
    _refused(by(right[0], stranger[1]), tmp_path, "does not belong")
    right[1].chmod(0o644)
    _refused(by(*right), tmp_path, "can be read by others")


@pytest.mark.parametrize("user", ["scram", "md5"])
def test_passwords(secure, tmp_path, user):
    tls = {"sslmode": "verify-full", "sslrootcert": secure.ca}
    _works(secure.url(user, SECRET, **tls), secure, tmp_path)
    _refused(secure.url(user, WRONG, **tls), tmp_path, "password authentication failed", user)
    _refused(secure.url(user, **tls), tmp_path, "password missing")
    line = f"localhost:*:*:{user}:" + SECRET.replace(":", "\\:")
    words = secure.write("passwords", f"# all\nelsewhere:*:*:*:{WRONG}\n{line}\n".encode())
    _works(secure.url(user, passfile=words, **tls), secure, tmp_path)


def test_a_password_is_bound_to_the_connection(secure, tmp_path):
    """SCRAM-SHA-256-PLUS: with it, `require` is enough against somebody in between. MD5 knows no such thing."""
    bound = {"sslmode": "require", "channel_binding": "require"}
    _works(secure.url("scram", SECRET, **bound), secure, tmp_path)
    _works(secure.url("scram", SECRET, ssl_max_protocol_version="TLSv1.2", **bound), secure, tmp_path)
    _refused(secure.url("md5", SECRET, **bound), tmp_path, "channel binding")


def test_files_that_make_no_sense(secure, tmp_path):
    url = lambda **named: secure.url(sslmode="verify-full", **named)
    _refused(url(sslrootcert="/nowhere/ca.pem"), tmp_path, "/nowhere/ca.pem", "No such file")
    _refused(url(sslrootcert=secure.write("text", b"no PEM")), tmp_path, "no PEM certificate")
    _refused(url(sslrootcert=secure.key), tmp_path, "no PEM certificate")
    _refused(url(), tmp_path, "sslrootcert")
    _refused(secure.url(passfile="/nowhere/passwords"), tmp_path, "passfile /nowhere/passwords", "No such file")
    _refused(secure.url(sslmode="full"), tmp_path, "verify-full")
    _refused(secure.url(sslmode="require", sslrootcert="system"), tmp_path, "verify-full")


def test_a_host_with_a_wrong_certificate_is_passed_over(secure, tmp_path):
    """Each host of a string has its own name to be right for; what is said names the host."""
    port = secure.cluster.port
    hosts = secure.url(sslmode="verify-full", sslrootcert=secure.ca)
    hosts = hosts.replace(f"localhost:{port}", f"127.0.0.1:{port},localhost:{port}")
    _works(hosts, secure, tmp_path)
    _refused(hosts.replace(f"localhost:{port}", f"127.0.0.1:{port}"), tmp_path, "127.0.0.1: the server's certificate")


def test_certificates_of_other_times_and_kinds(secure, tmp_path):
    """One that has expired; one that signs itself, which is then the one to be trusted."""
    parameters = {"sslmode": "verify-full", "sslrootcert": secure.ca}
    url = secure.url(**parameters)
    past = datetime(2020, 1, 1)
    expired = secure.keep("expired", secure.authority.issue_cert("localhost", not_after=past))
    certificate, key = _own(secure)
    try:
        _restart(secure, *expired)
        _refused(url, tmp_path, "has expired")
        _restart(secure, certificate, key)
        _works(secure.url(sslmode="verify-full", sslrootcert=certificate), secure, tmp_path)
        _refused(url, tmp_path, "certificate")
        bound = secure.url("scram", SECRET, sslmode="require", channel_binding="require")
        _works(bound, secure, tmp_path)
    finally:
        _restart(secure, secure.server, secure.key)


def _restart(secure, certificate, key):
    secure.cluster.stop()
    secure.serve(certificate, key)
    secure.cluster.start()


def _own(secure):
    """A certificate as PostgreSQL's manual has it made: it signs itself, as an authority does, here with SHA-384."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA384())
    )
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    certificate = secure.write("own.pem", made.public_bytes(serialization.Encoding.PEM))
    return certificate, secure.write("own.key", pem)


def test_files_are_read_anew(secure, tmp_path):
    """A client's certificate is replaced while the node runs: what it opens from then on has the new one."""
    certificate, key = secure.keep("changing", secure.authority.issue_cert(common_name="certified"))
    files = {"sslcert": certificate, "sslkey": key}
    url = secure.url("certified", sslmode="verify-full", sslrootcert=secure.ca, **files)
    serial = (
        "SELECT DISTINCT client_serial FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
        " WHERE application_name = 'accede'"
    )
    with Server(tmp_path, url, auth="open") as server:
        before = secure.cluster.ask(serial)
        secure.keep("changing", secure.authority.issue_cert(common_name="certified"))
        secure.cluster.interrupt(url)
        _until_ready(server)
        after = secure.cluster.ask(serial)
        assert len(before) == len(after) == 1 and before != after


def test_passwords_are_read_anew(secure, tmp_path):
    """A password that is changed while a node runs, and the file with it."""
    secure.cluster.ask("CREATE ROLE changing LOGIN SUPERUSER")
    rule = "hostssl all changing 127.0.0.1/32 scram-sha-256\n"
    rules = secure.cluster.data / "pg_hba.conf"
    rules.write_text(rule + rules.read_text())
    secure.cluster.ask("SELECT pg_reload_conf()")

    def change(password):
        secure.cluster.ask(f"ALTER ROLE changing PASSWORD '{password}'")
        return secure.write("changing", f"*:*:*:changing:{password}\n".encode())

    url = secure.url("changing", sslmode="require", passfile=change("first"))
    with Server(tmp_path, url, auth="open") as server:
        change("second")
        secure.cluster.interrupt(url)
        _until_ready(server)


def _until_ready(server):
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"{server.url}/_accede/ready", timeout=20) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
