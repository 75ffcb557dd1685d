"""When a mail says it was written, if that can be true."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
"""A clock may be wrong, and zones are mistaken: more than this after the mail was received cannot be true."""


def sent_at(text: str, received_at: datetime) -> tuple[datetime, str]:
    """The moment in UTC, and a trouble: ``date_missing``, ``date_wrong`` (then it is ``received_at``) or ``""``."""
    received_at = received_at.astimezone(UTC)
    if not text.strip():
        return received_at, "date_missing"
    found = _parsed(text[:200])
    if found is None or found < _FIRST or found > received_at + _AHEAD:
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
