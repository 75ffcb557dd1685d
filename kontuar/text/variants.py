"""Likely right spellings of a wrong word, made by undoing common slips; cheap, unlike suggest().

Polish: ó/u, rz/ż, ch/h, ą/om, ę/em, missing and needless accents. All four: one letter doubled, single,
left out, swapped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kontuar.facts.reading import Language

_PL_SOUND = [
    ("ó", "u"), ("u", "ó"), ("rz", "ż"), ("ż", "rz"), ("sz", "rz"), ("rz", "sz"), ("ch", "h"), ("h", "ch"),
    ("ą", "om"), ("ą", "on"), ("om", "ą"), ("on", "ą"), ("ę", "em"), ("ę", "en"), ("em", "ę"), ("en", "ę"),
    ("ii", "ji"), ("ii", "i"), ("i", "ii"), ("i", "ji"), ("ji", "ii"), ("ji", "i"),
    ("j", "i"), ("i", "j"), ("je", "ie"), ("ie", "je"),
    ("ś", "si"), ("ć", "ci"), ("ź", "zi"), ("ń", "ni"), ("sz", "ż"), ("ż", "sz"), ("ół", "uł"),
    ("ść", "źć"), ("z", "s"), ("s", "z"), ("d", "t"), ("t", "d"), ("w", "f"), ("f", "w"), ("b", "p"), ("p", "b"),
    ("oł", "ął"), ("eł", "ęł"), ("om", "ą"), ("ę", "e"), ("ą", "a"), ("dz", "c"), ("ł", "l"),
    ("trz", "cz"), ("cz", "trz"),
]  # fmt: skip
_SOUND_ONLY = {
    ("ó", "u"),
    ("u", "ó"),
    ("rz", "ż"),
    ("ż", "rz"),
    ("sz", "rz"),
    ("ch", "h"),
    ("h", "ch"),
    ("oł", "ął"),
    ("ż", "sz"),
    ("on", "ą"),
    ("en", "ę"),
    ("om", "ą"),
    ("em", "ę"),
}
_MARKS = {
    Language.PL: {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"},
    Language.LT: {"a": "ą", "c": "č", "e": "ęė", "i": "į", "s": "š", "u": "ųū", "z": "ž"},
    Language.DE: {"a": "ä", "o": "ö", "u": "ü"},
}
_DE_SOUND = [
    ("ss", "ß"),
    ("ß", "ss"),
    ("ae", "ä"),
    ("oe", "ö"),
    ("ue", "ü"),
    ("ie", "ei"),
    ("ei", "ie"),
    ("d", "t"),
    ("t", "d"),
    ("i", "ie"),
]
_EN_SOUND = [
    ("ie", "ei"),
    ("ei", "ie"),
    ("e", "a"),
    ("a", "e"),
    ("i", "e"),
    ("able", "ible"),
    ("ible", "able"),
]
_VOWELS = frozenset("aeiouyąęóėįųūäöü")
_LETTERS = {
    Language.PL: "aioeznrwcysptkmdłuljągbhęśćóżfńźv",
    Language.LT: "aisteunkorlmpdvgjbšyėžųūąčįzęcfh",
    Language.EN: "esianrtolcdugmfphbyvkwzqjx",
    Language.DE: "enirstadhulcgmobwfkzpvüäößjyxq",
}
MAX_MARKED = 7


def sound_variants(word: str, language: Language, *, strict: bool = False) -> Iterator[str]:
    """Yield ``word`` with one sound written the other way; ``strict``: only ó/u, rz/ż, ch/h and kin."""
    pairs = {Language.PL: _PL_SOUND, Language.DE: _DE_SOUND, Language.EN: _EN_SOUND}.get(language, [])
    for wrong, right in pairs:
        if strict and (wrong, right) not in _SOUND_ONLY:
            continue
        at = word.find(wrong)
        while at >= 0:
            yield word[:at] + right + word[at + len(wrong) :]
            at = word.find(wrong, at + 1)


def mark_variants(word: str, language: Language) -> Iterator[str]:
    """Yield ``word`` with accents added, one to all (at most 3^7 spellings, fewest changes first)."""
    marks = _MARKS.get(language, {})
    # From the end: "prosze" is "proszę" sooner than anything else.
    places = [number for number, char in enumerate(word) if char in marks][::-1][:MAX_MARKED]
    layer = [word]
    seen = {word}
    for _ in range(min(4, len(places))):
        following = []
        for base in layer:
            for place in places:
                for mark in marks.get(base[place], ""):
                    made = base[:place] + mark + base[place + 1 :]
                    if made not in seen:
                        seen.add(made)
                        following.append(made)
                        yield made
        layer = following[:60]


def typing_variants(word: str) -> Iterator[str]:
    """Yield ``word`` with one letter doubled less or more, two letters swapped, or one left out."""
    for number in range(len(word)):
        if number and word[number] == word[number - 1]:
            yield word[:number] + word[number + 1 :]
    for number in range(len(word) - 1):
        if word[number] != word[number + 1]:
            yield word[:number] + word[number + 1] + word[number] + word[number + 2 :]
    for number in range(1, len(word)):
        yield word[:number] + word[number] + word[number:]
        yield word[:number] + word[number + 1 :]


def slip_variants(word: str, language: Language) -> Iterator[str]:
    """Yield ``word`` with one letter changed, put in or left out, the likeliest first (some 60 for each letter).

    Vowels are taken for vowels sooner than for anything else, and a slip at the first letter is the rarest.
    """
    yield from typing_variants(word)
    letters = _LETTERS[language]
    vowels = [letter for letter in letters if letter in _VOWELS]
    places = [*range(1, len(word)), 0]
    for number in places:
        if word[number] in _VOWELS:
            yield from (f"{word[:number]}{letter}{word[number + 1 :]}" for letter in vowels)
    for number in [*places[:-1], len(word), 0]:
        yield from (f"{word[:number]}{letter}{word[number:]}" for letter in letters)
    for number in places:
        yield from (f"{word[:number]}{letter}{word[number + 1 :]}" for letter in letters)
    yield word[1:]


def two_slips(word: str, language: Language) -> Iterator[str]:
    """Yield ``word`` with a slip of sound or typing undone and another slip besides: some thousands."""
    firsts = [*sound_variants(word, language), *mark_variants(word, language), *typing_variants(word)]
    for first in dict.fromkeys(firsts):
        yield from typing_variants(first)
        yield from sound_variants(first, language)
    for first in dict.fromkeys(firsts):
        yield from slip_variants(first, language)


def known(
    candidates: Iterable[str], knows: Callable[[str], bool], limit: int = 3, *, asked: int = 150
) -> tuple[str, ...]:
    """Return the first ``limit`` candidates the dictionary knows, each once (of ``asked`` at most)."""
    found: list[str] = []
    for number, candidate in enumerate(candidates):
        if number >= asked or len(found) >= limit:
            break
        if candidate not in found and knows(candidate):
            found.append(candidate)
    return tuple(found)
