"""Newest things that fit a question, on either database.

Common words are found by walking down from the newest row, rare ones through the database's index; which it is
shows in the first few hundred rows. Both ways end in the same check of the words themselves, and both ask for
the accounts inside the query.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from kontuar.store.search import Clause, Term, span_of

GLANCE = 300
"""Newest rows looked at before anything else."""
WALK = (1200, 2500)
"""Further rows walked through when the glance says that fitting ones stand close together."""
CANDIDATES = (2000, 18_000)
"""Rows the index may hand over to be checked, in two helpings; behind the last the search ends and says so."""
TELLING = 2
"""So many whole words in a row narrow it down without the unfinished one behind them."""
LOOKED_UP = 2
"""The rarest clauses are looked up in the index, one alone if the glance saw none of it; the check sees to the rest."""

type Rows = list[tuple[int, str]]
type Judged = list[tuple[int, ...]]
"""A row's number and, for each clause in turn, 1 where it holds and 0 where it does not."""


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
    glance = _scan(clauses, account_ids, span, GLANCE)
    found = _fitting(glance)
    if len(glance) < GLANCE or len(found) > limit:
        return _cut(found, limit)
    span = (first, glance[-1][0])
    if len(found) * (GLANCE + sum(WALK)) > limit * GLANCE:
        for many in WALK:
            rows = _scan(clauses, account_ids, span, many)
            found += _fitting(rows)
            if len(rows) < many or len(found) > limit:
                return _cut(found, limit)
            span = (first, rows[-1][0])
    return _through_index(_rarest(clauses, glance), clauses, account_ids, kind, span, found, limit)


def exact(clause: Clause, account_ids: Sequence[int], kind: int, *, limit: int) -> list[int]:
    """Rows found by one rare clause, an identifier: straight through the index."""
    return list(_through_index([clause], [clause], account_ids, kind, span_of(kind), [], limit).ids)


def _through_index(
    rarest: Sequence[Clause],
    clauses: Sequence[Clause],
    account_ids: Sequence[int],
    kind: int,
    span: tuple[int, int],
    found: list[int],
    limit: int,
) -> Found:
    if not account_ids:
        return Found(ids=(), has_more=False)
    look_up = _postgresql if connection.vendor == "postgresql" else _sqlite
    first, behind = span
    for many in CANDIDATES:
        rows = look_up(rarest, account_ids, kind, (first, behind), many)
        found += [number for number, words in rows if all(clause.holds(words) for clause in clauses)]
        if len(rows) < many or len(found) > limit:
            return _cut(found, limit)
        behind = rows[-1][0]
    return Found(ids=tuple(found[:limit]), has_more=True)


def _cut(found: list[int], limit: int) -> Found:
    return Found(ids=tuple(found[:limit]), has_more=len(found) > limit)


def _fitting(judged: Judged) -> list[int]:
    return [number for number, *fits in judged if all(fits)]


def _rarest(clauses: Sequence[Clause], glance: Judged) -> list[Clause]:
    seen = {clause: sum(row[place] for row in glance) for place, clause in enumerate(clauses, start=1)}
    ranked = sorted(clauses, key=lambda clause: seen[clause])
    return ranked[:LOOKED_UP] if seen[ranked[0]] else ranked[:1]


def _scan(clauses: Sequence[Clause], account_ids: Sequence[int], span: tuple[int, int], many: int) -> Judged:
    """The next rows and whether each clause holds, judged where the words are: they never leave the database."""
    stands = "strpos(words, %s) > 0" if connection.vendor == "postgresql" else "instr(words, %s) > 0"
    fits = ", ".join(
        f"CASE WHEN {' OR '.join(f'({" AND ".join(stands for _ in way.needles)})' for way in clause.ways)}"
        " THEN 1 ELSE 0 END"
        for clause in clauses
    )
    needles = [needle for clause in clauses for way in clause.ways for needle in way.needles]
    mine = ", ".join("%s" for _ in account_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {fits} FROM (SELECT id, words FROM search_row"  # noqa: S608
            f" WHERE account_id IN ({mine}) AND id >= %s AND id < %s ORDER BY id DESC LIMIT %s) newest"
            " ORDER BY id DESC",
            [*needles, *account_ids, *span, many],
        )
        return list(cursor.fetchall())


def _sqlite(
    clauses: Sequence[Clause], account_ids: Sequence[int], kind: int, span: tuple[int, int], many: int
) -> Rows:
    table = f"search_fts_{int(kind)}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id, r.words FROM {table} f CROSS JOIN search_row r ON r.id = f.rowid"  # noqa: S608
            f" WHERE {table} MATCH %s AND f.rowid >= %s AND f.rowid < %s"
            " AND r.account_id IN (SELECT value FROM json_each(%s)) ORDER BY f.rowid DESC LIMIT %s",
            [_asked(clauses, '"{}"', '"{}"*', " AND ", " OR "), *span, json.dumps(list(account_ids)), many],
        )
        return list(cursor.fetchall())


def _postgresql(
    clauses: Sequence[Clause], account_ids: Sequence[int], kind: int, span: tuple[int, int], many: int
) -> Rows:
    # OFFSET 0 keeps the planner from walking the primary key: common words never come this way.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, words FROM (SELECT id, words FROM search_row"
            " WHERE array_to_tsvector(array_remove(string_to_array(words, ' '), '')) @@ %s::tsquery"
            " AND kind = %s AND id >= %s AND id < %s AND account_id = ANY(%s) OFFSET 0) found"
            " ORDER BY id DESC LIMIT %s",
            [_asked(clauses, "'{}'", "'{}':*", " & ", " | "), kind, *span, list(account_ids), many],
        )
        return list(cursor.fetchall())


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
