"""The answers on the wire, as text: any change of one is a difference that somebody has read.

`ACCEDE_UPDATE_SNAPSHOTS=1` writes them anew.
"""

import pytest

import cases_macie2
import cases_securityhub
from cases import FOLDER, REQUEST_ID, UPDATE
from operations import SERVED

CASES = cases_securityhub.CASES + cases_macie2.CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_answer(case, hubs, macies, fresh):
    pair = (hubs if case.service == "securityhub" else macies)()
    text = case.run(pair, stranger=fresh())
    assert "x-amzn-requestid: <request id>\n" in text
    if UPDATE:
        case.file.parent.mkdir(parents=True, exist_ok=True)
        case.file.write_text(text)
    assert case.file.is_file(), f"no snapshot of {case.id} yet; the answer is:\n{text}"
    assert text == case.file.read_text()


def test_every_snapshot_belongs_to_a_case():
    assert len({case.id for case in CASES}) == len(CASES)
    files = {path for path in FOLDER.rglob("*") if path.is_file()}
    assert files - {case.file for case in CASES} == set()


@pytest.mark.parametrize("service", SERVED)
def test_every_operation_has_a_success_and_a_refusal(service):
    for operation in SERVED[service]:
        statuses = set()
        for case in CASES:
            if (case.service, case.operation) == (service, operation) and case.file.is_file():
                [line] = [line for line in case.file.read_text().splitlines() if line.startswith("HTTP/1.1 ")]
                statuses.add(line.split()[1][0])
        assert statuses == {"2", "4"}, operation


def test_nothing_of_one_run_is_in_a_snapshot():
    for case in CASES:
        text = case.file.read_text() if case.file.is_file() else ""
        assert not REQUEST_ID.search(text), case.id
