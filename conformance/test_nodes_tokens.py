"""What one node hands out, every other takes: the tokens of pages, of sessions, and the ids of invitations."""

import itertools

import pytest

import clients
import sessions
import stores
from credentials import Keys
from faults.failover import nodes
from hub import HubPair
from macie import MaciePair
from raw import Caller
from test_paginators import SCENES, SMALL, paginated

pytestmark = pytest.mark.postgres_only


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with nodes(stores.cluster().database(), tmp_path_factory.mktemp("nodes")) as running:
        yield running


@pytest.mark.parametrize(("service", "operation"), sorted(paginated()), ids=lambda each: each)
def test_pages(servers, fresh, service, operation):
    """Each page is asked for at another node than the one before."""
    scene = SCENES[service, operation](lambda *who: clients.client(servers[0], *who), fresh)
    name = next(name for name, wire in scene.asker.meta.method_to_api_mapping.items() if wire == operation)
    paginator = scene.asker.get_paginator(name)
    [asked], [answered], [items] = paginator._input_token, paginator._output_token, paginator.result_keys
    size = {paginator._limit_key: SMALL} if paginator._limit_key else {}
    region, found, token = scene.asker.meta.region_name, [], {}
    pages = 0
    for server in itertools.cycle(servers):
        asker = clients.client_with(server, scene.asker.keys, service, region)
        page = getattr(asker, name)(**scene.arguments, **size, **token)
        found += [item[scene.key] if scene.key else item for item in items.search(page)]
        pages += 1
        following = answered.search(page)
        if not following:
            break
        token = {asked: following}
    assert found == scene.ids
    # An account's trail can go on with what is not asked for: then the last page is empty.
    least = max(1, -(-len(scene.ids) // SMALL))
    assert not size or least <= pages <= least + (operation == "LookupEvents")


@pytest.mark.parametrize("of", ["AssumeRole", "GetSessionToken"])
def test_sessions(servers, fresh, of):
    """Credentials of one node sign requests at the others, also to assume the next role."""
    own, other = fresh(), fresh()
    for server in servers:
        sts = clients.client(server, own, "sts")
        if of == "AssumeRole":
            account, answer = other, sessions.assume(sts, other)
        else:
            account, answer = own, sts.get_session_token()["Credentials"]
        keys = Keys.answered(answer)
        for elsewhere in servers:
            caller = clients.client_with(elsewhere, keys, "sts")
            assert caller.get_caller_identity()["Account"] == account
            reply = Caller(elsewhere, None, "macie2", keys=keys).ask("GET", "/macie")
            assert (reply.status, reply.json["message"]) == (403, "Macie is not enabled")
            if of == "AssumeRole":
                onward = Keys.answered(sessions.assume(caller, own, "back"))
                assert clients.client_with(server, onward, "sts").get_caller_identity()["Account"] == own


def test_an_altered_token_is_nobodys_anywhere(servers, fresh):
    answer = clients.client(servers[0], fresh(), "sts").get_session_token()["Credentials"]
    middle = len(answer["SessionToken"]) // 2
    changed = "A" if answer["SessionToken"][middle] != "A" else "B"
    token = answer["SessionToken"][:middle] + changed + answer["SessionToken"][middle + 1 :]
    for server in servers:
        reply = Caller(server, None, "macie2", keys=Keys.answered({**answer, "SessionToken": token})).ask("GET", "/macie")
        assert reply.status == 403 and reply.code != "AccessDeniedException", reply


@pytest.mark.parametrize("kind", [HubPair, MaciePair], ids=["securityhub", "macie2"])
def test_invitations(servers, fresh, kind):
    """Sent by one node, listed by another, accepted at a third: the id is one and the same."""
    for first, second, third in itertools.permutations(servers):
        administrator, member = fresh(), fresh()
        kind(first, administrator, member).enabled().created().invited()
        id = kind(second, administrator, member).invitation_id
        pair = kind(third, administrator, member).accepted(id)
        for server in servers:
            assert kind(server, administrator, member).invitation_id == id
        pair.left()
        kind(first, administrator, member).accepted(id)
