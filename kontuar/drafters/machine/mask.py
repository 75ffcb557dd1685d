"""Who is meant goes before a text leaves, and comes back into the answer: ``Pani Anno`` ↔ ``Pani {NAME_1}``.

Masked are the names, login and address we know of, in any ending ("Anno", "Kowalskiemu"), and whatever looks like an
e-mail address, phone, link, bank account, postal address or a long number. The same thing gets the same mark in all
texts of one masker. A mark the model invents stays in the text, where the check for unfilled gaps stops it.
"""

import re
from collections.abc import Iterable

from kontuar.facts.reading import ClaimKind
from kontuar.text.contacts import find_contacts, find_postal
from kontuar.text.fold import fold_aligned

SHORTEST_NAME = 3
"""Letters: shorter words of a name ("de", "J.") stand in too many other words."""
LONGEST_ENDING = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[A-Z]{0,4}\d[\dA-Z]{7,39}\b|\b\d{2}-\d{3}\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\{[A-Z]+_\d+\}")
_KINDS = {
    ClaimKind.EMAIL: "EMAIL",
    ClaimKind.PHONE: "PHONE",
    ClaimKind.LINK: "LINK",
    ClaimKind.BANK_ACCOUNT: "ACCOUNT",
    ClaimKind.OFF_PLATFORM: "CONTACT",
}


class Masker:
    """One per request: it remembers which mark stands for what."""

    def __init__(self, *, names: Iterable[str] = (), exact: Iterable[str] = ()) -> None:
        """``names`` are words of people and streets, masked in any ending; ``exact`` logins and numbers, as written."""
        words = {word for name in names for word in _WORD.findall(name) if len(word) >= SHORTEST_NAME}
        self._stems = sorted({_stem(word) for word in words}, key=len, reverse=True)
        self._exact = sorted(
            {one.strip() for one in exact if len(one.strip()) >= SHORTEST_NAME}, key=len, reverse=True
        )
        self._marks: dict[tuple[str, str], str] = {}
        self._texts: dict[str, str] = {}

    def mask(self, text: str) -> str:
        """The text with marks."""
        spans: list[tuple[int, int, str]] = []
        for start, end, kind in [*self._known(text), *_shaped(text), *self._names(text)]:
            if not any(start < taken_end and end > taken for taken, taken_end, _kind in spans):
                spans.append((start, end, kind))
        out, at = [], 0
        for start, end, kind in sorted(spans):
            out += [text[at:start], self._mark(kind, text[start:end])]
            at = end
        return "".join([*out, text[at:]])

    def unmask(self, text: str) -> str:
        """The text with what the marks stand for; a mark never given out stays."""
        return _MARK.sub(lambda match: self._texts.get(match.group(), match.group()), text)

    @property
    def marks(self) -> dict[str, str]:
        """Mark → what it stands for, in the order given out."""
        return dict(self._texts)

    def _mark(self, kind: str, text: str) -> str:
        key = (kind, fold_aligned(text).casefold())
        if key not in self._marks:
            mark = f"{{{kind}_{1 + sum(other == kind for other, _text in self._marks)}}}"
            self._marks[key], self._texts[mark] = mark, text
        return self._marks[key]

    def _known(self, text: str) -> Iterable[tuple[int, int, str]]:
        folded = text.casefold()
        if len(folded) != len(text):  # a letter grows when folded ("ß"): places would move
            folded = text
        for known in self._exact:
            kind = "NUMBER" if any(ch.isdecimal() for ch in known) else "LOGIN"
            at = folded.find(known.casefold())
            while at >= 0:
                yield at, at + len(known), kind
                at = folded.find(known.casefold(), at + len(known))

    def _names(self, text: str) -> Iterable[tuple[int, int, str]]:
        for match in _WORD.finditer(text):
            if any(_is_form(match.group(), stem) for stem in self._stems):
                yield *match.span(), "NAME"


def _shaped(text: str) -> Iterable[tuple[int, int, str]]:
    for claim in find_contacts(text):
        yield claim.start, claim.end, _KINDS.get(claim.kind, "CONTACT")
    for start, end in find_postal(text):
        yield start, end, "ADDRESS"
    for match in _NUMBER.finditer(text):
        yield *match.span(), "NUMBER"


def _stem(word: str) -> str:
    """Without the ending that inflection changes: "Anna" → "ann", "Kowalska" → "kowalsk"."""
    folded = fold_aligned(word).casefold()
    return folded[:-1] if len(folded) > SHORTEST_NAME and folded[-1] in "aeiouy" else folded


def _is_form(word: str, stem: str) -> bool:
    """A name stands with a capital: "Róża" is masked in "Pani Różo", not in "róże"."""
    folded = fold_aligned(word).casefold()
    return word[0].isupper() and folded.startswith(stem) and len(folded) <= len(stem) + LONGEST_ENDING
