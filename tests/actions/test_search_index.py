"""What a portion of news brings can be found at once, and nobody finds what is not his."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from kontuar.actions import index
from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.messages import Role
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderLine, OrderState, Shipment
from kontuar.facts.ratings import Rating
from kontuar.store import search_find
from kontuar.store.models import Account, Buyer, Message, SearchGap, SearchRow, User
from kontuar.store.queries import search
from kontuar.store.queries.search import Kind, Wish
from kontuar.store.search import at_of, question
from kontuar.worker.runner import Runner
from kontuar.worker.sweep import Lane, due_lanes
from tests.shop import Shop
from tests.talk import BUYER, answered, said, take_in, thread

pytestmark = pytest.mark.django_db
NUMBER = "29738e61-7f6a-11e8-ac45-09db60ede9d6"
WAYBILL = "620012345678901234567890"


def found(user: User, typed: str, kind: int = 0) -> set[tuple[int, str]]:
    """Kind and a telling field of everything that is found."""
    groups = search.look(user, Wish(typed=typed, kind=kind)).groups
    return {(hit.kind, hit.text or hit.name or hit.buyer) for group in groups for hit in group.hits}


def kinds(user: User, typed: str) -> set[int]:
    return {kind for kind, _text in found(user, typed)}


def an_order(now: datetime, **fields: object) -> Order:
    line = OrderLine(
        external_id="l1",
        offer_id="o1",
        name="Żółta klamka Loft",
        quantity=1,
        price=Money(amount=Decimal(10), currency="PLN"),
        seller_sku="KL-77",
    )
    values: dict[str, object] = {
        "external_id": NUMBER,
        "state": OrderState.READY,
        "fulfilment": Fulfilment.NEW,
        "buyer_id": "7",
        "buyer_login": "Client:44300444",
        "buyer_name": "Łucja Wiśniewska",
        "buyer_email": "abc12x+44@example.com",
        "lines": (line,),
        "total": None,
        "delivery": Delivery(recipient="Żaneta Święch", phone="+48 601-234-567", address="Lipowa 5, Łódź"),
        "bought_at": now - timedelta(days=3),
        **fields,
    }
    return Order(**values)  # type: ignore[arg-type]


def test_a_message_is_found_by_words_beginnings_and_without_polish_letters(shop: Shop, now: datetime) -> None:
    take_in(shop.account, thread(), said("m1", now, "Czy żółta paczka dotrze do Łodzi?"), now=now)
    text = "Czy żółta paczka dotrze do Łodzi?"
    for typed in (
        "zolta",
        "ŻÓŁTA",
        "łodzi",
        "lodz",
        "pacz dotrz",
        "dotrze paczka",
        '"zolta paczka"',
        "  czy ",
    ):
        assert (Kind.MESSAGE, text) in found(shop.ala, typed), typed
    for typed in ("zielona", "paczka zielona", '"paczka zolta"', '"zolta pacz"', "aczka"):
        assert (Kind.MESSAGE, text) not in found(shop.ala, typed), typed


def test_both_sides_of_a_talk_are_found_by_the_buyers_login(shop: Shop, now: datetime) -> None:
    take_in(shop.account, thread(), said("m1", now), answered("m2", now + timedelta(hours=1)), now=now)
    result = search.look(shop.ala, Wish(typed=BUYER, kind=Kind.MESSAGE))
    assert [hit.role for hit in result.groups[0].hits] == [Role.SELLER.value, Role.BUYER.value]
    assert [hit.kind for hit in result.direct] == [Kind.BUYER]
    assert not found(shop.ala, "sklep-ala")


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER, NUMBER.upper(), "29738e61", "29738e61-7f6a", "09db60ede9d6", "60ede9d6", "e9d6", NUMBER.replace("-", ""),
        "Client:44300444", "client44300444", "44300444", "łucja", "wisniewska lucja", "abc12x+44@example.com",
        "abc12x", "swiech zaneta", "klamka zolta", "KL-77", WAYBILL, "6200 1234 5678 9012 3456 7890", WAYBILL[:9],
        WAYBILL[-5:], "601234567", "601 234 567", "234-567", "lodz lipowa",
    ],
)  # fmt: skip
def test_an_order_is_found_by_everything_that_names_it(typed: str, shop: Shop, now: datetime) -> None:
    parcel = Shipment(external_id="s1", order_id=NUMBER, carrier="INPOST", waybill=WAYBILL)
    take_in(shop.account, an_order(now), parcel, now=now)
    assert Kind.ORDER in kinds(shop.ala, typed)
    assert not kinds(shop.celina, typed)


def test_the_very_number_login_or_waybill_stands_first(shop: Shop, now: datetime) -> None:
    parcel = Shipment(external_id="s1", order_id=NUMBER, carrier="INPOST", waybill=WAYBILL)
    take_in(shop.account, an_order(now), parcel, now=now)
    direct = {
        typed: [h.kind for h in search.look(shop.ala, Wish(typed=typed)).direct]
        for typed in (NUMBER, WAYBILL)
    }
    assert direct == {NUMBER: [Kind.ORDER], WAYBILL: [Kind.ORDER]}
    assert {h.kind for h in search.look(shop.ala, Wish(typed="client:44300444")).direct} == {
        Kind.ORDER,
        Kind.BUYER,
    }
    assert not search.look(shop.celina, Wish(typed=NUMBER)).direct
    assert not search.look(shop.ala, Wish(typed=NUMBER[:-1])).direct


def test_buyers_offers_issues_and_ratings_are_found(shop: Shop, now: datetime) -> None:
    take_in(
        shop.account,
        an_order(now),
        Offer(external_id="13998877665", name="Kłódka stalowa", seller_sku="KS-5"),
        Issue(
            external_id="i-1", kind=IssueKind.CLAIM, status=IssueStatus.OPEN, raw_status="X", order_id=NUMBER,
            buyer_login="Client:44300444", reference="RKL/2026/77", subject="Pęknięta", description="Klamka pękła w rękach",
            opened_at=now,
        ),
        Rating(
            external_id="r1", order_id=NUMBER, buyer_login="Client:44300444", is_recommended=False,
            created_at=now, comment="Krzywa, odradzam", answer="Wymienimy",
        ),
        now=now,
    )  # fmt: skip
    assert kinds(shop.ala, "abc12x+44@example.com") == {Kind.ORDER, Kind.BUYER}
    assert (
        kinds(shop.ala, "klodka") == kinds(shop.ala, "13998877665") == kinds(shop.ala, "ks-5") == {Kind.OFFER}
    )
    assert kinds(shop.ala, "rkl/2026/77") == kinds(shop.ala, "pekla") == {Kind.ISSUE}
    assert kinds(shop.ala, "odradzam") == kinds(shop.ala, "wymienimy") == {Kind.RATING}
    for typed in ("klodka", "rkl/2026/77", "odradzam", "abc12x"):
        assert kinds(shop.bolek, typed)
        assert not kinds(shop.celina, typed)


def test_results_stand_by_true_date_whatever_came_first(shop: Shop, now: datetime) -> None:
    old = said("m1", now - timedelta(days=900), "klamka stara")
    new = said("m2", now - timedelta(days=1), "klamka nowa", thread_id="t2")
    take_in(shop.account, thread(), thread("t2"), new, now=now)
    take_in(shop.account, old, now=now)
    hits = search.look(shop.ala, Wish(typed="klamka", kind=Kind.MESSAGE)).groups[0].hits
    assert [hit.text for hit in hits] == ["klamka nowa", "klamka stara"]


def test_a_changed_text_is_found_by_its_new_words_alone(shop: Shop, now: datetime) -> None:
    take_in(shop.account, thread(), said("m1", now, "mój PESEL to tajemnica"), now=now)
    take_in(shop.account, said("m1", now, "usunięto"), now=now)
    assert not found(shop.ala, "tajemnica")
    assert (Kind.MESSAGE, "usunięto") in found(shop.ala, "usunieto")


def test_the_same_portion_twice_writes_nothing_twice(shop: Shop, now: datetime) -> None:
    facts = (thread(), said("m1", now), an_order(now), Offer(external_id="1", name="Kubek"))
    take_in(shop.account, *facts, now=now)
    before = sorted(SearchRow.objects.values_list())
    take_in(shop.account, *facts, now=now + timedelta(hours=1))
    assert sorted(SearchRow.objects.values_list()) == before


def test_a_buyer_moves_up_with_each_word(shop: Shop, now: datetime) -> None:
    take_in(shop.account, an_order(now, buyer_login=BUYER), now=now)
    take_in(shop.account, thread(), said("m1", now - timedelta(hours=1)), now=now)
    row = SearchRow.objects.get(kind=Kind.BUYER)
    assert at_of(row.pk) == now - timedelta(hours=1)
    assert kinds(shop.ala, "abc12x+44@example.com") == {Kind.ORDER, Kind.BUYER}


def test_what_an_older_database_holds_is_worked_off_and_equals_what_pulls_write(
    shop: Shop, now: datetime
) -> None:
    talk = [said(f"m{n}", now - timedelta(minutes=n), f"słowo {n}") for n in range(25)]
    take_in(shop.account, thread(), an_order(now), *talk, Offer(external_id="1", name="Kubek"), now=now)
    wanted = sorted(SearchRow.objects.values_list("pk", "account_id", "kind", "object_id", "words"))
    SearchRow.objects.all().delete()
    assert not kinds(shop.ala, "slowo")
    index.begin_again()
    assert index.is_behind()
    assert search.is_behind()
    assert index.fill_some(many=10) == 10
    assert len(found(shop.ala, "slowo", Kind.MESSAGE)) == 10
    while index.fill_some(many=10):
        continue
    assert not index.is_behind()
    assert sorted(SearchRow.objects.values_list("pk", "account_id", "kind", "object_id", "words")) == wanted


def test_rows_whose_things_are_gone_are_taken_out(shop: Shop, now: datetime) -> None:
    take_in(shop.account, thread(), said("m1", now), said("m2", now), now=now)
    Message.objects.filter(external_id="m1").delete()
    assert index.drop_lost() == 1
    index.tidy()
    assert SearchRow.objects.filter(kind=Kind.MESSAGE).count() == 1


def _is_index_whole() -> bool:
    """SQLite compares its index with the words; PostgreSQL's is part of the table and has no say."""
    return connection.vendor != "sqlite" or all(index._is_whole(f"search_fts_{kind}") for kind in range(1, 7))


