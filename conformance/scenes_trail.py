"""A long trail, for the paginator."""

from scenes import MANY, Scene


def events(client, fresh):
    account = fresh()
    macie = client(account, "macie2")
    macie.enable_macie()
    for number in range(MANY - 1):
        macie.update_macie_session(status=("PAUSED", "ENABLED")[number % 2])
    asker = client(account, "cloudtrail")
    mine = {"LookupAttributes": [{"AttributeKey": "EventSource", "AttributeValue": "macie2.amazonaws.com"}]}
    first = asker.lookup_events(**mine)
    rest = asker.lookup_events(**mine, NextToken=first["NextToken"])
    ids = [event["EventId"] for page in (first, rest) for event in page["Events"]]
    assert len(set(ids)) == MANY and "NextToken" not in rest
    return Scene(asker, ids, "EventId", mine)


SCENES = {("cloudtrail", "LookupEvents"): events}
