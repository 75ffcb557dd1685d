"""Dates and times people promise: "jutro do 10:00", "bis Freitag", "within two days".

``now`` is an aware instant in the seller's own zone: "tomorrow" is the seller's tomorrow. The answer is
the last moment at which the promise is still kept, as aware UTC. Working days leave out weekends;
holidays are the rulebook's business, not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kontuar.text.phrases import finder

_DAYS_AHEAD = {
    "dzis": 0, "dzisiaj": 0, "jeszcze dzis": 0, "jutro": 1, "pojutrze": 2,
    "today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2,
    "heute": 0, "morgen": 1, "ubermorgen": 2,
    "siandien": 0, "rytoj": 1, "poryt": 2,
}  # fmt: skip
_WEEKDAYS = [
    "poniedzialek|poniedzialku|monday|montag|pirmadien\\w{1,3}",
    "wtorek|wtorku|tuesday|dienstag|antradien\\w{1,3}",
    "srode|srody|sroda|wednesday|mittwoch|treciadien\\w{1,3}",
    "czwartek|czwartku|thursday|donnerstag|ketvirtadien\\w{1,3}",
    "piatek|piatku|friday|freitag|penktadien\\w{1,3}",
    "sobote|soboty|sobota|saturday|samstag|sonnabend|sestadien\\w{1,3}",
    "niedziele|niedzieli|niedziela|sunday|sonntag|sekmadien\\w{1,3}",
]
_WEEKDAY = re.compile(r"\b(?:" + "|".join(f"(?P<d{n}>{names})" for n, names in enumerate(_WEEKDAYS)) + r")\b")
_MONTHS = [
    "stycznia|january|januar|sausio", "lutego|february|februar|vasario", "marca|march|marz|kovo",
    "kwietnia|april|balandzio", "maja|may|mai|geguzes", "czerwca|june|juni|birzelio",
    "lipca|july|juli|liepos", "sierpnia|august|rugpjucio", "wrzesnia|september|rugsejo",
    "pazdziernika|october|oktober|spalio", "listopada|november|lapkricio",
    "grudnia|december|dezember|gruodzio",
]  # fmt: skip
_MONTH = "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(_MONTHS, 1))
_DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})\.?(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTH})\b")
_MONTH_DAY = re.compile(rf"\b(?:{_MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th|\sd)?\b")
_NUMERIC = re.compile(
    r"\b(?P<day>\d{1,2})\.(?P<month>0?[1-9]|1[0-2])(?:\.(?P<year>20\d\d))?\b(?![,.]?\d|\s?(?:kg|cm|zl|mm"
    r"|x\b))"
)
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_AHEAD = finder(*_DAYS_AHEAD)
_NUMBERS = {
    "jednego": 1, "dwoch": 2, "dwa": 2, "trzech": 3, "trzy": 3, "czterech": 4, "cztery": 4, "pieciu": 5,
    "siedmiu": 7,
    "kilku": 5, "paru": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "a few": 5,
    "einem": 1,
    "eines": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sieben": 7, "vienos": 1, "dvi": 2,
    "dvieju": 2, "tris": 3,
    "triju": 3, "keturias": 4, "penkias": 5, "kelias": 5, "24": 24, "48": 48,
}  # fmt: skip
_NUMBER = r"(?P<n>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_UNTIL_NUMBER = r"(?:\d{1,2}\s?(?:-|do|to|bis|iki)\s?)?"
_WITHIN = re.compile(
    r"\b(?:w ciagu|w przeciagu|do|za|w terminie|najpozniej w ciagu|within|in|over the next|in the next|"
    r"innerhalb von|innerhalb|in|binnen|per|po|uz)\s(?:maksymalnie\s|najblizszych\s|kolejnych\s|the next\s"
    r"|max\.?\s)?"
    + _UNTIL_NUMBER + _NUMBER + r"\s?(?:kolejnych\s|nastepnych\s)?"
    r"(?P<work>(?:robocz\w{1,4}|working|business|werk\w{0,6}|arbeits|darbo)\s?)?"
    r"(?P<unit>godzin\w?|godz|h|hours?|hrs?|stunden?|valand\w{1,3}|dni\w?|dnia|dnie|dob\w?|days?|tagen?"
    r"|werktagen?|arbeitstagen?|tage|dien\w{1,3}"
    r"|tygodni\w?|tydzien|weeks?|wochen?|savait\w{1,3})\b(?P<work2>\srobocz\w{1,4})?"
)  # fmt: skip
_ONE_DAY = re.compile(
    r"\b(?:w ciagu|w przeciagu)\s(?P<d>doby|dnia|tygodnia|godziny)\b|\bwithin\s(?:a|an|the)\s(?P<e>day"
    r"|hour|week)\b"
    r"|\b(?:do konca|by the end of(?: the)?|bis ende der|iki)\s(?P<w>tygodnia|dnia|week|day|woche"
    r"|savaites pabaigos|dienos pabaigos)\b"
)
_CLOCK = re.compile(
    r"\b(?:o|do|przed|okolo|ok\.?|godz\.?|godziny|godzinie|by|at|before|until|till|um|bis|gegen|vor|iki"
    r"|apie)\s"
    r"(?:godz\.?\s|godziny\s|godzinie\s)?(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))?\s?(?P<ap>am|pm"
    r"|a\.m\.|p\.m\.)?(?:\s?uhr|\s?val\.?)?"
    r"(?![\d.,]*\d|\s?(?:dni|days|tage|dien|szt|zl|kg|cm|proc|%|robocz|godz|hour|stund|tyg|week|woch"
    r"|robocz))(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment named in a text: its place, the last moment that keeps it, and whether an hour was named."""

    start: int
    end: int
    by: datetime
    has_time: bool


