"""A marketplace's own mails: which one writes, about what, with which ids, until when.

Senders as seen in mails of 2026 (Allegro 28 July, Allegro Lokalnie 13 April, OLX 29 August, Etsy 12 May) and, for
Etsy's other senders, in sellers' reports gathered on 2026-11-22. Known by the domain of the address alone: a
display name proves nothing. Nobody checks a signature here, so nothing but ids of the expected shape is taken out,
and no link of a notice is ever followed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from kontuar.facts.mails import Mail, Notice, NoticeEvent
from kontuar.facts.money import Money

SENDERS = {
    "allegro.pl": "allegro",
    "allegro.cz": "allegro",
    "allegro.sk": "allegro",
    "allegro.hu": "allegro",
    "allegrolokalnie.pl": "allegro_lokalnie",
    "olx.pl": "olx",
    "etsy.com": "etsy",
}
"""Domain (and those below it) to marketplace."""

_PAGES = {
    ("allegro", "issue_id"): "https://allegro.pl/moje-allegro/sprzedaz/dyskusje/",
    ("allegro_lokalnie", "thread_id"): "https://allegrolokalnie.pl/wiadomosci/",
    ("olx", "thread_id"): "https://www.olx.pl/myaccount/answer/",
    ("etsy", "thread_id"): "https://www.etsy.com/conversations/",
}
"""Addresses as these mails link them; the id is put behind."""
_NAMES = re.compile(r"(?<!\w)(allegro(?: lokalnie)?|olx|etsy)(?!\w)", re.IGNORECASE)
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_UNTIL = re.compile(r"\bdo (\d\d?)\.(\d\d?)\.(\d{4}),? (?:godz\. ?)?(\d\d?):(\d\d)(?: \((CEST|CET)\))?")
_ZONES = {"CEST": timezone(timedelta(hours=2)), "CET": timezone(timedelta(hours=1))}
_TO_SELLER = r"Wiadomość wysłana przez Allegro do [^\n()]{1,100} \(([\w.-]{2,64})\)"
_PRICE = re.compile(r"(?m)(?<![\d,.])(\d{1,3}(?:[ \xa0]?\d{3}){0,2}),(\d\d) ?zł")


def platform_of(domain: str) -> str:
    """The marketplace that owns the domain; ``""`` for any other, however much alike."""
    return next((name for own, name in SENDERS.items() if domain == own or domain.endswith("." + own)), "")


def looks_like(mail: Mail) -> str:
    """The marketplace a stranger's name or address reminds of; ``""`` if of none."""
    author = mail.author
    if platform_of(author.domain):
        return ""
    found = _NAMES.search(author.name) or _NAMES.search(re.sub(r"[._-]+", " ", author.domain))
    return found[1].lower().replace(" ", "_") if found else ""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a notice is read from: the subject, the text, and the links of both forms."""

    subject: str
    text: str
    links: str
    sender: str

    def linked(self, pattern: str) -> str:
        """The first group, found in links."""
        found = re.search(pattern, self.links, re.IGNORECASE)
        return found[1] if found else ""

    def said(self, pattern: str) -> str:
        """The first group, found in the subject or the text."""
        found = re.search(pattern, self.subject) or re.search(pattern, self.text)
        return found[1].strip() if found else ""


def notice_of(mail: Mail) -> Notice | None:
    """What a marketplace tells, None if the mail's From is no marketplace's."""
    platform = platform_of(mail.author.domain)
    if not platform:
        return None
    links = "\n".join(re.findall(r"https?://[^\s\"'<>]{1,500}", f"{mail.html}\n{mail.text}")[:500])
    words = _Words(mail.subject, mail.text[:100_000], links, mail.author.key)
    return _with_page(_READERS[platform](words))


def _with_page(notice: Notice) -> Notice:
    """Where a person sees the matter: the page the marketplace's own mails point to, without what follows it."""
    for (platform, name), page in _PAGES.items():
        if platform == notice.platform and (found := getattr(notice, name)):
            return replace(notice, page=page + found)
    return notice


