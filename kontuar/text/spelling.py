"""Spelling of our own text in four languages, quiet about names, products, numbers and foreign words.

Words of the talk (the buyer's words, product names, a house dictionary) are right by definition: pass
them as ``allowed`` (folded). Suggestions here are the cheap ones; ``suggest`` asks the dictionary too and
is for a click.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import cache
from pathlib import Path

from kontuar.facts.reading import Area, Finding, Language, Severity
from kontuar.text import dictionaries, variants
from kontuar.text.dictionaries import Dictionary
from kontuar.text.fold import fold
from kontuar.text.tokens import Word, plain_words, sentences

MAX_FINDINGS = 100
# Beyond this a text has no cheap suggestions any more: each asks the dictionary up to 150 times.
MAX_FIXED = 8
# With so many likely slips undone no others are looked for.
ENOUGH = 2
MOST_SLIPS, MOST_PAIRS = 2_500, 5_000
_HOUSE = Path(__file__).parent / "data" / "house_words.txt"
_PREFIXES = {
    Language.PL: (
        "około", "nano", "mikro", "wideo", "foto", "auto", "super", "mega", "mini", "maksi", "ultra",
        "anty", "bez", "współ",
        "między", "poza", "ponad", "euro", "eko", "bio", "tele", "cyber", "elektro", "termo", "krypto",
        "multi", "inter",
        "pseudo", "quasi", "post", "pre", "przeciw", "wielo", "jedno", "dwu", "trój", "cztero", "pięcio",
        "sześcio",
        "pół", "ćwierć", "hiper", "makro", "video", "e", "moto", "agro", "aero", "ekstra", "re", "de",
        "nisko", "wysoko",
        "wodo", "łatwo", "trudno", "szybko", "pełno", "nowo", "dziesięcio", "ośmio", "siedmio", "osiem",
        "naj",
    ),
    Language.DE: ("mini", "super", "mega", "extra", "ultra", "multi"),
    Language.EN: ("re", "un", "non", "pre", "multi", "mini", "over", "micro"),
    Language.LT: ("super", "mini", "mikro", "ne", "be", "tebe", "nebe"),
}  # fmt: skip
_BEFORE_NAMES = frozenset({"herr", "herrn", "frau", "familie", "firma", "aus"})
_ROMAN = frozenset("IVXLCDMivxlcdm")


@cache
def house_words() -> frozenset[str]:
    """Return the shipped words of the trade (folded): marketplaces, carriers, payment, tech."""
    return frozenset(fold(_HOUSE.read_text(encoding="utf-8")).split())


def check(text: str, language: Language, allowed: Container[str] = frozenset()) -> tuple[Finding, ...]:
    """Return the misspelt words of ``text``; empty where the language has no dictionary."""
    book = dictionaries.dictionary(language)
    if book is None:
        return ()
    words = plain_words(text)
    starts = _first_words(words, text)
    judged = _Judge(book, language, allowed)
    unknown = [number for number, word in enumerate(words) if judged.is_unknown(word.text)]
    found = _findings(words, unknown, judged, starts, text)
    return tuple(finding for _, finding in zip(range(MAX_FINDINGS), found, strict=False))


class _Judge:
    """Decides about words of one language; remembers, so a repeated word costs nothing."""

    def __init__(self, book: Dictionary, language: Language, allowed: Container[str]) -> None:
        self.book = book
        self.language = language
        self.allowed = allowed
        self.fixed = 0
        self._seen: dict[str, bool] = {}

    def is_unknown(self, word: str) -> bool:
        answer = self._seen.get(word)
        if answer is None:
            answer = self._seen[word] = not self._is_right(word)
        return answer

    def _is_right(self, word: str) -> bool:
        if (
            len(word) < 2
            or len(word) > dictionaries.MAX_WORD
            or not word.replace("'", "").replace("’", "").isalpha()
        ):
            return True
        if (word.isupper() and len(word) <= 5) or _mixed_case(word) or set(word) <= _ROMAN:
            return True
        if self.book.knows(word) or (word.isupper() and self.book.knows(word.capitalize())):
            return True
        folded = fold(word)
        return folded in self.allowed or folded in house_words() or self._is_compound(word.lower())

    def _is_compound(self, word: str) -> bool:
        for prefix in _PREFIXES.get(self.language, ()):
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= 4 and self.book.knows(rest):
                return True
        if self.language is Language.PL and len(word) >= 12:  # "czternasto-kondygnacyjny"
            at = word.find("o", 3, len(word) - 7)
            first, second = word[:at], word[at + 1 :]
            first_is_right = self.book.knows(first + "y") or first.endswith(("nast", "dziest"))
            return at > 0 and first_is_right and self.book.knows(second)
        return False

    def is_foreign(self, word: str, around: tuple[str, ...] = ()) -> bool:
        """True for a word of English in another language's text; a short one only among English words."""
        if self.language is Language.EN or not word.isascii() or (len(word) < 4 and len(around) < 2):
            return False
        english = dictionaries.dictionary(Language.EN)
        if english is None or not english.knows(word):
            return False
        return len(word) >= 4 or all(english.knows(other) for other in around)

    def _knows_noun(self, word: str) -> bool:
        return self.book.knows(word.capitalize())

    def _knows_like(self, word: str) -> Callable[[str], bool]:
        return self._knows_noun if self.language is Language.DE and word[0].isupper() else self.book.knows

    def near(self, word: str, limit: int) -> tuple[str, ...]:
        """Return words one slip away, or else two, in the word's own case; for a click."""
        slips = variants.slip_variants(word.lower(), self.language)
        knows = self._knows_like(word)
        found = variants.known(slips, knows, limit, asked=MOST_SLIPS)
        if not found:
            found = variants.known(
                variants.two_slips(word.lower(), self.language), knows, 3, asked=MOST_PAIRS
            )
        return tuple(made.capitalize() if word[0].isupper() else made for made in found)

    def fix(self, word: str, *, strict: bool) -> tuple[str, ...]:
        """Return cheap suggestions in the word's own case."""
        self.fixed += 1
        if self.fixed > 3 * MAX_FIXED:
            return ()
        lower = word.lower()
        knows = self._knows_like(word)
        sounds = variants.known(variants.sound_variants(lower, self.language, strict=strict), knows)
        if strict:
            found = sounds
        else:
            found = variants.known(variants.mark_variants(lower, self.language), knows, 2) + sounds
            found += variants.known((lower.capitalize(),), knows)
            if len(found) < 3:
                found += variants.known(variants.typing_variants(lower), knows)
        unique = tuple(dict.fromkeys(found))[:4]
        return tuple(made.capitalize() if word[0].isupper() else made for made in unique)


