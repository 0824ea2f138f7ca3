"""The answers on the wire, as text: any change of one is a difference that somebody has read.

`ACCEDE_UPDATE_SNAPSHOTS=1` writes them anew.
"""

import pytest

import cases_around
import cases_cloudtrail
import cases_macie2
import cases_organizations
import cases_securityhub
import cases_sts
from cases import FOLDER, REQUEST_ID, UPDATE
from directory import DirectoryPair
from hub import HubPair
from macie import MaciePair
from operations import CLAIMS
from pair import Pair
from trail import TrailPair

TABLES = [cases_securityhub, cases_macie2, cases_sts, cases_organizations, cases_around, cases_cloudtrail]
CASES = [case for table in TABLES for case in table.CASES]

# What is always refused.
REFUSED = {"sts/DecodeAuthorizationMessage"}
PAIRS = {
    "securityhub": HubPair,
    "macie2": MaciePair,
    "organizations": DirectoryPair,
    "sts": Pair,
    "cloudtrail": TrailPair,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_answer(case, server, fresh):
    text = case.run(PAIRS[case.service](server, fresh(), fresh()), stranger=fresh())
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


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.served], ids=lambda claim: claim.id)
def test_every_operation_has_a_success_and_a_refusal(claim):
    statuses = set()
    for case in CASES:
        if (case.service, case.operation) == (claim.service, claim.name) and case.file.is_file():
            [line] = [line for line in case.file.read_text().splitlines() if line.startswith("HTTP/1.1 ")]
            statuses.add(line.split()[1][0])
    assert statuses == ({"4"} if claim.id in REFUSED else {"2", "4"})


def test_nothing_of_one_run_is_in_a_snapshot():
    for case in CASES:
        text = case.file.read_text() if case.file.is_file() else ""
        assert not REQUEST_ID.search(text), case.id
