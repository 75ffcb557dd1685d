"""How it may sound: shouting, blame, "I am sorry you feel so", curtness. Hints, never more.

S000-35, S001-08, S003-05, S003-14, I10. Taste (greetings, signatures, capitals, commas of address) is told only
where the house style asks for it: a short good answer shows nothing here.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import MOST_READ, Area
from kontuar.facts.reading import Finding as Noticed
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, finding
from kontuar.rules.reply_checks.read_words import noticed

_SHOWN = {
    "manners.blame": "blame",
    "manners.curt": "curt",
    "manners.feel_apology": "feel_apology",
    "manners.shouting": "shouting",
    "manners.marks": "marks",
    "manners.slash_gender": "slash_gender",
    "manners.surname_address": "surname_address",
    "manners.house": "house_style",
}
_TASTE = {
    "manners.no_greeting": "no_greeting",
    "manners.witam": "witam",
    "manners.no_signature": "no_closing",
    "manners.no_name": "no_name",
    "manners.small_courtesy": "small_courtesy",
    "manners.vocative": "vocative",
    "manners.address_comma": "address_comma",
    "manners.no_courtesy": "no_courtesy",
    "manners.no_empathy": "no_empathy",
    "manners.too_many_apologies": "too_many_apologies",
}
_SIGNED = frozenset({"no_closing", "no_name"})
"""What a signature under the text makes good."""


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One hint for each place; a quick "Tak." is an answer, not curtness."""
    found = [hint for noted in noticed(draft, Area.MANNERS) if (hint := _hint(draft, noted))]
    return tuple(found[:AT_MOST])


def _hint(draft: DraftFacts, noted: Noticed) -> Finding | None:
    code = _SHOWN.get(noted.code) or (_TASTE.get(noted.code) if noted.code in draft.around.wanted else None)
    if code is None or (code == "curt" and _is_all(draft, noted)) or (code in _SIGNED and draft.signature):
        return None
    to = noted.suggestions[0] if noted.suggestions else ""
    if code == "shouting":
        to = noted.text.capitalize()
    severity = Severity.WARNING if code == "house_style" else Severity.HINT
    return finding(
        code,
        severity,
        span=(noted.start, noted.end),
        fix="replace" if to else "",
        text=noted.text,
        to=to,
    )


def _is_all(draft: DraftFacts, noted: Noticed) -> bool:
    """Whether the whole draft is that place, as far as it was read."""
    return len(noted.text) >= min(len(draft.text.strip(" .!?\n")), MOST_READ)
