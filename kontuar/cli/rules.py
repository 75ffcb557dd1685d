"""``kontuar rules``: which rule holds, where it was read, what changed, what wants checking. Needs no database."""

import json
import os
import sys
import tomllib
from argparse import Namespace
from collections.abc import Iterable
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from kontuar.cli.words import say
from kontuar.rulebook import compare
from kontuar.rulebook.load import BOOKS
from kontuar.rulebook.record import RulebookError, RuleRecord, Value

SHORT = 100


def listing(given: Namespace) -> int:
    """What holds on a day, a line a rule."""
    on = given.on or today()
    records = compare.with_words(compare.holding(on, _books(given)), " ".join(given.words))
    if given.json:
        return _json([_told(record) for record in records])
    for record in records:
        print(_line(record))
    count = len(records)
    print(say(en=f"{count} rules hold on {on}.", pl=f"Zasady obowiązujące {on}: {count}."), file=sys.stderr)
    return 0


def show(given: Namespace) -> int:
    """Every version of one rule, with sources and readings."""
    wanted = given.id.casefold()
    records = [record for record in compare.everything(_books(given)) if record.rule_id.casefold() == wanted]
    if not records:
        print(say(en=f"No rule is called {given.id}.", pl=f"Nie ma zasady {given.id}."), file=sys.stderr)
        return 1
    if given.json:
        return _json([_told(record) for record in records])
    print("\n\n".join(_whole(record, today()) for record in records))
    return 0


def diff(given: Namespace) -> int:
    """What is otherwise on the second day than on the first."""
    found = compare.changes(given.first, given.last, _books(given))
    if given.json:
        return _json([_change_told(change) for change in found])
    for change in found:
        record = change.record
        print(f"{change.on}  {_kind(change.kind)}  {_name(record)}  {_clip(record.says)}")
        for key, (before, after) in change.values().items():
            if change.kind is compare.Kind.CHANGED:
                print(f"            {key}: {_value(before)} → {_value(after)}")
    if not found:
        print(say(en="Nothing changed between these days.", pl="Między tymi dniami nic się nie zmieniło."))
    return 0


def stale(given: Namespace) -> int:
    """Rules nobody checked for so many days."""
    found = compare.not_checked(given.on or today(), given.days, _books(given))
    if given.json:
        return _json([_told(record) for record in found])
    for record in found:
        print(f"{record.checked_on}  {_name(record)}  {record.sources[0].address}")
    if not found:
        print(
            say(
                en=f"Every rule was checked within {given.days} days.",
                pl=f"Każdą zasadę sprawdzono w ciągu ostatnich {given.days} dni.",
            )
        )
    return 0


def used(given: Namespace) -> int:
    """How many of the collection's numbered rules something is done by, and which not; reasons: docs/rules."""
    text = files("kontuar.rulebook").joinpath("used.toml").read_text(encoding="utf-8")
    areas: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    if given.json:
        return _json([{"area": area, **rules} for area, rules in areas.items()])
    print(say(en="area   used  not used", pl="dział  w użyciu  nie"))
    for area, rules in areas.items():
        print(f"{area:<7}{len(rules['used']):>4}{len(rules['not_used']):>10}")
    counts = [sum(len(rules[name]) for rules in areas.values()) for name in ("used", "not_used")]
    print(f"{say(en='all', pl='razem'):<7}{counts[0]:>4}{counts[1]:>10}")
    return 0


def today() -> date:
    """This machine's day: enough for asking which rule holds."""
    return datetime.now().astimezone().date()


def _books(given: Namespace) -> Iterable[str]:
    if given.book and given.book not in BOOKS:
        raise SystemExit(say(en="Books: ", pl="Zbiory: ") + ", ".join(BOOKS))
    return (given.book,) if given.book else BOOKS


def _json(told: list[dict[str, Any]]) -> int:
    print(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    return 0


def _name(record: RuleRecord) -> str:
    where = f" ({record.country})" if record.country else ""
    return f"{record.marketplace} {record.rule_id}{where}"


def _line(record: RuleRecord) -> str:
    values = ", ".join(f"{key}={_value(value)}" for key, value in record.values.items())
    return (
        f"{_name(record):<28} {_clip(values, 60):<60} {record.confidence:<11} {_clip(record.says)}".rstrip()
    )


def _clip(text: str, length: int = SHORT) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _value(value: Value | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "–" if value is None else " ".join(value) if isinstance(value, tuple) else str(value)


def _kind(kind: compare.Kind) -> str:
    return {
        compare.Kind.NEW: say(en="new    ", pl="nowa    "),
        compare.Kind.CHANGED: say(en="changed", pl="zmieniona"),
        compare.Kind.GONE: say(en="gone   ", pl="koniec  "),
    }[kind]


def _whole(record: RuleRecord, day: date) -> str:
    until = record.valid_to or say(en="open", pl="nadal")
    holds = say(en="  (holds today)", pl="  (obowiązuje dziś)") if record.holds_on(day) else ""
    lines = [
        f"{_name(record)}  {record.valid_from} … {until}{holds}",
        f"  {record.says}",
        f"  {record.confidence}, {say(en='checked on', pl='sprawdzono')} {record.checked_on}, "
        f"{record.file}:{record.line}",
    ]
    for name, values in (record.readings or {"": record.values}).items():
        mark = f" ← {record.confirmed_by}" if name and name == record.confirmed else ""
        lines += [f"  [{name}]{mark}"] if name else []
        lines += [f"    {key} = {_value(value)}" for key, value in values.items()]
    lines += [
        f"  {source.code} ({source.date}): {source.title}\n    {source.address}" for source in record.sources
    ]
    return "\n".join(lines)


def _told(record: RuleRecord) -> dict[str, Any]:
    return {
        "book": record.marketplace,
        "id": record.rule_id,
        "country": record.country,
        "says": record.says,
        "valid_from": record.valid_from,
        "valid_from_is": record.since,
        "valid_to": record.valid_to,
        "confidence": record.confidence,
        "third_party": record.is_third_party,
        "checked_on": record.checked_on,
        "values": dict(record.values),
        "readings": {name: dict(values) for name, values in record.readings.items()},
        "confirmed": record.confirmed,
        "confirmed_by": record.confirmed_by,
        "sources": [
            {"code": s.code, "title": s.title, "address": s.address, "date": s.date} for s in record.sources
        ],
        "file": record.file,
        "line": record.line,
    }


def _change_told(change: compare.Change) -> dict[str, Any]:
    record = change.record
    values = {key: {"before": before, "after": after} for key, (before, after) in change.values().items()}
    about = {"on": change.on, "kind": change.kind, "book": record.marketplace, "id": record.rule_id}
    return about | {"country": record.country, "says": record.says, "values": values}


def run(given: Namespace) -> int:
    """The verb asked for; data that cannot be read is said with file and line."""
    verbs = {"list": listing, "show": show, "diff": diff, "stale": stale, "used": used}
    try:
        return verbs[given.verb](given)
    except RulebookError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader (``head``) has seen enough
        return 0
