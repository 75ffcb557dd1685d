"""Search over everything: messages, orders, buyers, offers, issues, ratings of the accounts a person may see.

Newest first by the thing's own date. No kind is counted beyond ``MOST_COUNTED`` or shown beyond ``MOST_SHOWN``;
the page says so. The place in the list is a row's number, so that new mail neither repeats nor hides a result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kontuar.store import search_find
from kontuar.store.models import SearchGap, SearchRow, User
from kontuar.store.queries import access, search_hits
from kontuar.store.queries.ready import Ready
from kontuar.store.queries.search_hits import Hit
from kontuar.store.search import Question, exactly, question
from kontuar.store.search_find import Found

Kind = SearchRow.Kind
MOST_COUNTED = 250
MOST_TOLD = 100
"""Of each kind while none is chosen: a common word is counted no further than anybody reads."""
MOST_SHOWN = 200
PAGE = 40
FEW = 5
"""Results of each kind while none is chosen."""
DIRECT = (Kind.BUYER, Kind.ORDER, Kind.ISSUE, Kind.OFFER)
MOST_DIRECT = 4
SHORTEST_KEY = 3
ORDER_OF_KINDS = (Kind.BUYER, Kind.ORDER, Kind.MESSAGE, Kind.ISSUE, Kind.OFFER, Kind.RATING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants found. ``kind`` is 0 for all, ``below`` the last row of the page before."""

    typed: str = ""
    kind: int = 0
    below: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of a kind there are; ``is_capped``: that many and more."""

    kind: int
    number: int
    is_capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Results of one kind. ``next`` is the next page's ``below``, None at the end.

    ``is_cut``: more fit than are shown, and the way to them is a further word.
    """

    count: Count
    hits: tuple[Hit, ...]
    next: int | None
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything the page shows. ``direct``: what has the very number or login that was typed."""

    question: Question
    direct: tuple[Hit, ...]
    counts: tuple[Count, ...]
    groups: tuple[Group, ...]


def look(user: User, wish: Wish) -> Results:
    """Search as a person who sees only his accounts."""
    asked, account_ids = question(wish.typed), access.account_ids(user)
    limit = MOST_COUNTED if wish.kind in ORDER_OF_KINDS else MOST_TOLD
    found = search_find.newest_of(asked.clauses, account_ids, ORDER_OF_KINDS, limit=limit)
    counts = [_count(kind, one) for kind, one in found.items() if one.ids]
    direct = _direct(asked, account_ids) if asked.clauses and wish.below is None else []
    if wish.kind in found:
        shown = {Kind(wish.kind): _shown(found[Kind(wish.kind)], wish.below)}
    else:
        shown = {kind: _Shown(ids=one.ids[:FEW]) for kind, one in found.items() if one.ids}
    hits = search_hits.of([*direct, *(number for one in shown.values() for number in one.ids)])
    return Results(
        question=asked,
        direct=_known(hits, direct),
        counts=tuple(counts),
        groups=tuple(_group(_count(kind, found[kind]), one, hits) for kind, one in shown.items()),
    )


def more(user: User, wish: Wish) -> Group:
    """The next page of one kind alone."""
    asked, account_ids = question(wish.typed), access.account_ids(user)
    found = search_find.newest(asked.clauses, account_ids, wish.kind, limit=MOST_COUNTED)
    shown = _shown(found, wish.below)
    return _group(_count(wish.kind, found), shown, search_hits.of(shown.ids))


def is_behind() -> bool:
    """True while older things are still being indexed: what is not found may yet be there."""
    return bool(_GAPS())


_GAPS = Ready(lambda: SearchGap.objects.values_list("pk")[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """Rows of a group, and what its :class:`Group` says of the others."""

    ids: tuple[int, ...]
    next: int | None = None
    is_cut: bool = False


def _count(kind: int, found: Found) -> Count:
    return Count(kind=kind, number=len(found.ids), is_capped=found.has_more)


def _shown(found: Found, below: int | None) -> _Shown:
    shown = found.ids[:MOST_SHOWN]
    rest = shown if below is None else tuple(number for number in shown if number < below)
    ids = rest[:PAGE]
    is_last = len(rest) <= PAGE
    return _Shown(
        ids=ids,
        next=None if is_last else ids[-1],
        is_cut=is_last and (found.has_more or len(found.ids) > MOST_SHOWN),
    )


def _group(count: Count, shown: _Shown, hits: Mapping[int, Hit]) -> Group:
    return Group(count=count, hits=_known(hits, shown.ids), next=shown.next, is_cut=shown.is_cut)


def _known(hits: Mapping[int, Hit], ids: Sequence[int]) -> tuple[Hit, ...]:
    """In their order; a row whose thing is gone is passed over."""
    return tuple(hits[number] for number in ids if number in hits)


def _direct(asked: Question, account_ids: Sequence[int]) -> list[int]:
    if len(asked.key) < SHORTEST_KEY:
        return []
    return search_find.exact(exactly(asked.key), account_ids, DIRECT, limit=MOST_DIRECT)[:MOST_DIRECT]
