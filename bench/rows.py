"""How many bytes a row of each kind takes up, in PostgreSQL and in a file of SQLite: the figures of docs/scaling.md.

    ACCEDE_BIN=target/release/accede python bench/rows.py [thousands of relationships]

A server makes real rows in a new cluster; these are then multiplied, with other accounts, in the order in which no index
likes them best, and everything is copied into a file. It needs what the tests with real clients need.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "conformance"))

import postgres  # noqa: E402
from clients import client  # noqa: E402
from server import Server, binary, environment  # noqa: E402

ADMINISTRATOR, MEMBERS = "100000000000", [str(200000000000 + number) for number in range(40)]
# Each member of so many administrators is a new account, with a standing and three records of what it did.
EACH = 1000
RANDOM = "lpad((('x' || substr(md5({seed}), 1, 12))::bit(48)::bigint % 1000000000000)::text, 12, '0')"
VERSION = "('x' || substr(md5({seed} || 'v'), 1, 15))::bit(60)::bigint"
TABLES = ("relationship", "standing", "whereabouts", "event", "request")
NO_DOCUMENT = ("whereabouts", "request")


def main():
    thousands = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder, postgres.Cluster() as cluster:
        url = cluster.database("rows")
        with Server(Path(folder), url, auth="open") as server:
            act(server)
        ask = lambda sql: cluster.ask(sql, "rows")
        for sql in multiplied(thousands):
            ask(sql)
        ask("VACUUM (FREEZE, ANALYZE)")
        of_postgres = {table: of_table(ask, table) for table in TABLES}
        version = ask("SHOW server_version")[0][0]
        file = Path(folder) / "copy.db"
        words = [binary(), "store", "copy", "--from", url, "--to", str(file)]
        subprocess.run(words, env=environment(folder), cwd=folder, check=True, capture_output=True)
        print(json.dumps({"postgres": version, "rows": of_postgres, "sqlite": of_file(file)}, indent=1))


def act(server):
    """An administrator invites members, who accept."""
    hub = lambda account: client(server, account, "securityhub")
    hub(ADMINISTRATOR).enable_security_hub()
    details = [{"AccountId": member, "Email": f"owner-{member}@example.com"} for member in MEMBERS]
    assert not hub(ADMINISTRATOR).create_members(AccountDetails=details)["UnprocessedAccounts"]
    assert not hub(ADMINISTRATOR).invite_members(AccountIds=MEMBERS)["UnprocessedAccounts"]
    for member in MEMBERS:
        own = hub(member)
        own.enable_security_hub()
        [invitation] = own.list_invitations()["Invitations"]
        own.accept_administrator_invitation(AdministratorId=ADMINISTRATOR, InvitationId=invitation["InvitationId"])


def multiplied(thousands):
    """Statements that add rows like those of the members for so many others."""
    account = RANDOM.format(seed="'m' || n")
    administrator = RANDOM.format(seed=f"'a' || n / {EACH}")
    made = f"SELECT n, {account} AS account, {administrator} AS administrator FROM generate_series(1, {thousands * 1000}) AS n"
    made = f"WITH made AS MATERIALIZED ({made} ORDER BY md5(n::text))"
    version = VERSION.format(seed="n::text")
    document = f"replace(replace(document, s.{{of}}, made.account), '{ADMINISTRATOR}', made.administrator)"
    sample = lambda table, column, condition: f"(SELECT * FROM {table} WHERE {column} = '{MEMBERS[7]}' {condition}) AS s"
    yield (
        f"{made} INSERT INTO relationship SELECT service, region, made.administrator, made.account, {version},"
        f" {document.format(of='member')}, status, decode(md5(n || 'i'), 'hex'), invited_at + n, invitation_state"
        f" FROM made, {sample('relationship', 'member', '')} ON CONFLICT DO NOTHING"
    )
    yield (
        f"{made} INSERT INTO standing SELECT service, region, made.account, {version}, {document.format(of='account')},"
        f" made.administrator FROM made, {sample('standing', 'account', '')} ON CONFLICT DO NOTHING"
    )
    yield f"{made} INSERT INTO whereabouts SELECT made.account, {version} FROM made ON CONFLICT DO NOTHING"
    yield f"{made} INSERT INTO request SELECT decode(md5(n || 'r'), 'hex'), 1 FROM made"
    # What was done is written as it was done: in the order of time.
    for number in range(3):
        yield (
            f"{made} INSERT INTO event SELECT made.account, region, at + row_number() OVER () * 1000 + {number},"
            f" decode(md5(n || 'e{number}'), 'hex'), {document.format(of='account')}"
            f" FROM made, (SELECT * FROM event WHERE account = '{MEMBERS[7]}' ORDER BY at LIMIT 1 OFFSET {number} % 2) AS s"
        )


def of_table(ask, table):
    """How many rows there are, and the bytes of each: with everything, of the indexes alone, of its document."""
    sql = f"""SELECT count(*), pg_total_relation_size('{table}'), pg_indexes_size('{table}'),
              {'0' if table in NO_DOCUMENT else 'avg(length(document))::bigint'} FROM {table}"""
    rows, whole, indexes, document = map(int, ask(sql)[0])
    each = lambda size: round(size / rows)
    return {"rows": rows, "bytes": each(whole), "of indexes": each(indexes), "of the document": document}


def of_file(path):
    with sqlite3.connect(path) as file:
        pages = "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY tbl_name"
        sizes = dict(file.execute(pages))
        rows = {table: file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in sizes if table in TABLES}
    return {table: {"rows": rows[table], "bytes": round(sizes[table] / rows[table])} for table in rows if rows[table]}


if __name__ == "__main__":
    main()
