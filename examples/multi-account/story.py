"""What the program says while it works, and how it makes sure of what it says."""

import itertools
import time

PATIENCE = 600
PAUSE = 5

_numbers = itertools.count(1)


class Unexpected(Exception):
    """Something is not as it should be; the text says what."""


def step(title):
    """Begins the next step."""
    print(f"\n{next(_numbers)}. {title}", flush=True)


def tell(text):
    print(f"   {text}", flush=True)


def check(what, look, wanted):
    """
    Looks until it sees what is wanted, because AWS takes its time with some things: an email check, an account.
    Accede has done everything when it answers, so that one look is enough.
    """
    end = time.monotonic() + PATIENCE
    seen = look()
    while seen != wanted:
        if time.monotonic() > end:
            raise Unexpected(f"{what}: {seen!r} instead of {wanted!r}")
        time.sleep(PAUSE)
        seen = look()
    tell(f"ok: {what}")


def require(what, problems):
    """Expects that there are no problems, which a batch reports beside its answer."""
    if problems:
        raise Unexpected(f"{what}: {problems}")
