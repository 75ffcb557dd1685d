"""Mistakes: in public everybody reads them, so there they are warnings; in private quiet hints (S003-23…25)."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import Area
from kontuar.facts.reading import Severity as Weight
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, finding
from kontuar.rules.reply_checks.read_words import noticed


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One finding for each mistake, with the likeliest right spelling. Commas are a matter of taste and pass,
    unless the house style asks for them. ``word`` is what a dictionary of the house may take in."""
    severity = Severity.WARNING if draft.around.is_public else Severity.HINT
    return tuple(
        finding(
            "misspelt",
            severity,
            span=(one.start, one.end),
            fix="replace" if one.suggestions else "",
            text=one.text,
            to=one.suggestions[0] if one.suggestions else "",
            word=one.text if one.code == "spelling.unknown" else "",
        )
        for one in noticed(draft, Area.SPELLING)
        if one.severity is not Weight.HINT or one.code in draft.around.wanted
    )[:AT_MOST]
