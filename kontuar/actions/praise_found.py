"""Praise in buyers' messages that nobody counted yet: proposed, and counted by a person's click alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.actions import journal
from kontuar.actions.rights import must_work
from kontuar.actions.suggestions import must_be_buyers
from kontuar.store.models import Message, User
from kontuar.store.queries import voices as query
from kontuar.text.praises import find_praise

LATELY = timedelta(days=30)
SHOWN = 8
DECLINED = "praise.declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A message that reads like praise: what for, and who most likely earned it (None: the shop)."""

    message: Message
    what: str
    person: User | None


def proposals(user: User, *, now: datetime) -> list[Proposal]:
    """Of the last 30 days, newest first, ``SHOWN`` at most; only where the person may count them. Four queries."""
    since = now - LATELY
    left_out = query.declined(DECLINED, since)
    found: dict[int, str] = {}
    for pk, text in query.uncounted(user, since):
        if pk not in left_out and len(found) < SHOWN and (what := find_praise(text)):
            found[pk] = what
    if not found:
        return []
    rows = query.messages_of(found)
    writers = query.last_writers({row.case_id for row in rows})
    return [Proposal(message=row, what=found[row.pk], person=writers.get(row.case_id)) for row in rows]


def decline(message: Message, by: User, *, now: datetime) -> None:
    """It is no praise: it is proposed no more. Twice does nothing more."""
    must_work(by, message.account_id)
    must_be_buyers(message)
    if message.pk not in query.declined(DECLINED, now - LATELY):
        journal.record(DECLINED, at=now, actor=by, account=message.account, message=message.pk)
