"""What kind of store the servers under test have: a file, or with ACCEDE_TEST_STORE=postgres a database.

Tests name the file. Where it is a database, each file's name stands for one in the cluster of this process, so that a
server which comes back to its file comes back to its database.
"""

import os
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import postgres

STORE = os.environ.get("ACCEDE_TEST_STORE") or "sqlite"
assert STORE in ("sqlite", "postgres"), f"ACCEDE_TEST_STORE={STORE}"

_LOCK = threading.Lock()
_cluster, _urls = None, {}


def cluster():
    """The cluster of this process, made when it is first asked for."""
    global _cluster
    with _LOCK:
        _cluster = _cluster or postgres.Cluster()
        return _cluster


def at(path):
    """What `--store` is to say for the store that tests know as this file: the file, or the URL of a database."""
    if STORE == "sqlite" or is_url(path):
        return path
    database = cluster().database
    with _LOCK:
        path = os.path.realpath(path)
        if path not in _urls:
            _urls[path] = database()
        return _urls[path]


def is_url(place):
    return str(place).startswith(("postgres://", "postgresql://"))


def named(folder, store):
    """The same for a name within a folder; `memory` and URLs are as they are."""
    return store if str(store) == "memory" or is_url(store) else at(Path(folder) / store)


def sealing(digits):
    """What commands and servers are to be told of the sealing key, which a file has its own beside it."""
    return {} if STORE == "sqlite" else {"ACCEDE_SEALING_KEY": digits}


def content(place):
    """Everything that a store has written down, by the names of its parts."""
    if is_url(place):
        tables = tables_of(place)
        return {table: "\n".join(str(row) for row in ask(place, f'SELECT * FROM "{table}"')) for table in tables}
    found = [path for path in place.parent.glob(f"{place.name}*") if path.is_file()]
    return {path.name: path.read_bytes().decode("latin-1") for path in found}


@contextmanager
def broken(place):
    """A store that fails, under the server that has it: a file is overwritten, of a database all tables are elsewhere."""
    if is_url(place):
        tables = tables_of(place)
        for table in tables:
            ask(place, f'ALTER TABLE "{table}" RENAME TO "{table} elsewhere"')
        yield
        for table in tables:
            ask(place, f'ALTER TABLE "{table} elsewhere" RENAME TO "{table}"')
        return
    for path in place.parent.glob(f"{place.name}*"):
        if path.is_file() and path.stat().st_size:
            with open(path, "r+b") as file:
                file.write(b"\xee" * path.stat().st_size)
    yield


def ask(place, sql):
    return cluster().ask(sql, urlsplit(place).path.strip("/"))


def tables_of(place):
    found = ask(place, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    assert found, f"no tables at {place}"
    return [table for (table,) in found]


def files(*names):
    """The files that a store in the file of the first name leaves, of which a database has none."""
    return list(names) if STORE == "sqlite" else []
