"""What a person sets for his own day: check-in times, letters about deadlines, the alarm of a long silence."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from kontuar.actions.errors import Invalid
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm import absences as rule
from kontuar.rules.rhythm.checkins import MOST_DAYS, CheckIns, next_after
from kontuar.rules.rhythm.letters import Quiet
from kontuar.store.models import Absence, Rhythm, User

MOST_LOOKS = 12
LONGEST_AHEAD = 72
"""Hours: a letter about everything of the week is the noise it should spare."""
LONGEST_SILENCE = 200
WALL_TIME = re.compile(r"[0-2]\d:[0-5]\d")


def settle(
    user: User,
    *,
    check_ins: Sequence[str],
    check_in_days: Sequence[int],
    wants_letters: bool,
    letter_hours: int,
    quiet_from: str,
    quiet_until: str,
    silence_hours: int,
    now: datetime,
) -> Rhythm:
    """Keep a person's own plan; Invalid names the field, nothing is saved then.

    Times are HH:MM of the desk's zone, ``check_in_days`` weekdays (Monday 0). Both ends of the quiet hours, or none.
    ``now`` is asked of every deed; a person's own plan is not journalled.
    """
    if len(check_ins) > MOST_LOOKS:
        raise Invalid("too-many-times", _("Twelve times a day are enough."), field="check_ins")
    times = sorted({_wall(text, "check_ins") for text in check_ins})
    days = sorted(set(check_in_days))
    if not set(days) <= set(range(7)):
        raise Invalid("unknown-day", field="check_in_days")
    if times and not days:
        raise Invalid("no-day", _("Choose at least one day."), field="check_in_days")
    if bool(quiet_from) != bool(quiet_until):
        raise Invalid("half-quiet", _("Write both times, or neither."), field="quiet_from")
    quiet = [_wall(text, "quiet_from") if text else "" for text in (quiet_from, quiet_until)]
    if not 1 <= letter_hours <= LONGEST_AHEAD:
        raise Invalid("bad-ahead", _("Choose between 1 and 72 hours."), field="letter_hours")
    if not 0 <= silence_hours <= LONGEST_SILENCE:
        raise Invalid("bad-silence", _("Choose between 0 and 200 hours."), field="silence_hours")
    if wants_letters and not user.email:
        raise Invalid(
            "no-address", _("Write your e-mail address into your profile first."), field="wants_letters"
        )
    values = {
        "check_ins": times,
        "check_in_days": days,
        "wants_letters": wants_letters,
        "letter_hours": letter_hours,
        "quiet_from": quiet[0],
        "quiet_until": quiet[1],
        "silence_hours": silence_hours,
    }
    return Rhythm.objects.update_or_create(user=user, defaults=values)[0]


def _wall(text: str, field: str) -> str:
    try:
        if WALL_TIME.fullmatch(text):
            return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        pass
    raise Invalid("bad-time", _("Write the time as 15:00."), field=field)


def next_look(
    row: Rhythm, calendar: BusinessCalendar, *, now: datetime, away: frozenset[date] = frozenset()
) -> datetime | None:
    """When this person looks next; None without check-in times."""
    return next_after(_plan(row, away), calendar, now)


def _plan(row: Rhythm, away: frozenset[date]) -> CheckIns:
    times = tuple(time.fromisoformat(text) for text in row.check_ins)
    return CheckIns(times=times, weekdays=frozenset(row.check_in_days), away=away)


def days_away(rows: Sequence[Absence], user: User, today: date) -> frozenset[date]:
    """The days from today on that this person is away, two months ahead at most."""
    mine = [one for one in rows if one.user_id == user.pk]
    ahead = (today + timedelta(days=number) for number in range(MOST_DAYS))
    return frozenset(day for day in ahead if any(one.first_day <= day <= one.last_day for one in mine))


def quiet_of(row: Rhythm) -> Quiet | None:
    """The person's quiet hours, if he has any."""
    if not row.quiet_from or not row.quiet_until:
        return None
    return Quiet(begins=time.fromisoformat(row.quiet_from), until=time.fromisoformat(row.quiet_until))


def plans(rows: Sequence[Absence]) -> list[rule.Absence]:
    """Absences as the rules read them. A person who was let go of is no deputy."""
    return [
        rule.Absence(
            person=row.user_id,
            deputy=row.deputy_id if row.deputy and row.deputy.is_active else None,
            first=row.first_day,
            last=row.last_day,
        )
        for row in rows
    ]
