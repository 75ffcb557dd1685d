"""Prepare the shipped dictionaries for quick loading and asking: ``python -m bench.measure_text.make_dictionary``.

For Polish sets of flags become numbered aliases (Hunspell's AF: a fifth less memory, the same words in the same order);
all forms of Polish and English words go to ``data/forms_pl.bin`` and ``data/forms_en.bin`` (see
``kontuar/text/forms.py``). To be run again after a dictionary was exchanged (two minutes, half a gigabyte); running it
twice changes nothing.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kontuar.facts.reading import Language
from kontuar.text import forms
from kontuar.text.dictionaries import SHIPPED, extra_words, forms_of

LONGEST_END = 9  # letters that a rule's condition may look at

Rule = tuple[str, str, re.Pattern[str]]
"""Letters taken away, letters added, which words it fits."""


@dataclass(frozen=True)
class Source:
    """A dictionary of Hunspell's simple kind: no word is made of two, no ending has endings of its own."""

    language: Language
    name: str
    coding: str

    @property
    def dic(self) -> Path:
        """The words with their flags."""
        return SHIPPED / f"{self.name}.dic"

    @property
    def aff(self) -> Path:
        """The rules."""
        return SHIPPED / f"{self.name}.aff"

    def mark(self) -> int:
        """Return the number by which forms are known to belong to this dictionary."""
        return zlib.crc32(self.aff.read_bytes(), zlib.crc32(self.dic.read_bytes()))

    def words(self) -> list[tuple[str, str]]:
        """Return (word, flags), aliases resolved."""
        lines = self.aff.read_text(self.coding).splitlines()
        aliases = [line.split()[1] for line in lines if line.startswith("AF ")][1:]
        rows = [line.strip().partition("/") for line in self.dic.read_text(self.coding).splitlines()[1:]]
        return [
            (word, aliases[int(flags) - 1] if aliases and flags else flags) for word, _, flags in rows if word
        ]

    @cached_property
    def _alone(self) -> set[str]:
        """Flags of endings that no prefix goes with."""
        lines = (line.split() for line in self.aff.read_text(self.coding).splitlines())
        return {parts[1] for parts in lines if parts[:1] == ["SFX"] and parts[2:3] == ["N"]}

    @cached_property
    def _rules(self) -> tuple[dict[str, list[Rule]], dict[str, list[Rule]]]:
        suffixes: dict[str, list[Rule]] = defaultdict(list)
        prefixes: dict[str, list[Rule]] = defaultdict(list)
        for line in self.aff.read_text(self.coding).splitlines():
            match line.split():
                case ["SFX", flag, cut, added, fits, *_]:
                    suffixes[flag].append((cut.replace("0", ""), _added(added), re.compile(f"{fits}$")))
                case ["PFX", flag, cut, added, fits, *_]:
                    prefixes[flag].append((cut.replace("0", ""), _added(added), re.compile(fits)))
                case _:
                    pass
        return suffixes, prefixes

    def forms(self, rows: list[tuple[str, str]]) -> Iterator[str]:
        """Yield every form of (word, flags), as Hunspell would accept it; some more than once."""
        for form in self._written(rows):
            yield form
            if not (form.islower() or form.istitle() or form.isupper()):
                yield form.upper()  # "WIFI" for "WiFi"; of plain words capitals are seen when asked for

    def _written(self, rows: list[tuple[str, str]]) -> Iterator[str]:
        suffixes, prefixes = self._rules
        ends: dict[tuple[str, str], set[tuple[int, str]]] = {}
        for word, flags in rows:
            openings = [rule for flag in flags for rule in prefixes.get(flag, ())]
            yield from _opened(word, openings)
            for flag in flags:
                key = (flag, word[-LONGEST_END:])
                if key not in ends:
                    rules = suffixes.get(flag, ())
                    ends[key] = {(len(cut), added) for cut, added, fits in rules if _fits(word, cut, fits)}
                for cut_off, added in ends[key]:
                    if cut_off < len(word):  # a whole word is never taken away
                        form = word[: len(word) - cut_off] + added
                        yield from _opened(form, [] if flag in self._alone else openings)


SOURCES = (
    Source(Language.PL, "pl_PL", "iso-8859-2"),
    Source(Language.EN, "en_US", "utf-8"),
)


def _added(letters: str) -> str:
    assert "/" not in letters, "an ending with flags of its own"
    return letters.replace("0", "")


def _fits(word: str, cut: str, fits: re.Pattern[str]) -> bool:
    return word.endswith(cut) and bool(fits.search(word))


def _opened(word: str, openings: list[Rule]) -> Iterator[str]:
    yield word
    for cut, added, fits in openings:
        if word.startswith(cut) and fits.match(word):
            yield added + word[len(cut) :]


def alias(source: Source) -> None:
    """Number the sets of flags, unless that was done already."""
    head, *rules = source.aff.read_text(source.coding).split("\n")
    if any(line.startswith("AF ") for line in rules):
        return
    number: dict[str, int] = {}
    lines = [
        f"{word}/{number.setdefault(flags, len(number) + 1)}" if flags else word
        for word, flags in source.words()
    ]
    count = source.dic.read_text(source.coding).partition("\n")[0]
    source.dic.write_text("\n".join([count, *lines, ""]), source.coding, newline="\n")
    named = [f"AF {len(number)}", *(f"AF {flags}" for flags in number)]
    source.aff.write_text("\n".join([head, *named, *rules]), source.coding, newline="\n")


def main() -> None:
    """Prepare all."""
    alias(SOURCES[0])
    for source in SOURCES:
        path = forms_of(source.language)
        every = sorted({*source.forms(source.words()), *extra_words(source.language)})
        edges = forms.pack(path, every, source.mark())
        print(f"{path.name}: {len(every):,} forms, {edges:,} edges, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
