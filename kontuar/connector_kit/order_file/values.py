"""Dates, amounts and states as people's tables write them. Each returns a value or raises ValueError with a code."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from zoneinfo import ZoneInfo

from kontuar.connector_kit.order_file.columns import folded


class DayOrder(StrEnum):
    """How dates with slashes are read."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Word(StrEnum):
    """What a state says of an order."""

    WAITING = "waiting"
    PAID = "paid"
    SENT = "sent"
    CANCELLED = "cancelled"


_WORDS = {
    Word.WAITING: "new|created|unpaid|awaiting payment|filled in|bought|nowe|nieoplacone|oczekuje na platnosc",
    Word.PAID: "paid|approved|processing|ready|ready for processing|invoiced|unshipped|oplacone|w realizacji",
    Word.SENT: "sent|shipped|delivered|picked up|completed|wyslane|dostarczone|zrealizowane|odebrane|versandt",
    Word.CANCELLED: "cancelled|canceled|refunded|anulowane|zwrocone|storniert",
}
STATES = {word: state for state, words in _WORDS.items() for word in words.split("|")}

_LOCAL = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?[\d.,' \u00a0\u202f]+", re.ASCII)
LONGEST = 60
"""Characters a date or an amount may have."""
EARLIEST, LATEST = 1995, 2100


def day_order(texts: Iterable[str]) -> DayOrder:
    """What the dates with slashes of a whole file allow: a day above 12 in second place means month first."""
    for text in texts:
        found = _LOCAL.match(text.strip()[:LONGEST])
        if found and found[2] == "/" and int(found[3]) > 12 >= int(found[1]):
            return DayOrder.MONTH_FIRST
    return DayOrder.DAY_FIRST


def has_time(text: str) -> bool:
    """Whether a date says more than its day: any time but midnight."""
    clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text)
    return bool(clock and any(int(part or 0) for part in clock.groups()))


def moment(text: str, zone: ZoneInfo, order: DayOrder, *, at: time | None = None) -> datetime:
    """An instant in UTC. Without an offset of its own the text is a wall time of ``zone``.

    ``at`` replaces the time of day where only the day is meant. Raises ValueError("date").
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError("date")
    found = _LOCAL.fullmatch(text)
    try:
        parsed = _local(found, order) if found else datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        raise ValueError("date") from None
    if not EARLIEST <= parsed.year <= LATEST:
        raise ValueError("date")
    if at is not None:
        parsed = datetime.combine(parsed.date(), at, zone)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)


def _local(found: re.Match[str], order: DayOrder) -> datetime:
    first, second = int(found[1]), int(found[3])
    month_first = found[2] == "/" and order is DayOrder.MONTH_FIRST
    day, month = (second, first) if month_first else (first, second)
    clock = time(int(found[5] or 0), int(found[6] or 0), int(found[7] or 0))
    return datetime.combine(date(int(found[4]), month, day), clock)


def amount(text: str) -> Decimal:
    """An amount not below nought, with a decimal comma or point, thousands parted or not, a currency around it.

    One separator before exactly three digits parts thousands (``1,234``), unless a nought stands before it.
    Raises ValueError("amount").
    """
    found = _AMOUNT.findall(text[:LONGEST]) if len(text) <= LONGEST else []
    numbers = [part for part in found if any(c.isdigit() for c in part)]
    if len(numbers) != 1:
        raise ValueError("amount")
    plain = re.sub(r"[' \u00a0\u202f]", "", numbers[0]).strip(".,")
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0:
        whole, rest = plain[:last], plain[last + 1 :]
        is_thousands = len(rest) == 3 and not whole.lstrip("+-").startswith("0") and _same(plain)
        plain = re.sub(r"[.,]", "", whole) + ("" if is_thousands else ".") + rest
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError("amount") from None
    if value < 0:
        raise ValueError("amount")
    return value


def _same(plain: str) -> bool:
    """Only one kind of separator stands in it."""
    return len({c for c in plain if c in ".,"}) == 1


def count(text: str) -> int:
    """A whole number from 1 to a million. Raises ValueError("count")."""
    try:
        value = amount(text)
    except ValueError:
        raise ValueError("count") from None
    if value != int(value) or not 1 <= value <= 1_000_000:
        raise ValueError("count")
    return int(value)


def state(text: str) -> Word | None:
    """What a state says; None for a word we do not know."""
    return STATES.get(folded(text))
