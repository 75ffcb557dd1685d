"""Prepare the shipped Polish dictionary for quick loading and asking: ``python -m bench.measure_text.make_dictionary``.

Sets of flags become numbered aliases (Hunspell's AF: a fifth less memory, the same words in the same order), and the
runs of four letters of all forms go to ``data/polish_grams.bin`` (see ``kontuar/text/grams.py``). To be run again
after the dictionary is exchanged; running it twice changes nothing.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kontuar.text import grams
from kontuar.text.dictionaries import GRAMS, SHIPPED

DIC, AFF = SHIPPED / "pl_PL.dic", SHIPPED / "pl_PL.aff"
CODING = "iso-8859-2"
PREFIX = ("b", "nie")  # the only one in this dictionary
LONGEST_END = 9  # letters that a rule's condition may look at

Rule = tuple[str, str, re.Pattern[str]]


def words() -> list[tuple[str, str]]:
    """Return (word, flags) of the dictionary, aliases resolved."""
    aliases = [line.split()[1] for line in AFF.read_text(CODING).splitlines() if line.startswith("AF ")][1:]
    rows = [line.strip().partition("/") for line in DIC.read_text(CODING).splitlines()[1:]]
    return [
        (word, aliases[int(flags) - 1] if aliases and flags else flags) for word, _, flags in rows if word
    ]


def alias() -> None:
    """Number the sets of flags, unless that was done already."""
    head, *rules = AFF.read_text(CODING).split("\n")
    if any(line.startswith("AF ") for line in rules):
        return
    number: dict[str, int] = {}
    lines = [
        f"{word}/{number.setdefault(flags, len(number) + 1)}" if flags else word for word, flags in words()
    ]
    count = DIC.read_text(CODING).partition("\n")[0]
    DIC.write_text("\n".join([count, *lines, ""]), CODING, newline="\n")
    named = [f"AF {len(number)}", *(f"AF {flags}" for flags in number)]
    AFF.write_text("\n".join([head, *named, *rules]), CODING, newline="\n")


def suffixes() -> dict[str, list[Rule]]:
    """Return flag → (letters taken away, letters added, which ends it fits)."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for line in AFF.read_text(CODING).splitlines():
        match line.split():
            case ["SFX", flag, cut, added, fits, *_]:
                cut, added = cut.replace("0", ""), added.replace("0", "")
                found[flag].append((cut, added, re.compile(f"{fits}$")))
            case ["PFX", flag, "0", added, ".", *_]:
                assert (flag, added) == PREFIX, f"a prefix unheard of: {line}"
            case _:
                pass
    return found


def stretches() -> Iterator[str]:
    """Yield strings that together hold every run of four letters of every form written small."""
    rules = suffixes()
    ends: dict[tuple[str, str], set[tuple[int, str]]] = {}
    for word, flags in words():
        if word != word.lower():
            continue
        openings = (" ", " nie") if PREFIX[0] in flags else (" ",)
        yield from (f"{opening}{word} " for opening in openings)
        for flag in flags:
            key = (flag, word[-LONGEST_END:])
            if key not in ends:
                ends[key] = {(len(cut), added) for cut, added, fits in rules[flag] if _fits(word, cut, fits)}
            for cut_off, added in ends[key]:
                stem = word[: len(word) - cut_off]
                if len(stem) >= grams.SIZE:
                    yield f"{stem[1 - grams.SIZE :]}{added} "
                else:
                    yield from (f"{opening}{stem}{added} " for opening in openings)


def _fits(word: str, cut: str, fits: re.Pattern[str]) -> bool:
    return word.endswith(cut) and bool(fits.search(word))


def source() -> int:
    """Return the mark by which a table is known to belong to this dictionary."""
    return zlib.crc32(AFF.read_bytes(), zlib.crc32(DIC.read_bytes()))


def main() -> None:
    """Prepare both."""
    alias()
    last = grams.SIZE - 1
    runs = {text[at : at + grams.SIZE] for text in set(stretches()) for at in range(len(text) - last)}
    grams.pack(GRAMS, runs, source())
    print(f"{len(runs):,} runs, {GRAMS.stat().st_size:,} bytes in {Path(GRAMS).name}")


if __name__ == "__main__":
    main()
