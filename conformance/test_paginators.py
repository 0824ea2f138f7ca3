"""Every paginator that botocore has for an operation that is served: small pages of a long list, and resuming."""

import botocore.session
import pytest

import scenes_around as around
import scenes_membership as membership
import scenes_organizations as organizations
import scenes_trail as trail
from operations import CLAIMS

SMALL = 7

# Lists that have nothing in them: policies are not served.
EMPTY = {"ListPoliciesForTarget"}

SCENES = {**around.SCENES, **membership.SCENES, **organizations.SCENES, **trail.SCENES}


def paginated():
    """What botocore has a paginator for, of what is served."""
    loader = botocore.session.get_session().get_component("data_loader")
    for service in {claim.service for claim in CLAIMS}:
        known = loader.load_service_model(service, "paginators-1")["pagination"]
        served = (claim.name for claim in CLAIMS if claim.service == service and claim.served)
        yield from ((service, name) for name in served if name in known)


def test_every_paginator_has_a_scene():
    assert set(paginated()) == set(SCENES)


@pytest.mark.parametrize(("service", "operation"), SCENES, ids=["/".join(key) for key in SCENES])
def test_paginator(client, fresh, service, operation):
    scene = SCENES[service, operation](client, fresh)
    assert scene.ids or operation in EMPTY
    method = next(name for name, wire in scene.asker.meta.method_to_api_mapping.items() if wire == operation)
    paginator = scene.asker.get_paginator(method)
    items = paginator.result_keys[0].expression

    def ids(pages):
        return [[item[scene.key] if scene.key else item for item in page[items]] for page in pages]

    def paginate(**config):
        return paginator.paginate(**scene.arguments, PaginationConfig=config)

    allowed = sizes(scene.asker, operation, paginator)
    for size in allowed:
        found = ids(paginate(PageSize=size))
        assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)
        assert sum(found, []) == scene.ids
    assert sum(ids(paginate()), []) == scene.ids
    check_resuming(paginate, ids, {"PageSize": SMALL} if allowed else {}, scene)


def sizes(asker, operation, paginator):
    """Small pages, and the largest that the model allows. One list has pages, but lets nobody choose their size."""
    if paginator._limit_key is None:
        assert operation == "ListTagsForResource"
        return ()
    members = asker.meta.service_model.operation_model(operation).input_shape.members
    return (1, SMALL, members[paginator._limit_key].metadata["max"])


def check_resuming(paginate, ids, size, scene):
    """A list that was cut short, in the middle of a page, is taken up where it ended."""
    found, token = [], None
    while True:
        part = paginate(**size, MaxItems=SMALL * 3 + 2, StartingToken=token).build_full_result()
        found += sum(ids([part]), [])
        token = part.get("NextToken")
        if token is None:
            break
    assert found == scene.ids
