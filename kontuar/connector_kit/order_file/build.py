"""Lines of a table into orders, parcels and scans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from kontuar.connector_kit.order_file import values
from kontuar.connector_kit.order_file.columns import Column
from kontuar.connector_kit.order_file.rows import Row, Trouble
from kontuar.connector_kit.order_file.values import DayOrder, Word
from kontuar.facts.money import Money
from kontuar.facts.orders import (
    Delivery,
    Fulfilment,
    Order,
    OrderLine,
    OrderState,
    ParcelState,
    Scan,
    Shipment,
    Tracking,
)

DATES = (Column.BOUGHT, Column.PAID, Column.SEND_BY, Column.ARRIVE_BY, Column.SENT, Column.DELIVERED)
PROMISES = (Column.SEND_BY, Column.ARRIVE_BY)
WHOLE = (Column.BUYER, Column.STATE, Column.TOTAL, Column.CURRENCY, *DATES)
"""What belongs to the order, not to a line: all its lines must agree, where they say anything."""
END_OF_DAY = time(23, 59, 59)
LONGEST = {Column.ORDER: 100, Column.OFFER: 100, Column.WAYBILL: 64, Column.CARRIER: 60, Column.CURRENCY: 3}


@dataclass(slots=True)
class _Found:
    """An order while its lines are gathered."""

    line: int
    cells: dict[Column, str]
    dates: dict[Column, datetime]
    lines: list[OrderLine] = field(default_factory=list)
    cost: Decimal | None = None
    parcels: dict[tuple[str, str], None] = field(default_factory=dict)


class Builder:
    """Takes lines one by one; what is wrong is kept in ``troubles``, in the order of the file."""

    def __init__(self, *, places: dict[Column, int], options_zone: ZoneInfo, currency: str) -> None:
        self.troubles: list[Trouble] = []
        self.unknown_states = 0
        self._places, self._zone, self._currency = places, options_zone, currency
        self._order = DayOrder.DAY_FIRST
        self._days_only: set[Column] = set()
        self._found: dict[str, _Found] = {}

    def look_over(self, rows: Sequence[Row], date_order: str) -> None:
        """What only the whole file tells: how slashed dates are meant, and which columns hold days, not moments."""
        dated = [(column, row) for column in DATES if column in self._places for row in rows]
        texts = {column: [self._cell(row, column) for c, row in dated if c is column] for column in DATES}
        self._order = (
            DayOrder(date_order)
            if date_order
            else values.day_order(t for each in texts.values() for t in each)
        )
        self._days_only = {column for column, each in texts.items() if not any(map(values.has_time, each))}

    def trouble(self, line: int, column: Column | str, code: str) -> None:
        """Keep what is wrong."""
        self.troubles.append(Trouble(line=line, column=str(column), code=code))

    def take(self, row: Row) -> None:
        """One line of an order, which may be its first."""
        before = len(self.troubles)
        cells = {column: self._cell(row, column) for column in self._places}
        for column, most in LONGEST.items():
            if len(cells.get(column, "")) > most:
                self.trouble(row.line, column, "too_long")
        dates = self._dates(row, cells)
        number = cells[Column.ORDER]
        if not number:
            self.trouble(row.line, Column.ORDER, "missing")
        if Column.BOUGHT not in dates and not cells[Column.BOUGHT]:
            self.trouble(row.line, Column.BOUGHT, "missing")
        line, cost = self._line(row, cells, dates), self._amount(row, cells, Column.DELIVERY_COST)
        if len(self.troubles) > before or line is None:
            return
        known = self._found.setdefault(number, _Found(line=row.line, cells=cells, dates=dates))
        self._agree(known, row, cells, dates)
        known.lines.append(line)
        known.cost = cost if known.cost is None else known.cost + (cost or 0)
        if waybill := cells.get(Column.WAYBILL, ""):
            known.parcels[cells.get(Column.CARRIER, "") or "OTHER", waybill] = None

    def _cell(self, row: Row, column: Column) -> str:
        return row.cells[self._places[column]] if self._places[column] < len(row.cells) else ""

    def _dates(self, row: Row, cells: dict[Column, str]) -> dict[Column, datetime]:
        found = {}
        for column in DATES:
            if text := cells.get(column, ""):
                is_end = column in PROMISES and column in self._days_only
                try:
                    at = END_OF_DAY if is_end else None
                    found[column] = values.moment(text, self._zone, self._order, at=at)
                except ValueError as error:
                    self.trouble(row.line, column, str(error))
        return found

    def _amount(self, row: Row, cells: dict[Column, str], column: Column) -> Decimal | None:
        text = cells.get(column, "")
        try:
            return values.amount(text) if text else None
        except ValueError as error:
            self.trouble(row.line, column, str(error))
            return None

    def _line(self, row: Row, cells: dict[Column, str], dates: dict[Column, datetime]) -> OrderLine | None:
        quantity, text = 1, cells.get(Column.QUANTITY, "")
        try:
            quantity = values.count(text) if text else 1
        except ValueError as error:
            self.trouble(row.line, Column.QUANTITY, str(error))
        self._amount(row, cells, Column.TOTAL)
        price = self._amount(row, cells, Column.PRICE) or Decimal(0)
        count = len(self._found[cells[Column.ORDER]].lines) if cells[Column.ORDER] in self._found else 0
        return OrderLine(
            external_id=f"{cells[Column.ORDER]}-{count + 1}",
            offer_id=cells.get(Column.OFFER, ""),
            name=cells.get(Column.ITEM, "")[:300],
            quantity=quantity,
            price=self._money(price, cells),
            bought_at=dates.get(Column.BOUGHT),
            seller_sku=cells.get(Column.SKU, "")[:100],
        )

    def _money(self, value: Decimal, cells: dict[Column, str]) -> Money:
        return Money(amount=value, currency=cells.get(Column.CURRENCY, "").upper() or self._currency)

    def _agree(
        self, known: _Found, row: Row, cells: dict[Column, str], dates: dict[Column, datetime]
    ) -> None:
        """Later lines may add what the first left out, not contradict it; of dates to send by the earliest counts."""
        for column in WHOLE:
            text = cells.get(column, "")
            mine = known.cells.get(column, "")
            if text and mine and text != mine and column is not Column.SEND_BY:
                self.trouble(row.line, column, "differs")
            known.cells[column] = mine or text
        for column, at in dates.items():
            mine_at = known.dates.setdefault(column, at)
            if column is Column.SEND_BY:
                known.dates[column] = min(mine_at, at)

    def orders(self) -> tuple[Order, ...]:
        """All orders, in the order of the file."""
        return tuple(self._whole(number, found) for number, found in self._found.items())

    def _whole(self, number: str, found: _Found) -> Order:
        cells, dates = found.cells, found.dates
        word = values.state(cells.get(Column.STATE, "")) if cells.get(Column.STATE) else None
        self.unknown_states += bool(cells.get(Column.STATE)) and word is None
        is_sent = word is Word.SENT or Column.SENT in dates or Column.DELIVERED in dates
        is_paid = is_sent or word is Word.PAID or Column.PAID in dates or self._says_nothing_of_payment()
        state = OrderState.READY if is_paid else OrderState.BOUGHT
        state = OrderState.CANCELLED if word is Word.CANCELLED else state
        total = cells.get(Column.TOTAL, "")
        lines = tuple(found.lines)
        value = values.amount(total) if total else _sum(lines)
        return Order(
            external_id=number,
            state=state,
            fulfilment=Fulfilment.SENT if is_sent else Fulfilment.NEW,
            buyer_id=cells.get(Column.BUYER, ""),
            buyer_login=cells.get(Column.BUYER, "") or cells.get(Column.EMAIL, "") or number,
            lines=lines,
            total=self._money(value, cells),
            delivery=self._delivery(found),
            buyer_email=cells.get(Column.EMAIL, ""),
            buyer_name=cells.get(Column.NAME, ""),
            paid_at=dates.get(Column.PAID),
            bought_at=dates[Column.BOUGHT],
            lines_sent="ALL" if is_sent else "NONE",
        )

    def _says_nothing_of_payment(self) -> bool:
        """A list without such columns is one of paid orders."""
        return Column.PAID not in self._places and Column.STATE not in self._places

    def _delivery(self, found: _Found) -> Delivery:
        cost = None if found.cost is None else self._money(found.cost, found.cells)
        return Delivery(
            method=found.cells.get(Column.DELIVERY, "")[:200],
            dispatch_by=found.dates.get(Column.SEND_BY),
            arrive_by=found.dates.get(Column.ARRIVE_BY),
            cost=cost,
            packages=max(len(found.parcels), 1),
        )

    def shipments(self) -> tuple[Shipment, ...]:
        """A parcel for each number; a parcel without one is not told of."""
        return tuple(
            Shipment(
                external_id=waybill,
                order_id=number,
                carrier=carrier,
                waybill=waybill,
                created_at=found.dates.get(Column.SENT),
            )
            for number, found in self._found.items()
            for carrier, waybill in found.parcels
        )

    def trackings(self) -> tuple[Tracking, ...]:
        """What the dates of sending and delivery say; nothing where the file has neither."""
        return tuple(
            Tracking(carrier=carrier, waybill=waybill, scans=scans)
            for found in self._found.values()
            if (scans := tuple(_scans(found.dates)))
            for carrier, waybill in found.parcels
        )


def _scans(dates: dict[Column, datetime]) -> Iterable[Scan]:
    if Column.SENT in dates:
        yield Scan(code=ParcelState.IN_TRANSIT.value, at=dates[Column.SENT])
    if Column.DELIVERED in dates:
        yield Scan(code=ParcelState.DELIVERED.value, at=dates[Column.DELIVERED])


def _sum(lines: Iterable[OrderLine]) -> Decimal:
    return sum((line.price.amount * line.quantity for line in lines), Decimal(0))
