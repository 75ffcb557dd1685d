"""The settings: addresses, debugging, dictionaries."""

from collections.abc import Iterator

from django.conf import settings
from django.core import checks

from kontuar.cli.doctor.line import Level, Line
from kontuar.cli.words import say


def examine() -> Iterator[Line]:
    """What the settings say about themselves (kontuar/checks.py), one line each, or one good line."""
    found = checks.run_checks(databases=["default"])
    for message in found:
        level = Level.WRONG if message.level >= checks.ERROR else Level.CARE
        yield Line(level, " ".join(part for part in (message.msg, message.hint) if part), message.id or "")
    if not found:
        address = settings.PUBLIC_URL or say(en="this machine only", pl="tylko ten komputer")
        yield Line(
            Level.GOOD,
            say(en=f"Address people use: {address}", pl=f"Adres dla ludzi: {address}"),
            say(en="The settings agree with each other.", pl="Ustawienia są ze sobą zgodne."),
        )
    yield _letters()
    yield from _dictionaries()


def _letters() -> Line:
    """Who hears of it at night when an account is not read."""
    if not settings.MAIL_IS_ON:
        return Line(
            Level.NOTE,
            say(
                en="No mail server is set (KONTUAR_MAIL_URL): nobody gets a letter when an account is not read.",
                pl="Nie podano serwera poczty (KONTUAR_MAIL_URL): nikt nie dostanie listu, gdy konto nie jest czytane.",
            ),
        )
    host = settings.MAILERS["default"].get("OPTIONS", {}).get("host", "")
    return Line(
        Level.GOOD,
        say(en=f"Letters at night go through {host}.", pl=f"Listy w nocy idą przez {host}."),
        say(en="A mail server is set.", pl="Serwer poczty jest podany."),
    )


def _dictionaries() -> Iterator[Line]:
    """Which languages the text engine cannot spell here, and how to change that."""
    from kontuar.text.dictionaries import missing

    absent = missing()
    for language, how in absent.items():
        yield Line(
            Level.NOTE,
            say(
                en=f"No dictionary for {language}: spelling is not checked in that language. To get it: {how}.",
                pl=f"Brak słownika {language}: pisownia w tym języku nie jest sprawdzana. Skąd wziąć: {how}.",
            ),
        )
    if not absent:
        yield Line(Level.GOOD, say(en="All dictionaries are here.", pl="Są wszystkie słowniki."))
