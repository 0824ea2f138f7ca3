"""The files in `deploy`: each is checked by the program that reads it, if that is here, and three nodes run behind a balancer."""

import contextlib
import copy
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import trustme
import yaml

import credentials
import postgres
import stores
from balancer import Balancer
from clients import client_with
from faults.failover import nodes
from server import ROOT, Server, binary

DEPLOY = ROOT / "deploy"
NAMES = [f"node{number}.example.internal" for number in (1, 2, 3)]
HEALTH, READY = "/_accede/health", "/_accede/ready"


def program(name, *others):
    """A program of the system, or the test is skipped with what is missing."""
    for place in (shutil.which(name), *others):
        if place and os.access(place, os.X_OK):
            return place
    pytest.skip(f"{name} is not installed")


def test_the_unit_is_one(tmp_path):
    verify = program("systemd-analyze")
    unit = (DEPLOY / "accede.service").read_text()
    assert "/usr/local/bin/accede" in unit
    (tmp_path / "accede.service").write_text(unit.replace("/usr/local/bin/accede", binary()))
    done = subprocess.run([verify, "verify", str(tmp_path / "accede.service")], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_variables_are_those_of_the_server():
    """What the unit, its environment, the container and the composition set is known to `accede serve`, and makes sense."""
    known = subprocess.run([binary(), "serve", "--help"], capture_output=True, text=True, timeout=20, check=True).stdout
    known = set(re.findall(r"ACCEDE_[A-Z_]+", known))
    texts = {file.name: file.read_text() for file in DEPLOY.iterdir() if file.is_file()}
    used = {name for text in texts.values() for name in re.findall(r"\b(ACCEDE_[A-Z_]+)\b ?[=:]", text)}
    assert {"ACCEDE_STORE", "ACCEDE_SEALING_KEY_FILE", "ACCEDE_TLS_CERT", "ACCEDE_AUTH"} <= used
    assert used <= known


def test_the_address_of_the_database_makes_sense(tmp_path):
    """As it is in the environment: the fault is the missing file, which is the last thing that is looked at."""
    [url] = re.findall(r"^ACCEDE_STORE=(.*)$", (DEPLOY / "accede.env").read_text(), re.MULTILINE)
    url = url.replace("/etc/ssl/certs", str(tmp_path))
    done = subprocess.run([binary(), "serve", "--store", url], capture_output=True, text=True, timeout=20, cwd=tmp_path)
    assert done.returncode == 1 and f"{tmp_path}/accede-database-ca.pem: No such file" in done.stderr, done.stderr


def test_the_container_is_of_what_there_is(tmp_path):
    text = (DEPLOY / "Containerfile").read_text()
    for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE):
        assert all((ROOT / source).exists() for source in line.split()[:-1]), line
    copied = {source for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE) for source in line.split()[:-1]}
    [members] = re.findall(r"^members = \[(.*)\]$", (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    assert {member.split("/")[0] for member in re.findall(r'"(.*?)"', members)} <= copied
    assert re.search(r"^USER [1-9]\d*", text, re.MULTILINE), "it runs as root"
    [check] = re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", text, re.MULTILINE)
    command = json.loads(check)
    assert HEALTH in command[2] and command[:2] == ["bash", "-c"]
    bash = program("bash")
    ask = lambda port: subprocess.run([bash, "-c", command[2].replace("4610", str(port))], capture_output=True, timeout=20)
    with Server(tmp_path, "memory") as server:
        assert ask(server.port).returncode == 0
        port = server.port
    assert ask(port).returncode != 0


def test_the_composition_is_of_what_there_is():
    made = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = made["services"]
    for name, service in services.items():
        assert set(service.get("secrets", [])) <= set(made["secrets"]), name
        assert set(service.get("depends_on", [])) <= set(services), name
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file(), name
    assert (DEPLOY / services["balancer"]["volumes"][0].split(":")[0]).is_file()
    servers = re.findall(r"^ +server (\S+) (\S+):4610", (DEPLOY / "compose-haproxy.cfg").read_text(), re.MULTILINE)
    assert [name for name, _ in servers] == [address for _, address in servers]
    assert {name for name, _ in servers} == {name for name in services if "build" in services[name]}


def test_both_balancers_ask_the_same():
    for name in ("haproxy.cfg", "compose-haproxy.cfg"):
        text = (DEPLOY / name).read_text()
        assert f"uri {READY} " in text and "expect status 200" in text


class Haproxy:
    """HAProxy with deploy/haproxy.cfg, in which nothing but addresses and files is another."""

    def __init__(self, folder, ports, authority):
        front, self.port = authority.issue_cert("localhost"), postgres.free_port()
        (folder / "front.pem").write_bytes(
            front.private_key_pem.bytes() + b"".join(blob.bytes() for blob in front.cert_chain_pems)
        )
        text = (DEPLOY / "haproxy.cfg").read_text()
        text = text.replace(":443 ssl crt /etc/haproxy/accede.pem", f"127.0.0.1:{self.port} ssl crt {folder}/front.pem")
        text = text.replace("/etc/haproxy/nodes-ca.pem", f"{folder}/ca.pem")
        for number, port in enumerate(ports, 1):
            text = text.replace(f"10.0.0.1{number}:4610", f"127.0.0.1:{port}")
        (folder / "haproxy.cfg").write_text(text)
        words = [program("haproxy", "/usr/sbin/haproxy"), "-f", folder / "haproxy.cfg", "-db"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def three(url, folder, monkeypatch, kind):
    """Three nodes that seal with one key, and what a client is to be told of them: one address."""
    flags = []
    if kind == "haproxy":
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        issued = authority.issue_cert("localhost", *NAMES)
        (folder / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        (folder / "key.pem").write_bytes(issued.private_key_pem.bytes())
        flags = ["--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem")]
        monkeypatch.setenv("AWS_CA_BUNDLE", str(folder / "ca.pem"))
        program("haproxy", "/usr/sbin/haproxy")
    with nodes(url, folder, auth="verify", arguments=flags) as servers, contextlib.ExitStack() as stack:
        ports = [server.port for server in servers]
        made = Haproxy(folder, ports, authority) if kind == "haproxy" else Balancer(ports)
        stack.enter_context(made)
        front = copy.copy(servers[0])
        front.url = f"{'https' if kind == 'haproxy' else 'http'}://localhost:{made.port}"
        yield servers, front


@pytest.mark.postgres_only
@pytest.mark.parametrize("kind", ["python", "haproxy"])
def test_three_nodes_behind_a_balancer(tmp_path, monkeypatch, kind):
    """Signed requests by one address; each is served although two of three nodes are killed on the way."""
    url = stores.cluster().database()
    admin, members = "111122223333", [str(400000000000 + number) for number in range(12)]
    with three(url, tmp_path, monkeypatch, kind) as (servers, front):
        keys = {account: credentials.of(servers[0], account) for account in (admin, *members)}
        own = {account: client_with(front, keys[account], "securityhub") for account in keys}
        _until_served(own[admin].enable_security_hub, own[admin])
        own[admin].create_members(AccountDetails=[{"AccountId": member} for member in members])
        for round, member in enumerate(members):
            if round in (3, 7):
                servers[round % 3 - 1].kill()
            _repeated(own[member].enable_security_hub)
            _repeated(lambda: own[admin].invite_members(AccountIds=[member]))
            [invitation] = _repeated(own[member].list_invitations)["Invitations"]
            known = dict(AdministratorId=admin, InvitationId=invitation["InvitationId"])
            _repeated(lambda: own[member].accept_administrator_invitation(**known))
        listed = own[admin].get_paginator("list_members").paginate(PaginationConfig={"PageSize": 5})
        found = {one["AccountId"]: one["MemberStatus"] for page in listed for one in page["Members"]}
        assert found == dict.fromkeys(members, "Enabled")


def _until_served(call, client):
    """The balancer may not know yet that its nodes are ready."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return call()
        except client.exceptions.ResourceConflictException:
            return None
        except Exception:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def _repeated(call):
    """As a client of AWS repeats what got no answer, or 503, which a killed node's last requests and no others may get."""
    for _ in range(50):
        try:
            return call()
        except Exception as error:
            code = getattr(error, "response", {}).get("Error", {}).get("Code")
            if code == "ResourceConflictException":
                return None
            if code not in (None, "503", "502"):
                raise
            time.sleep(0.2)
    raise AssertionError("not served")
