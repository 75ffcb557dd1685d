"""Amounts and numbers of things in the buyer's language."""

from decimal import Decimal

from kontuar.facts.money import Money
from kontuar.facts.reading import Language
from kontuar.text.names import plural

_SIGNS = {"PLN": "zł", "EUR": "€", "GBP": "£", "CZK": "Kč"}
_MORE = {
    "pl": ("{n} inna pozycja", "{n} inne pozycje", "{n} innych pozycji"),
    "lt": ("dar {n} prekė", "dar {n} prekės", "dar {n} prekių"),
    "en": ("{n} more item", "{n} more items"),
    "de": ("{n} weiterer Artikel", "{n} weitere Artikel"),
}
_AND = {"pl": "i", "lt": "ir", "en": "and", "de": "und"}


def amount(value: Money, language: str) -> str:
    """Two decimals, a comma save in English, the currency behind: "129,99 zł"."""
    number = f"{value.amount.quantize(Decimal('0.01')):,}".replace(",", " ")
    number = number if language == "en" else number.replace(".", ",")
    return f"{number.replace(' ', chr(0xA0))} {_SIGNS.get(value.currency, value.currency)}"


def first_and_more(name: str, more: int, language: str) -> str:
    """ "Klamka Retro i 2 inne pozycje"; the name alone where there is one thing."""
    if more < 1:
        return name
    lang = language if language in _MORE else "en"
    words = plural(more, _MORE[lang], Language(lang)).format(n=more)
    return f"{name} {_AND[lang]} {words}"
