"""Another person's name in the address: "Panie Tomaszu" to Anna Nowak.

A name is held against order, mail and the buyer's own words by its first letters, since names bend (Marek, Marku)
and shrink (Katarzyna, Kasia). Where nothing is known of the buyer, nothing is said.
"""

import re
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding, fold

_HEAD = 120
_NAME = r"([A-ZĄĆĘŁŃÓŚŹŻČĖĮŠŲŪŽÄÖÜ][\w'-]{2,24})"
_ADDRESS = re.compile(
    rf"\b(Panie|Pani|Panu|Szanowny Panie|Szanowna Pani)\s{_NAME}"
    rf"|\b(?:Dear|Hello|Hi)\s(?:(?:Mr|Mrs|Ms|Miss)\.?\s)?{_NAME}(?=[,!\n])"
    rf"|\b(?:Herr|Frau|Liebe|Lieber|Hallo)\s{_NAME}(?=[,!\n])"
    rf"|\b(?:gerb\.|Gerbiam(?:as|a|asis|oji))\s{_NAME}(?=[,!\n])"
)
_TITLES = frozenset(
    re.findall(
        r"\w+",
        """doktorze profesorze dyrektorze kierowniku prezesie mecenasie redaktorze magistrze inzynierze doktor profesor
        mecenas prezes kurier customer sir madam there all team buyer kunde kundin pirkejau pirkeja damen herren""",
    )
)
_SAME = {
    "kas": "kat",
    "ol": "ale",
    "gos": "mal",
    "as": "joa",
    "jo": "asi",
    "mag": "mal",
    "jas": "jan",
    "zos": "zof",
}
SHARED = 2


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One warning, at the address near the beginning; the right form to put instead where it is known."""
    known = _known(draft)
    match = _ADDRESS.search(draft.text, 0, _HEAD) if draft.around.names else None
    if match is None:
        return ()
    group = next(number for number in (2, 3, 4, 5) if match.group(number))
    name = fold(match.group(group)).lower()
    if name in _TITLES or any(_fits(name, one) for one in known):
        return ()
    form = draft.around.greeting.rpartition(", ")[2]
    polish = form if group == 2 and form.startswith(("Panie ", "Pani ")) else ""
    span = match.span() if polish else match.span(group)
    fix = "replace" if polish else ""
    return (finding("wrong_name", Severity.WARNING, span=span, fix=fix, text=match.group(), to=polish),)


def _known(draft: DraftFacts) -> set[str]:
    """The buyer's names and every word he wrote himself, folded."""
    said = " ".join((*draft.around.names, draft.around.buyers_text))
    return {fold(word).lower() for word in re.findall(r"[^\W\d_]{2,30}", said)}


def _fits(name: str, known: str) -> bool:
    if name[:SHARED] == known[:SHARED]:
        return True
    return any(name.startswith(short) and known.startswith(whole) for short, whole in _SAME.items())
