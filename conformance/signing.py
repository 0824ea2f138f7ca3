"""Signature Version 4 by hand: with any clock, any scope and any choice of headers."""

import hashlib
import hmac
import time
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from raw import REGION, send

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"
EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Draft:
    """A request before it is signed. `shift` is by how many seconds the client's clock is ahead."""

    port: int
    keys: object
    service: str
    method: str = "GET"
    path: str = "/"
    query: tuple = ()
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    region: str = REGION
    shift: int = 0
    expires: int = 900
    # What the canonical request has for the body's hash; the hash itself, if nothing is said.
    hashed: str = ""

    def but(self, **changes):
        return replace(self, **changes)

    @property
    def stamp(self):
        return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + self.shift))

    def signed(self):
        """As the header has it: target, headers."""
        stamp = self.stamp
        headers = {"Host": f"127.0.0.1:{self.port}", "X-Amz-Date": stamp, **self.headers}
        if self.keys.token is not None:
            headers["X-Amz-Security-Token"] = self.keys.token
        names, signature = self._signature(stamp, headers, self.query, self.hashed or _sha(self.body))
        parts = f"Credential={self.keys.id}/{self.scope(stamp)}, SignedHeaders={names}, Signature={signature}"
        return self.target(self.query), {**headers, "Authorization": f"{ALGORITHM} {parts}"}

    def presigned(self):
        """In the query: target, headers."""
        stamp = self.stamp
        headers = {"Host": f"127.0.0.1:{self.port}", **self.headers}
        query = [
            *self.query,
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", f"{self.keys.id}/{self.scope(stamp)}"),
            ("X-Amz-Date", stamp),
            ("X-Amz-Expires", str(self.expires)),
            ("X-Amz-SignedHeaders", ";".join(sorted(name.lower() for name in headers))),
        ]
        if self.keys.token is not None:
            query.append(("X-Amz-Security-Token", self.keys.token))
        _, signature = self._signature(stamp, headers, query, self.hashed or _sha(self.body))
        return self.target([*query, ("X-Amz-Signature", signature)]), headers

    def scope(self, stamp):
        return f"{stamp[:8]}/{self.region}/{self.service}/{TERMINATOR}"

    def target(self, query):
        return self.path + ("?" + "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in query) if query else "")

    def _signature(self, stamp, headers, query, hashed):
        lower = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
        names = ";".join(sorted(lower))
        canonical = "\n".join(
            [
                self.method,
                quote(quote(unquote(self.path), safe="/-_.~"), safe="/-_.~"),
                "&".join(sorted(f"{_quoted(k)}={_quoted(v)}" for k, v in query)),
                *(f"{name}:{lower[name]}" for name in sorted(lower)),
                "",
                names,
                hashed,
            ]
        )
        text = "\n".join([ALGORITHM, stamp, self.scope(stamp), _sha(canonical.encode())])
        key = f"AWS4{self.keys.secret}".encode()
        for part in (stamp[:8], self.region, self.service, TERMINATOR, text):
            key = hmac.digest(key, part.encode(), "sha256")
        return names, key.hex()

    def ask(self, presign=False):
        target, headers = self.presigned() if presign else self.signed()
        return send(self.port, self.method, target, self.body or None, headers)


def _sha(data):
    return hashlib.sha256(data).hexdigest()


def _quoted(text):
    return quote(text, safe="-_.~")
