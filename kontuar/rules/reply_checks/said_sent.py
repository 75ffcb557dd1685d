""" "Wysłane", while nothing shows that it left: no number, no scan, no state (S001-38: "sent" must be true).

A buyer who was told so and finds no scan opens a discussion, and a number typed at once is owed anyway (C2).
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import ClaimKind
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import before, finding, fold, phrases
from kontuar.rules.reply_checks.read_words import claims

_OTHER = phrases("""
zwrot* | pieniądz* | pieniędz* | środk* | faktur* | reklamacj* | instrukcj* | formularz* | wiadomoś* | etykiet* |
  e-mail | mail* | link* | próbk* | katalog*
refund | money | invoice | manual | message | label | e-mail | email | link
rechnung | erstattung | geld | nachricht | anleitung | etikett
pinig* | sąskait* | laišk* | instrukcij*
""")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One warning, for an order that is known and shows no sign of leaving."""
    order = draft.around.order
    if order is None or order.is_sent:
        return ()
    text = fold(draft.text)
    for claim in claims(draft, ClaimKind.SAID_SENT):
        if _is_question(text, claim.end):
            continue
        near = before(text, claim.start) + text[claim.start : claim.end + 40].split(".")[0]
        if _OTHER.search(near) is None:
            span = (claim.start, claim.end)
            return (finding("said_sent", Severity.WARNING, span=span, fix="add_number", text=claim.text),)
    return ()


def _is_question(text: str, at: int) -> bool:
    end = min((place for mark in ".!?\n" if (place := text.find(mark, at)) >= 0), default=-1)
    return end >= 0 and text[end] == "?"