def test_the_databases_index_follows_every_change_of_a_row(shop: Shop, now: datetime) -> None:
    take_in(shop.account, thread(), said("m1", now, "pierwsze"), an_order(now), now=now)
    take_in(shop.account, said("m1", now, "drugie"), now=now)
    everyone = [shop.account.pk]
    clauses = question("drugie").clauses
    assert len(search_find.exact(clauses[0], everyone, [Kind.MESSAGE], limit=5)) == 1
    assert _is_index_whole()
    Account.objects.filter(pk=shop.account.pk).delete()
    assert _is_index_whole()
    assert search_find.exact(clauses[0], everyone, [Kind.MESSAGE], limit=5) == []
    assert not SearchRow.objects.exists()


def test_an_index_of_sqlite_that_lost_a_row_is_made_anew(shop: Shop, now: datetime) -> None:
    take_in(shop.account, thread(), said("m1", now, "zguba"), now=now)
    if connection.vendor == "sqlite":
        row = SearchRow.objects.get(kind=Kind.MESSAGE)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_fts_1(search_fts_1, rowid, words) VALUES ('delete', %s, %s)",
                [row.pk, row.words],
            )
        assert not _is_index_whole()
    index.tidy()
    assert _is_index_whole()
    clauses = question("zguba").clauses
    assert len(search_find.exact(clauses[0], [shop.account.pk], [Kind.MESSAGE], limit=5)) == 1


