"""Keep the search up to date: in the transaction that stores a thing, its words are stored too.

``portion`` is what a pull calls; ``messages``, ``orders`` and their kin are for other actions that change what
can be searched for. All of them compare with what is indexed and write only what differs, so that calling
one too often costs a reading and changes nothing. What an older database holds is worked off by
``fill_some`` (worker) or ``kontuar search rebuild``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Max, QuerySet

from kontuar.actions import index_words
from kontuar.actions.index_words import Doc, Kind
from kontuar.actions.touched import Touched
from kontuar.connector_kit.contract import Fact
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.facts.messages import ThreadKind
from kontuar.facts.offers import Offer as OfferFact
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.ratings import Rating as RatingFact
from kontuar.store.models import (
    Account,
    Buyer,
    Issue,
    Message,
    Offer,
    Order,
    Rating,
    SearchGap,
    SearchRow,
)
from kontuar.store.search import at_of

AT_ONCE = 400
"""Rows asked for or written in one statement."""

TABLES: dict[int, type[Message | Order | Buyer | Offer | Issue | Rating]] = {
    Kind.MESSAGE: Message,
    Kind.ORDER: Order,
    Kind.BUYER: Buyer,
    Kind.OFFER: Offer,
    Kind.ISSUE: Issue,
    Kind.RATING: Rating,
}


class Known(NamedTuple):
    """What the index holds of a thing."""

    row_id: int
    account_id: int
    words: str


def portion(account: Account, facts: Collection[Fact], touched: Touched) -> None:
    """Index what a portion of news brought. Must run in its transaction, after everything is stored."""
    said = touched.messages
    if said is None:
        ids = {fact.external_id for fact in facts if isinstance(fact, MessageFact)}
        said = list(_named(Message.objects.select_related("thread__buyer"), account, ids))
    messages(said)
    bought = {fact.external_id for fact in facts if isinstance(fact, OrderFact)}
    orders(touched.order_ids | {row.pk for row in _named(Order.objects.only("pk"), account, bought)})
    offers(_named(Offer.objects.all(), account, {f.external_id for f in facts if isinstance(f, OfferFact)}))
    issues(_named(Issue.objects.all(), account, _issue_ids(facts)))
    ratings(
        _named(Rating.objects.all(), account, {f.external_id for f in facts if isinstance(f, RatingFact)})
    )


def _issue_ids(facts: Iterable[Fact]) -> set[str]:
    """Of issues told as such, and of those made from a thread: a problem has its thread's number."""
    told = {fact.external_id for fact in facts if isinstance(fact, IssueFact)}
    threads = (fact for fact in facts if isinstance(fact, ThreadFact))
    return told | {thread.external_id for thread in threads if thread.kind is not ThreadKind.TALK}


def _named[M: Message | Order | Offer | Issue | Rating](
    rows: QuerySet[M], account: Account, external_ids: Collection[str]
) -> Iterator[M]:
    for ids in batched(sorted(external_ids), AT_ONCE):
        yield from rows.filter(account=account, external_id__in=ids)


def messages(rows: Collection[Message]) -> None:
    """Index messages and move their buyers up. ``thread.buyer`` must be loaded."""
    put(Kind.MESSAGE, index_words.messages(rows))
    last: dict[int, datetime] = {}
    for row in rows:
        buyer_id = row.thread.buyer_id
        last[buyer_id] = max(row.written_at, last.get(buyer_id, row.written_at))
    _heard_from(last)


def _heard_from(last: Mapping[int, datetime]) -> None:
    """Buyers stand by their last word; those the index does not know are read whole."""
    known = _known(Kind.BUYER, last)
    moved = [
        Doc(
            account_id=row.account_id, kind=Kind.BUYER, object_id=buyer_id, at=last[buyer_id], words=row.words
        )
        for buyer_id, row in known.items()
        if last[buyer_id].replace(microsecond=0) > at_of(row.row_id)
    ]
    _write(moved, known)
    if fresh := set(last) - set(known):
        _write(index_words.buyers(Buyer.objects.filter(pk__in=fresh)), {})


def orders(ids: Collection[int]) -> None:
    """Index orders and their buyers anew."""
    bought_by: set[int] = set()
    for some in batched(sorted(ids), AT_ONCE):
        rows = list(Order.objects.select_related("buyer").filter(pk__in=some))
        put(Kind.ORDER, index_words.orders(rows))
        bought_by.update(row.buyer_id for row in rows)
    buyers(bought_by)


def buyers(ids: Collection[int]) -> None:
    """Index buyers anew, with the e-mails of their orders."""
    for some in batched(sorted(ids), AT_ONCE):
        put(Kind.BUYER, index_words.buyers(Buyer.objects.filter(pk__in=some)))


