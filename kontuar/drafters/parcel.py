"""The answer to "where is my parcel" in four languages, from what was scanned and nothing else.

Impersonal, because the buyer's gender is not known; no promise that the facts do not hold; no word about
what the carrier will do. Dates are of the given zone.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kontuar.drafters.parcel_words import ADDED, GREETING, LAST, LINE, MONTHS, NEAR, SAID, WHEN
from kontuar.facts.parcels import ParcelAnswer, ParcelCode, ParcelLine

LANGUAGES = ("pl", "en", "de", "lt")
TROUBLE = frozenset({ParcelCode.STALLED, ParcelCode.NO_SCAN_LONG, ParcelCode.PROBLEM})
"""Codes that want an apology even while no date has passed. One apology a message is enough."""

PROMISING = frozenset({ParcelCode.NO_SCAN, ParcelCode.SCANNED, ParcelCode.IN_TRANSIT})
"""Codes beside which the promised delivery date is worth naming."""


def draft(answer: ParcelAnswer, *, language: str, zone: ZoneInfo, now: datetime, closing: str = "") -> str:
    """A whole message. An unknown ``language`` is answered in English; ``closing`` goes under the text."""
    lang = language if language in LANGUAGES else "en"
    body = _one(answer, lang, zone, now) if len(answer.parcels) == 1 else _several(answer, lang, zone, now)
    if lang == "en":  # after the comma of the greeting only English begins with a capital
        body = body[:1].upper() + body[1:]
    parts = [GREETING[lang], "", body]
    if closing:
        parts += ["", closing]
    return "\n".join(parts)


def _one(answer: ParcelAnswer, lang: str, zone: ZoneInfo, now: datetime) -> str:
    parcel = answer.parcels[0]
    sentences = [SAID[lang][parcel.code].format_map(_params(parcel, answer, lang, zone, now))]
    if parcel.code is ParcelCode.READY_FOR_PICKUP and answer.pickup_point:
        sentences.append(ADDED[lang]["point"].format(point=answer.pickup_point))
    if parcel.number:
        sentences.append(_number(parcel, lang))
    return " ".join(sentences + _promise(answer, lang, zone))


def _several(answer: ParcelAnswer, lang: str, zone: ZoneInfo, now: datetime) -> str:
    lines = [ADDED[lang]["several"].format(count=len(answer.parcels))]
    for parcel in answer.parcels:
        said = SAID[lang][parcel.code].format_map(_params(parcel, answer, lang, zone, now))
        lines.append(LINE.format(carrier=parcel.carrier, number=parcel.number, said=said).replace("  ", " "))
    added = _promise(answer, lang, zone)
    return "\n".join(lines + ([" ".join(added)] if added else []))


def _promise(answer: ParcelAnswer, lang: str, zone: ZoneInfo) -> list[str]:
    """What follows the state: the rest of the order, the promised date or an apology for it."""
    added = [ADDED[lang]["part_waits"]] if answer.part_waits else []
    codes = {parcel.code for parcel in answer.parcels}
    if answer.is_overdue and answer.arrive_by:
        added.append(ADDED[lang]["overdue"].format(date=day(answer.arrive_by, lang, zone)))
    elif ParcelCode.TO_BE_SENT_LATE in codes:
        added.append(ADDED[lang]["sorry_late"])
    elif codes & TROUBLE:
        added.append(ADDED[lang]["sorry"])
    elif answer.code in PROMISING and answer.arrive_by:
        added.append(ADDED[lang]["arrive_by"].format(date=day(answer.arrive_by, lang, zone)))
    return added


def _number(parcel: ParcelLine, lang: str) -> str:
    key = "number" if parcel.carrier else "number_only"
    return ADDED[lang][key].format(number=parcel.number, carrier=parcel.carrier)


def _params(
    parcel: ParcelLine, answer: ParcelAnswer, lang: str, zone: ZoneInfo, now: datetime
) -> Mapping[str, str]:
    return {
        "last": moment(parcel.scanned_at, lang, zone, now) if parcel.scanned_at else "",
        "dispatch_by": day(answer.dispatch_by, lang, zone) if answer.dispatch_by else "",
    }


def day(at: datetime, lang: str, zone: ZoneInfo) -> str:
    """A date without year, as people write it. Midnight belongs to the day that ends."""
    local = (at - timedelta(microseconds=1)).astimezone(zone)
    return WHEN[lang]["day"].format(day=local.day, month=MONTHS[lang][local.month - 1])


def moment(at: datetime, lang: str, zone: ZoneInfo, now: datetime) -> str:
    """A date with the time; today and yesterday by name."""
    local = at.astimezone(zone)
    days = (now.astimezone(zone).date() - local.date()).days
    date = (
        NEAR[lang][days]
        if days in (0, 1)
        else WHEN[lang]["day"].format(day=local.day, month=MONTHS[lang][local.month - 1])
    )
    return LAST[lang].format(date=date, time=f"{local:%H:%M}")
