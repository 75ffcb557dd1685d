"""Dates in ``text/calendar`` (RFC 5545): what, when, asked by whom. To be seen, not kept in a calendar."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kontuar.connectors.mail import charsets, limits
from kontuar.facts.mails import Invitation

_WHEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def invitations(text: str) -> tuple[Invitation, ...]:
    """Every VEVENT, at most ``limits.INVITATIONS``; lines that make no sense are passed over."""
    method, events = "", list[dict[str, tuple[str, str]]]()
    event: dict[str, tuple[str, str]] | None = None
    for line in re.sub(r"\n[ \t]", "", charsets.printable(text[:1_000_000])).split("\n"):
        name, params, value = _line(line)
        if name == "METHOD" and event is None:
            method = value.strip().upper()[:40]
        elif name == "BEGIN" and value.strip().upper() == "VEVENT":
            event = {}
        elif name == "END" and value.strip().upper() == "VEVENT" and event is not None:
            events.append(event)
            event = None
            if len(events) >= limits.INVITATIONS:
                break
        elif event is not None:
            event.setdefault(name, (params, value))
    return tuple(_invitation(method, found) for found in events)


def _line(line: str) -> tuple[str, str, str]:
    head, _, value = line.partition(":")
    while head.count('"') % 2 and ":" in value:  # a colon within quotes belongs to the parameter
        more, _, value = value.partition(":")
        head = f"{head}:{more}"
        if len(head) > 2_000:
            return "", "", ""
    name, _, params = head.partition(";")
    return name.strip().upper(), params, value


def _invitation(method: str, event: dict[str, tuple[str, str]]) -> Invitation:
    starts, starts_at = _when(*event.get("DTSTART", ("", "")))
    ends, _ = _when(*event.get("DTEND", ("", "")))
    organizer = event.get("ORGANIZER", ("", ""))[1]
    return Invitation(
        method=method,
        summary=_text(event, "SUMMARY"),
        starts=starts,
        ends=ends,
        location=_text(event, "LOCATION"),
        organizer=re.sub(r"(?i)^mailto:", "", organizer.strip())[:320],
        starts_at=starts_at,
        all_day_on=datetime.fromisoformat(starts).date() if len(starts) == 10 else None,
    )


def _text(event: dict[str, tuple[str, str]], name: str) -> str:
    value = event.get(name, ("", ""))[1]
    plain = re.sub(r"\\[nN,;\\]", lambda found: _ESCAPED[found[0]], value)
    return charsets.one_line(plain)[: limits.SUBJECT_CHARACTERS]


def _when(params: str, value: str) -> tuple[str, datetime | None]:
    match = _WHEN.match(value.strip())
    if not match:
        return "", None
    try:
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if match[4] is None:
            return datetime(year, month, day, tzinfo=UTC).date().isoformat(), None
        local = datetime(year, month, day, int(match[4]), int(match[5]), tzinfo=UTC)
    except ValueError:
        return "", None
    zone = UTC if match[7] else _zone(params)
    if zone is None:
        return local.replace(tzinfo=None).isoformat(timespec="minutes"), None
    there = local.replace(tzinfo=zone)
    return there.isoformat(timespec="minutes"), there.astimezone(UTC)


def _zone(params: str) -> ZoneInfo | None:
    match = re.search(r"(?i)\bTZID=\"?([A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*)\"?", params)
    try:
        return ZoneInfo(match[1]) if match else None
    except (ValueError, OSError, LookupError):
        return None
