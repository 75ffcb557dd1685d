"""Goods that leave on other days: no-ship weekdays and days, and a cut-off hour, for a product group or an account."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Account, Desk, User

MOST_GROUPS, MOST_WORDS, MOST_DAYS = 40, 200, 400


@transaction.atomic
def keep(
    by: User,
    place: int | None,
    *,
    name: str,
    begins: Sequence[str],
    account: int | None,
    cut_off: str,
    weekdays: Sequence[int],
    days: Sequence[str],
    now: datetime,
) -> None:
    """Keep a group; ``place`` is its place in the list, None for a new one. Invalid names the field.

    ``begins``: beginnings of names or codes, or offers' numbers; none for everything. ``weekdays`` (Monday 0) and
    ``days`` (ISO dates) are those on which nothing leaves, ``cut_off`` is a local wall time or empty.
    """
    if not by.is_owner:
        raise NotAllowed()
    if account is not None and not Account.objects.filter(pk=account).exists():
        raise Invalid("unknown-account", _("This account is not in the list."), field="account")
    group = _clean(name, begins, account, cut_off, weekdays, days)
    desk, _made = Desk.objects.select_for_update().get_or_create(pk=1)
    groups = list(desk.ship_groups)
    if place is None:
        if len(groups) >= MOST_GROUPS:
            raise Invalid(
                "too-many-groups", _("That is one group too many. Put some together."), field="name"
            )
        groups.append(group)
    elif 0 <= place < len(groups):
        groups[place] = group
    else:
        raise Invalid("group-gone", _("Somebody took this group out meanwhile."))
    _keep(desk, groups, by, now)


@transaction.atomic
def take_out(by: User, place: int, name: str, *, now: datetime) -> None:
    """Take a group out; ``name`` is the one the person saw there."""
    if not by.is_owner:
        raise NotAllowed()
    desk, _made = Desk.objects.select_for_update().get_or_create(pk=1)
    groups = list(desk.ship_groups)
    if not (0 <= place < len(groups) and groups[place]["name"] == name):
        raise Invalid("group-gone", _("Somebody took this group out meanwhile."))
    del groups[place]
    _keep(desk, groups, by, now)


def _keep(desk: Desk, groups: list[dict[str, Any]], by: User, now: datetime) -> None:
    Desk.objects.filter(pk=desk.pk).update(ship_groups=groups)
    for account in Account.objects.order_by("pk"):
        reassess.everything(account, now=now)
    journal.record("desk.hours_saved", at=now, actor=by)


def _clean(
    name: str,
    begins: Sequence[str],
    account: int | None,
    cut_off: str,
    weekdays: Sequence[int],
    days: Sequence[str],
) -> dict[str, Any]:
    words = sorted({" ".join(word.split())[:100] for word in begins} - {""})
    if not name.strip() or len(name) > 80:
        raise Invalid("no-name", _("Give the group a name of at most 80 characters."), field="name")
    if len(words) > MOST_WORDS or len(days) > MOST_DAYS:
        raise Invalid("too-many-days", _("Too many days at once."), field="days")
    if not set(weekdays) <= set(range(7)) or set(range(7)) <= set(weekdays):
        raise Invalid("no-day-left", _("Leave at least one day of the week to ship on."), field="weekdays")
    if not weekdays and not days and not cut_off:
        raise Invalid(
            "nothing-set",
            _("Choose a day or an hour: without one the group changes nothing."),
            field="weekdays",
        )
    return {
        "name": name.strip(),
        "begins": words,
        "account": account,
        "cut_off": _wall_time(cut_off),
        "weekdays": sorted(set(weekdays)),
        "days": _days(days),
    }


def _wall_time(text: str) -> str:
    try:
        return time.fromisoformat(text).strftime("%H:%M") if text else ""
    except ValueError:
        raise Invalid("bad-time", _("Write the time as 15:00."), field="cut_off") from None


def _days(days: Sequence[str]) -> list[str]:
    try:
        return sorted({date.fromisoformat(day).isoformat() for day in days})
    except ValueError:
        raise Invalid("bad-day", _("Write each day as 2026-12-24."), field="days") from None
