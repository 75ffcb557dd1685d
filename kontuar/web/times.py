"""Times in words, told in the shop's zone, relative when near. Reached through :mod:`kontuar.web.labels`."""

from datetime import date, datetime, timedelta
from html import escape

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kontuar.web.look import Look
from kontuar.web.once import once_a_language

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SMALL_DAYS = {"pl", "lt"}
"""Languages that write the names of days and months small."""


def span(length: timedelta) -> str:
    """A length as people say it: "12 min", "1 h 20 min", "5 h", "3 days"."""
    return _span(max(0, round(length / MINUTE)))


@once_a_language
def _span(minutes: int) -> str:
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 3 and rest:
        return _("%(h)d h %(m)d min") % {"h": hours, "m": rest}
    if hours < 48:
        return _("%(n)d h") % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def ago(at: datetime, look: Look) -> str:
    """ "2 min ago"; "just now" within a minute."""
    length = look.now - at
    return _("just now") if length < MINUTE else _("%(span)s ago") % {"span": span(length)}


def clock(at: datetime, look: Look) -> str:
    """Wall-clock time, "9:05"."""
    local = look.local(at)
    return f"{local.hour}:{local.minute:02}"


def moment(at: datetime, look: Look) -> str:
    """When something was or will be: "14:05", "tomorrow 10:00", "Mon 10:00", "12 Oct", "12 Oct 2024"."""
    local = look.local(at)
    return _in_a_day(local.date(), look.today()) % {"time": f"{local.hour}:{local.minute:02}"}


@once_a_language
def _in_a_day(day: date, today: date) -> str:
    """What stands for a moment of that day; ``%(time)s`` is the hour, where it is told."""
    days = (day - today).days
    if abs(days) == 1:
        next_to = {1: pgettext("day and time", "tomorrow %(time)s")}
        return next_to.get(days) or pgettext("day and time", "yesterday %(time)s")
    if abs(days) < 7:
        return f"{_short_name(day.weekday())} %(time)s" if days else "%(time)s"
    return _day_and_month(day, is_this_year=day.year == today.year).replace("%", "%%")


@once_a_language
def _day_and_month(day: date, *, is_this_year: bool) -> str:
    """ "12 Oct"; with its year when that is another one."""
    month = "j b" if get_language() in SMALL_DAYS else "j M"
    return str(formats.date_format(day, month if is_this_year else f"{month} Y"))


def day_and_time(at: datetime, look: Look) -> str:
    """As :func:`moment`, with the hour even when the day is far: "29 Nov, 8:00"."""
    said = moment(at, look)
    return said if abs(look.days_to(at)) < 7 else f"{said}, {clock(at, look)}"


def _weekday(local: datetime) -> str:
    """Short: "Mon"."""
    return _short_name(local.weekday())


@once_a_language
def _short_name(weekday: int) -> str:
    name = str(formats.date_format(date(2024, 1, 1 + weekday), "D"))
    return name.lower() if get_language() in SMALL_DAYS else name


def dated(at: datetime, look: Look) -> str:
    """As :func:`moment`, with the day said even when it is today: for facts that stand alone."""
    if look.days_to(at) == 0:
        return pgettext("day and time", "today %(time)s") % {"time": clock(at, look)}
    return moment(at, look)


def by(at: datetime, look: Look) -> str:
    """A limit after "by": the same as :func:`moment`, but Polish wants "do jutra", not "do jutro"."""
    if look.days_to(at) == 1:
        return pgettext("after by", "tomorrow %(time)s") % {"time": clock(at, look)}
    return moment(at, look)


def until(at: datetime, look: Look) -> str:
    """A limit as a person says it: "by Mon 10:00"; midnight is the end of the day before."""
    if clock(at, look) != "0:00":
        return _("by %(when)s") % {"when": by(at, look)}
    day = at - MINUTE
    if look.days_to(day) == 0:
        return _("by the end of today")
    if look.days_to(day) == 1:
        return _("by the end of tomorrow")
    name = moment(day, look).removesuffix(f" {clock(day, look)}")
    return _("by the end of %(day)s") % {"day": name}


def limit(at: datetime, look: Look, *, is_missed: bool) -> str:
    """A limit that stands alone: one to come with its hour, a past one by its date."""
    if at >= look.now:
        return dated(at, look)
    local = look.local(at)
    is_this_year = local.year == look.today().year
    day = f"{_weekday(local)} {_day_and_month(local.date(), is_this_year=is_this_year)}"
    return _("%(day)s, past its limit") % {"day": day} if is_missed else day


def since(at: datetime, look: Look) -> str:
    """After "since": Polish wants "od wczoraj", not "od wczoraj 3:12" apart from the clock."""
    return moment(at, look)


def absolute(at: datetime, look: Look) -> str:
    """The whole date with weekday and time, for hovering."""
    local = look.local(at)
    return f"{_whole_day(local.date())}, {local.hour}:{local.minute:02}"


@once_a_language
def _whole_day(day: date) -> str:
    said = str(formats.date_format(day, "l, j E Y"))
    return said[:1].lower() + said[1:] if get_language() in SMALL_DAYS else said


def time_tag(at: datetime, look: Look) -> SafeString:
    """``<time>``: relative when near, absolute on hover (HTML)."""
    local = look.local(at)
    whole, near = _told_of_day(local.date(), look.today())
    time = f"{local.hour}:{local.minute:02}"
    said = f'<time datetime="{at.isoformat()}" title="{whole}, {time}">{near % {"time": time}}</time>'
    return mark_safe(said)  # noqa: S308 - numbers and names of days


@once_a_language
def _told_of_day(day: date, today: date) -> tuple[str, str]:
    """The whole date, and what stands for a moment of it; both escaped."""
    return escape(_whole_day(day)), escape(_in_a_day(day, today))
