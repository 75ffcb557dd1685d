"""``kontuar import orders FILE``: orders from a table; with ``--dry-run`` only what would be taken over."""

import sys
from argparse import Namespace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kontuar.cli.load import load, log_to_stderr
from kontuar.cli.words import say
from kontuar.connector_kit.order_file import Options, Reading, read
from kontuar.connector_kit.order_file.columns import Column
from kontuar.connector_kit.order_file.read import MOST_BYTES


def run(given: Namespace) -> int:
    """0 when all lines are good (and taken over), 1 when something is wrong, 2 for a wrong command line."""
    options = _options(given)
    if isinstance(options, str):
        return _complain(options, 2)
    if not given.dry_run and not given.account:
        words = say(
            en="--account is missing: which account is it for? (--dry-run needs none)",
            pl="brakuje --account: którego konta to dotyczy? (--dry-run go nie wymaga)",
        )
        return _complain(words, 2)
    try:
        with open(given.file, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as problem:
        return _complain(f"{given.file}: {problem.strerror}", 1)
    reading = read(data, options)
    _say_reading(reading)
    if reading.troubles:
        _say_troubles(reading)
        return 1
    return 0 if given.dry_run else _take(given.account, reading)


def _options(given: Namespace) -> Options | str:
    """What the command line says, or what is wrong with it."""
    columns: dict[Column, str] = {}
    for pair in given.map:
        name, mark, title = pair.partition("=")
        if not mark or name not in set(Column):
            known = ", ".join(Column)
            return say(
                en=f"--map {pair}: one of {known} = header", pl=f"--map {pair}: jedno z {known} = nagłówek"
            )
        columns[Column(name)] = title
    try:
        zone = ZoneInfo(given.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return say(en=f"{given.zone} is no time zone", pl=f"{given.zone} nie jest strefą czasową")
    return Options(
        zone=zone,
        currency=given.currency.upper(),
        columns=columns,
        encoding=given.encoding,
        delimiter={"tab": "\t"}.get(given.delimiter, given.delimiter),
        date_order=given.dates,
    )


def _take(name: str, reading: Reading) -> int:
    load()
    log_to_stderr()
    from django.utils import timezone

    from kontuar.actions import import_orders
    from kontuar.actions.errors import ActionProblem
    from kontuar.cli import schema

    schema.bring_up_to_date()
    try:
        account = import_orders.account_named(name)
        done = import_orders.take(account, reading, now=timezone.now())
    except ActionProblem as problem:
        return _complain(str(problem.text), 1)
    print(
        say(
            en=f"Taken over: {done.new} new, {done.changed} changed, {done.same} already there.",
            pl=f"Wczytano: nowe {done.new}, zmienione {done.changed}, bez zmian {done.same}.",
        )
    )
    return 0


def _complain(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code


def _say_reading(reading: Reading) -> None:
    if not reading.columns:
        return
    print(say(en="Columns:", pl="Kolumny:"))
    for column, title in reading.columns.items():
        print(f"  {column} = {title}")
    if reading.unused:
        print(say(en="Not used: ", pl="Niewykorzystane: ") + ", ".join(reading.unused))
    delimiter = {"\t": "tab"}.get(reading.delimiter, reading.delimiter)
    print(
        say(
            en=f"{reading.lines} lines, {len(reading.orders)} orders, {len(reading.shipments)} parcels "
            f"({reading.encoding}, delimiter {delimiter})",
            pl=f"wiersze: {reading.lines}, zamówienia: {len(reading.orders)}, przesyłki: {len(reading.shipments)} "
            f"({reading.encoding}, rozdzielone znakiem {delimiter})",
        )
    )
    if reading.unknown_states:
        print(
            say(
                en=f"{reading.unknown_states} orders have a state nobody explained; their dates count.",
                pl=f"Zamówienia o nieznanym stanie: {reading.unknown_states}; liczą się ich daty.",
            )
        )


def _say_troubles(reading: Reading) -> None:
    for trouble in reading.troubles:
        where = say(en=f"line {trouble.line}", pl=f"wiersz {trouble.line}") if trouble.line else ""
        words = REASONS.get(trouble.code, {"en": trouble.code, "pl": trouble.code})
        print(": ".join(filter(None, [where, trouble.column, say(**words)])), file=sys.stderr)
    if reading.more_troubles:
        more = reading.more_troubles
        print(say(en=f"… and {more} more", pl=f"… i jeszcze {more}"), file=sys.stderr)
    print(say(en="Nothing was taken over.", pl="Niczego nie wczytano."), file=sys.stderr)


REASONS: dict[str, dict[str, str]] = {
    "too_large": {"en": "the file is larger than 50 MB", "pl": "plik jest większy niż 50 MB"},
    "empty": {"en": "there are no orders in the file", "pl": "w pliku nie ma zamówień"},
    "encoding": {
        "en": "this is no text in that encoding; try --encoding",
        "pl": "to nie jest tekst w tym kodowaniu; spróbuj --encoding",
    },
    "not_a_table": {
        "en": "this is no table of cells; try --delimiter",
        "pl": "to nie jest tabela; spróbuj --delimiter",
    },
    "too_many_lines": {"en": "the file has too many lines", "pl": "plik ma zbyt wiele wierszy"},
    "no_such_column": {"en": "the file has no such column", "pl": "w pliku nie ma takiej kolumny"},
    "column_missing": {
        "en": "no column for this was found; name it with --map",
        "pl": "nie znaleziono takiej kolumny; wskaż ją przez --map",
    },
    "date": {"en": "this is no date", "pl": "to nie jest data"},
    "amount": {"en": "this is no amount", "pl": "to nie jest kwota"},
    "count": {"en": "this is no number of pieces", "pl": "to nie jest liczba sztuk"},
    "missing": {"en": "this must not be empty", "pl": "to pole nie może być puste"},
    "differs": {
        "en": "differs from an earlier line of the same order",
        "pl": "różni się od wcześniejszego wiersza tego zamówienia",
    },
    "too_long": {"en": "this is too long", "pl": "to jest za długie"},
    "cells": {
        "en": "the line has more or fewer cells than the header",
        "pl": "wiersz ma inną liczbę pól niż nagłówek",
    },
}
