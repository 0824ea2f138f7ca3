"""The tools of the model tests by themselves, on a small model: that they find what is wrong."""

import json

import pytest
from botocore.model import ServiceModel

import model
from model_answers import check_refusal, check_success
from model_requests import by_botocore, lenient
from model_violations import violations
from raw import Reply

TEXT = {"type": "string", "min": 2, "max": 4, "pattern": "^[a-z]+$"}
SHAPES = {
    "Input": {
        "type": "structure",
        "required": ["Id", "Things"],
        "members": {
            "Id": {"shape": "Text", "location": "uri", "locationName": "id"},
            "Size": {"shape": "Size", "location": "querystring", "locationName": "size"},
            "Things": {"shape": "Things"},
            "Tags": {"shape": "Tags", "locationName": "tags"},
            "On": {"shape": "Flag"},
        },
    },
    "Things": {"type": "list", "member": {"shape": "Thing"}, "min": 1, "max": 2},
    "Thing": {"type": "structure", "required": ["Kind"], "members": {"Kind": {"shape": "Kind"}, "At": {"shape": "Time"}}},
    "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Text": TEXT,
    "Kind": {"type": "string", "enum": ["ONE", "TWO"]},
    "Size": {"type": "integer", "min": 1, "max": 9},
    "Flag": {"type": "boolean"},
    "Time": {"type": "timestamp", "timestampFormat": "iso8601"},
    "Output": {"type": "structure", "required": ["Things"], "members": {"Things": {"shape": "Things"}, "Size": {"shape": "Size"}}},
    "Gone": {"type": "structure", "members": {}, "error": {"httpStatusCode": 404}, "exception": True},
    "Full": {"type": "structure", "members": {}, "error": {"httpStatusCode": 402}, "exception": True},
    "Empty": {"type": "structure", "members": {}, "error": {"httpStatusCode": 403}, "exception": True},
}
OPERATION = {
    "name": "MakeThings",
    "http": {"method": "POST", "requestUri": "/things/{id}", "responseCode": 201},
    "input": {"shape": "Input"},
    "output": {"shape": "Output"},
    "errors": [{"shape": "Gone"}],
}
METADATA = {"protocol": "rest-json", "serviceId": "Toy", "endpointPrefix": "toy"}
PARAMS = {"Id": "abc", "Size": 3, "Things": [{"Kind": "ONE"}], "Tags": {"key": "text"}, "On": True}
HEADERS = {"content-type": "application/json", "x-amzn-requestid": "1"}


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    other = {**OPERATION, "name": "Fill", "errors": [{"shape": "Full"}]}
    raw = {"metadata": METADATA, "operations": {"MakeThings": OPERATION, "Fill": other}, "shapes": SHAPES}
    made = ServiceModel(raw, "toy")
    monkeypatch.setattr(model, "service", lambda name: made)
    monkeypatch.setattr(model, "operation", lambda service, name: made.operation_model(name))


def found():
    return {(each.path, each.kind) for each in violations("toy", "MakeThings", PARAMS)}


def test_every_constraint_is_violated():
    text = {("too short"), ("too long"), ("pattern")}
    typed = {"type"}
    expected = {("", "type"), ("Things", "missing"), ("Things", "type"), ("Things", "too short"), ("Things", "too long")}
    expected |= {("Id", kind) for kind in text}
    expected |= {("Size", kind) for kind in ("type", "too small", "too large")}
    expected |= {("Things[]", "type"), ("Things[].Kind", "missing"), ("Things[].Kind", "type"), ("Things[].Kind", "enum")}
    expected |= {("Tags", "type"), ("On", "type")}
    expected |= {("Tags{key}", kind) for kind in text} | {("Tags{}", kind) for kind in text | typed}
    assert found() == expected


def test_a_violation_differs_in_one_member():
    for each in violations("toy", "MakeThings", PARAMS):
        # Compared as JSON: to Python, 1 is True.
        changed = {name for name in PARAMS if json.dumps(each.params.get(name)) != json.dumps(PARAMS[name])}
        member = each.path.split(".")[0].split("[")[0].split("{")[0]
        assert changed == ({member} if member else set()), each
        assert each.path or each.body is not None


def test_requests_say_what_botocores_say():
    assert lenient("toy", "MakeThings", PARAMS).meaning == by_botocore("toy", "MakeThings", PARAMS).meaning
    request = lenient("toy", "MakeThings", {**PARAMS, "Id": "a/b", "Size": "x y", "Tags": 7})
    assert request.path == "/things/a%2Fb?size=x%20y"
    assert json.loads(request.body) == {"Things": [{"Kind": "ONE"}], "tags": 7, "On": True}


def success(body, status=201, **headers):
    return check_success("toy", "MakeThings", Reply(status, HEADERS | headers, json.dumps(body).encode()))


GOOD = {"Things": [{"Kind": "ONE", "At": "2024-01-02T03:04:05.678Z"}], "Size": 1}


def test_a_good_answer_is_good():
    assert success(GOOD) == {"Things", "Things[].Kind", "Things[].At", "Size"}
    assert set(model.members(model.operation("toy", "MakeThings").output_shape)) == success(GOOD)


@pytest.mark.parametrize(
    "body, status",
    [
        (GOOD, 200),
        ({}, 201),
        ([], 201),
        ({**GOOD, "size": 1}, 201),
        ({**GOOD, "Size": "1"}, 201),
        ({**GOOD, "Size": True}, 201),
        ({**GOOD, "Size": None}, 201),
        ({"Things": {}}, 201),
        ({"Things": [{}]}, 201),
        ({"Things": [{"Kind": "THREE"}]}, 201),
        ({"Things": [{"Kind": "ONE", "At": 1700000000.5}]}, 201),
        ({"Things": [{"Kind": "ONE", "At": "2024-01-02 03:04:05"}]}, 201),
    ],
    ids=str,
)
def test_a_bad_answer_is_found(body, status):
    with pytest.raises(AssertionError):
        success(body, status)


@pytest.mark.parametrize(
    "status, code, in_body, good",
    [
        (404, "Gone", "Gone", True),
        (402, "Full", "Full", True),
        (403, "Empty", "Empty", False),
        (400, "Odd", "Odd", True),
        (400, "Gone", "Gone", False),
        (404, "Full", "Full", False),
        (404, "Odd", "Odd", False),
        (400, "Unheard", "Unheard", False),
        (404, "Gone", "Full", False),
        (404, "", "", False),
        (500, "Gone", "Gone", False),
    ],
)
def test_a_bad_refusal_is_found(status, code, in_body, good):
    body = json.dumps({"Message": "No.", "Code": in_body}).encode()
    reply = Reply(status, HEADERS | {"x-amzn-errortype": code}, body)
    model.all_errors.cache_clear()
    try:
        assert check_refusal("toy", "MakeThings", reply, {"Odd": 400}, {"Full"}) == code and good
    except AssertionError:
        assert not good
