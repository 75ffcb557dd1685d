"""The numbers of the day: what the coming week brings, and which questions became a sale. Reads; writes nothing."""

from datetime import datetime, timedelta
from typing import Any

from kontuar.actions.policies import Policies
from kontuar.facts.case import CaseMessage
from kontuar.facts.messages import MessageKind, MessageStatus, Role
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm import leads as rule
from kontuar.rules.rhythm.first_answers import Measure, measure
from kontuar.rules.rhythm.forecast import Forecast, forecast, window
from kontuar.store.models import Account, User
from kontuar.store.queries import access
from kontuar.store.queries import rhythm_numbers as query

LOOK_BACK = timedelta(days=190)
"""Half a year of months."""


def week_ahead(user: User, calendar: BusinessCalendar, *, now: datetime) -> Forecast | None:
    """What the seven days after today bring over all accounts the person may see; None without history."""
    known_since = query.known_since(user)
    if known_since is None:
        return None
    today = calendar.local_day(now)
    first = calendar.local_day(known_since) + timedelta(days=1)  # the day reading begins in is not whole
    since, until = calendar.day_start(window(today, first)), calendar.day_start(today)
    return forecast(
        query.orders_by_day(user, since, until, calendar.zone),
        query.words_of_buyers(user, since, until),
        today=today,
        first=first,
        calendar=calendar,
    )


def first_answers(user: User, *, now: datetime) -> list[tuple[Account, Measure]]:
    """How soon first questions were answered, for each account whose marketplace measures it and that has any."""
    found = []
    known = Policies(now)
    for account in access.accounts(user).order_by("connected_at", "pk"):
        policy = known.of(account)
        if policy.answer.measure_days is None:
            continue
        since = now - timedelta(days=policy.answer.measure_days)
        threads = query.threads_with_questions(account.pk, since)
        talks = [[_said(row) for row in rows] for rows in threads.values()]
        counted = measure(talks, policy, now)
        if counted is not None:
            found.append((account, counted))
    return found


def _said(row: tuple[Any, ...]) -> CaseMessage:
    external_id, role, kind, status, written_at, first_seen_at = row
    return CaseMessage(
        external_id=external_id,
        role=Role(role),
        kind=MessageKind(kind),
        status=MessageStatus(status),
        written_at=written_at,
        first_seen_at=first_seen_at,
    )


def months(user: User, calendar: BusinessCalendar, *, now: datetime) -> tuple[rule.Month, ...]:
    """Questions before a purchase and what became of them, by month, newest first."""
    since = now - LOOK_BACK
    asked = query.asked_since(user, since)
    bought = query.bought_since(user, {one.buyer_id for one in asked}, since) if asked else []
    found = rule.leads(
        (
            rule.Question(
                buyer=one.buyer_id, asked_at=one.asked_at, answered_at=one.answered_at, price=one.price
            )
            for one in asked
        ),
        (rule.Purchase(buyer=buyer, bought_at=at) for buyer, at in bought),
    )
    return rule.months(found, now=now, zone=calendar.zone)
