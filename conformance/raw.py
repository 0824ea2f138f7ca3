"""Requests as bytes: what no SDK would send, and answers before any SDK has read them."""

import http.client
import json
import socket
from dataclasses import dataclass
from urllib.parse import quote

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

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
    """Who asks which service, where. `ask` sends one signed request."""

    port: int
    account: str
    service: str
    region: str = REGION

    def ask(self, method, path, body=None, headers=None, connection=None):
        """A body that is not bytes is sent as JSON."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        signed = self.signed(method, path, body, headers)
        return send(self.port, method, path, body, signed, connection)

    def signed(self, method, path, body=None, headers=None):
        """The headers of a signed request."""
        url = f"http://127.0.0.1:{self.port}{path}"
        request = AWSRequest(method=method, url=url, data=body or b"", headers=headers or {})
        secret = Credentials(self.account, "not-a-secret")
        SigV4Auth(secret, self.service, self.region).add_auth(request)
        return dict(request.headers.items())


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
