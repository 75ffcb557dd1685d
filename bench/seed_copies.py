"""Very many cases: seeded ones that are over once more, under other names and numbers.

Reading texts and making rows of them is most of the work of ``bench.seed_bulk``; here the rows are there already. The
copy of the n-th case is the case ``seed_facts.told(n, moved=…)`` tells of, with the same words on the same days;
``tests/actions/test_seed.py`` compares every column.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

from bench.seed_facts import email, login, moved_order
from kontuar.actions import bulk, cases, index_words
from kontuar.store.models import Account, Buyer, Case, Message, Order, SearchRow, Thread
from kontuar.store.search import at_of, row_id, words_of
from kontuar.text.fold import fold

STRIDE = 12_000_000
"""Between the number of a case and that of its copy: a multiple of all that ``seed_facts`` divides numbers by."""
TABLES: tuple[type[Model], ...] = (Buyer, Order, Thread, Case, Message)
type Row = dict[str, Any]


class Copies:
    """Writes copies; keeps count of the rows' numbers, which nobody else may give meanwhile."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._next = {
            table: count((table._default_manager.aggregate(n=Max("pk"))["n"] or 0) + 1) for table in TABLES
        }

    def write(self, first: int, many: int, times: Sequence[int]) -> None:
        """Of the cases numbered from ``first`` on a copy for each of ``times``. Must run inside a transaction."""
        found = _Read(self._account, first, many)
        for time in times:
            self._copy(found, time * STRIDE)

    def done(self) -> None:
        """Let the database give numbers again (PostgreSQL counts only those it gave)."""
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
                cursor.execute(sql)

    def _copy(self, found: "_Read", moved: int) -> None:
        people = self._put(Buyer, (_buyer(row, moved) for row in found.buyers))
        orders = self._put(Order, (_order(row, moved, people) for row in found.orders))
        threads = self._put(Thread, (_thread(row, moved, people) for row in found.threads))
        opened = self._put(Case, (_case(row, moved, found, people, threads, orders) for row in found.cases))
        said = self._put(Message, (_message(row, moved, opened, threads) for row in found.messages))
        self._index(found, moved, people, orders, said)

    def _put(self, table: type[Model], rows: Iterator[Row]) -> dict[int, int]:
        """Write them; their new numbers by the old."""
        numbers: dict[int, int] = {}
        given = []
        for row in rows:
            numbers[row["id"]] = row["id"] = next(self._next[table])
            given.append(tuple(row.values()))
        quoted = connection.ops.quote_name
        names = ", ".join(quoted(str(field.column)) for field in table._meta.concrete_fields)
        places = ", ".join(["%s"] * len(table._meta.concrete_fields))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quoted(table._meta.db_table)} ({names}) VALUES ({places})",
                given,
            )
        return numbers

    def _index(
        self,
        found: "_Read",
        moved: int,
        people: dict[int, int],
        orders: dict[int, int],
        said: dict[int, int],
    ) -> None:
        rows = Order.objects.select_related("buyer").filter(pk__in=list(orders.values()))
        docs = [
            (one.row_id, one.account_id, one.kind, one.object_id, one.words)
            for one in index_words.orders(rows)
        ]
        for row in found.words:
            number, kind = row["object_id"], row["kind"]
            if kind == SearchRow.Kind.MESSAGE:
                new, words = said[number], _said(row["words"], *found.told_of[number], moved)
            else:
                new, words = people[number], _who(found.number_of[number], moved, number in found.bought)
            docs.append((row_id(kind, at_of(row["id"]), new), row["account_id"], kind, new, words))
        bulk.insert_values(SearchRow, ("id", "account_id", "kind", "object_id", "words"), sorted(docs))


class _Read:
    """Rows of some cases, read once for all their copies."""

    def __init__(self, account: Account, first: int, many: int) -> None:
        names = [f"seed-{n}" for n in range(first, first + many)]
        self.threads = _rows(Thread, account=account, external_id__in=names)
        self.buyers = _rows(Buyer, pk__in=[row["buyer_id"] for row in self.threads])
        self.orders = _rows(Order, buyer_id__in=[row["id"] for row in self.buyers])
        self.cases = _rows(Case, thread_id__in=[row["id"] for row in self.threads])
        self.messages = _rows(Message, thread_id__in=[row["id"] for row in self.threads])
        self.number_of = {row["buyer_id"]: _number(row) for row in self.threads}
        """The case's number by its buyer."""
        self.bought = {row["buyer_id"]: str(row["external_id"]) for row in self.orders}
        buyer_of = {row["id"]: row["buyer_id"] for row in self.threads}
        self.told_of = {
            row["id"]: (self.number_of[buyer_of[row["thread_id"]]], row["order_external_id"])
            for row in self.messages
        }
        """By message: the case's number, and the order that is named."""
        self.words = [
            *_rows(SearchRow, kind=SearchRow.Kind.MESSAGE, object_id__in=list(self.told_of)),
            *_rows(SearchRow, kind=SearchRow.Kind.BUYER, object_id__in=list(self.number_of)),
        ]


