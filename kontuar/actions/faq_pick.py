"""Which of the desk's own questions a buyer's words ask, with why: like words, words set by the desk, the offer."""

import re
from dataclasses import dataclass
from datetime import datetime

from kontuar.actions import draft, faq, reading, template_facts
from kontuar.drafters import template
from kontuar.drafters.template import Known
from kontuar.store.models import Case, FaqEntry, User
from kontuar.text.fold import fold
from kontuar.text.similar import STEM, Index, stems

SHOWN = 3
SEARCHED = 6
LIKELY = 0.25
OF_OFFER, OF_WORDS = 0.3, 0.5
"""What the same offer and a word set by the desk add to a likeness between 0 and 1."""
ROOT = 5
COVERED = 0.4
"""The part of our question's telling words that stands in the buyer's."""
LONGEST = 2000
_COMMON_WORDS = (
    "czy jak jest gdzie kiedy mozna moge prosze dzien dobry witam panstwo panstwa jaki jaka jakie bedzie macie"
    " what when where which does have this that with please hello would could will your there"
    " wann kann koennen konnen haben bitte guten hallo welche gibt wird sind ihre"
    " kada kaip kiek kokia koks galima galite prasau laba diena sveiki turite"
)
_COMMON = frozenset(word[:STEM] for word in _COMMON_WORDS.split())
"""Words every question has: alone they make no question like another."""
_WORD, _WRITTEN = re.compile(r"[^\W\d_]{4,40}"), re.compile(r"[^\W_]{2,40}")

type Why = tuple[FaqEntry, tuple[str, ...], bool]
"""An entry, the buyer's words that brought it up, and whether the desk set them for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqPick:
    """An answer of the desk's own, filled for a case. ``words`` are what both questions speak of, ``is_same_offer``
    tells that the entry is about this very offer, ``is_named`` that a word the desk set for it brought it up."""

    pk: int
    question: str
    text: str
    language: str
    missing: tuple[str, ...]
    words: tuple[str, ...] = ()
    is_named: bool = False
    is_same_offer: bool = False


def picks(case: Case, by: User, *, query: str = "", now: datetime) -> list[FaqPick]:
    """The likest first; with ``query`` those that hold all its words, whatever the buyer asks."""
    offer = template_facts.offer_id(case)
    rows = [row for row in _rows(by, case.account_id) if not row.offers or offer in row.offers]
    if not rows:
        return []
    if query:
        found = _searched(rows, query)
    else:
        found = asked(rows, reading.last_question(case)[:LONGEST])
    knowns: dict[str, Known] = {}
    wanted = draft.language_of(case)
    return [_pick(row, why, named, case, by, wanted, knowns, now) for row, why, named in found]


def entries(by: User) -> list[FaqEntry]:
    """All of them the person sees that are offered in answers."""
    return [row for row in faq.visible(by) if row.is_active]


def _rows(by: User, account_id: int) -> list[FaqEntry]:
    return [row for row in faq.visible(by) if row.is_active and row.account_id in (None, account_id)]


def _searched(rows: list[FaqEntry], query: str) -> list[Why]:
    nothing: tuple[str, ...] = ()
    return [(row, nothing, False) for row in rows if _holds(row, query)][:SEARCHED]


def asked(rows: list[FaqEntry], question: str) -> list[Why]:
    """Entries the question asks, the likest first, with the words both share."""
    index = Index()
    for row in rows:
        index.add_all((str(row.pk), text, row.changed_at) for text in row.questions.values())
    like: dict[str, float] = {}
    for one in index.nearest(question, 3 * SHOWN, at_least=LIKELY):
        like.setdefault(one.key, one.likeness)
    asked, said = roots(question), set(stems(question))
    weighed: list[tuple[float, datetime, Why]] = []
    for row in rows:
        likeness, shared = _shared(row, asked, like.get(str(row.pk), 0.0))
        named = _named(row, said)
        if likeness or named:
            weight = likeness + OF_WORDS * bool(named) + OF_OFFER * bool(row.offers)
            words = _whole(question, named or shared)
            weighed.append((round(weight, 2), row.changed_at, (row, words, bool(named))))
    weighed.sort(key=lambda one: one[:2], reverse=True)
    return [why for _weight, _at, why in weighed[:SHOWN]]


def _shared(row: FaqEntry, asked: set[str], likeness: float) -> tuple[float, tuple[str, ...]]:
    """How like the question is, 0 to 1, and what both speak of; nothing where common words alone are shared."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for text in row.questions.values():
        own = roots(text)
        both = sorted(own & asked, key=len, reverse=True)
        if len(both) >= (2 if len(own) > 2 else 1):
            covered = len(both) / len(own)
            if max(covered, likeness) > best[0] and (covered >= COVERED or likeness):
                best = (max(covered, likeness), tuple(both))
    return best


def roots(text: str) -> set[str]:
    """Beginnings of the words that tell what a text is about: endings change in our languages."""
    return {word[:ROOT] for word in _WORD.findall(fold(text)) if word[:STEM] not in _COMMON}


def _named(row: FaqEntry, said: set[str]) -> tuple[str, ...]:
    """Stems of the first of the desk's words for the entry that stands in what the buyer said."""
    for phrase in row.words.split(","):
        parts = [stem for stem in stems(phrase) if " " not in stem]
        if parts and all(part in said for part in parts):
            return tuple(parts)
    return ()


def _whole(question: str, shared: tuple[str, ...]) -> tuple[str, ...]:
    """The buyer's own words behind their beginnings, as he wrote them."""
    words = [(fold(word), word) for word in _WRITTEN.findall(question)]
    found = (next((word for folded, word in words if folded.startswith(one)), one) for one in shared)
    return tuple(dict.fromkeys(found))[:3]


def _holds(row: FaqEntry, query: str) -> bool:
    held = fold(" ".join([row.words, *row.questions.values(), *row.answers.values()]))
    return all(word in held for word in fold(query[:80]).split())


def _pick(
    row: FaqEntry,
    words: tuple[str, ...],
    is_named: bool,
    case: Case,
    by: User,
    wanted: str,
    knowns: dict[str, Known],
    now: datetime,
) -> FaqPick:
    language = next(one for one in (wanted, "en", "pl", *sorted(row.answers)) if one in row.answers)
    if language not in knowns:
        knowns[language] = template_facts.known(case, by, language=language, now=now)
    filled = template.fill(row.answers[language], knowns[language])
    return FaqPick(
        pk=row.pk,
        question=row.questions.get(language, ""),
        text=filled.text,
        language=language,
        missing=filled.missing,
        words=words,
        is_named=is_named,
        is_same_offer=bool(row.offers),
    )
