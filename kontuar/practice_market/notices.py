"""Messages Allegro does not deliver: notices a seller starts that repeat Allegro's own.

In force since 2026-03-02 (allegro/allegro-api #12176, #12437, #13038): payment received, order in
progress or sent, parcel status, asking for a rating; thanking for the purchase counts too (community
answer of 2025-09-24). Answers within a conversation the buyer began are free. Allegro's own detector is
not public: the patterns and the length of "within a conversation" are assumptions of the practice market.
"""

from __future__ import annotations

import re
from datetime import timedelta

CONVERSATION = timedelta(days=7)
"""How long after a buyer's message the seller's next one still counts as an answer (assumed)."""

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("PAYMENT_RECEIVED", r"(otrzyma|zaksięgowa|odnotowa)\w+ (\w+ )?(wpłat|płatnoś|przelew)"),
    ("PAYMENT_RECEIVED", r"(wpłata|płatność) (została|dotarła|wpłynęła|zaksięgowana)"),
    ("PAYMENT_RECEIVED", r"(payment (has been |was )?received|received your payment)"),
    ("PAYMENT_RECEIVED", r"zahlung (ist )?(ein|erhalten)"),
    (
        "ORDER_STATUS",
        r"zamówienie (zostało |jest |już )*(wysłane|nadane|spakowane|w (trakcie )?realizacji|gotowe)",
    ),
    ("ORDER_STATUS", r"(wysłaliśmy|nadaliśmy|spakowaliśmy|realizujemy) (\w+ )?(zamówieni|paczk|przesyłk)"),
    ("ORDER_STATUS", r"order (has been |was |is )?(sent|shipped|being processed|dispatched)"),
    ("ORDER_STATUS", r"(bestellung|ware) (wurde |ist )?(versandt|verschickt|unterwegs)"),
    (
        "PARCEL_STATUS",
        r"(paczka|przesyłka) (została |jest |już )*(wysłana|nadana|w drodze|doręczona|dostarczona)",
    ),
    ("PARCEL_STATUS", r"(numer (przesyłki|paczki|śledzenia|listu)|tracking number|sendungsnummer)"),
    (
        "RATING_REQUEST",
        r"(wystaw\w*|zostaw\w*|prosimy o|prośba o|poprosi\w+ o|wdzięczni za)\b.{0,40}\b(ocen|opini|komen)",
    ),
    ("RATING_REQUEST", r"(rate|review|feedback|bewert\w+)\b.{0,40}\b(purchase|us|transaction|kauf|uns)"),
    ("THANKS", r"dziękujemy za (\w+ )?(zakup|zamówienie)"),
    ("THANKS", r"(thank you for your (purchase|order)|danke für (ihren|deinen) (kauf|einkauf))"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for kind, pattern in _PATTERNS)


def notice_kind(text: str) -> str | None:
    """Which forbidden notice the text looks like, or None."""
    return next((kind for kind, pattern in _COMPILED if pattern.search(text[:4_000])), None)