def find_when(folded: str, now: datetime) -> tuple[When, ...]:
    """Return the moments named in aligned-folded text, in order of place.

    ``now`` must be aware; its zone is the seller's.
    """
    found: list[tuple[int, int, datetime]] = []
    for match in _WITHIN.finditer(folded):
        found.append((match.start(), match.end(), _within(match, now)))
    for match in _ONE_DAY.finditer(folded):
        found.append((match.start(), match.end(), _one(match, now)))
    found.extend(_calendar(folded, now))
    found.sort(key=lambda item: (item[0], -item[1]))
    result: list[When] = []
    for start, end, by in found:
        if result and start < result[-1].end:
            continue
        result.append(_with_clock(folded, start, end, by, now))
    return tuple(result) or _clock_alone(folded, now)


def _calendar(folded: str, now: datetime) -> list[tuple[int, int, datetime]]:
    found: list[tuple[int, int, datetime]] = []
    today = now.date()
    for match in _AHEAD.finditer(folded):
        if match.group() == "morgen" and folded[max(0, match.start() - 6) : match.start()].strip().endswith(
            "guten"
        ):
            continue
        found.append(
            (match.start(), match.end(), _end_of(today + timedelta(days=_DAYS_AHEAD[match.group()]), now))
        )
    for day in _WEEKDAY.finditer(folded):
        number = next(int(name[1:]) for name, value in day.groupdict().items() if value)
        ahead = (number - today.weekday()) % 7 or 7
        found.append((day.start(), day.end(), _end_of(today + timedelta(days=ahead), now)))
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _NUMERIC):
        for dated in pattern.finditer(folded):
            named = _named_date(dated, today)
            if named:
                found.append((dated.start(), dated.end(), _end_of(named, now)))
    return found


def _named_date(match: re.Match[str], today: date) -> date | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups.get("month") else 0
    month = month or next(
        (int(name[1:]) for name, value in groups.items() if value and re.fullmatch(r"m\d+", name)), 0
    )
    year = int(groups["year"]) if groups.get("year") else today.year
    try:
        named = date(year, month, int(groups["day"]))
    except ValueError:
        return None
    if not groups.get("year") and named < today - timedelta(days=60):
        named = named.replace(year=year + 1) if not (month == 2 and named.day == 29) else named
    return named


def _within(match: re.Match[str], now: datetime) -> datetime:
    raw = match.group("n")
    number = _NUMBERS[raw] if raw in _NUMBERS else int(raw)
    unit = match.group("unit")
    if unit.startswith(("godz", "h", "stund", "valand")):
        return (now + timedelta(hours=number)).astimezone(UTC)
    if unit.startswith(("tyg", "tydz", "week", "woch", "savait")):
        number *= 7
    if match.group("work") or match.group("work2") or unit.startswith(("werk", "arbeits")):
        return _end_of(_after_working_days(now.date(), number), now)
    return _end_of(now.date() + timedelta(days=number), now)


def _one(match: re.Match[str], now: datetime) -> datetime:
    named = match.group("d") or match.group("e") or match.group("w")
    if named in ("godziny", "hour"):
        return (now + timedelta(hours=1)).astimezone(UTC)
    if match.group("w"):
        ahead = 6 - now.weekday() if named.startswith(("tyg", "week", "woch", "sav")) else 0
        return _end_of(now.date() + timedelta(days=ahead), now)
    return _end_of(now.date() + timedelta(days=7 if named in ("tygodnia", "week") else 1), now)


def _after_working_days(day: date, number: int) -> date:
    while number > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            number -= 1
    return day


def _end_of(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=now.tzinfo).astimezone(UTC)


def _with_clock(folded: str, start: int, end: int, by: datetime, now: datetime) -> When:
    """Join an hour named right beside the day: "jutro do 10:00", "by 3 pm today"."""
    for match in _CLOCK.finditer(folded, max(0, start - 16), min(len(folded), end + 20)):
        if (
            match.start() <= end + 8
            and match.end() >= start - 4
            and (match.end() <= start or match.start() >= end)
        ):
            day = by.astimezone(now.tzinfo).date()
            moment = _at(day, match, now)
            return When(start=min(start, match.start()), end=max(end, match.end()), by=moment, has_time=True)
    return When(start=start, end=end, by=by, has_time=False)


def _clock_alone(folded: str, now: datetime) -> tuple[When, ...]:
    found = []
    for match in _CLOCK.finditer(folded):
        if (
            match.group("m")
            or match.group("ap")
            or "godz" in match.group()
            or "uhr" in match.group()
            or "val" in match.group()
        ):
            by = _at(now.date(), match, now)
            if by <= now:
                by = _at(now.date() + timedelta(days=1), match, now)
            found.append(When(start=match.start(), end=match.end(), by=by, has_time=True))
    return tuple(found)


def _at(day: date, match: re.Match[str], now: datetime) -> datetime:
    hour, minute = int(match.group("h")), int(match.group("m") or 0)
    if (match.group("ap") or "").startswith("p") and hour < 12:
        hour += 12
    if hour == 24:
        return _end_of(day, now)
    return datetime.combine(day, time(hour, minute), tzinfo=now.tzinfo).astimezone(UTC)
