"""A template's gap nobody filled: ``{imię}``, ``[[kwota]]``, ``<numer>``, ``XXX``, ``$name``, ``____``.

It never goes to a buyer (S004-43: a shop's page once showed "$config[code] not found"). Since it stops the
text, each pattern is narrow: sizes such as XXXL, prices in dollars and footnotes like [1] pass.
"""

import re
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import apart, finding

_NAMES = (
    # Polish
    "imi[eę]|nazwisko|imi[eę] i nazwisko|kwota|data|godzina|numer|nr|numer zam[oó]wienia"
    "|nr zam[oó]wienia|login|nazwa|produkt|adres|link|podpis|firma|uzupe[lł]ni[cć]|uzupe[lł]nij|wpisz"
    "|powitanie|tre[sś][cć]"
    # English
    "|name|first name|last name|amount|date|time|number|order|order number|tracking number|address|signature"
    "|company|product|insert|your name|todo"
    # German
    "|vorname|nachname|betrag|datum|uhrzeit|nummer|bestellnummer|adresse|unterschrift|produkt|anrede"
    # Lithuanian
    "|vardas|pavard[eė]|suma|numeris|u[zž]sakymo numeris|adresas|para[sš]as|prek[eė]|siuntos numeris"
)
_HTML = "b|i|u|p|a|br|hr|em|li|ol|ul|tr|td|div|span|strong|table|h[1-6]"
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\{[^{}\n]{0,60}\}", 0),
        (r"\[\[[^\[\]\n]{0,60}\]\]", 0),
        (rf"\[\s?(?:{_NAMES})\s?\]", re.IGNORECASE),
        (rf"<(?!/?(?:{_HTML})\b)[^\W\d_][^\W\d]{{1,20}}(?:[ _-][^\W\d]{{1,20}}){{0,3}}>", re.IGNORECASE),
        (r"(?<![\w])XXX{1,20}(?![\w])", 0),
        (r"(?<![\w.])xx{1,3}(?:[./-]xx{1,3}){1,2}(?![\w])", re.IGNORECASE),
        (r"(?<![\w$])\$\{?[a-z_][a-z_0-9]{1,40}", re.IGNORECASE),
        (r"(?<![\w%])%[a-z_]{2,30}%(?!\w)", re.IGNORECASE),
        (r"(?<![\w])TODO(?![\w])", 0),
        (r"(?<=[^\s_] )_{3,40}|(?<=[^\s_])_{3,40}|_{3,40}(?= ?[^\s_])", 0),
    )
)


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop at each gap."""
    text = draft.text
    spans = apart(match.span() for pattern in _PATTERNS for match in pattern.finditer(text))
    return tuple(
        finding("placeholder", Severity.STOP, span=(start, end), fix="fill_in", text=text[start:end])
        for start, end in spans
    )
