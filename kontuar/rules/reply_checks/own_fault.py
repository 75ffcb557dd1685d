"""Words that read as accepting a claim, while it is open.

In Poland a complaint nobody answers within 14 days counts as accepted (H1); a sentence such as "uznajemy
reklamację" or "to nasza wina" in the talk of a claim can be held against its writer before the decision was
given (I10: no admission of liability unless it is meant). In an ordinary talk owning a mistake is good manners.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, before, finding, fold, phrases

_OWNED = phrases("""
nasza wina | z naszej winy | nasz błąd | to nasz błąd | moja wina | z mojej winy | mój błąd | nasze niedopatrzenie |
  nasza pomyłka | nasze zaniedbanie
uznajemy | uznaję | uznaliśmy | przyjmujemy … reklamacj* | roszczen* | żądanie
ponosimy | bierzemy | przyjmujemy … odpowiedzialność | winę
our fault | our mistake | our error | my fault | my mistake | we are at fault | we admit | we are liable
we accept | we take | accept … responsibility | liability | your claim | the claim | the blame
unsere schuld | unser fehler | mein fehler | unser versehen | wir haften
wir übernehmen … verantwortung | haftung
wir erkennen … reklamation | mangel an
mūsų kaltė | mūsų klaida | dėl mūsų kaltės | mano klaida | mūsų apsirikimas
pripažįstame | prisiimame … pretenzij* | atsakomyb* | kalt*
""")
_DENIED = phrases("nie | bez | not | no | never | nicht | kein* | ne")
_ASKED = phrases("czy | jeśli | jeżeli | gdy | whether | if | ob | wenn | falls | ar | jei")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """A warning at each place, in the talk of a claim only; denials and conditions pass."""
    if not draft.around.is_claim:
        return ()
    text = fold(draft.text)
    found = []
    for match in _OWNED.finditer(text):
        lead = before(text, match.start(), 60)
        if _DENIED.search(lead[-25:]) is None and _ASKED.search(lead) is None:
            found.append(
                finding("own_fault", Severity.WARNING, span=match.span(), fix="neutral", text=match.group())
            )
    return tuple(found[:AT_MOST])
