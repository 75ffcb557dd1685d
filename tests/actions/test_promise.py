"""The promise watch over stored orders: it learns from them, and forgotten it learns anew."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache

from kontuar.actions import import_orders, promise
from kontuar.connector_kit.order_file import Options, read
from kontuar.facts.promises import FindingKind
from kontuar.store.models import Order, Shipment
from tests.shop import Shop

DAY = timedelta(days=1)
HEAD = "order,date,ship by,deliver by,tracking,carrier,shipped,delivered\n"


def line(
    number: str, bought: datetime, *, promised: int, sent: int | None = None, came: int | None = None
) -> str:
    """Days are counted from the purchase."""

    def on(days: int | None) -> str:
        return "" if days is None else f"{bought + DAY * days:%Y-%m-%d %H:%M}"

    waybill = f"W{number}" if sent is not None else ""
    promises = f"{bought + DAY:%Y-%m-%d 23:59},{bought + DAY * promised:%Y-%m-%d 23:59}"
    return f"{number},{on(0)},{promises},{waybill},DPD,{on(sent)},{on(came)}\n"


def stored(shop: Shop, now: datetime, *lines: str) -> None:
    text = HEAD + "".join(lines)
    reading = read(text.encode(), Options(zone=ZoneInfo("UTC"), currency="PLN"))
    assert reading.troubles == ()
    import_orders.take(shop.account, reading, now=now)


def history(now: datetime, *, days: int) -> list[str]:
    """An order a day, sent on the next and five days on its way; the last came three days ago."""
    return [line(f"H{n}", now - DAY * (n + 9), promised=8, sent=1, came=6) for n in range(days)]


def kinds(shop: Shop, number: str, now: datetime) -> dict[FindingKind, tuple[str, ...]]:
    row = Order.objects.select_related("account").get(account=shop.account, external_id=number)
    return {finding.kind: finding.why for finding in promise.of_order(row, now=now).findings}


def test_an_order_that_did_not_leave_is_told(shop: Shop, now: datetime) -> None:
    stored(shop, now, line("A", now, promised=5))
    assert kinds(shop, "A", now) == {}
    assert kinds(shop, "A", now + DAY * 2) == {FindingKind.BROKEN: ("not_sent",)}


def test_a_parcel_nobody_asked_about_is_passed_over(shop: Shop, now: datetime) -> None:
    stored(shop, now, line("A", now - DAY * 7, promised=8, sent=1))
    assert FindingKind.BROKEN in kinds(shop, "A", now + DAY * 3)
    Shipment.objects.update(tracked_at=None)
    assert kinds(shop, "A", now + DAY * 3) == {}


def test_what_was_broken_long_before_we_were_connected_is_history(shop: Shop, now: datetime) -> None:
    stored(shop, now, line("A", now - DAY * 20, promised=8), line("B", now - DAY * 10, promised=8))
    assert kinds(shop, "A", now) == {}
    assert FindingKind.BROKEN in kinds(shop, "B", now)


def test_without_a_history_nothing_is_feared_with_one_it_is(shop: Shop, now: datetime) -> None:
    stored(
        shop,
        now,
        line("SLOW", now - DAY * 2, promised=4, sent=1),
        line("EASY", now - DAY * 2, promised=12, sent=1),
    )
    promise.learn(shop.account, now=now)
    assert kinds(shop, "SLOW", now) == {}
    stored(shop, now, *history(now, days=40))
    assert promise.learn(shop.account, now=now + DAY)
    assert kinds(shop, "SLOW", now + timedelta(hours=1)) == {FindingKind.WILL_BREAK: ("late_risk",)}
    assert kinds(shop, "EASY", now + timedelta(hours=1)) == {}


def test_parcels_that_never_came_are_learnt_from(shop: Shop, now: datetime) -> None:
    stored(shop, now, *history(now, days=40), line("A", now - DAY * 6, promised=7, sent=1))
    promise.learn(shop.account, now=now)
    usual = promise.known(shop.account)
    cache.clear()
    stored(shop, now, *(line(f"L{n}", now - DAY * (n + 40), promised=8, sent=1) for n in range(20)))
    Order.objects.update(parcels_at=now)
    promise.learn(shop.account, now=now)
    known = promise.known(shop.account)
    assert usual is not None
    assert known is not None
    assert known.transit.endings == usual.transit.endings
    assert known.transit.waiting(20) > usual.transit.waiting(20)


def test_a_day_is_learnt_once_and_what_was_forgotten_is_learnt_anew(shop: Shop, now: datetime) -> None:
    stored(shop, now, *history(now, days=30))
    assert promise.learn_all(now=now) >= 1
    learnt = cache.get(f"promise-pace-{shop.account.pk}")
    assert promise.learn_all(now=now) == 0
    cache.clear()
    assert promise.learn(shop.account, now=now)
    assert cache.get(f"promise-pace-{shop.account.pk}") == learnt


def test_a_memory_of_another_version_is_left(shop: Shop, now: datetime) -> None:
    stored(shop, now, *history(now, days=30), line("A", now, promised=5))
    cache.set(f"promise-pace-{shop.account.pk}", b'{"old": 1}', None)
    assert kinds(shop, "A", now) == {}
    assert promise.learn(shop.account, now=now)