def _allegro(words: _Words) -> Notice:
    issue = words.linked(rf"/dyskusje/({_UUID})")
    opened = bool(
        words.said(r"(rozpoczą[łl]\w* z Tobą dyskusj)") or words.said(r"(zgłosi\w* problem z zamówieniem)")
    )
    event = NoticeEvent.DISPUTE_OPENED if opened and issue else NoticeEvent.OTHER
    if issue and not opened:
        event = NoticeEvent.DISPUTE_MESSAGE
    return Notice(
        platform="allegro",
        event=event,
        buyer_login=words.linked(r"/uzytkownik/([\w.-]{2,64})") or words.said(r"kupujący ([\w.-]{2,64}) "),
        seller_login=words.said(_TO_SELLER),
        issue_id=issue,
        order_id=words.said(rf"zakupu z +[\d.]+ ({_UUID})") or words.linked(rf"/zamowieni\w*/({_UUID})"),
        offer_id=words.linked(r"/oferta/(?:[^\s/?]*-)?(\d{8,14})(?=[?/\n#]|\Z)"),
        reason=words.said(r"(?m)^Powód\s*\n+([^\n]{1,200})"),
        respond_by=_until(words.text),
    )


def _until(text: str) -> datetime | None:
    found = _UNTIL.search(text)
    if not found:
        return None
    zone = _ZONES.get(found[6] or "") or ZoneInfo("Europe/Warsaw")
    try:
        day, month, year, hour, minute = (int(found[place]) for place in range(1, 6))
        return datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _lokalnie(words: _Words) -> Notice:
    thread = words.linked(rf"/wiadomosci/({_UUID})")
    price = _PRICE.search(words.text)
    amount = Decimal(f"{re.sub(r'\D', '', price[1])}.{price[2]}") if price else None
    return Notice(
        platform="allegro_lokalnie",
        event=NoticeEvent.MESSAGE if thread else NoticeEvent.OTHER,
        seller_login=words.said(_TO_SELLER),
        thread_id=thread,
        price=Money(amount=amount, currency="PLN") if amount is not None and thread else None,
    )


def _olx(words: _Words) -> Notice:
    thread = words.linked(rf"/answer/({_UUID})")
    return Notice(
        platform="olx", event=NoticeEvent.MESSAGE if thread else NoticeEvent.OTHER, thread_id=thread
    )


_ETSY_BUYER = (
    r"Etsy Conversation with ([^\n]{1,64})",
    r"New message from ([^\n]{1,64})",
    r"(?m)^([^\n]{1,64}) needs help with an order",
    r"(?m)^([^\n]{1,64})\s+sent you a message",
)
_ETSY_EVENTS = (
    (NoticeEvent.REFUND, r"(You issued a refund)"),
    (NoticeEvent.HELP_REQUEST, r"(needs help with an order|Help Request: Order|You need help with)"),
    (NoticeEvent.CASE, r"(?i)\b(opened a case|case (?:has been )?opened)\b"),
    (NoticeEvent.SALE, r"(You made a sale on Etsy)"),
    (NoticeEvent.MESSAGE, r"(Etsy Conversation with|Etsy Conversations: New message)"),
)
"""Subjects seen in 2026; a refund is asked for first, as its mail names the order too."""


def _etsy(words: _Words) -> Notice:
    """Etsy has no interface for messages: these mails are all there is, and the older form carries the text."""
    buyer = next((found for pattern in _ETSY_BUYER if (found := words.said(pattern))), "")
    thread = words.linked(r"etsy\.com/(?:conversations|messages)/(\d{4,20})")
    event = next((event for event, pattern in _ETSY_EVENTS if words.said(pattern)), NoticeEvent.OTHER)
    if event is NoticeEvent.OTHER and (thread or "sent you a message" in words.text):
        event = NoticeEvent.MESSAGE
    return Notice(
        platform="etsy",
        event=event,
        buyer_login=buyer,
        thread_id=thread,
        order_id=words.said(r"(?i)\border:?\s+(?:number:?\s*)?#?\s?(\d{9,12})\b"),
        has_buyer_text=event is NoticeEvent.HELP_REQUEST
        or (event is NoticeEvent.MESSAGE and words.sender == "conversations@mail.etsy.com"),
    )


_READERS: dict[str, Callable[[_Words], Notice]] = {
    "allegro": _allegro,
    "allegro_lokalnie": _lokalnie,
    "olx": _olx,
    "etsy": _etsy,
}
