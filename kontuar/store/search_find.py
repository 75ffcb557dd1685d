"""Newest things that fit a question, on either database.

Common words are found by walking down from the newest row, rare ones through the database's index; which it is
shows in the first few hundred rows. Both ways end in the same check of the words themselves, and both ask for
the accounts inside the query.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kontuar.store import prepared
from kontuar.store.search import Clause, Term, span_of

GLANCE = 300
"""Newest rows looked at before anything else."""
WALK = 3700
"""Further rows walked through at most when the glance says that fitting ones stand close together."""
CANDIDATES = (600, 1400, 18_000)
"""Rows the index may hand over to be checked, in helpings; behind the last the search ends and says so."""
TELLING = 2
"""So many whole words in a row narrow it down without the unfinished one behind them."""
LOOKED_UP = 2
"""The rarest clauses are looked up in the index, one alone if the glance saw none of it; the check sees to the rest."""

type Judged = list[tuple[int, ...]]
"""A row's number and, for each clause in turn, 1 where it holds and 0 where it does not."""
type Source = tuple[str, list[Any]]
"""SQL that gives numbers and words of rows, with its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Row numbers, newest first; ``has_more`` when there are, or may be, further ones."""

    ids: tuple[int, ...]
    has_more: bool


def newest(
    clauses: Sequence[Clause],
    account_ids: Sequence[int],
    kind: int,
    *,
    limit: int,
    below: int | None = None,
) -> Found:
    """The newest ``limit`` things of a kind in these accounts that fit, beginning below a row's number."""
    first, behind = span_of(kind)
    span = (first, min(behind, below) if below is not None else behind)
    if not clauses or not account_ids:
        return Found(ids=(), has_more=False)
    glance = _judged(clauses, _next(account_ids, span, GLANCE))
    return _beyond(glance, clauses, account_ids, kind, limit)


def newest_of[K: int](
    clauses: Sequence[Clause], account_ids: Sequence[int], kinds: Iterable[K], *, limit: int
) -> dict[K, Found]:
    """The same of several kinds, whose newest rows are looked at together."""
    spans = {kind: span_of(kind) for kind in kinds} if clauses else {}
    if not spans or not account_ids:
        return dict.fromkeys(spans, Found(ids=(), has_more=False))
    seen = _judged(clauses, *(_next(account_ids, span, GLANCE) for span in spans.values()))
    found = {}
    for kind, (first, behind) in spans.items():
        glance = [row for row in seen if first <= row[0] < behind]
        found[kind] = _beyond(glance, clauses, account_ids, kind, limit)
    return found


def exact(clause: Clause, account_ids: Sequence[int], kinds: Sequence[int], *, limit: int) -> list[int]:
    """Rows found by one rare clause, an identifier: straight through the index. ``limit`` of each kind,
    in the order of the kinds, the newest of each first."""
    if not account_ids:
        return []
    sources = (_through_index([clause], account_ids, kind, span_of(kind), CANDIDATES[0]) for kind in kinds)
    fitting = _fitting(_judged([clause], *sources))
    of_kinds = ([number for number in fitting if _is_in(number, span_of(kind))] for kind in kinds)
    return [number for numbers in of_kinds for number in numbers[:limit]]