def offers(rows: Iterable[Offer]) -> None:
    """Index offers."""
    for some in batched(rows, AT_ONCE):
        known = _known(Kind.OFFER, [row.pk for row in some])
        dates = {object_id: at_of(row.row_id) for object_id, row in known.items()}
        _write(index_words.offers(some, dates), known)


def issues(rows: Iterable[Issue]) -> None:
    """Index issues."""
    put(Kind.ISSUE, index_words.issues(rows))


def ratings(rows: Iterable[Rating]) -> None:
    """Index ratings."""
    put(Kind.RATING, index_words.ratings(rows))


def put(kind: int, docs: Iterable[Doc]) -> None:
    """Bring the index to these words: what is there already is left alone."""
    for some in batched(docs, AT_ONCE):
        _write(some, _known(kind, [doc.object_id for doc in some]))


def _known(kind: int, ids: Iterable[int]) -> dict[int, Known]:
    rows = SearchRow.objects.filter(kind=kind, object_id__in=list(ids))
    return {
        object_id: Known(number, account_id, words)
        for object_id, number, account_id, words in rows.values_list("object_id", "pk", "account_id", "words")
    }


def _write(docs: Iterable[Doc], known: Mapping[int, Known]) -> None:
    fresh, stale = [], []
    for doc in docs:
        row = known.get(doc.object_id)
        if row == (doc.row_id, doc.account_id, doc.words):
            continue
        if row is not None:
            stale.append(row.row_id)
        fresh.append((doc.row_id, doc.account_id, doc.kind, doc.object_id, doc.words))
    if stale:
        SearchRow.objects.filter(pk__in=stale).delete()
    if fresh:
        # Not bulk_create: it costs more than the database's own work, and a first import has many of these.
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_row (id, account_id, kind, object_id, words) VALUES (%s, %s, %s, %s, %s)",
                sorted(fresh),
            )


def is_behind() -> bool:
    """True while some of what the database holds may not be found yet."""
    return SearchGap.objects.exists()


def fill_some(*, many: int = 300) -> int:
    """Index the next things of an older database, newest first; how many were looked at, 0 when all is done.

    Safe beside other processes: the place is taken in the same transaction.
    """
    try:
        with transaction.atomic():
            gap = SearchGap.objects.select_for_update().order_by("kind").first()
            return _fill(gap, many) if gap else 0
    except IntegrityError:
        # A pull indexed the same thing at this moment; the next turn finds it done.
        return many


def _fill(gap: SearchGap, many: int) -> int:
    ids = list(
        TABLES[gap.kind].objects.filter(pk__lt=gap.below).order_by("-pk").values_list("pk", flat=True)[:many]
    )
    if not ids:
        gap.delete()
        return many
    _index(gap.kind, ids)
    SearchGap.objects.filter(pk=gap.pk).update(below=ids[-1])
    return len(ids)


def _index(kind: int, ids: Sequence[int]) -> None:
    if kind == Kind.MESSAGE:
        rows = Message.objects.select_related("thread__buyer").filter(pk__in=ids)
        put(kind, index_words.messages(rows))
    elif kind == Kind.ORDER:
        put(kind, index_words.orders(Order.objects.select_related("buyer").filter(pk__in=ids)))
    elif kind == Kind.BUYER:
        buyers(ids)
    elif kind == Kind.OFFER:
        offers(Offer.objects.filter(pk__in=ids))
    elif kind == Kind.ISSUE:
        issues(Issue.objects.filter(pk__in=ids))
    else:
        ratings(Rating.objects.filter(pk__in=ids))


@transaction.atomic
def begin_again() -> None:
    """Have everything looked at anew; what is found to be right stays and can be searched for meanwhile."""
    for kind, table in TABLES.items():
        below = (table.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        SearchGap.objects.update_or_create(kind=kind, defaults={"below": below})


def left() -> int:
    """How many things are still to be looked at."""
    return sum(TABLES[gap.kind].objects.filter(pk__lt=gap.below).count() for gap in SearchGap.objects.all())


def drop_lost(*, many: int = 2000) -> int:
    """Take out rows whose things are gone; how many there were."""
    dropped = 0
    for kind, table in TABLES.items():
        rows = SearchRow.objects.filter(kind=kind).order_by("object_id")
        after = 0
        while ids := list(rows.filter(object_id__gt=after).values_list("object_id", flat=True)[:many]):
            lost = set(ids) - set(table.objects.filter(pk__in=ids).values_list("pk", flat=True))
            if lost:
                dropped += SearchRow.objects.filter(kind=kind, object_id__in=lost).delete()[0]
            after = ids[-1]
    return dropped


def tidy() -> None:
    """Check SQLite's own indexes against the words, make one anew if it differs, and pack them."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in [f"search_fts_{int(kind)}" for kind in TABLES]:
            if not _is_whole(table):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def _is_whole(table: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError:
        return False
    return True