def test_a_portion_that_is_rolled_back_leaves_nothing_to_find(shop: Shop, now: datetime) -> None:
    with transaction.atomic():
        take_in(shop.account, thread(), said("m1", now, "niebyłe"), now=now)
        transaction.set_rollback(True)
    assert not found(shop.ala, "niebyle")
    assert not SearchGap.objects.exists()
    assert not Buyer.objects.exists()


def test_the_worker_takes_in_what_an_older_database_holds(shop: Shop, now: datetime) -> None:
    take_in(shop.account, thread(), said("m1", now, "zguba"), now=now)
    SearchRow.objects.all().delete()
    runner = Runner(threading.Event(), threads=1, clock=lambda: now)
    lane = Lane("index")
    assert lane not in set(due_lanes(now))
    index.begin_again()
    turns = 0
    while lane in set(due_lanes(now)):
        runner._turns._work(lane, 0)
        turns += 1
    assert turns
    assert Kind.MESSAGE in kinds(shop.ala, "zguba")


def test_no_search_reads_through_a_list_of_words_not_yet_sorted_in(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reloptions FROM pg_class WHERE relname LIKE 'search_row_words_%'")
            assert cursor.fetchall() == [(["fastupdate=off"],)] * 6
        else:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE sql LIKE '%USING fts5%'")
            assert cursor.fetchone() == (6,)  # SQLite's merge as they grow
