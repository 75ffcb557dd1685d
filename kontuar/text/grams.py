"""Runs of four letters that a language has: a word with any other run is in no dictionary of it.

Hunspell takes longest to find that a word is unknown, and likely spellings of a slip are mostly unknown. The table
(made by ``bench/measure_text/make_dictionary.py``) holds every run in every form of the shipped dictionary, so it only
ever spares a question whose answer would be no.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

SIZE = 4


class Grams:
    """A set of runs of four letters, word edges (" ") included, as one bit each."""

    def __init__(self, letters: str, bits: bytes, source: int = 0) -> None:
        self.letters = letters
        self.source = source  # CRC-32 of the dictionary this was made from
        self._codes = {letter: number for number, letter in enumerate(letters)}
        self._base = len(letters)
        self._around = self._base**SIZE
        self._bits = bits

    def may_be_word(self, word: str) -> bool:
        """Return False for a word (small letters) that no form of the dictionary can be."""
        codes, base, around, bits = self._codes, self._base, self._around, self._bits
        try:
            at = (codes[" "] * base + codes[word[0]]) * base + codes[word[1]]
            for letter in word[2:] + " ":
                at = (at * base + codes[letter]) % around
                if not bits[at >> 3] >> (at & 7) & 1:
                    return False
        except (KeyError, IndexError):  # a strange letter or hardly any: let the dictionary speak
            return True
        return True


def pack(path: Path, runs: set[str], source: int) -> None:
    """Write the table of ``runs``, each of four letters."""
    letters = "".join(sorted({letter for run in runs for letter in run}))
    codes = {letter: number for number, letter in enumerate(letters)}
    bits = bytearray((len(letters) ** SIZE + 7) // 8)
    for run in runs:
        at = 0
        for letter in run:
            at = at * len(letters) + codes[letter]
        bits[at >> 3] |= 1 << (at & 7)
    header = json.dumps({"letters": letters, "source": source})
    path.write_bytes(header.encode() + b"\n" + zlib.compress(bytes(bits), 9))


def load(path: Path) -> Grams:
    """Read a table written by :func:`pack`."""
    head, _, body = path.read_bytes().partition(b"\n")
    header = json.loads(head)
    return Grams(header["letters"], zlib.decompress(body), header["source"])