def _rows(table: type[Model], **which: Any) -> list[Row]:
    """In the order of the columns and as the database takes them, but for an order's fact."""
    fields = [bulk.field_of(table, field.name) for field in table._meta.concrete_fields]
    found = list(table._default_manager.filter(**which).order_by("pk").values(*(f.attname for f in fields)))
    for field in fields:
        if field.name != "fact":
            ready = bulk.prepared(field, [row[field.attname] for row in found])
            for row, value in zip(found, ready, strict=True):
                row[field.attname] = value
    return found


def _number(thread: Row) -> int:
    return int(thread["external_id"].removeprefix("seed-"))


def _name(n: int) -> str:
    return f"Jan Kowalski {n}"


def _buyer(row: Row, moved: int) -> Row:
    n = _of(row["login"]) + moved
    told = {"external_id": f"{n}", "name": _name(n)} if row["external_id"] else {}
    return {**row, "login": login(n), **told}


def _of(name: str) -> int:
    """The number of the case by its buyer's login."""
    return int(name[7:]) - 44_000_000 if name.startswith("Client:") else int(name.removeprefix("kowalski_"))


def _order(row: Row, moved: int, people: dict[int, int]) -> Row:
    fact = row["fact"]
    n = int(fact["buyer_id"]) + moved
    number = moved_order(row["external_id"], moved)
    told = {
        "external_id": number,
        "buyer_id": f"{n}",
        "buyer_login": login(n),
        "buyer_email": email(n),
        "buyer_name": _name(n),
        "delivery": {**fact["delivery"], "recipient": f"Anna Nowak {n}"},
        "lines": [{**line, "external_id": f"line-{n}"} for line in fact["lines"]],
    }
    [ready] = bulk.prepared(bulk.field_of(Order, "fact"), [{**fact, **told}])
    return {**row, "external_id": number, "buyer_id": people[row["buyer_id"]], "fact": ready}


def _thread(row: Row, moved: int, people: dict[int, int]) -> Row:
    return {
        **row,
        "external_id": f"seed-{_number(row) + moved}",
        "buyer_id": people[row["buyer_id"]],
    }


def _case(
    row: Row,
    moved: int,
    found: _Read,
    people: dict[int, int],
    threads: dict[int, int],
    orders: dict[int, int],
) -> Row:
    n, bought = found.number_of[row["buyer_id"]], found.bought.get(row["buyer_id"], "")
    rest = row["search_text"][len(_known(n, bought)) :]
    text = _known(n + moved, moved_order(bought, moved)) + rest
    return {
        **row,
        "thread_id": threads[row["thread_id"]],
        "buyer_id": people[row["buyer_id"]],
        "order_id": orders[row["order_id"]] if row["order_id"] else None,
        "search_text": text[: cases.SEARCH_LIMIT],
    }


def _known(n: int, bought: str) -> str:
    """How the words of a case begin."""
    return fold(f"{login(n)} {_name(n)} {bought}" if bought else login(n))


def _message(row: Row, moved: int, opened: dict[int, int], threads: dict[int, int]) -> Row:
    _seed, n, turn = row["external_id"].split("-")
    is_shop = row["role"] == "seller"
    return {
        **row,
        "external_id": f"seed-{int(n) + moved}-{turn}",
        "case_id": opened[row["case_id"]],
        "thread_id": threads[row["thread_id"]],
        "author_login": row["author_login"] if is_shop else login(int(n) + moved),
        "order_external_id": moved_order(row["order_external_id"], moved),
    }


def _said(words: str, n: int, bought: str, moved: int) -> str:
    """The words of a message: those of its text stay, whose it is and what it is about stand behind them."""
    return words.removesuffix(_whose(n, bought)) + _whose(n + moved, moved_order(bought, moved))


@lru_cache(maxsize=16)
def _whose(n: int, bought: str) -> str:
    return words_of([login(n), bought])[1:]


def _who(n: int, moved: int, has_bought: bool) -> str:
    """The words of a buyer."""
    name, address = login(n + moved), email(n + moved)
    return (
        words_of((name, _name(n + moved), address), keys=(name, address))
        if has_bought
        else words_of((name,), keys=(name,))
    )
