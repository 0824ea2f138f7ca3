"""Texts that must not be found anywhere: whole, encoded, or in parts."""

import base64
from urllib.parse import quote

# How much of a secret may be seen: less than this.
PART = 12


class Canaries:
    """Secrets, by every run of `PART` characters of everything that they can be written as."""

    def __init__(self):
        self.parts = {}

    def add(self, name, secret):
        for written in _writings(secret):
            for start in range(len(written) - PART + 1):
                self.parts.setdefault(written[start : start + PART], name)
        return secret

    def found(self, text):
        """The names of the secrets that a text has a part of, each with what is around it."""
        text = text.decode("latin-1") if isinstance(text, bytes) else text
        seen = {}
        for start in range(len(text) - PART + 1):
            name = self.parts.get(text[start : start + PART])
            if name is not None:
                seen.setdefault(name, text[max(0, start - 80) : start + 120])
        return seen


def _writings(secret):
    yield from {secret, quote(secret, safe=""), quote(secret, safe="").lower()}
    yield secret.encode().hex()
    for before in range(3):
        # The first and the last character of base64 also depend on what is around.
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"x" * before + secret.encode()).decode().rstrip("=")[2 if before else 0 : -2]
