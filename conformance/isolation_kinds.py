"""What of an operation's input can name something of another account, and inputs that name it.

Every text of every operation is of a kind: one that names something, of which a `pool` has values, or `PLAIN`. A text
that is not known here fails the test of its operation, so that nobody can forget to ask what it names.
"""

import itertools
import json

import model
import model_examples

PLAIN = None
ABSENT = object()

_KINDS = {
    "account": "AccountId AdministratorId MasterId AdminAccountId accountId adminAccountId administratorAccountId"
    " masterAccount expectedBucketOwner id AccountIds[] accountIds[]",
    "child": "ChildId",
    "parent": "ParentId SourceParentId DestinationParentId OrganizationalUnitId",
    "resource": "ResourceId TargetId",
    "target": "Target.Id",
    "handshake": "HandshakeId ParentHandshakeId",
    "creation": "CreateAccountRequestId",
    "invitation": "InvitationId invitationId",
    "hub": "HubArn",
    "aggregator": "FindingAggregatorArn",
    "product subscription": "ProductSubscriptionArn",
    "standards subscription": "StandardsSubscriptionArns[]",
    "arn": "ResourceArn resourceArn",
    "kms key": "kmsKeyArn",
    "role": "RoleArn",
    "token": "NextToken nextToken",
    "access key": "AccessKeyId",
    "email": "Email email",
    "principal": "ServicePrincipal",
    "tag": "TagKeys[] tagKeys[]",
    "session token": "EncodedMessage",
    "device": "SerialNumber",
    "bucket": "bucketName keyPrefix",
    "unit name": "Name AccountName",
    "event": "LookupAttributes[].AttributeValue",
    "event member": "LookupAttributes[].AttributeKey",
}
# What names nothing that an account could have.
_PLAIN = (
    "ExternalId Notes message StatusMessage Policy arn ContextAssertion ProviderArn ProductArn RegionLinkingMode"
    " Regions[] RoleName RoleSessionName SourceIdentity StandardsArn TokenCode TransitiveTagKeys[] clientToken"
    " onlyAssociated timeRange Tags[].Key Tags[].Value"
)
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_KIND_OF |= {name: PLAIN for name in _PLAIN.split()}


def kind(path, shape):
    """The kind of the text at a path, such as `AccountDetails[].AccountId`: the longest end of it that is known."""
    parts = path.split(".")
    for start in range(len(parts)):
        end = ".".join(parts[start:])
        if end in _KIND_OF:
            return _KIND_OF[end]
    assert shape.enum, f"what does {path} name? isolation_kinds.py has to know"
    return PLAIN


def inputs(claim, pool):
    """Every input of an operation that names one of `pool(kind)` wherever something can be named.

    They are made from the operation's examples. Members that need not be there are also left out, and a list has each
    value by itself and all of them together.
    """
    shape = model.operation(claim.service, claim.name).input_shape
    examples = model_examples.table(claim.service).EXAMPLES.get(claim.name)
    assert examples, f"{claim.id} has no example in model_examples_{claim.service}.py"
    check_known(shape)
    seen = set()
    for example in examples:
        for params in _structure(shape, example.params, "", pool) if shape else [{}]:
            params = {name: value for name, value in params.items() if name.lower() != "maxresults"}
            text = json.dumps(params, sort_keys=True)
            if text not in seen:
                seen.add(text)
                yield params


def check_known(shape, path="", above=()):
    """Every text of an input is of a known kind, in examples or not."""
    if shape is None or shape.name in above:
        return
    inner = (*above, shape.name)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            check_known(member, f"{path}.{name}" if path else name, inner)
    elif shape.type_name == "list":
        check_known(shape.member, f"{path}[]", inner)
    elif shape.type_name == "string":
        kind(path, shape)


def _structure(shape, params, path, pool):
    names, choices = list(params), []
    for name in names:
        found = _values(shape.members[name], params[name], f"{path}.{name}" if path else name, pool)
        named = found != [params[name]]
        choices.append(found + ([ABSENT] if named and name not in shape.required_members else []))
    return [
        {name: value for name, value in zip(names, values) if value is not ABSENT}
        for values in itertools.product(*choices)
    ]


def _values(shape, value, path, pool):
    if shape.type_name == "structure":
        return _structure(shape, value, path, pool)
    if shape.type_name == "list" and value:
        found = _values(shape.member, value[0], f"{path}[]", pool)
        together = [found] if len(found) > 1 and isinstance(found[0], str) else []
        return [[each] for each in found] + together if found != [value[0]] else [value]
    if shape.type_name == "string":
        named = kind(path, shape)
        values = [value] if named is PLAIN else list(pool(named))
        assert not any("{" in each and path != "Policy" for each in values), f"{path}: {values}"
        return values
    return [value]
