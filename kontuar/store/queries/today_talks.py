"""Duties of conversations on Today: all of them in their places, and those that are shown as lines."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Q

from kontuar.store.models import Account, Case, Duty
from kontuar.store.queries.ready import Ready

MOST = 300
"""Duties looked at, the safest limit first."""
MOST_COUNTED = 1000
"""Of more it is said that there are over so many."""
MOST_LINES = 40
"""A normal day has at most 40; beyond this the rest is in Messages."""
GROUPS = ("problems", "questions", "answers")
"""In the product's order."""
LINE = 100
"""Characters of a message that fit on one line of Today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A duty of a case. ``on_its_way`` is the state of an answer that is already leaving."""

    duty_id: int
    case_id: int
    kind: str
    since_at: datetime
    due_at: datetime
    safer_by: datetime
    warn_at: datetime
    lost: str
    next_step: str
    rule_id: str
    rule_version: str
    account_id: int
    account_name: str
    platform: str
    buyer: str
    subject: str
    text: str
    language: str
    has_order: bool
    assignee: str
    can_work: bool
    on_its_way: str
    waiting_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """Which duties of conversations stand where, by id; ``longest`` is the one that has waited longest.

    ``left_out`` are owed and not shown, and even more where ``is_left_out_more`` says so.
    """

    stuck: tuple[int, ...]
    problems: tuple[int, ...]
    questions: tuple[int, ...]
    answers: tuple[int, ...]
    left_out: int
    is_left_out_more: bool
    leaving: Mapping[int, str]
    put_off: tuple[int, ...]
    longest: int

    @property
    def shown(self) -> dict[int, str]:
        """Those that are shown, with the state of an answer that is on its way."""
        places = (self.problems, self.questions, self.answers, self.put_off, self.stuck)
        ids = dict.fromkeys([*chain(*places), *([self.longest] if self.longest else ())], "")
        return ids | dict(self.leaving)


_OWED = Ready(
    lambda mine, now: (
        Duty.objects.filter(account_id__in=mine, case__isnull=False)
        .annotate(
            is_set_aside=Q(case__state=Case.State.WAITING, case__waiting_until__gt=now, warn_at__gt=now)
        )
        .order_by("safer_by", "case_id", "pk")
        .values_list("pk", "case_id", "kind", "since_at", "is_counted", "case__order_id", "is_set_aside")[
            :MOST
        ]
    )
)
_EVERY = Ready(
    lambda mine: Duty.objects.filter(account_id__in=mine, case__isnull=False).values_list("pk")[:MOST_COUNTED]
)
_LINES = Ready(
    lambda ids: Duty.objects.filter(pk__in=ids).values_list(
        *("pk", "case_id", "kind", "since_at", "due_at", "safer_by", "warn_at", "lost", "next_step"),
        *("rule_id", "rule_version", "account_id", "case__buyer__login", "case__subject"),
        *("case__last_text", "case__language", "case__order_id", "case__assignee__display_name"),
        *("case__assignee__username", "case__state", "case__waiting_until"),
    )
)


def talks(mine: Sequence[int], now: datetime, stuck: Collection[int], on_its_way: Mapping[int, str]) -> Talks:
    """Every duty in its place; a case whose message of ours needs a look stands there alone."""
    places: dict[str, list[int]] = {name: [] for name in ("stuck", "put_off", *GROUPS)}
    away: dict[int, str] = {}
    waiting: list[tuple[datetime, int]] = []
    rows = _OWED(mine, now)
    every = _EVERY.count(mine) if len(rows) == MOST else len(rows)
    for pk, case_id, kind, since_at, is_counted, order_id, is_set_aside in rows:
        state = on_its_way.get(case_id, "")
        if state:
            away[pk] = state
        if state and case_id not in stuck:
            continue
        name = _group(kind, is_counted=is_counted, has_order=order_id is not None)
        places["stuck" if case_id in stuck else "put_off" if is_set_aside else name].append(pk)
        waiting.append((since_at, pk))
    cut, left = {}, MOST_LINES
    for name in GROUPS:
        cut[name] = tuple(places[name][: max(0, left)])
        left -= len(places[name])
    return Talks(
        stuck=tuple(places["stuck"]),
        **cut,
        left_out=max(0, -left) + every - len(rows),
        is_left_out_more=every == MOST_COUNTED,
        leaving=away,
        put_off=tuple(places["put_off"]),
        longest=min(waiting)[1] if waiting else 0,
    )


def _group(kind: str, *, is_counted: bool, has_order: bool) -> str:
    """Where what is owed stands: a problem, a question before a purchase, any other answer."""
    if kind == "problem":
        return "problems"
    return "questions" if kind == "answer" and is_counted and not has_order else "answers"


def lines(
    wanted: Mapping[int, str], known: Mapping[int, Account], workable: Collection[int]
) -> dict[int, Line]:
    """Duty id → its line, for those that are shown."""
    found = _LINES(list(wanted)) if wanted else ()
    return {row[0]: _line(row, known, workable, wanted[row[0]]) for row in found}


def of(ids: Iterable[int], lines: Mapping[int, Line]) -> tuple[Line, ...]:
    """In their order."""
    return tuple(lines[pk] for pk in ids if pk in lines)


def _line(
    found: tuple[Any, ...], known: Mapping[int, Account], workable: Collection[int], on_its_way: str
) -> Line:
    pk, case_id, kind, since_at, due_at, safer_by, warn_at, lost, step, rule, version, *rest = found
    account_id, buyer, subject, text, language, order_id, called, username, case_state, waiting_until = rest
    return Line(
        duty_id=pk,
        case_id=case_id,
        kind=kind,
        since_at=since_at,
        due_at=due_at,
        safer_by=safer_by,
        warn_at=warn_at,
        lost=lost,
        next_step=step,
        rule_id=rule,
        rule_version=version,
        account_id=account_id,
        account_name=str(known[account_id]),
        platform=known[account_id].platform,
        buyer=buyer,
        subject=subject,
        text=" ".join(text.split())[:LINE],
        language=language,
        has_order=order_id is not None,
        assignee=called or username or "",
        can_work=account_id in workable,
        on_its_way=on_its_way,
        waiting_until=waiting_until if case_state == Case.State.WAITING else None,
    )
