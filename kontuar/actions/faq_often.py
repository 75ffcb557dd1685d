"""What buyers ask often and the desk's own questions and answers do not hold. Reads; writes nothing.

Questions are alike when they share most of their telling words, by their beginnings, since endings change. It is
asked often when at least three buyers asked it within 90 days.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kontuar.actions import faq_pick
from kontuar.facts.reading import AskKind
from kontuar.store.models import User
from kontuar.store.queries import faq_often as query
from kontuar.text.questions import find_asks

LATELY = timedelta(days=90)
FEWEST = 3
SHOWN = 15
ALIKE = 0.5
"""The part of both questions' telling words that two alike ones share."""
LEAST_SHARED = 2
LONGEST = 200


@dataclass(slots=True, kw_only=True)
class Often:
    """Questions that are alike: the newest in its own words, who asked, and where to read it."""

    text: str
    language: str
    case_id: int
    asked_at: datetime
    roots: frozenset[str]
    buyers: set[int] = field(default_factory=set)
    offers: set[str] = field(default_factory=set)


def often(user: User, *, now: datetime) -> list[Often]:
    """By how many buyers asked, the most first; what the desk's own questions answer is left out. Two queries."""
    leaders = [one for one in _gathered(user, now) if len(one.buyers) >= FEWEST]
    leaders.sort(key=lambda one: (-len(one.buyers), -one.asked_at.timestamp()))
    known = faq_pick.entries(user)
    return [one for one in leaders if not faq_pick.asked(known, one.text)][:SHOWN]


def _gathered(user: User, now: datetime) -> list[Often]:
    """Each question joins the leader most like it, newest first, or leads."""
    leaders: list[Often] = []
    by_root: dict[str, list[int]] = defaultdict(list)
    for said in query.said(user, now - LATELY):
        for ask in find_asks(said.text):
            text = " ".join(ask.text.split()).rstrip("?!. ") + "?"
            roots = frozenset(faq_pick.roots(text))
            if ask.kind is not AskKind.QUESTION or len(text) > LONGEST or len(roots) < LEAST_SHARED:
                continue
            number = _likest(roots, leaders, by_root)
            if number is None:
                number = len(leaders)
                leaders.append(
                    Often(
                        text=text, language=said.language, case_id=said.case_id, asked_at=said.at, roots=roots
                    )
                )
                for root in roots:
                    by_root[root].append(number)
            leaders[number].buyers.add(said.buyer_id)
            leaders[number].offers.add(said.offer)
    return leaders


def _likest(roots: frozenset[str], leaders: list[Often], by_root: dict[str, list[int]]) -> int | None:
    best: tuple[float, int] | None = None
    for number in dict.fromkeys(number for root in roots for number in by_root.get(root, ())):
        both = roots & leaders[number].roots
        alike = len(both) / len(roots | leaders[number].roots)
        if len(both) >= LEAST_SHARED and alike >= ALIKE and (best is None or alike > best[0]):
            best = (alike, number)
    return best[1] if best else None