def _first_words(words: list[Word], text: str) -> set[int]:
    """Return the starts of the words that open a sentence."""
    starts: set[int] = set()
    number = 0
    for sentence in sentences(text):
        while number < len(words) and words[number].start < sentence.start:
            number += 1
        if number < len(words) and words[number].start < sentence.end:
            starts.add(words[number].start)
    return starts


def _mixed_case(word: str) -> bool:
    return not (word.islower() or word.isupper() or word[1:].islower())


def _findings(
    words: list[Word], unknown: list[int], judge: _Judge, starts: set[int], text: str
) -> Iterator[Finding]:
    strange = set(unknown)
    for number in unknown:
        word = words[number]
        neighbours = (number - 1 in strange) or (number + 1 in strange)
        around = tuple(
            other.text for other in (*words[max(0, number - 1) : number], *words[number + 1 : number + 2])
        )
        fixes: tuple[str, ...] | None = ()
        if judge.fixed < MAX_FIXED or word.text[0].isupper():
            fixes = _fixes(word, judge, around, at_start=word.start in starts, in_run=neighbours)
        if fixes is None:
            continue
        yield Finding(
            code="spelling.unknown",
            area=Area.SPELLING,
            severity=Severity.WARNING,
            start=word.start,
            end=word.end,
            text=text[word.start : word.end],
            suggestions=fixes,
        )


def _fixes(
    word: Word, judge: _Judge, around: tuple[str, ...], *, at_start: bool, in_run: bool
) -> tuple[str, ...] | None:
    """Return suggestions for a word to be flagged, None for a word to be left alone."""
    spelt = word.text
    if not spelt[0].isupper() or spelt.isupper():
        fixes = judge.fix(spelt, strict=False)
        if judge.is_foreign(spelt, around) or (in_run and not fixes and spelt.isascii()):
            return None
        return fixes
    if judge.language is Language.DE:  # nouns are capital: flag where a near word exists
        if around and around[0].lower() in _BEFORE_NAMES:
            return None
        return judge.fix(spelt, strict=False) or None
    if at_start:
        strict_fix = judge.fix(spelt, strict=in_run or judge.language is not Language.EN)
        if not strict_fix and not in_run and not judge.is_foreign(spelt):
            marked = variants.known(
                variants.mark_variants(spelt.lower(), judge.language), judge.book.knows, 2
            )
            strict_fix = tuple(made.capitalize() for made in marked if made != spelt.lower())
        return strict_fix or None
    return None


def suggest(word: str, language: Language, limit: int = 6) -> tuple[str, ...]:
    """Return suggestions for one word, the likeliest slips first (≤ 300 ms).

    The dictionary's own guesses are slow (0.3 s) and asked for only when no word is a slip or two away.
    """
    book = dictionaries.dictionary(language)
    if book is None or not 0 < len(word) <= dictionaries.MAX_WORD:
        return ()
    judge = _Judge(book, language, frozenset())
    found = judge.fix(word, strict=False)
    if len(found) < ENOUGH:
        found += judge.near(word, limit)
    if not found:
        found = tuple(made for made in book.suggest(word) if " " not in made or len(word) > 6)
    return tuple(dict.fromkeys(found))[:limit]
