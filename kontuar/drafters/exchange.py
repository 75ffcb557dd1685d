"""An earlier answer, made fit for another buyer: his names and numbers give way to this one's, or to a gap.

Whatever was true of the other order alone (a date, an amount, a number, an address) becomes a visible gap, which the
reply checks stop until a person has filled it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kontuar.drafters.parcel_words import MONTHS
from kontuar.drafters.template import Known
from kontuar.facts.reading import Language
from kontuar.text.contacts import find_contacts
from kontuar.text.names import first_of

_GAPS = {
    "name": {"pl": "imię", "lt": "vardas", "en": "first name", "de": "Vorname"},
    "date": {"pl": "termin", "lt": "terminas", "en": "date", "de": "Termin"},
    "amount": {"pl": "kwota", "lt": "suma", "en": "amount", "de": "Betrag"},
    "number": {"pl": "numer", "lt": "numeris", "en": "number", "de": "Nummer"},
    "contact": {"pl": "kontakt", "lt": "kontaktas", "en": "contact", "de": "Kontakt"},
}
_GREETING = re.compile(
    r"\s{0,5}(?:dzień dobry|dobry wieczór|witam|witaj|cześć|hej|szanown|pani[e]? |hello|hi\b|dear|good (?:morning|day)"
    r"|guten (?:tag|morgen|abend)|hallo|sehr geehrte|liebe[rs]? |laba diena|labas|sveik|gerb)"
    r"[^\n]{0,60}?(?:[,.!](?=\s|$)|\n|$)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s{0,2}(?:szanown\w{0,3} |gerb\w{0,8}\.? )?(?:panie|pani|państwo|herr|frau|mr|mrs|ms)\b\.?[^\n,.!]{0,30}[,.!]",
    re.IGNORECASE,
)
_MONTHS = "|".join(sorted({month for months in MONTHS.values() for month in months}, key=len, reverse=True))
_DATE = re.compile(
    rf"(?<![\w.,])(?:\d{{1,2}}\.? (?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{1,2}}(?: d\.)?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4}|\.)?(?!\d| ?(?:zł|PLN|€|EUR|cm|mm|kg|g|m|l)\b)"
    r"|(?:poniedziałek|wtorek|środę|czwartek|piątek|sobotę|niedzielę|pojutrze|jutro|dzisiaj|dziś"
    r"|tomorrow|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|übermorgen|morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|šiandien|rytoj|poryt|pirmadienį|antradienį|trečiadienį|ketvirtadienį|penktadienį))(?!\w)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<![\w.,])\d{1,7}(?:[ \u00a0]\d{3}){0,2}(?:[.,]\d{1,2})?[ \u00a0]?(?:zł|PLN|€|EUR|eur|£|GBP)(?!\w)"
)
_NUMBER = re.compile(
    r"(?<![\w{])(?=[\w-]{0,40}\d)(?:[0-9a-f]{8}-[0-9a-f-]{20,30}|[A-Z]{0,4}\d{6,30}[A-Z]{0,3})(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Was:
    """Whom the earlier answer went to: his names, login, and the numbers of his order and parcels."""

    names: Collection[str] = ()
    order_number: str = ""
    parcel_numbers: Collection[str] = ()


def exchange(text: str, was: Was, known: Known) -> str:
    """The text for this buyer; what is not known of him is a gap."""
    lang = known.language if known.language in ("pl", "lt", "en", "de") else "en"
    body, had_greeting = _without_greeting(text.strip())
    body = _known_numbers(body, was, known.values, lang)
    for claim in sorted(find_contacts(body), key=lambda one: -one.start):
        if not _in_gap(body, claim.start):
            body = body[: claim.start] + _gap("contact", lang) + body[claim.end :]
    kept = {value for value in known.values.values() if value}
    for kind, pattern in (("amount", _AMOUNT), ("date", _DATE), ("number", _NUMBER)):
        body = _emptied(body, pattern, _gap(kind, lang), kept)
    for name in _forms(was.names):
        body = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _gap("name", lang), body, flags=re.IGNORECASE)
    greeting = known.values.get("greeting", "")
    return f"{greeting},\n\n{body}" if had_greeting and greeting else body


def _without_greeting(text: str) -> tuple[str, bool]:
    """The greeting with the other's name goes as a whole."""
    match = _GREETING.match(text)
    if match is None:
        return text, False
    rest = text[match.end() :]
    if title := _TITLE.match(rest):
        rest = rest[title.end() :]
    return rest.strip(), True


def _known_numbers(text: str, was: Was, values: Mapping[str, str], lang: str) -> str:
    pairs = [(was.order_number, "order_number")] + [(one, "parcel_number") for one in was.parcel_numbers]
    for number, code in pairs:
        if number:
            text = text.replace(number, values.get(code) or _gap("number", lang))
    return text


def _emptied(text: str, pattern: re.Pattern[str], gap: str, kept: Collection[str]) -> str:
    """Each find gives way to a gap, save what stands in one already and this buyer's own numbers."""

    def said(match: re.Match[str]) -> str:
        is_safe = _in_gap(match.string, match.start()) or match.group() in kept
        return match.group() if is_safe else gap

    return pattern.sub(said, text)


def _forms(names: Collection[str]) -> Iterator[str]:
    """Each word of a name, and its vocative."""
    for name in names:
        found = first_of(name, Language.PL) or first_of(name, Language.LT)
        yield from (found.name, found.vocative) if found else ()
        yield from (word for word in re.findall(r"[^\W\d_]{3,30}", name))
        if re.search(r"\d", name):
            yield name


def _in_gap(text: str, at: int) -> bool:
    """Whether a place stands in braces already, or in a number just put in."""
    return text.rfind("{{", 0, at) > text.rfind("}}", 0, at)


def _gap(kind: str, lang: str) -> str:
    return "{{" + _GAPS[kind][lang] + "}}"
