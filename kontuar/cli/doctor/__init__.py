"""``kontuar doctor``: what is wrong here, in plain words; 1 when something is."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

from kontuar.cli.doctor import machine
from kontuar.cli.doctor.line import Level, Line
from kontuar.cli.words import say

MARKS = {Level.GOOD: "+", Level.NOTE: "·", Level.CARE: "!", Level.WRONG: "x"}


def run(given: Namespace) -> int:
    """Print a line a check, the wrong ones last in the summary."""
    lines = []
    for line in examine(online=given.online):
        lines.append(line)
        text = line.report if given.report else line.text
        print(f"{MARKS[line.level]} {text}")
    wrong = sum(line.level is Level.WRONG for line in lines)
    care = sum(line.level is Level.CARE for line in lines)
    print(
        say(
            en=f"\n{wrong} wrong, {care} to look at, {len(lines)} looked into.",
            pl=f"\nŹle: {wrong}, do sprawdzenia: {care}, zbadano: {len(lines)}.",
        )
    )
    return 1 if wrong else 0


def examine(*, online: bool) -> Iterable[Line]:
    """Every check. The machine first: it can be looked at even when the program cannot be loaded."""
    folder = Path(os.environ.get("KONTUAR_DATA", "data")).resolve()
    yield from machine.examine(folder)
    if not _has_desk(folder):
        yield Line(
            Level.NOTE,
            say(
                en=f"There is no desk in {folder} yet: `kontuar serve` makes one, `kontuar demo` shows one.",
                pl=f"W {folder} nie ma jeszcze stanowiska: `kontuar serve` je założy, `kontuar demo` pokaże.",
            ),
            say(en="There is no desk here yet.", pl="Nie ma tu jeszcze stanowiska."),
        )
        return
    yield from _loaded(online)


def _has_desk(folder: Path) -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (folder / "kontuar.sqlite3").exists()


def _loaded(online: bool) -> Iterable[Line]:
    from kontuar.cli import schema
    from kontuar.cli.load import load, log_to_stderr

    try:
        load()
    except SystemExit as reason:
        yield Line(Level.WRONG, str(reason), say(en="The settings are wrong.", pl="Złe ustawienia."))
        return
    log_to_stderr("critical")
    from kontuar.cli.doctor import accounts, configuration, database

    parts: tuple[Callable[[], Iterable[Line]], ...] = (
        configuration.examine,
        database.examine,
        lambda: accounts.examine(online=online) if not schema.waiting() else (),
    )
    for part in parts:
        try:
            yield from part()
        except Exception as error:
            yield _broken(error)
            return


def _broken(error: Exception) -> Line:
    kind = type(error).__name__
    said = say(en=f"Looking further was not possible ({kind}", pl=f"Dalej nie dało się sprawdzić ({kind}")
    return Line(Level.WRONG, f"{said}: {error}).", f"{said}).")
