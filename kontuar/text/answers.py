"""Which of the buyer's questions a draft answers ("exactly, or going around it": S001-07).

A question is held answered when a sentence of the draft shares its matter (word stems), or gives the kind
of thing asked (a day for "when", a number for "how much", yes or no for a yes/no question) and no other
question takes that sentence first. A guess to point at what was overlooked, not a proof.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kontuar.facts.reading import Ask
from kontuar.text.fold import fold_aligned
from kontuar.text.phrases import finder
from kontuar.text.tokens import sentences

_WORD = re.compile(r"[^\W\d_]{3,}")
_STOP_WORDS = """
czy jest moze moge mozna prosze kiedy gdzie ile jak jaki jaka jakie ten tej tego tym ktory ktora ktore dla oraz
albo nie tak panstwo pan pani panstwa mam bedzie byc sie jeszcze tez rowniez dzien dobry witam pozdrawiam
dziekuje dziekujemy wiadomosc pytanie the and you your can could would does this that with have has for are what
when where how much many will please it's its hello thanks und der die das ist sind kann konnen sie ihr ihre wie
wann was wo ich wir mit fur auf ein eine bitte haben hat guten tag danke ar kada kaip kiek kur yra bus kad bet
jusu mano prasau galima gal laba diena aciu
"""
_STOP = frozenset(_STOP_WORDS.split())
_WHEN_ASKED = finder(
    "kiedy|jak dlugo|ile dni|when|how long|wann|wie lange|kada|kiek laiko|do kiedy|na kiedy|za ile"
)
_WHEN_SAID = re.compile(
    r"\b(?:jutro|dzis\w*|pojutrze|poniedzial\w+|wtor\w+|srod\w+|czwart\w+|piat\w+|sobot\w+|tydzien"
    r"|tygodni\w*|dni|dniach|dniu|godzin\w*|wkrotce|today|tomorrow|"
    r"monday|tuesday|wednesday|thursday|friday|days?|weeks?|hours?|heute|morgen|montag|dienstag|mittwoch"
    r"|donnerstag|freitag|tage\w*|woche\w*|stunden|"
    r"rytoj|siandien|dien\w{1,3}|savait\w+|valand\w+)\b|\d{1,2}\.\d{1,2}|\d{1,2}:\d{2}"
)
_MUCH_ASKED = finder(
    "ile|jaka cena|jaki koszt|jaka waga|jakie wymiary|jaka szerokosc|jaka dlugosc|jaki rozmiar|how much"
    "|how many|how big|how long|how wide|"
    "dimensions|price|wie viel|wie viele|wie gross|wie lang|was kostet|kiek|kokie|matmenys"
)
_YES_NO_ASKED = finder(
    "czy|mozna|da sie|macie|maja panstwo|is it|is the|are the|are there|can i|can you|do you|does it"
    "|does the|will it|would you|have you|has it|"
    "haben sie|hat der|ist der|ist die|ist das|ist es|kann ich|kann man|konnen sie|gibt es|passt|wurde|ob"
    "|ar|gal"
)
_YES_NO_SAID = finder(
    "tak|nie|niestety|oczywiscie|jak najbardziej|owszem|mozna|mamy|posiadamy|pasuje|yes|no|unfortunately"
    "|of course|sure|we do|it does|it is|"
    "ja|nein|leider|naturlich|selbstverstandlich|gerne|taip|ne|deja|zinoma|turime|galima"
)


_WHERE_ASKED = finder("gdzie|dokad|na jaki adres|skad|where|wo|wohin|kur|kokiu adresu")
_WHERE_SAID = re.compile(
    r"\b(?:w|na|pod|przy|do|at|in|to|bei|im|nach|in)\s\w{3,}|\b(?:adres\w*|paczkomat\w*|address|adresse|adresu|pastomat\w*)"
)
# Words of one matter: a parcel is also a shipment, to give back is also to return.
_KIN = (
    ("paczk", "przesy", "zamow", "towar", "kurier", "dostaw"),
    ("zwroc", "zwrot", "odesl", "odsyl"),
    ("faktur", "rachun", "paragon"),
    ("cen", "koszt", "rabat", "zniz"),
    ("wysl", "wysyl", "nada", "dotrz", "dojdz", "dorecz"),
    ("parcel", "order", "packag", "shipme", "deliver", "arriv", "ship"),
    ("paket", "sendun", "bestel", "lieferu"),
    ("siunt", "uzsak", "issius", "issiun", "preke"),
)


def held_against(asks: tuple[Ask, ...], draft: str) -> tuple[Ask, ...]:
    """Return ``asks`` with ``answered`` set by looking at ``draft``."""
    said = [fold_aligned(sentence.text) for sentence in sentences(draft)]
    stems = [_stems(sentence) for sentence in said]
    free = set(range(len(said)))
    answered = [bool(_by_matter(ask, stems, free)) for ask in asks]
    for number, ask in enumerate(asks):
        if not answered[number]:
            answered[number] = _by_kind(ask, said, free)
    return tuple(replace(ask, answered=answer) for ask, answer in zip(asks, answered, strict=True))


def _stems(text: str) -> set[str]:
    words = [word for word in _WORD.findall(text) if word not in _STOP]
    cut = {word[: max(4, min(6, len(word) - 2))] for word in words}
    kin = {f"={number}" for number, group in enumerate(_KIN) if any(word.startswith(group) for word in words)}
    return cut | kin


def _by_matter(ask: Ask, stems: list[set[str]], free: set[int]) -> bool:
    wanted = _stems(fold_aligned(ask.text))
    best = max(range(len(stems)), key=lambda number: len(wanted & stems[number]), default=None)
    if best is None or not wanted & stems[best]:
        return False
    free.discard(best)
    return True


def _by_kind(ask: Ask, said: list[str], free: set[int]) -> bool:
    asked = fold_aligned(ask.text)
    for number in sorted(free):
        sentence = said[number]
        fits = (
            (_WHEN_ASKED.search(asked) and _WHEN_SAID.search(sentence))
            or (_MUCH_ASKED.search(asked) and re.search(r"\d", sentence))
            or (_WHERE_ASKED.match(asked) and _WHERE_SAID.search(sentence))
            or (_YES_NO_ASKED.match(asked) and _YES_NO_SAID.search(sentence))
        )
        if fits:
            free.discard(number)
            return True
    return False
