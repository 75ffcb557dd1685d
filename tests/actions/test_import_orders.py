"""Orders out of a file: whole or not at all, and the same file twice changes nothing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kontuar.actions import import_orders
from kontuar.actions.errors import Invalid
from kontuar.connector_kit.order_file import Options, Reading, read
from kontuar.store.models import JournalEntry, Order, Shipment
from tests.shop import Shop

TEXT = """order,date,ship by,buyer,item,quantity,price,tracking,carrier,shipped
F-1,2026-11-19 10:00,2026-11-20,anna,Lamp,1,99.00,,,
F-2,2026-11-18 10:00,2026-11-19,jan,Lamp,2,99.00,6801,InPost,2026-11-19 12:00
"""


def reading(text: str = TEXT) -> Reading:
    return read(text.encode(), Options(zone=ZoneInfo("Europe/Warsaw"), currency="PLN"))


def test_orders_parcels_and_duties_stand_as_if_the_platform_had_told_them(shop: Shop, now: datetime) -> None:
    done = import_orders.take(shop.account, reading(), now=now)
    assert (done.new, done.changed, done.same) == (2, 0, 0)
    waiting, sent = Order.objects.filter(account=shop.account).order_by("external_id")
    assert [duty.kind for duty in waiting.duties.all()] == ["dispatch"]
    assert sent.duties.count() == 0
    assert waiting.buyer.login == "anna"
    parcel = Shipment.objects.get(order=sent)
    assert (parcel.waybill, parcel.state) == ("6801", "in_transit")
    entry = JournalEntry.objects.get(verb="orders.imported")
    assert entry.detail == {"lines": 2, "new": 2, "changed": 0, "same": 0}


def test_the_same_file_again_changes_nothing(shop: Shop, now: datetime) -> None:
    import_orders.take(shop.account, reading(), now=now)
    done = import_orders.take(shop.account, reading(), now=now)
    assert (done.new, done.changed, done.same) == (0, 0, 2)
    again = import_orders.take(shop.account, reading(TEXT.replace("2026-11-20", "2026-11-21")), now=now)
    assert (again.new, again.changed, again.same) == (0, 1, 1)
    assert (Order.objects.count(), Shipment.objects.count()) == (2, 1)


def test_a_file_with_a_wrong_line_leaves_nothing_behind(shop: Shop, now: datetime) -> None:
    with pytest.raises(Invalid):
        import_orders.take(shop.account, reading(TEXT.replace("2026-11-18 10:00", "soon")), now=now)
    assert Order.objects.count() == 0


def test_when_storing_breaks_in_the_middle_nothing_is_left(
    shop: Shop, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_orders, "AT_ONCE", 1)
    stored: list[Any] = []
    whole = import_orders.receive.batch

    def breaks_at_the_second(*given: Any, **named: Any) -> Any:
        if stored:
            raise RuntimeError("the disk is full")
        stored.append(whole(*given, **named))
        return stored[0]

    monkeypatch.setattr(import_orders.receive, "batch", breaks_at_the_second)
    with pytest.raises(RuntimeError):
        import_orders.take(shop.account, reading(), now=now)
    assert stored
    assert Order.objects.count() == 0


def test_an_order_the_platform_told_is_not_overwritten_by_an_older_table(shop: Shop, now: datetime) -> None:
    import_orders.take(shop.account, reading(), now=now)
    Order.objects.filter(external_id="F-1").update(changed_at=now)
    done = import_orders.take(shop.account, reading(TEXT.replace("99.00", "1.00")), now=now)
    assert (done.changed, done.same) == (1, 1)


def test_the_account_is_found_by_login_or_label(shop: Shop) -> None:
    assert import_orders.account_named(shop.account.login.upper()) == shop.account
    with pytest.raises(Invalid, match="no-account"):
        import_orders.account_named("nobody")


def test_a_mailbox_takes_no_orders(shop: Shop, make_account: Any, now: datetime) -> None:
    mailbox = make_account("box@example.com", platform="mail")
    with pytest.raises(Invalid, match="no-orders"):
        import_orders.take(mailbox, reading(), now=now)
