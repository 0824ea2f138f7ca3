"""Who the clients are: the credentials of accounts on a server, in either mode.

In `open` the id of an account is its access key, and any secret will do. In `verify` an account is given a real key when
its credentials are asked for first, and keeps it for as long as the store has it.
"""

import base64
import threading
from dataclasses import dataclass
from typing import Optional

from accounts import Line

ANY = "not-a-secret"


class NoKey(Exception):
    """The server could not make a key, and says why: making one is a commit."""


@dataclass(frozen=True)
class Keys:
    """An access key, and the session token of a temporary one."""

    id: str
    secret: str = ANY
    token: Optional[str] = None

    @classmethod
    def answered(cls, answer):
        """Those that STS or the server's operator was answered, or what a test left of them."""
        return cls(answer["AccessKeyId"], answer.get("SecretAccessKey", ANY), answer.get("SessionToken"))

    @property
    def account(self):
        """The account that the id of a key names, as those of AWS do; in mode `open`, it may be the account itself."""
        if len(self.id) == 12:
            return self.id
        number = int.from_bytes(base64.b32decode(self.id[4:])[:6], "big") & 0x7FFFFFFFFF80
        return f"{number >> 7:012}"

    @property
    def arguments(self):
        """As arguments of boto3."""
        named = {"aws_access_key_id": self.id, "aws_secret_access_key": self.secret}
        return named | ({"aws_session_token": self.token} if self.token is not None else {})

    @property
    def environment(self):
        """As variables that every SDK reads."""
        return {name.upper(): value for name, value in self.arguments.items()}


def of(server, account):
    """The credentials of an account on this server."""
    return book(server).keys(server, account) if server.auth == "verify" else Keys(account)


def trust(server, account, name, by, **more):
    """
    Makes a role of an account, with or without a path in its name, that the account `by` may assume, too. `more` is as
    the server calls it.
    """
    book(server).trust(server, account, name, by, more)


def operator(server, request):
    """Asks the server something as its operator does, and returns the answer."""
    return book(server).ask(server, request)


class Book:
    """The keys that the accounts of one store have, and a connection to whoever has the store open."""

    def __init__(self):
        self.lock, self.known, self.roles = threading.RLock(), {}, {}
        self.line, self.path = None, None

    def keys(self, server, account):
        with self.lock:
            if account not in self.known:
                answer = self.ask(server, {"Operation": "CreateKey", "Account": account})
                if "Key" not in answer:
                    raise NoKey(answer)
                self.known[account] = Keys.answered(answer["Key"])
            return self.known[account]

    def trust(self, server, account, name, by, more):
        path, _, name = f"/{name}".rpartition("/")
        role = {"Account": account, "Name": name}
        with self.lock:
            trusts = self.roles.get((account, name), set())
            if by in trusts:
                return
            if trusts:
                assert "Role" in self.ask(server, {"Operation": "DeleteRole", **role})
            self.roles[account, name] = trusts | {by}
            made = {"Path": f"{path}/", "Trusts": sorted(trusts | {by}), "MaxSessionDuration": 43_200}
            answer = self.ask(server, {"Operation": "CreateRole", **role, **made, **more})
            assert "Role" in answer, answer

    def ask(self, server, request):
        """One connection serves for all; a new one is made when the server is another, or has hung up.

        A server that hangs up on that one, too, is no more.
        """
        with self.lock:
            if self.path == server.control:
                try:
                    if answer := self.line.ask(request):
                        return answer
                except OSError:
                    pass
            if self.line is not None:
                self.line.__exit__()
            self.line, self.path = Line(server.control), server.control
            if answer := self.line.ask(request):
                return answer
            raise ConnectionResetError(f"{server.control} hung up")


_BOOKS, _LOCK = {}, threading.Lock()


def book(server):
    """What is known of a server's store: one that is kept in a file outlives its server."""
    with _LOCK:
        return _BOOKS.setdefault(server.keeps or server, Book())
