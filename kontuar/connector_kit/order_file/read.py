"""A table of orders as facts, or the lines that are wrong. Reads no file and no clock: bytes in, values out."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from kontuar.connector_kit.order_file.build import Builder
from kontuar.connector_kit.order_file.columns import NEEDED, Column, detect
from kontuar.connector_kit.order_file.rows import Row, Trouble
from kontuar.facts.orders import Order, Shipment, Tracking

MOST_BYTES = 50 * 1024 * 1024
MOST_LINES = 500_000
MOST_COLUMNS = 200
MOST_OF_A_FIELD = 10_000
MOST_TROUBLES = 200
DELIMITERS = ";,\t|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person said of the file; what is empty is found out. ``zone`` holds for dates without an offset."""

    zone: ZoneInfo
    currency: str
    columns: Mapping[Column, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    date_order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What stands in the file. With ``troubles`` nothing of it may be taken over.

    ``columns`` tells which header each column was found under, ``unused`` the headers nothing was taken from.
    ``unknown_states`` counts words nobody explained; their orders are judged by their dates.
    """

    orders: tuple[Order, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    trackings: tuple[Tracking, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    more_troubles: int = 0
    columns: Mapping[Column, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    lines: int = 0
    encoding: str = ""
    delimiter: str = ""
    unknown_states: int = 0


class _Refused(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, code: str, line: int = 0, column: str = "") -> None:
        self.trouble = Trouble(line=line, column=column, code=code)
        super().__init__(code)


def read(data: bytes, options: Options) -> Reading:
    """All orders of the file, or its troubles: ``too_large``, ``empty``, ``encoding``, ``not_a_table``,
    ``no_such_column``, ``column_missing``, ``too_many_lines`` of the whole; ``date``, ``amount``, ``count``,
    ``missing``, ``differs``, ``too_long``, ``cells`` of a line."""
    try:
        return _read(data, options)
    except _Refused as refused:
        return Reading(troubles=(refused.trouble,))


def _read(data: bytes, options: Options) -> Reading:
    text, encoding = _text(data, options.encoding)
    delimiter = options.delimiter or _delimiter(text)
    header, *rows = _table(text, delimiter)
    places = _places(header.cells, options)
    builder = Builder(places=places, options_zone=options.zone, currency=options.currency)
    builder.look_over(rows, options.date_order)
    for row in rows:
        if len(row.cells) != len(header.cells):
            builder.trouble(row.line, "", "cells")
        else:
            builder.take(row)
    troubles = builder.troubles
    if not rows:
        raise _Refused("empty")
    good = not troubles
    return Reading(
        orders=builder.orders() if good else (),
        shipments=builder.shipments() if good else (),
        trackings=builder.trackings() if good else (),
        troubles=tuple(troubles[:MOST_TROUBLES]),
        more_troubles=max(len(troubles) - MOST_TROUBLES, 0),
        columns={column: header.cells[place] for column, place in places.items()},
        unused=tuple(t for n, t in enumerate(header.cells) if n not in places.values() and t),
        lines=len(rows),
        encoding=encoding,
        delimiter=delimiter,
        unknown_states=builder.unknown_states,
    )


def _text(data: bytes, wanted: str) -> tuple[str, str]:
    """Decoded, with what it was decoded as: what the file marks, UTF-8 if it is, else the Windows of Central Europe."""
    if len(data) > MOST_BYTES:
        raise _Refused("too_large")
    if not data.strip():
        raise _Refused("empty")
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((name for mark, name in marks.items() if data.startswith(mark)), "")
    for name in (wanted,) if wanted else (marked,) if marked else ("utf-8", "cp1250"):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text, name
    raise _Refused("encoding")


def _delimiter(text: str) -> str:
    """The one that parts most cells of the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {mark: len(next(csv.reader([first], delimiter=mark), [])) for mark in DELIMITERS}
    best = max(counts, key=counts.__getitem__)
    if counts[best] < len(NEEDED):
        raise _Refused("not_a_table", 1)
    return best


def _table(text: str, delimiter: str) -> list[Row]:
    rows = list(_rows(text, delimiter))
    if not rows:
        raise _Refused("empty")
    if len(rows[0].cells) > MOST_COLUMNS:
        raise _Refused("not_a_table", rows[0].line)
    return rows


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Lines that hold anything, numbered by the line of the file they begin on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _Refused("not_a_table", begun) from None
        if any(cell.strip() for cell in cells):
            if any(len(cell) > MOST_OF_A_FIELD for cell in cells):
                raise _Refused("too_long", begun)
            yield Row(line=begun, cells=tuple(cell.strip() for cell in cells))
        if reader.line_num > MOST_LINES:
            raise _Refused("too_many_lines", reader.line_num)
        begun = reader.line_num + 1


def _places(header: Sequence[str], options: Options) -> dict[Column, int]:
    try:
        places = detect(header, options.columns)
    except ValueError as error:
        raise _Refused("no_such_column", 1, str(error)) from None
    for column in NEEDED:
        if column not in places:
            raise _Refused("column_missing", 1, column.value)
    return places
