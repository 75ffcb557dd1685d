"""Absolute claims: "100 % ochrony", "gwarantujemy skuteczność" (S000-05; E1)."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import ClaimKind
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, before, finding, fold, phrases
from kontuar.rules.reply_checks.read_words import claims

_DENIED = phrases("nie | no | not | don't | cannot | nicht | kein* | ne | negal*")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """A warning at each; saying that there is none ("nie ma 100 % ochrony") is right and passes."""
    text = fold(draft.text)
    return tuple(
        finding("absolute", Severity.WARNING, span=(claim.start, claim.end), fix="remove", text=claim.text)
        for claim in claims(draft, ClaimKind.ABSOLUTE)
        if _DENIED.search(before(text, claim.start, 40)) is None
    )[:AT_MOST]
