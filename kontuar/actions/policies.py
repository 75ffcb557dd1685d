"""The rules in force for one account on one day, with the desk's own hours and holidays in them."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kontuar.rulebook.load import policy_for
from kontuar.rulebook.override import Override
from kontuar.rules.policy import OwnTargets, Policy
from kontuar.rules.shipping import NoShip, ShipGroup
from kontuar.store.models import Account, Desk
from kontuar.store.queries.desk import the_desk
from kontuar.store.queries.once import once
from kontuar.store.queries.overrides import standing

MOST_ANSWER_HOURS = 240
BOOKS = {"elsewhere": "mail"}
"""Platforms that have the rules of another: nobody but ourselves limits an answer where people note talks by hand."""
type Hours = tuple[tuple[int, time, time], ...]


def policy(account: Account, *, now: datetime) -> Policy:
    """The policy of ``account`` at ``now``; built once per day, account country, desk settings and own values."""
    return once(("policy", account.pk, now), lambda: _policy(account, now))


def _policy(account: Account, now: datetime) -> Policy:
    desk, overrides = the_desk(), own_values()
    zone = ZoneInfo(account.zone)
    hours = tuple(
        (int(day), time.fromisoformat(span[0]), time.fromisoformat(span[1]))
        for day, span in sorted(desk.office_hours.items())
        if span
    )
    closed = frozenset(date.fromisoformat(day) for day in desk.days_off)
    on = now.astimezone(zone).date()
    given = (account.hourly_cap, answer_hours(account), desk.courier_at, ship_groups(desk, account))
    return _built(
        book_of(account.platform), account.country, on, account.zone, hours, closed, *given, overrides
    )


def book_of(platform: str) -> str:
    """The book of rules that holds for accounts of a platform."""
    return BOOKS.get(platform, platform)


def ship_groups(desk: Desk, account: Account) -> tuple[ShipGroup, ...]:
    """Goods of the account that leave on other days."""
    return tuple(
        ShipGroup(
            name=str(one["name"]),
            begins=tuple(str(word).casefold() for word in one["begins"]),
            stops=NoShip(
                weekdays=frozenset(one["weekdays"]),
                days=frozenset(date.fromisoformat(day) for day in one["days"]),
                cut_off=time.fromisoformat(one["cut_off"]) if one["cut_off"] else None,
            ),
        )
        for one in desk.ship_groups
        if one["account"] in (None, account.pk)
    )


def own_values() -> tuple[Override, ...]:
    """What the owner put in place of rules' values, those over or to come included: a policy knows its day."""
    return tuple(
        Override(
            book=row.book,
            rule_id=row.rule_id,
            key=row.key,
            value=tuple(row.value) if isinstance(row.value, list) else row.value,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=row.reason,
        )
        for row in standing()
    )


def answer_hours(account: Account) -> int | None:
    """The mailbox's own target for an answer, in hours; None where nobody set a sensible one."""
    given = account.settings.get("answer_hours")
    return given if type(given) is int and 1 <= given <= MOST_ANSWER_HOURS else None


class Policies:
    """The policies of several accounts at one moment; the desk is asked once for each account."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[int, Policy] = {}

    def of(self, account: Account) -> Policy:
        """The policy of ``account``."""
        if account.pk not in self._known:
            self._known[account.pk] = policy(account, now=self._now)
        return self._known[account.pk]


@lru_cache(maxsize=256)
def _built(
    platform: str,
    country: str,
    on: date,
    zone: str,
    hours: Hours,
    closed: frozenset[date],
    cap: int,
    answer_hours: int | None,
    courier_at: str,
    groups: tuple[ShipGroup, ...],
    overrides: tuple[Override, ...],
) -> Policy:
    courier = time.fromisoformat(courier_at) if courier_at else None
    target = None if answer_hours is None else timedelta(hours=answer_hours)
    return policy_for(
        platform,
        country,
        on,
        zone=ZoneInfo(zone),
        own=OwnTargets(hourly_cap=cap, mail_target=target, courier_at=courier, ship_groups=groups),
        office_hours=hours or None,
        absences=closed,
        overrides=overrides,
    )
