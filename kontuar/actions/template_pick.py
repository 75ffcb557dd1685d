"""Which templates fit a case best: what the buyer asks first, then what his order is in, then what is used often."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kontuar.actions import draft, outgoing_draft, reading, template_facts, template_learnt
from kontuar.actions.template_list import Template, counts, of_account
from kontuar.drafters import situations, template
from kontuar.drafters.template import Filled, Known
from kontuar.facts.reading import IntentKind
from kontuar.store.models import Case, User
from kontuar.text.fold import fold
from kontuar.text.intents import find_intents

SHOWN = 12
USUAL = 6.0
"""What the desk's own habit counts at most: less than a plain wish of the buyer's (10), more than frequent use."""
FIRST = {
    ("late_answer", "answer_late"): 20.0,
    ("too_early", "early"): 15.0,
    ("choice", "choice"): 12.0,
    ("holding", "answer_soon"): 8.0,
}
"""Before all others where the case is in it: who waited reads the apology first (S003-18), who complains before the
promised date reads that date, and whom we owe a question is asked it. While the answer will soon be late, a short
holding answer stands behind what the buyer plainly asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A template with the text it would put into this case's answer, in ``language``.

    ``is_usual`` where the desk has chosen it for questions like this one.
    """

    template: Template
    language: str
    filled: Filled
    is_usual: bool = False


def picks(case: Case, by: User, *, query: str = "", interface: str = "pl", now: datetime) -> list[Pick]:
    """The best first; with ``query`` only those whose name, key or words hold all its words."""
    language = draft.language_of(case)
    found = [one for one in of_account(by, case.account_id, interface) if _matches(one, query)]
    knowns: dict[str, Known] = {language: template_facts.known(case, by, language=language, now=now)}
    flags = knowns[language].flags
    question = reading.last_question(case)
    intents, used = _intents(question), counts(case.account_id, now=now)
    usual = template_learnt.fitting(question, case.account_id, now=now)

    def weight(one: Template) -> float:
        is_own = 0.0 if one.is_starter else 0.5
        fit = situations.fits(one.situation, intents, flags)
        fit += USUAL * usual.get(one.ref, 0.0)
        return fit + math.log1p(used.get(one.ref, 0)) + is_own + _wanted_now(one.situation, flags)

    ranked = sorted(found, key=lambda one: -weight(one))[:SHOWN]
    return [replace(_pick(one, case, by, language, knowns, now), is_usual=one.ref in usual) for one in ranked]


def _wanted_now(situation: str, flags: frozenset[str]) -> float:
    return max(
        (more for (code, flag), more in FIRST.items() if code == situation and flag in flags), default=0.0
    )


def one(
    case: Case,
    by: User,
    chosen: Template,
    *,
    now: datetime,
    more: Mapping[str, str] | None = None,
) -> Pick:
    """One template filled for this case."""
    text, language = chosen.text(draft.language_of(case), case.account.platform)
    known = template_facts.known(case, by, language=language, now=now, more=more)
    known = _of_the_purchase(chosen, case, known)
    return Pick(template=chosen, language=language, filled=_filled(text, known, case, by))


def asked(case: Case) -> dict[IntentKind, float]:
    """What the buyer's last word is after."""
    return _intents(reading.last_question(case))


def _intents(question: str) -> dict[IntentKind, float]:
    return {intent.kind: intent.confidence for intent in find_intents(question)}


def _pick(one: Template, case: Case, by: User, wanted: str, knowns: dict[str, Known], now: datetime) -> Pick:
    text, language = one.text(wanted, case.account.platform)
    if language not in knowns:
        knowns[language] = template_facts.known(case, by, language=language, now=now)
    known = _of_the_purchase(one, case, knowns[language])
    return Pick(template=one, language=language, filled=_filled(text, known, case, by))


def _of_the_purchase(one: Template, case: Case, known: Known) -> Known:
    """Whoever complains before the promised date is answered with the term in force when he bought."""
    if one.situation != "too_early":
        return known
    dates = template_facts.at_purchase(case, language=known.language)
    return replace(known, values={**known.values, **dates})


def _filled(text: str, known: Known, case: Case, by: User) -> Filled:
    """The signature goes under a text when it leaves: it does not stand there twice."""
    filled = template.fill(text, known)
    body = outgoing_draft.without_signature(filled.text, outgoing_draft.signature(case, by))
    return Filled(text=body, missing=filled.missing)


def _matches(one: Template, query: str) -> bool:
    words = fold(query[:80]).split()
    held = fold(" ".join([one.name, one.starter, one.situation, *one.texts.values()]))
    return all(word in held for word in words)
