"""Three nodes over one database answer as one server could: histories of concurrent operations are linearizable."""

import pytest

import stores
from histories.trial import interrupting, killing, meanwhile, play, three

pytestmark = pytest.mark.postgres_only

HISTORIES = 120
ISOLATION = "?options=-c%20default_transaction_isolation%3D"


@pytest.fixture
def cluster():
    return stores.cluster()


@pytest.fixture
def url(cluster):
    return cluster.database()


def conclude(tally):
    print(tally.line())
    assert not tally.wrong, tally.wrong[0]
    return tally


@pytest.mark.parametrize("isolation", ["read committed", "repeatable read", "serializable"])
@pytest.mark.parametrize("service", ["securityhub", "macie2"])
def test_histories_are_linearizable(url, tmp_path, service, isolation):
    with three(url + ISOLATION + isolation.replace(" ", "%5C%20"), tmp_path) as servers:
        tally = conclude(play(servers, HISTORIES, services=[service]))
        assert tally.unknown == 0 and tally.operations > 30 * HISTORIES


def test_histories_while_nodes_are_killed(url, tmp_path):
    with three(url, tmp_path) as servers, meanwhile(killing(servers)) as killed:
        tally = play(servers, HISTORIES)
        assert len(killed) > 5
    assert conclude(tally).unknown > 0


def test_histories_while_sessions_are_ended(cluster, url, tmp_path):
    with three(url, tmp_path) as servers, meanwhile(interrupting(cluster, url)) as ended:
        tally = play(servers, HISTORIES)
        assert sum(ended) > 50
    conclude(tally)


def test_histories_while_statements_are_canceled(cluster, url, tmp_path):
    """Whichever it is: the beginning of a transaction, its end, or what is between them."""
    sql = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()"
    sql = sql.format(url.rpartition("/")[2])
    with cluster.connect() as operator, three(url, tmp_path) as servers:
        with meanwhile(lambda: int(operator.ask(sql)[0][0])) as canceled:
            tally = play(servers, HISTORIES)
        assert sum(canceled) > 1000
    conclude(tally)
