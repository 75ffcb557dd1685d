"""When a mail says it was written, if that can be true."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
"""A clock may be wrong, and zones are mistaken: more than this after the mail was received cannot be true."""


_BEHIND = timedelta(days=7)
"""A mail may wait in a queue for days (RFC 5321, 4.5.4.1: servers give up after 4 to 5). One that left a week
before it came was written on a machine with a wrong clock; believed, its question would count as an old one."""


def sent_at(text: str, received_at: datetime, received: str = "") -> tuple[datetime, str]:
    """The moment in UTC, and a trouble: ``date_missing``, ``date_wrong`` (then it is when it came) or ``""``.

    ``received`` is the newest Received header, which says when the mail came also where the mail was moved here
    from another server later; without one, ``received_at`` only says that it cannot have been written after that.
    """
    received_at = received_at.astimezone(UTC)
    came = _parsed(received.rpartition(";")[2].strip()[:200]) if ";" in received else None
    if came is not None and _FIRST <= came <= received_at + _AHEAD:
        received_at = min(came, received_at)
    else:
        came = None
    if not text.strip():
        return received_at, "date_missing"
    found = _parsed(text[:200])
    if found is None or found < _FIRST or found > received_at + _AHEAD:
        return received_at, "date_wrong"
    if came is not None and found < came - _BEHIND:
        return received_at, "date_wrong"
    return found, ""


def _parsed(text: str) -> datetime | None:
    for words in (text, re.sub(r"\s*\([^()]*\)", "", text), text.replace(".", ":").replace("-", " ")):
        try:
            parts = parsedate_tz(words)
            if parts is None:
                continue
            second = min(parts[5], 59)
            local = datetime(*parts[:5], second, tzinfo=UTC)
            return local - timedelta(seconds=parts[9] or 0)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None
