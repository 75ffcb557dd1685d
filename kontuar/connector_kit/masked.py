"""Allegro's masked addresses: ``hamu7udk3p+17454c1b6@allegromail.pl``.

What stands before the ``+`` is taken for the buyer (the same for each of the buyer's mails to one seller), what
stands after it for the order or offer; without it Allegro has not delivered since early 2026. Source: Allegro's
API description (example address) and allegro/allegro-api #12176, seen 2026-11-22. That the first half is the
same in all mails of one buyer is a reading, not Allegro's word: join by it, but let the API's thread win.
"""

import re

from kontuar.facts.mails import MaskedBuyer

DOMAINS = frozenset(["allegromail.pl", "user.allegrogroup.pl", "mail.practice-market.invalid"])
"""Allegro's, and the practice market's own."""
_LOCAL = re.compile(r"([a-z0-9._-]{4,64})(?:\+([a-z0-9._-]{1,64}))?")


def masked_buyer(address: str) -> MaskedBuyer | None:
    """The buyer behind an address, None if it is no masked one. Case does not count."""
    local, _, domain = address.casefold().rpartition("@")
    match = _LOCAL.fullmatch(local) if domain.strip(".") in DOMAINS else None
    if match is None or not (match[2] or re.search(r"\d", match[1])):
        return None  # noreply@ and its like write from there too
    return MaskedBuyer(buyer=match[1], about=match[2] or "")