def _beyond(
    glance: Judged, clauses: Sequence[Clause], account_ids: Sequence[int], kind: int, limit: int
) -> Found:
    """What is found behind the glance: walked down to where fitting rows stand close together, else by the index."""
    found = _fitting(glance)
    if len(glance) < GLANCE or len(found) > limit:
        return _cut(found, limit)
    span = (span_of(kind)[0], glance[-1][0])
    if len(found) * (GLANCE + WALK) > limit * GLANCE:
        seen, most = GLANCE, GLANCE + WALK
        while seen < most:
            # as many as should hold what is missing, and a quarter more
            many = min(most - seen, (limit + 1 - len(found)) * seen * 5 // (len(found) * 4) + 1)
            rows = _judged(clauses, _next(account_ids, span, many))
            found += _fitting(rows)
            if len(rows) < many or len(found) > limit:
                return _cut(found, limit)
            seen, span = seen + many, (span[0], rows[-1][0])
    rarest = _rarest(clauses, glance)
    for many in CANDIDATES:
        rows = _judged(clauses, _through_index(rarest, account_ids, kind, span, many))
        found += _fitting(rows)
        if len(rows) < many or len(found) > limit:
            return _cut(found, limit)
        span = (span[0], rows[-1][0])
    return Found(ids=tuple(found[:limit]), has_more=True)


def _cut(found: list[int], limit: int) -> Found:
    return Found(ids=tuple(found[:limit]), has_more=len(found) > limit)


def _fitting(judged: Judged) -> list[int]:
    return [number for number, *fits in judged if all(fits)]


def _rarest(clauses: Sequence[Clause], glance: Judged) -> list[Clause]:
    seen = {clause: sum(row[place] for row in glance) for place, clause in enumerate(clauses, start=1)}
    ranked = sorted(clauses, key=lambda clause: seen[clause])
    return ranked[:LOOKED_UP] if seen[ranked[0]] else ranked[:1]


def _is_in(number: int, span: tuple[int, int]) -> bool:
    return span[0] <= number < span[1]


def _judged(clauses: Sequence[Clause], *sources: Source) -> Judged:
    """All rows of the sources, the newest first, and whether each clause holds.

    Judged where the words are: they never leave the database.
    """
    stands = "strpos(words, %s) > 0" if connection.vendor == "postgresql" else "instr(words, %s) > 0"
    fits = ", ".join(
        f"CASE WHEN {' OR '.join(f'({" AND ".join(stands for _ in way.needles)})' for way in clause.ways)}"
        " THEN 1 ELSE 0 END"
        for clause in clauses
    )
    needles = [needle for clause in clauses for way in clause.ways for needle in way.needles]
    parts = (f"SELECT id, {fits} FROM ({sql}) source_{number}" for number, (sql, _) in enumerate(sources))  # noqa: S608
    values = [value for _, given in sources for value in (*needles, *given)]
    return prepared.asked(f"{' UNION ALL '.join(parts)} ORDER BY 1 DESC", values)


def _next(account_ids: Sequence[int], span: tuple[int, int], many: int) -> Source:
    """The newest rows of a span."""
    mine = ", ".join("%s" for _ in account_ids)
    return (
        f"SELECT id, words FROM search_row WHERE account_id IN ({mine})"  # noqa: S608
        " AND id >= %s AND id < %s ORDER BY id DESC LIMIT %s",
        [*account_ids, *span, many],
    )


def _through_index(
    clauses: Sequence[Clause], account_ids: Sequence[int], kind: int, span: tuple[int, int], many: int
) -> Source:
    """The newest rows that the database's index of words gives for these clauses; some may not fit."""
    look_up = _postgresql if connection.vendor == "postgresql" else _sqlite
    return look_up(clauses, account_ids, kind, span, many)


def _sqlite(
    clauses: Sequence[Clause], account_ids: Sequence[int], kind: int, span: tuple[int, int], many: int
) -> Source:
    table = f"search_fts_{int(kind)}"
    return (
        f"SELECT r.id AS id, r.words AS words FROM {table} f CROSS JOIN search_row r ON r.id = f.rowid"  # noqa: S608
        f" WHERE {table} MATCH %s AND f.rowid >= %s AND f.rowid < %s"
        " AND r.account_id IN (SELECT value FROM json_each(%s)) ORDER BY f.rowid DESC LIMIT %s",
        [_asked(clauses, '"{}"', '"{}"*', " AND ", " OR "), *span, json.dumps(list(account_ids)), many],
    )


def _postgresql(
    clauses: Sequence[Clause], account_ids: Sequence[int], kind: int, span: tuple[int, int], many: int
) -> Source:
    # Each kind has an index of its own: which one PostgreSQL must see when it plans, so it stands among the words.
    # OFFSET 0 keeps the planner from walking the primary key, for common words never come this way. The span stands
    # outside of it: asked within, all numbers of the kind would be gathered beside the few that hold the words.
    return (
        f"SELECT id, words FROM (SELECT id, words FROM search_row WHERE kind = {int(kind)}"  # noqa: S608
        " AND array_to_tsvector(array_remove(string_to_array(words, ' '), '')) @@ %s::tsquery"
        " AND account_id = ANY(%s) OFFSET 0) found"
        " WHERE id >= %s AND id < %s ORDER BY id DESC LIMIT %s",
        [_asked(clauses, "'{}'", "'{}':*", " & ", " | "), list(account_ids), *span, many],
    )


def _asked(clauses: Sequence[Clause], whole: str, prefix: str, both: str, either: str) -> str:
    """The clauses in a database's own words. Terms hold letters and digits alone, so nothing needs escaping."""

    def term(one: Term) -> str:
        return (prefix if one.is_prefix else whole).format(one.word)

    return both.join(
        f"({either.join(f'({both.join(term(one) for one in _telling(way.terms))})' for way in clause.ways)})"
        for clause in clauses
    )


def _telling(terms: Sequence[Term]) -> Sequence[Term]:
    """Of an address or a date the whole words: a beginning such as "com" would be gathered from everything.

    The needles are checked all the same, so nothing is found that does not fit.
    """
    whole = [term for term in terms if not term.is_prefix]
    return whole if len(whole) >= TELLING else terms
