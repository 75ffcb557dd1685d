"""Times in words, told in the shop's zone, relative when near. Reached through :mod:`kontuar.web.labels`."""

from datetime import datetime, timedelta

from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kontuar.web.look import Look

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SMALL_DAYS = {"pl", "lt"}
"""Languages that write the names of days and months small."""


def span(length: timedelta) -> str:
    """A length as people say it: "12 min", "1 h 20 min", "5 h", "3 days"."""
    minutes = max(0, round(length / MINUTE))
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
    days, time = look.days_to(at), clock(at, look)
    local = look.local(at)
    near = {
        0: "%(time)s",
        1: pgettext("day and time", "tomorrow %(time)s"),
        -1: pgettext("day and time", "yesterday %(time)s"),
    }
    if days in near:
        return near[days] % {"time": time}
    if abs(days) < 7:
        return f"{_weekday(local)} {time}"
    month = "j b" if get_language() in SMALL_DAYS else "j M"
    is_this_year = local.year == look.local(look.now).year
    return str(formats.date_format(local, month if is_this_year else f"{month} Y"))


def day_and_time(at: datetime, look: Look) -> str:
    """As :func:`moment`, with the hour even when the day is far: "29 Nov, 8:00"."""
    said = moment(at, look)
    return said if abs(look.days_to(at)) < 7 else f"{said}, {clock(at, look)}"


def _weekday(local: datetime) -> str:
    """Short: "Mon"."""
    name = str(formats.date_format(local, "D"))
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
    month = "j b" if get_language() in SMALL_DAYS else "j M"
    is_this_year = local.year == look.local(look.now).year
    day = f"{_weekday(local)} {formats.date_format(local, month if is_this_year else f'{month} Y')}"
    return _("%(day)s, past its limit") % {"day": day} if is_missed else day


def since(at: datetime, look: Look) -> str:
    """After "since": Polish wants "od wczoraj", not "od wczoraj 3:12" apart from the clock."""
    return moment(at, look)


def absolute(at: datetime, look: Look) -> str:
    """The whole date with weekday and time, for hovering."""
    local = look.local(at)
    day = str(formats.date_format(local, "l, j E Y"))
    return f"{day[:1].lower() + day[1:] if get_language() in SMALL_DAYS else day}, {clock(at, look)}"


def time_tag(at: datetime, look: Look) -> SafeString:
    """``<time>``: relative when near, absolute on hover (HTML)."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), absolute(at, look), moment(at, look)
    )
