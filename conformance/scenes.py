"""What the tests of paginators look at."""

from dataclasses import dataclass, field
from typing import Optional

MANY = 63


@dataclass(frozen=True)
class Scene:
    """A long list: who asks for it, the ids of everything in it, in order, and with which arguments.

    `key` is the member that is the id, or nothing where the items themselves are.
    """

    asker: object
    ids: list
    key: Optional[str]
    arguments: dict = field(default_factory=dict)
