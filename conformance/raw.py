"""Requests as bytes: what no SDK would send, and answers before any SDK has read them."""

import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any, Optional
from urllib.parse import quote, unquote_to_bytes

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import credentials

REGION = "us-east-1"
PATIENCE = 60


@dataclass(frozen=True)
class Reply:
    """An answer: its status, its headers by lower-case name, its body."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The error's code, as SDKs find it."""
        return self.headers.get("x-amzn-errortype", "").split(":")[0]


@dataclass(frozen=True)
class Caller:
    """Who asks which service of which server, where: an account, or whoever has these keys. `ask` sends one signed
    request."""

    server: Any
    account: str
    service: str
    region: str = REGION
    keys: Optional[credentials.Keys] = None

    @property
    def port(self):
        return self.server.port

    def ask(self, method, path, body=None, headers=None, connection=None):
        """A body that is not bytes is sent as JSON."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        host = f"{connection.host}:{connection.port}" if connection else None
        signed = self.signed(method, path, body, headers, host)
        return send(self.port, method, path, body, signed, connection)

    def assert_unknown(self):
        """Nobody has the key that it asks with, whatever it asks."""
        reply = self.ask("GET", "/invitations")
        assert (reply.status, reply.code) == (403, "UnrecognizedClientException"), reply
        assert b"The security token included in the request is invalid." in reply.body

    def signed(self, method, path, body=None, headers=None, host=None):
        """The headers of a signed request."""
        path, mark, query = path.partition("?")
        url = f"http://{host or f'127.0.0.1:{self.port}'}{path}{mark}{_encoded(query)}"
        request = AWSRequest(method=method, url=url, data=body or b"", headers=headers or {})
        keys = self.keys or credentials.of(self.server, self.account)
        signer = Credentials(keys.id, keys.secret, keys.token)
        SigV4Auth(signer, self.service, self.region).add_auth(request)
        return dict(request.headers.items())


def _encoded(query):
    """A query string as it is signed: encoded in the one way, however it is sent."""
    pairs = [pair.partition("=")[::2] for pair in query.split("&")] if query else []
    return "&".join("=".join(quote(unquote_to_bytes(text.replace("+", " ")), "-_.~") for text in pair) for pair in pairs)


def send(port, method, path, body=None, headers=None, connection=None):
    """One request with exactly these headers (and those that HTTP itself needs)."""
    own = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        own.request(method, path, body=body, headers=headers or {})
        answer = own.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, names, answer.read())
    finally:
        if connection is None:
            own.close()


def send_bytes(port, data, finish=True):
    """Sends bytes as they are and returns what comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as stream:
        received = b""
        try:
            stream.sendall(data)
            if finish:
                stream.shutdown(socket.SHUT_WR)
            while chunk := stream.recv(65536):
                received += chunk
        except TimeoutError:
            raise
        except OSError:
            pass  # Closing on somebody who talks nonsense is an answer, too.
        return received


def segment(text):
    """A path segment as SDKs send it: everything but letters, digits and `-_.~` encoded."""
    return quote(text, safe="-_.~")
