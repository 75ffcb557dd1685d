"""Fold text for search: case, accents and special letters away, nothing else.

``fold("Łódź, ĄŽUOLAS, Straße") == "lodz, azuolas, strasse"``. The store's search index and every
lexicon in this package use the same function, so a word typed without Polish, Lithuanian or German
letters finds the one written with them.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that do not decompose into a base letter and a combining mark.
_SPECIAL = {
    "ł": "l",
    "Ł": "l",
    "đ": "d",
    "Đ": "d",
    "ð": "d",
    "Ð": "d",
    "ø": "o",
    "Ø": "o",
    "ħ": "h",
    "Ħ": "h",
    "ı": "i",
    "ŧ": "t",
    "Ŧ": "t",
    "æ": "ae",
    "Æ": "ae",
    "œ": "oe",
    "Œ": "oe",
    "þ": "th",
    "Þ": "th",
    "ß": "ss",
    "ẞ": "ss",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "´": "'",
    "„": '"',
    "”": '"',
    "“": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "‐": "-",
    "−": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u00ad": None,  # soft hyphen
    "\u200b": None,  # zero-width space
    "\u200c": None,
    "\u200d": None,
    "\ufeff": None,
}
_TABLE = str.maketrans(_SPECIAL)


class _AlignedTable(dict[int, str]):
    """One output character for each input character; worked out on first sight, then remembered."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if unicodedata.combining(char):
            folded = char
        else:
            folded = fold(char)[:1] or " "
        self[code] = folded
        return folded


_ALIGNED = _AlignedTable()


def fold(text: str) -> str:
    """Return ``text`` case-folded with accents removed (ł→l, ą→a, č→c, ü→u, ß→ss, Æ→ae).

    Typographic quotes, dashes and no-break spaces become their ASCII kin; soft hyphens and
    zero-width characters go. Characters of other alphabets and emoji stay. The result of folding
    twice is the result of folding once. The length may change: see :func:`fold_aligned`.
    """
    if text.isascii():
        return text.lower()
    if (quick := _latin(text)).isascii():
        return quick.lower()
    # Compatibility decomposition may bring out letters that casefold again (and back), so twice.
    return _once(_once(text))


def _latin(text: str) -> str:
    """Latin letters and typographic signs one by one: most text holds no others, and this is far quicker."""
    strange = set(_NOT_ASCII.findall(text))
    if len(strange) > 50:
        return text
    for char in strange:
        text = text.replace(char, _LATIN[char])
    return text


def _once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_TABLE).casefold())
    marks = {ord(char): None for char in set(decomposed) if unicodedata.combining(char)}
    return decomposed.translate(marks).translate(_TABLE).casefold()


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_BLOCKS = ((0xA0, 0x250), (0x1E00, 0x1F00), (0x2000, 0x2070))


class _LatinTable(dict[str, str]):
    """Folded Latin letters and signs, worked out on first sight; other characters stay themselves."""

    def __missing__(self, char: str) -> str:
        if not any(first <= ord(char) < last for first, last in _BLOCKS):
            return char
        folded = _once(_once(char))
        self[char] = folded if folded.isascii() else char
        return self[char]


_LATIN = _LatinTable()


def fold_aligned(text: str) -> str:
    """Return ``text`` folded letter by letter, always of the same length as ``text``.

    Offsets found in the result are offsets in ``text`` itself, which findings need. ß becomes one
    "s", Æ one "a"; an invisible character becomes a space.
    """
    if text.isascii():
        return text.lower()
    return text.translate(_ALIGNED)
