"""Claims and promises in our own text: what binds us, must be true, or may not be sent everywhere.

Practices: S001-36 (every promised date becomes a reminder), S001-38 ("sent" must be true), S000-36
("w załączniku" with nothing attached), S000-05 (no "100 % ochrony"), S002-12 (asking for a rating),
S004-43 (unfilled placeholders). Whether a claim is allowed or true is for rules to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kontuar.facts.reading import Claim, ClaimKind
from kontuar.text import claim_words as say
from kontuar.text.contacts import DOCUMENT, find_contacts
from kontuar.text.fold import fold_aligned
from kontuar.text.tokens import Sentence, sentences
from kontuar.text.when import find_when


def find_claims(text: str, *, now: datetime | None = None) -> tuple[Claim, ...]:
    """Return what ``text``, written by us, claims and promises, in order of place.

    ``now`` (aware, in the seller's zone) turns promised days into instants; without it promises carry
    no date.
    """
    folded = fold_aligned(text)
    found: list[Claim] = list(find_contacts(text))
    for kind, start, end in _phrases(text, folded):
        found.append(Claim(kind=kind, start=start, end=end, text=text[start:end]))
    for sentence in sentences(text):
        found.extend(_of_sentence(text, folded, sentence, now))
    unique = {(claim.kind, claim.start): claim for claim in found}
    return tuple(sorted(unique.values(), key=lambda claim: (claim.start, claim.end)))


def _phrases(text: str, folded: str) -> Iterator[tuple[ClaimKind, int, int]]:
    for kind, pattern in (
        (ClaimKind.ATTACHMENT, say.ATTACHED),
        (ClaimKind.ABSOLUTE, say.ABSOLUTE),
        (ClaimKind.OFF_PLATFORM, say.OFF_PLATFORM),
    ):
        for match in pattern.finditer(folded):
            yield kind, match.start(), match.end()
    for match in say.PLACEHOLDER.finditer(text):
        yield ClaimKind.PLACEHOLDER, match.start(), match.end()


def _of_sentence(text: str, folded: str, sentence: Sentence, now: datetime | None) -> Iterator[Claim]:
    begin, end = sentence.start, min(sentence.end, sentence.start + 2000)
    part = folded[begin:end]
    if (rating := say.RATING.search(part)) and say.RATING_ASKS.search(part):
        yield _claim(ClaimKind.RATING_REQUEST, text, begin, rating.span())
    sent = say.PAST.search(part) or say.PAST_DE.search(part)
    if (
        sent
        and not say.NOT_YET.search(part[: sent.end() + 8])
        and not say.NOT_A_PARCEL.match(part, sent.end())
    ):
        yield _claim(ClaimKind.SAID_SENT, text, begin, sent.span())
    if back := say.REFUNDED.search(part):
        yield _claim(ClaimKind.SAID_REFUNDED, text, begin, back.span())
    if document := (say.ATTACHED.search(part) and DOCUMENT.search(part)):
        yield _claim(ClaimKind.DOCUMENT, text, begin, document.span())
    if "?" not in part[-3:]:
        yield from _promises(text, part, begin, now)


_ASSUMED_NOW = datetime.fromisoformat("2026-01-07T12:00:00+00:00")


def _promises(text: str, part: str, begin: int, now: datetime | None) -> Iterator[Claim]:
    deed = say.WE_WILL.search(part)
    if deed is None or (part.startswith(("jesli", "if ", "wenn", "jei ")) and "," not in part):
        return
    moments = find_when(part, now or _ASSUMED_NOW)
    for when in moments:
        kind = ClaimKind.PROMISED_TIME if when.has_time else ClaimKind.PROMISED_DATE
        start, end = begin + when.start, begin + when.end
        yield Claim(
            kind=kind, start=start, end=end, text=text[start:end], promised_by=when.by if now else None
        )
    if not moments and (soon := say.SOON.search(part)):
        yield _claim(ClaimKind.PROMISED_SOON, text, begin, soon.span())


def _claim(kind: ClaimKind, text: str, begin: int, span: tuple[int, int]) -> Claim:
    start, end = begin + span[0], begin + span[1]
    return Claim(kind=kind, start=start, end=end, text=text[start:end])
