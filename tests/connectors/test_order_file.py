"""Orders from a table: exports as people have them, and every way a line can be wrong."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.connector_kit.order_file import Options, Reading, read
from kontuar.connector_kit.order_file.columns import Column
from kontuar.connector_kit.order_file.values import amount
from kontuar.facts.orders import Fulfilment, OrderState

OLIST = Path(__file__).parents[2].parent / "shared" / "data" / "olist_orders" / "orders.csv"
POLISH = """Numer zamówienia;Data zakupu;Wysłać do;Kupujący;Nazwa produktu;Ilość;Cena;Koszt dostawy;Numer przesyłki;Kurier
A-1;16.11.2026 08:05;17.11.2026;anna_k;Lampa „Zorza";2;1 234,50 zł;12,99;6800123;InPost
A-1;16.11.2026 08:05;17.11.2026;anna_k;Żarówka;1;9,90 zł;0,00;6800123;InPost
A-2;16.11.2026 23:30;18.11.2026;jan;Lampa;1;99 zł;12,99;;
"""


def options(**more: Any) -> Options:
    return Options(**{"zone": ZoneInfo("Europe/Warsaw"), "currency": "PLN"} | more)


def reading(text: str, **more: Any) -> Reading:
    return read(text.encode(), options(**more))


def codes(found: Reading) -> list[tuple[int, str, str]]:
    return [(trouble.line, trouble.column, trouble.code) for trouble in found.troubles]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_a_polish_export_is_understood_whatever_it_was_saved_as(encoding: str) -> None:
    found = read(POLISH.encode(encoding), options())
    assert codes(found) == []
    first, second = found.orders
    assert (first.external_id, first.buyer_login, len(first.lines)) == ("A-1", "anna_k", 2)
    assert first.lines[0].price.amount == Decimal("1234.50")
    assert first.lines[0].name == 'Lampa „Zorza"'
    assert first.bought_at == datetime(2026, 11, 16, 7, 5, tzinfo=UTC)
    assert first.delivery.dispatch_by == datetime(2026, 11, 17, 22, 59, 59, tzinfo=UTC)
    assert first.total is not None
    assert first.total.amount == Decimal("2478.90")
    assert first.delivery.cost is not None
    assert first.delivery.cost.amount == Decimal("12.99")
    assert [(p.order_id, p.carrier, p.waybill) for p in found.shipments] == [("A-1", "InPost", "6800123")]
    assert second.state is OrderState.READY, "a list without payments is one of paid orders"
    assert found.delimiter == ";"


def test_columns_of_its_own_wording_are_named_by_the_person() -> None:
    text = "mój numer,kiedy,date\n1,2026-11-16 08:00,2020-01-01\n"
    assert codes(reading(text)) == [(1, "order", "column_missing")]
    found = reading(text, columns={Column.ORDER: "Mój numer", Column.BOUGHT: "kiedy"})
    assert found.orders[0].bought_at == datetime(2026, 11, 16, 7, tzinfo=UTC)
    assert found.unused == ("date",)
    assert codes(reading(text, columns={Column.ORDER: "gone"})) == [(1, "gone", "no_such_column")]


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("1,soon,1,9.90", (2, "bought", "date")),
        ("1,2026-02-30,1,9.90", (2, "bought", "date")),
        ("1,0001-01-01,1,9.90", (2, "bought", "date")),
        ("1,,1,9.90", (2, "bought", "missing")),
        (",2026-11-16,1,9.90", (2, "order", "missing")),
        ("1,2026-11-16,0,9.90", (2, "quantity", "count")),
        ("1,2026-11-16,1.5,9.90", (2, "quantity", "count")),
        ("1,2026-11-16,1,free", (2, "price", "amount")),
        ("1,2026-11-16,1,-3", (2, "price", "amount")),
        ("1,2026-11-16,1", (2, "", "cells")),
        ("1,2026-11-16,1,9,90", (2, "", "cells")),
        ("1" * 101 + ",2026-11-16,1,9.90", (2, "order", "too_long")),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(line: str, trouble: tuple[int, str, str]) -> None:
    found = reading(f"order,date,quantity,price\n{line}\n2,2026-11-16,1,5\n")
    assert codes(found) == [trouble]
    assert found.orders == found.shipments == found.trackings == ()


def test_lines_are_numbered_as_an_editor_shows_them() -> None:
    found = reading('order,date,item\n1,2026-11-16,"two\nlines"\n\n2,never,x\n')
    assert codes(found) == [(5, "bought", "date")]


def test_lines_of_one_order_must_agree() -> None:
    text = "order,date,buyer,ship by\n1,2026-11-16,anna,2026-11-20\n1,2026-11-16,,2026-11-18\n"
    found = reading(text)
    assert codes(found) == []
    assert found.orders[0].delivery.dispatch_by == datetime(2026, 11, 18, 22, 59, 59, tzinfo=UTC)
    assert codes(reading(text + "1,2026-11-16,jan,\n")) == [(4, "buyer", "differs")]


def test_trouble_never_repeats_what_stood_in_the_cell() -> None:
    found = reading("order,date,buyer\n1,anna@example.com,x\n")
    assert "anna" not in repr(found.troubles)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-16T08:00:00+02:00", "2026-11-16 06:00"),
        ("2026-11-16T08:00:00Z", "2026-11-16 08:00"),
        ("2026-11-16 08:00", "2026-11-16 07:00"),
        ("16.11.2026 08:00", "2026-11-16 07:00"),
        ("16/11/2026, 08:00", "2026-11-16 07:00"),
        ("11/16/2026 08:00", "2026-11-16 07:00"),
        ("16-11-2026 08:00:30", "2026-11-16 07:00:30"),
        ("2026-07-16 08:00", "2026-07-16 06:00"),
    ],
)
def test_dates_with_and_without_zones(text: str, moment: str) -> None:
    found = reading(f'order,date\n1,"{text}"\n')
    assert found.orders[0].bought_at == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_a_whole_file_tells_whether_the_month_stands_first() -> None:
    found = reading("order,date\n1,03/04/2026\n2,03/25/2026\n")
    assert found.orders[0].bought_at == datetime(2026, 3, 3, 23, tzinfo=UTC)
    assert codes(reading("order,date\n1,25/04/2026\n2,03/25/2026\n"))[0][2] == "date"
    assert reading("order,date\n1,03/04/2026\n", date_order="mdy").orders[0].bought_at.month == 3  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9,90", "9.90"),
        ("9.90 zł", "9.90"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1.234,50 €", "1234.50"),
        ("$1,234.50", "1234.50"),
        ("1,234", "1234"),
        ("0,123", "0.123"),
        ("12", "12"),
        ("1'234.5", "1234.5"),
    ],
)
def test_amounts_with_commas_and_points(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "zł", "-1", "1 zł 2 gr", "1,2,3,4x5", "9" * 70])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        amount(text)


@pytest.mark.parametrize(
    ("word", "state", "fulfilment"),
    [
        ("Cancelled", OrderState.CANCELLED, Fulfilment.NEW),
        ("ANULOWANE", OrderState.CANCELLED, Fulfilment.NEW),
        ("wysłane", OrderState.READY, Fulfilment.SENT),
        ("opłacone", OrderState.READY, Fulfilment.NEW),
        ("unpaid", OrderState.BOUGHT, Fulfilment.NEW),
    ],
)
def test_what_a_state_says(word: str, state: OrderState, fulfilment: Fulfilment) -> None:
    found = reading(f"order,date,status\n1,2026-11-16,{word}\n")
    assert (found.orders[0].state, found.orders[0].fulfilment) == (state, fulfilment)
    assert found.unknown_states == 0


def test_a_state_nobody_explained_is_counted_and_the_dates_decide() -> None:
    found = reading("order,date,status,paid,shipped\n1,2026-11-16,zonk,2026-11-16,2026-11-17\n")
    assert (found.unknown_states, found.orders[0].fulfilment) == (1, Fulfilment.SENT)


def test_dates_of_sending_and_delivery_become_scans_of_a_parcel_with_a_number() -> None:
    text = "order,date,shipped,delivered,tracking\n1,2026-11-16,2026-11-17 10:00,2026-11-19 11:00,123\n"
    found = reading(text)
    assert [scan.code for scan in found.trackings[0].scans] == ["in_transit", "delivered"]
    without = reading(text.replace(",123", ","))
    assert (without.shipments, without.trackings) == ((), ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"order,date\n", "empty"),
        (b"order\n1\n", "not_a_table"),
        (b"\x00\x01\x02,\x00", "encoding"),
        (b'order,date\n1,"2026', "not_a_table"),
        (b"order,date\n1," + b"9" * 20_000, "too_long"),
    ],
)
def test_what_is_no_table_of_orders_is_refused(data: bytes, code: str) -> None:
    assert [trouble.code for trouble in read(data, options()).troubles] == [code]


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    data = b"order,date\n1,2026-11-16\n" + b" " * (50 * 1024 * 1024)
    assert read(data, options()).troubles[0].code == "too_large"


def test_hundreds_of_wrong_lines_are_counted_not_listed() -> None:
    found = reading("order,date\n" + "1,x\n" * 500)
    assert (len(found.troubles), found.more_troubles) == (200, 300)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_end_in_orders_or_troubles_never_in_both(data: bytes) -> None:
    for given_bytes in (data, b"order,date,price\n" + data):
        found = read(given_bytes, options())
        assert bool(found.orders) != bool(found.troubles)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), max_size=6))
def test_any_cells_are_taken_or_refused_by_line(rows: list[tuple[str, ...]]) -> None:
    quoted = ["order,date,price", *(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)]
    found = reading("\n".join(quoted))
    assert bool(found.orders) != bool(found.troubles)
    assert all(1 <= trouble.line <= len(rows) + 1 for trouble in found.troubles if trouble.line)


@pytest.mark.skipif(not OLIST.exists(), reason="the shared set of real orders is not here")
def test_a_real_export_of_thousands_of_orders_is_read_whole() -> None:
    found = read(OLIST.read_bytes(), options(zone=ZoneInfo("America/Sao_Paulo"), currency="BRL"))
    assert codes(found) == []
    assert len(found.orders) == found.lines > 5000
    assert found.columns[Column.ARRIVE_BY] == "order_estimated_delivery_date"
    ends = {
        o.delivery.arrive_by.astimezone(ZoneInfo("America/Sao_Paulo")).hour
        for o in found.orders
        if o.delivery.arrive_by
    }
    assert ends == {23}, "a column of midnights holds days: a promise ends with its day"
