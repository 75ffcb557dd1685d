"""Private data where everybody reads: the buyer's name, his address, an order or parcel number (S000-29).

E-mail, telephone and links in public are forbidden anyway and told by ``contact_leak`` (A5.10 on Allegro).
"""

import re
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import apart, finding, fold

_STREET = re.compile(
    r"\b(?:ul|al|os|pl)\.\s?[^\W\d_][\w .-]{2,40}?\s\d{1,4}[a-z]?(?:/\d{1,4})?\b", re.IGNORECASE
)
_POSTCODE = re.compile(r"(?<![\w-])\d{2}-\d{3}(?![\w-])")
_LONG_NUMBER = re.compile(r"(?<![\w-])\d[\d ]{10,30}\d(?![\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?\d{4}){4,6}\b")
LEAST = 6


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """A warning at each place, in public answers only."""
    if not draft.around.is_public:
        return ()
    spans = postal(draft.text)
    spans += [match.span() for pattern in (_LONG_NUMBER, _IBAN) for match in pattern.finditer(draft.text)]
    spans += _numbers(draft)
    spans += _full_names(draft)
    return tuple(
        finding("private_data", Severity.WARNING, span=span, fix="remove", text=draft.text[slice(*span)])
        for span in apart(spans)
    )


def postal(text: str) -> list[tuple[int, int]]:
    """Places of streets and postcodes."""
    return [match.span() for pattern in (_STREET, _POSTCODE) for match in pattern.finditer(text)]


def _numbers(draft: DraftFacts) -> list[tuple[int, int]]:
    text, found = draft.text.lower(), []
    for number in (*draft.own_numbers, *draft.around.other_orders):
        at = text.find(number.lower()) if len(number) >= LEAST else -1
        if at >= 0:
            found.append((at, at + len(number)))
    return found


def _full_names(draft: DraftFacts) -> list[tuple[int, int]]:
    """First and last name together, in any form of the last name; the first alone is an address."""
    text, found = fold(draft.text).lower(), []
    for name in draft.around.names:
        parts = [fold(part).lower() for part in name.split()]
        if len(parts) < 2:
            continue
        stem = re.escape(parts[-1][:-1] if len(parts[-1]) > 4 else parts[-1])
        if match := re.search(rf"(?<!\w){stem}\w{{0,4}}(?!\w)", text):
            found.append(match.span())
    return found
