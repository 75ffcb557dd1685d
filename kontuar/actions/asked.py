"""What buyers had asked when somebody answered."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from kontuar.actions import reading
from kontuar.facts.messages import Role
from kontuar.store.models import Message


def by_case(cases: Collection[int]) -> Mapping[int, Sequence[Message]]:
    """What buyers wrote in these cases, the oldest first; an empty list for any other."""
    rows = Message.objects.filter(case__in=cases, role=Role.BUYER.value).order_by("written_at", "pk")
    found: dict[int, list[Message]] = defaultdict(list)
    for row in rows.only("pk", "case_id", "role", "text", "kind", "written_at"):
        found[row.case_id].append(row)
    return found


def before(messages: Sequence[Message], at: datetime) -> str:
    """The newest words of the last of these messages, oldest first, that was there at ``at``; empty if none was."""
    place = bisect_right(messages, at, key=lambda message: message.written_at)
    return reading.newest_of(messages[place - 1]).strip() if place else ""
