"""Conversations by their words: the index of the search tells where, so nothing is walked through.

A conversation is found by one of its messages, its buyer or its order, which must hold every word. Words that stand in
several of them are found too: by the rarest the index names conversations, and the others are looked for in these.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from kontuar.store import search_find
from kontuar.store.models import Case, SearchRow
from kontuar.store.queries.ready import Ready
from kontuar.store.search import Clause, question
from kontuar.text.fold import fold

Kind = SearchRow.Kind
MOST = 200
"""Of each kind, the newest; who looks for an older one adds a word, or looks in the search."""
KINDS = (Kind.MESSAGE, Kind.BUYER, Kind.ORDER)
MOST_WORDS = 8
type Place = tuple[datetime, int]

_OBJECTS = Ready(lambda ids: SearchRow.objects.filter(pk__in=ids).values_list("kind", "object_id"))
_CASES = {
    Kind.MESSAGE: Ready(lambda ids: Case.objects.filter(messages__in=ids).values_list("pk").distinct()),
    Kind.BUYER: Ready(lambda ids: Case.objects.filter(buyer_id__in=ids).values_list("pk")),
    Kind.ORDER: Ready(lambda ids: Case.objects.filter(order_id__in=ids).values_list("pk")),
}


def places(mine: Sequence[int], typed: str, after: Place | None, many: int) -> tuple[list[Place], bool]:
    """Where the conversations stand that fit, the one with the newest message first; and whether more may fit."""
    clauses = question(typed).clauses
    if not clauses:
        return [], False
    found, is_cut = _cases(clauses, mine)
    if len(clauses) > 1:
        rarest = min((_cases([one], mine)[0] for one in clauses), key=len)
        found |= _holding(rarest - found, typed)
    rows = Case.objects.filter(pk__in=found, account_id__in=mine, last_message_at__isnull=False)
    if after:
        at, pk = after
        rows = rows.filter(Q(last_message_at__lt=at) | Q(pk__lt=pk), last_message_at__lte=at)
    ordered = rows.order_by("-last_message_at", "-pk").values_list("last_message_at", "pk")
    return [(at, pk) for at, pk in ordered[:many] if at is not None], is_cut


def _cases(clauses: Sequence[Clause], mine: Sequence[int]) -> tuple[set[int], bool]:
    """Conversations with a message, a buyer or an order in which every clause holds; whether there may be more."""
    hits = search_find.newest_of(clauses, mine, KINDS, limit=MOST)
    rows = [number for one in hits.values() for number in one.ids]
    wanted: dict[int, list[int]] = {kind: [] for kind in KINDS}
    for kind, pk in _OBJECTS(rows) if rows else ():
        wanted[kind].append(pk)
    cases = {pk for kind, ids in wanted.items() if ids for (pk,) in _CASES[Kind(kind)](ids)}
    return cases, any(one.has_more for one in hits.values())


def _holding(ids: Iterable[int], typed: str) -> set[int]:
    """Those of these conversations in whose buyer, subject and messages together all words stand."""
    wanted = Q(pk__in=list(ids))
    for word in fold(typed).split()[:MOST_WORDS]:
        wanted &= Q(search_text__contains=word)
    return set(Case.objects.filter(wanted).values_list("pk", flat=True))
