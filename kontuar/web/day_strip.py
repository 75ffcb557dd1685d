"""The day's rhythm on Today, in two lines: what is due before the next look, who waits longest, who is stood in for.

Four small queries, none of which grows with the number of duties beyond ``queries.rhythm.MOST`` rows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kontuar.actions import rhythm
from kontuar.actions.rhythm_calendar import calendar
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm.absences import stands_in_for
from kontuar.rules.rhythm.due import Answered, Before, Limit, answered, due_before
from kontuar.rules.rhythm.silence import silence
from kontuar.store.models import Absence, Rhythm, User
from kontuar.store.queries import rhythm as query
from kontuar.store.queries import today_orders
from kontuar.store.queries.today import Board
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look

HOUR = timedelta(hours=1)
PARCELS = ("dispatch", *today_orders.PARCELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """``due`` in words with its ``css`` (calm, soon or empty); ``marked`` are ids of lines due before the next look.

    ``taken_over`` are conversations of colleagues this person stands in for.
    """

    due: str
    css: str
    mark: str
    marked: frozenset[str]
    stands_in: str
    taken_over: frozenset[int]
    waiting: str
    waiting_url: str


def strip(user: User, board: Board, look: Look) -> Strip:
    """Today's strip for one person."""
    row, year = query.plan_of(user), calendar(now=look.now)
    absences = query.absences_from(look.today())
    people = stands_in_for(rhythm.plans(absences), user.pk, look.today())
    taken_over = query.cases_of(user, people) if people else frozenset()
    away = rhythm.days_away(absences, user, look.today())
    next_at = rhythm.next_look(row, year, now=look.now, away=away)
    before = _before(user, board, next_at) if next_at else None
    waiting, url = _waiting(board, row, year, look)
    return Strip(
        due=_due(before, board, look) if before else "",
        css=_css(before, board) if before else "",
        mark=_("before %(when)s") % {"when": labels.by(before.until, look)} if before else "",
        marked=before.keys if before else frozenset(),
        stands_in=_stands_in(people, absences, len(taken_over), look),
        taken_over=taken_over,
        waiting=waiting,
        waiting_url=url,
    )


def _before(user: User, board: Board, until: datetime) -> Before:
    """What still waits for us until then; what is answered and on its way is not counted."""
    leaving = {line.duty_id for line in board.leaving}
    rows = query.limits_until(user, until)
    return due_before(
        (
            Limit(
                key=f"duty-{pk}",
                kind=kind,
                due_at=due_at,
                safer_by=safer_by,
                parcel=order_id if kind in PARCELS else None,
            )
            for pk, kind, due_at, safer_by, order_id in rows
            if pk not in leaving
        ),
        until,
    )


def verdict(before: Before, board: Board) -> Answered:
    """Whether "all answered" may be said: not over stale data, nor while something of ours has not arrived."""
    unsent = (board.stopped, board.leaving, board.deeds)
    return answered(before.count, is_all_read=not board.is_stale, is_all_sent=not any(unsent))


def _due(before: Before, board: Board, look: Look) -> str:
    when = {"when": labels.by(before.until, look)}
    said = verdict(before, board)
    if said is Answered.CLEAR:
        return _("All answered until %(when)s") % when
    if said is Answered.UNKNOWN:
        return _("Nothing that was read is due before %(when)s – but not all was read, or has arrived") % when
    if before.count >= query.MOST:
        return _("More than %(n)d are due before %(when)s") % {"n": query.MOST, **when}
    words = ngettext("%(n)d is due before %(when)s", "%(n)d are due before %(when)s", before.count) % {
        "n": before.count,
        **when,
    }
    if before.better:
        safer = ngettext(
            "%(n)d of them by the stricter reading",
            "%(n)d of them by the stricter reading",
            len(before.better),
        )
        words += f" ({safer % {'n': len(before.better)}})"
    return words


def _css(before: Before, board: Board) -> str:
    return {Answered.CLEAR: "calm", Answered.DUE: "soon", Answered.UNKNOWN: ""}[verdict(before, board)]


def _waiting(board: Board, row: Rhythm, year: BusinessCalendar, look: Look) -> tuple[str, str]:
    """The longest silence of what stands on Today, put off or not, once it is long enough."""
    oldest = board.longest
    if oldest is None:
        return "", ""
    found = silence(oldest.since_at, look.now, calendar=year, threshold=row.silence_hours * HOUR)
    if not found.is_alarming:
        return "", ""
    hours = int(found.working / HOUR)
    words = ngettext(
        "%(buyer)s has waited longest: %(n)d working hour, since %(when)s",
        "%(buyer)s has waited longest: %(n)d working hours, since %(when)s",
        hours,
    )
    said = words % {"buyer": oldest.buyer, "n": hours, "when": labels.since(oldest.since_at, look)}
    return said, to("case", oldest.case_id)


def _stands_in(people: Collection[int], absences: Collection[Absence], count: int, look: Look) -> str:
    if not people:
        return ""
    today = look.today()
    names = sorted({str(one.user) for one in absences if one.user_id in people and one.first_day <= today})
    words = ngettext(
        "In place of %(names)s: %(n)d conversation to answer",
        "In place of %(names)s: %(n)d conversations to answer",
        count,
    )
    return words % {"names": ", ".join(names), "n": count}
