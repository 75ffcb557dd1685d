"""A case after news: where it stands, and the copies its row keeps for lists."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from kontuar.actions import bulk, journal, policies, reading
from kontuar.facts.case import CaseState
from kontuar.facts.messages import MessageStatus, Role
from kontuar.rules import triage
from kontuar.rules.policy import Policy
from kontuar.store import rebuild
from kontuar.store.models import Case, Message
from kontuar.text.fold import fold

SEARCH_LIMIT = 20_000
PEOPLE = (Role.BUYER.value, Role.SELLER.value)
COPIES = (
    "last_message_at",
    "last_buyer_at",
    "last_seller_at",
    "last_text",
    "last_role",
    "opened_at",
    "language",
    "search_text",
)
TIES = ("thread", "order", "offer")
PLACE = ("state", "review_list", "closed_at", "waiting_until", "waiting_for")
AFTER_NEWS = (*TIES, *PLACE, *COPIES)


def after_news(
    new_by_case: Mapping[int, set[str]],
    *,
    ties: Mapping[int, Mapping[str, Any]] | None = None,
    settled_ids: Collection[str] = (),
    now: datetime,
) -> None:
    """Move the known cases that got new messages, and refresh their copies. Four queries at most.

    ``settled_ids`` are messages whose effect on the state was decided before they were read back; ``ties``
    are what a case may take over (thread, order, offer) if it still has none.
    """
    if not new_by_case:
        return
    rows = _locked(new_by_case)
    messages = _messages_of(new_by_case)
    known = policies.Policies(now)
    entries = []
    for row in rows:
        for name, value in (ties or {}).get(row.pk, {}).items():
            if getattr(row, f"{name}_id") is None:
                setattr(row, name, value)
        new_ids = frozenset(new_by_case[row.pk].difference(settled_ids))
        if _move(row, messages[row.pk], new_ids, known.of(row.account), now):
            entries.append(journal.entry("case.moved_by_news", at=now, case=row, state=row.state))
        _copy(row, messages[row.pk])
    bulk.update(rows, AFTER_NEWS)
    journal.write(entries)


def begin(row: Case, messages: list[Message], new_ids: frozenset[str], policy: Policy, now: datetime) -> None:
    """The place and the copies of a case that is not stored yet, from its first messages, oldest first."""
    if messages[0].role not in PEOPLE and triage.is_nobodys(rebuild.case(row, messages)):
        row.state, row.closed_at = CaseState.CLOSED.value, now
    else:
        _move(row, messages, new_ids, policy, now)
    _copy(row, messages)


def _locked(case_ids: Collection[int]) -> list[Case]:
    """The rows, locked before anything about them is read: who closes one meanwhile waits or is seen."""
    rows = Case.objects.select_related("account", "thread", "buyer", "order", "offer")
    return list(rows.select_for_update(of=("self",)).filter(pk__in=case_ids).order_by("pk"))


def _messages_of(case_ids: Collection[int]) -> dict[int, list[Message]]:
    found: dict[int, list[Message]] = defaultdict(list)
    for message in Message.objects.filter(case_id__in=case_ids).order_by("written_at", "pk"):
        found[message.case_id].append(message)
    return found


def refresh_copies(case_ids: Collection[int]) -> None:
    """Refresh the copies alone: a message changed on the platform, or a person moved some."""
    if not case_ids:
        return
    messages = _messages_of(case_ids)
    rows = [row for row in _locked(case_ids) if messages[row.pk]]
    for row in rows:
        _copy(row, messages[row.pk])
    bulk.update(rows, COPIES)


def _move(row: Case, messages: list[Message], new_ids: frozenset[str], policy: Policy, now: datetime) -> bool:
    """Put the row in memory where it stands after news; True when that is another place for a known case."""
    if not new_ids:
        return False
    before = triage.Place(state=CaseState(row.state), review_list=triage.ReviewList(row.review_list))
    after = triage.after_news(before, rebuild.case(row, messages), new_ids, policy.answer, now)
    if after == before:
        return False
    row.state, row.review_list = after.state.value, after.review_list.value
    if after.state is not before.state:
        row.closed_at = now if after.state is CaseState.CLOSED else None
        if after.state is CaseState.OPEN:
            row.waiting_until, row.waiting_for = None, ""
        return len(new_ids) != len(messages)
    return False


def _copy(row: Case, messages: list[Message]) -> None:
    for name, value in _copies(row, messages).items():
        setattr(row, name, value)


def _copies(row: Case, messages: list[Message]) -> dict[str, object]:
    last = messages[-1]
    by_buyer = [m.first_seen_at for m in messages if m.role == Role.BUYER.value]
    # a message the platform stopped was never said to the buyer
    said = [m for m in messages if m.status != MessageStatus.BLOCKED.value]
    by_seller = [m.written_at for m in said if m.role == Role.SELLER.value]
    languages = [m.language for m in messages if m.role == Role.BUYER.value and m.language]
    return {
        "last_message_at": last.written_at,
        "last_buyer_at": max(by_buyer, default=None),
        "last_seller_at": max(by_seller, default=None),
        "last_text": " ".join(reading.newest_of(last).split())[:200],
        "last_role": last.role,
        "opened_at": messages[0].written_at,
        "language": languages[-1] if languages else row.language,
        "search_text": _search_text(row, messages),
    }


def _search_text(row: Case, messages: list[Message]) -> str:
    words = [row.buyer.login, row.buyer.name, row.subject]
    words += [row.order.external_id] if row.order else []
    words += [row.offer.name] if row.offer else []
    left = SEARCH_LIMIT
    for message in reversed(messages):
        if left <= 0:
            break
        words.append(reading.newest_of(message)[:left])
        left -= len(words[-1])
    return fold(" ".join(word for word in words if word))[:SEARCH_LIMIT]
