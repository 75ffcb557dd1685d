"""Parcels that want the same step on the same day stand on one line of Today, which opens them.

Three of a kind or more: fewer are quicker read than opened. What is past its limit is due today as well, and the line
says how many of them are. What is different for each (cannot be sent, stop this parcel) is never bundled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import ngettext

from kontuar.web.look import Look
from kontuar.web.pages.today.item import Bundle, Item, Shown

LEAST = 3
ALIKE = frozenset(
    {"late", "no_number", "no_scan", "stalled", "promise_risk", "promise_broken", "commission", "rating"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line before it is bundled: what it wants, by when, and the line itself."""

    kind: str
    step: str
    due_at: datetime | None
    item: Item


def bundled(entries: Sequence[Entry], look: Look) -> list[Shown]:
    """In the order given, a bundle where its first line stood; within it, the earliest limit first."""
    held: dict[tuple[str, str, date | None], list[Entry]] = {}
    for entry in entries:
        held.setdefault(_key(entry, look), []).append(entry)
    found: list[Shown] = []
    for entry in entries:
        alike = held[_key(entry, look)]
        if entry.kind not in ALIKE or len(alike) < LEAST:
            found.append(entry.item)
        elif entry is alike[0]:
            found.append(_bundle(alike, look))
    return found


def _key(entry: Entry, look: Look) -> tuple[str, str, date | None]:
    """Whatever is past its limit is today's work."""
    at = entry.due_at
    # A limit at midnight belongs to the day that ends there.
    day = None if at is None else look.local(max(at, look.now) - timedelta(microseconds=1)).date()
    return entry.kind, entry.step, day


def _bundle(entries: Sequence[Entry], look: Look) -> Bundle:
    ordered = sorted(entries, key=lambda one: (one.due_at is None, one.due_at or look.now))
    late = sum(one.due_at is not None and one.due_at < look.now for one in entries)
    first = entries[0]
    return Bundle(
        id=f"bundle-{first.kind}-{_key(first, look)[2] or 'undated'}",
        text=_words(first.kind, len(entries)),
        late="" if first.kind == "late" or not late else _late(late),
        items=tuple(one.item for one in ordered),
    )


def _late(count: int) -> str:
    return ngettext("%(n)d past its limit", "%(n)d past their limit", count) % {"n": count}


def _words(kind: str, count: int) -> str:
    said = {
        "late": ngettext(
            "%(n)d parcel is past its date: send it", "%(n)d parcels are past their date: send them", count
        ),
        "no_number": ngettext(
            "%(n)d parcel is marked as sent without a number: add it",
            "%(n)d parcels are marked as sent without a number: add them",
            count,
        ),
        "no_scan": ngettext(
            "%(n)d parcel was not scanned by the carrier: ask",
            "%(n)d parcels were not scanned by the carrier: ask",
            count,
        ),
        "stalled": ngettext(
            "%(n)d parcel stands still: ask the carrier",
            "%(n)d parcels stand still: ask the carrier",
            count,
        ),
        "promise_risk": ngettext(
            "%(n)d delivery may come late: tell the buyer",
            "%(n)d deliveries may come late: tell the buyers",
            count,
        ),
        "promise_broken": ngettext(
            "%(n)d promised delivery has passed: tell the buyer",
            "%(n)d promised deliveries have passed: tell the buyers",
            count,
        ),
        "commission": ngettext("%(n)d commission to ask back", "%(n)d commissions to ask back", count),
        "rating": ngettext("%(n)d rating to answer", "%(n)d ratings to answer", count),
    }
    return said[kind] % {"n": count}
