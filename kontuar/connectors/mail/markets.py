"""Which marketplace owns an address: its own robots, its people, and the relays that carry a buyer's own words.

Known by the domain alone: a display name proves nothing. Seen in mails of 2026: Allegro (28 July), Allegro Lokalnie
(13 April), OLX (29 August), Etsy (12 May). The others are as sellers' own programs name them (public code read on
2026-11-23); of their mails none was at hand, so only clear words are believed there (``notices``).
"""

import re

from kontuar.connector_kit.masked import DOMAINS as MASKED
from kontuar.facts.mails import MailAddress

SENDERS = {
    "allegro.pl": "allegro",
    "allegro.cz": "allegro",
    "allegro.sk": "allegro",
    "allegro.hu": "allegro",
    "allegro.com": "allegro",
    "allegropay.pl": "allegro",
    "allegrolokalnie.pl": "allegro_lokalnie",
    "olx.pl": "olx",
    "olx.com": "olx",
    "olxgroup.com": "olx",
    "etsy.com": "etsy",
    "temu.com": "temu",
    "temuemail.com": "temu",
    "kaufland.de": "kaufland",
    "kaufland-marktplatz.de": "kaufland",
    "erli.pl": "erli",
}
"""Domain (and those below it) to marketplace."""
SEEN = frozenset(["allegro", "allegro_lokalnie", "olx", "etsy"])
"""Marketplaces whose own mails were read; what they write is a notice whatever it says."""

_LANDS = r"(?:com|de|pl|co\.uk|fr|it|es|nl|se|ie|at|ch|cz|com\.be)"
_WIDE = re.compile(rf"(?:^|\.)(ebay|amazon)\.{_LANDS}$")
_RELAY = re.compile(
    rf"(?:^|\.)(?:members\.ebay\.{_LANDS}|marketplace\.amazon\.{_LANDS}|kaufland-marktplatz\.(?:de|cz|sk|pl|at))$"
)
"""A buyer writes from here and reads what is answered."""
_ROBOT = re.compile(
    r"^(no-?reply|do-?not-?reply|donotreply|nie-?odpowiadaj|powiadomieni[ae]|notifications?|notify|mailer|bounces?"
    r"|newsletter|marketing|promo\w*|conversations|transaction|email|auto-?\w*"
    r"|ebay|amazon|etsy|olx|allegro|temu|kaufland|erli|orders?|seller-notification\w*|alerts?)\b",
)
_ADVERTISING = re.compile(r"(^|[.@])(marketing|newsletter|news|promo\w*|mailing)[.@]")
_NAMES = re.compile(r"(?<!\w)(allegro(?: lokalnie)?|olx|etsy|ebay|amazon|temu|kaufland)(?!\w)", re.IGNORECASE)


def writer_of(address: MailAddress) -> str:
    """The marketplace an address belongs to; at Allegro's masked domain that is its robots' alone."""
    if address.domain in MASKED:
        return "allegro" if _ROBOT.match(address.key) else ""
    return platform_of(address.domain)


def platform_of(domain: str) -> str:
    """The marketplace that owns the domain; ``""`` for any other, however much alike."""
    own = next(
        (name for known, name in SENDERS.items() if domain == known or domain.endswith("." + known)), ""
    )
    if own:
        return own
    wide = _WIDE.search(domain)
    return wide[1] if wide else ""


def is_robot(address: MailAddress) -> bool:
    """Nobody reads what is answered there, as far as the name tells; a marketplace's people have names of their own."""
    return bool(_ROBOT.match(address.key)) or is_advertising(address)


def is_advertising(address: MailAddress) -> bool:
    """Advertisements come from places of their own (``marketing.olx.pl``, ``newsletter.allegro.pl``)."""
    return bool(_ADVERTISING.search(address.key))


def is_relay(address: MailAddress) -> bool:
    """The marketplace passes on what a buyer wrote, and the answer too: a person's mail, whatever it looks like."""
    return bool(_RELAY.search(address.domain)) and not _ROBOT.match(address.key)


def looks_like(address: MailAddress) -> str:
    """The marketplace a stranger's name or address reminds of; ``""`` if of none."""
    if platform_of(address.domain) or address.domain in MASKED:
        return ""
    found = _NAMES.search(address.name) or _NAMES.search(re.sub(r"[._-]+", " ", address.domain))
    return found[1].lower().replace(" ", "_") if found else ""
