"""An offer to deal outside the marketplace (B11, in the terms since 2022-04-04, sections 13.3–13.4).

Saying that it is *not* possible ("poza Allegro nie sprzedajemy") is exactly right and passes.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, SENTENCE, before, finding, fold, phrases

_OFFERED = phrases("""
poza allegro | z pominięciem allegro | poza ebay | poza etsy | z pominięciem ebay | z pominięciem etsy
naszym sklepie | nasz sklep | naszego sklepu | naszym sklepem … internetow* | online | www
na naszej stronie | przez naszą stronę | na naszą stronę | na mojej stronie
outside allegro | outside of allegro | outside ebay | outside of ebay | off ebay | outside etsy | outside of etsy |
  off etsy
on our | in our | at our | through our | via our | visit our … shop | store | website | webshop
außerhalb von allegro | ausserhalb von allegro | außerhalb von ebay | außerhalb von etsy | an ebay vorbei
in unserem | auf unserer | über unseren | über unsere … shop | webshop | onlineshop | online-shop |
  webseite | homepage
ne per allegro | aplenkiant allegro | už allegro ribų
mūsų parduotuvėje | mūsų svetainėje | mūsų internetinėje parduotuvėje
""")
_REFUSED = phrases("""
nie | niestety | not | no | never | can't | cannot | don't | won't | unable | nicht | kein* | leider
negal* | neparduo* | neprekiau* | nesi* | deja
""")


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Warn where the text invites to buy elsewhere."""
    rule = policy.sending.contact
    if rule is None:
        return ()
    found: list[Finding] = []
    text = fold(draft.text)
    for match in _OFFERED.finditer(text):
        around = before(text, match.start()) + text[match.start() : match.end() + SENTENCE // 4]
        if _REFUSED.search(around) is None:
            found.append(
                finding("off_platform", Severity.WARNING, span=match.span(), rule=rule, fix="remove")
            )
        if len(found) == AT_MOST:
            break
    return tuple(found)
