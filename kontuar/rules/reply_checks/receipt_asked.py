"""A receipt demanded for a return or a complaint, where the law lets nobody demand one.

H5 (Poland): no receipt may be demanded for a return; H1 says the same of a complaint. A purchase can be shown by the
order itself. Asking for a photograph of the goods is help, not a condition, and passes.
"""

import re
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, before, finding, fold, phrases

_DEMANDED = phrases("""
prosimy | proszę | potrzebujemy | potrzebny jest | wymagamy | wymagany jest | konieczny jest | należy | trzeba | musi |
  warunkiem … paragon | paragonu | paragonem | dowodu zakupu | dowód zakupu
bez paragonu | bez dowodu zakupu … nie
please | we need | you must | you need | we require … receipt | proof of purchase
without a receipt | without the receipt | without proof of purchase … cannot | can't | not
bitte | wir brauchen | brauchen wir | wir benötigen | benötigen wir | sie müssen … kassenbon | kassenbeleg | kaufbeleg
ohne kassenbon | ohne kaufbeleg … nicht | kein*
prašome | reikia | būtina … kvitą | kvito | čekį | čekio | pirkimo dokumentą
be kvito | be čekio … ne*
""")
_GOES_BACK = phrases("""
zwrot* | zwróc* | odesł* | odsył* | reklamac* | odstąpien* | pieniądz*
return* | refund* | complaint* | withdraw* | money
rückgabe* | rücksend* | zurück* | reklamation* | widerruf* | geld
grąž* | pretenzij* | atsisak* | pinig*
""")
_ON_PAPER = phrases("paragon w paczce | paragon dołączamy | dołączony paragon | receipt is in the parcel")
_WITHOUT = ("bez ", "without ", "ohne ", "be ")
_DENIED = phrases("nie | nie trzeba | not | no need | don't | kein* | nicht | nereikia | ne")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """A warning at each place; nothing where no such law holds."""
    rule = policy.sending.receipt
    if rule is None or rule.may_be_demanded:
        return ()
    text = fold(draft.text)
    if _GOES_BACK.search(text) is None or _ON_PAPER.search(text):
        return ()
    found = [
        finding("receipt_asked", Severity.WARNING, span=match.span(), rule=rule, text=match.group())
        for match in _DEMANDED.finditer(text)
        if _is_meant(text, match)
    ]
    return tuple(found[:AT_MOST])


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """ "Without a receipt we cannot …" says "not" and demands it all the same; any other denial takes it back."""
    if match.group().lower().startswith(_WITHOUT):
        return True
    return _DENIED.search(before(text, match.start(), 30)) is None and _DENIED.search(match.group()) is None
