"""What the server claims, against the services' own models; and that every claim has its example."""

import pytest

import model
import model_examples
from cases import FOLDER
from operations import CLAIMS
from raw import Reply

SERVICES = sorted({claim.service for claim in CLAIMS})
SERVED = [pytest.param(claim, id=claim.id) for claim in model_examples.SERVED]


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_of_the_model_is_known_and_no_other(service):
    named = [claim.name for claim in CLAIMS if claim.service == service]
    assert sorted(named) == sorted(model.service(service).operation_names)


@pytest.mark.parametrize("service", SERVICES)
def test_requests_name_their_operation_as_the_model_says(service):
    for claim in CLAIMS:
        if claim.service == service:
            # A parameter may be all that is left of a path where the model has one segment of it: an ARN whose
            # slashes are not encoded is found, too.
            theirs = {model.request(service, claim.name), model.request(service, claim.name).replace("}", "+}")}
            assert claim.request in theirs, claim


@pytest.mark.parametrize("claim", SERVED)
def test_examples_have_every_member_of_the_input(claim):
    table = model_examples.table(claim.service)
    examples = table.EXAMPLES.get(claim.name)
    assert examples, f"{claim.id} is served: give it an example in {table.__name__}.py"
    shape = model.operation(claim.service, claim.name).input_shape
    shown = set().union(*(model.present(shape, example.params) for example in examples)) if shape else set()
    not_taken = set(table.NEVER_TAKEN.get(claim.name, {}))
    assert set(model.members(shape)) - shown == not_taken
    assert not shown & not_taken


@pytest.mark.parametrize("claim", SERVED)
def test_refusals_in_snapshots_have_the_codes_and_statuses_of_the_model(claim):
    # These show refusals that the examples do not: each operation's own, in the situation that it needs.
    for file in sorted((FOLDER / claim.service).glob(f"{claim.name}.*.http")):
        _, _, answer = file.read_text().partition("\nHTTP/1.1 ")
        head, _, body = answer.partition("\n\n")
        status, *headers = head.splitlines()
        reply = Reply(int(status.split()[0]), dict(line.split(": ") for line in headers), body.encode())
        if reply.status >= 400:
            model_examples.check_refused(claim, reply)


@pytest.mark.parametrize("service", SERVICES)
def test_tables_have_only_what_is_served(service):
    table = model_examples.table(service)
    served = {claim.name for claim in model_examples.SERVED if claim.service == service}
    named = {*table.EXAMPLES, *table.NEVER_TAKEN, *table.NEVER_SENT, *table.ELSEWHERE, *getattr(table, "ODD", {})}
    named |= {name for _, name, _ in table.READS} | {each.operation for each in table.EXCEPTIONS}
    assert named <= served


@pytest.mark.parametrize("service", SERVICES)
def test_codes_from_elsewhere_are_from_elsewhere(service):
    table = model_examples.table(service)
    for operation, codes in table.ELSEWHERE.items():
        assert codes.keys() <= model.all_errors(service).keys() - model.errors(service, operation).keys(), operation
    assert not table.UNMODELLED.keys() & model.all_errors(service).keys()
