"""A marketplace's own mails: what it tells, about what, with which ids, until when.

Who owns an address stands in ``markets``. Nobody checks a signature here, so nothing but ids of the expected shape
is taken out, and no link of a notice is ever followed. Subjects of Etsy, and what sellers report of them, as of
2026-11-22. In doubt a notice wants a look: one look too many costs less than a buyer overlooked.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from kontuar.connectors.mail import markets
from kontuar.connectors.mail.notice_words import event_of
from kontuar.facts.mails import Mail, Notice, NoticeEvent
from kontuar.facts.money import Money

_PAGES = {
    ("allegro", "issue_id"): "https://allegro.pl/moje-allegro/sprzedaz/dyskusje/",
    ("allegro_lokalnie", "thread_id"): "https://allegrolokalnie.pl/wiadomosci/",
    ("olx", "thread_id"): "https://www.olx.pl/myaccount/answer/",
    ("etsy", "thread_id"): "https://www.etsy.com/conversations/",
}
"""Addresses as these mails link them; the id is put behind."""
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_UNTIL = re.compile(r"\bdo (\d\d?)\.(\d\d?)\.(\d{4}),? (?:godz\. ?)?(\d\d?):(\d\d)(?: \((CEST|CET)\))?")
_ZONES = {"CEST": timezone(timedelta(hours=2)), "CET": timezone(timedelta(hours=1))}
_TO_SELLER = r"Wiadomość wysłana przez Allegro do [^\n()]{1,100} \(([\w.-]{2,64})\)"
_PRICE = re.compile(r"(?m)(?<![\d,.])(\d{1,3}(?:[ \xa0]?\d{3}){0,2}),(\d\d) ?zł")


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
    """What a marketplace tells. None if the mail's From is no marketplace's, or if one of its people, or a buyer
    through it, may have written."""
    author = mail.author
    platform = markets.writer_of(author)
    if not platform or markets.is_relay(author):
        return None
    links = "\n".join(re.findall(r"https?://[^\s\"'<>]{1,500}", f"{mail.html}\n{mail.text}")[:500])
    words = _Words(mail.subject, mail.text[:100_000], links, author.key)
    if markets.is_advertising(author):
        return Notice(platform=platform, event=NoticeEvent.OTHER)
    found = _with_page(_READERS.get(platform, _by_words)(words, platform))
    if markets.is_robot(author):
        is_plain = platform in markets.SEEN or bool(mail.header("list-unsubscribe"))
        return found if is_plain or found.event is not NoticeEvent.OTHER else None
    return found if found.thread_id or found.issue_id else None


def _with_page(notice: Notice) -> Notice:
    """Where a person sees the matter: the page the marketplace's own mails point to, without what follows it."""
    for (platform, name), page in _PAGES.items():
        if platform == notice.platform and (found := getattr(notice, name)):
            return replace(notice, page=page + found)
    return notice


def _allegro(words: _Words, platform: str) -> Notice:
    issue = words.linked(rf"/dyskusje/({_UUID})")
    return Notice(
        platform=platform,
        event=_allegro_event(words, issue),
        buyer_login=next((found for found in _allegro_buyers(words) if found), ""),
        seller_login=words.said(_TO_SELLER),
        issue_id=issue,
        order_id=words.said(rf"zakupu z +[\d.]+ ({_UUID})") or words.linked(rf"/zamowieni\w*/({_UUID})"),
        offer_id=words.linked(r"/oferta/(?:[^\s/?]*-)?(\d{8,14})(?=[?/\n#]|\Z)"),
        reason=words.said(r"(?m)^Powód\s{1,20}(\S[^\n]{0,199})"),
        respond_by=_until(words.text),
    )


def _allegro_buyers(words: _Words) -> Iterator[str]:
    yield words.linked(r"/uzytkownik/([\w.-]{2,64})")
    yield words.said(r"(?i)kupujący ([\w.-]{2,64}) ")
    yield words.said(r"(?i)(?:wiadomość|pytanie|odpowiedź) od (?!kupuj|użytkow|klient|allegro)([\w.-]{2,64})")


def _allegro_event(words: _Words, issue: str) -> NoticeEvent:
    opened = r"(rozpocz[ąa][łl]\w* z Tob[ąa] dyskusj|zgłosi\w* problem z zamówieniem|now\w+ dyskusj)"
    if words.said(opened):
        return NoticeEvent.DISPUTE_OPENED
    if issue or re.match(r"(?i)\W*(re: )?dyskusj", words.subject):
        return NoticeEvent.DISPUTE_MESSAGE
    return event_of(words.subject)


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


def _lokalnie(words: _Words, platform: str) -> Notice:
    thread = words.linked(rf"/wiadomosci/({_UUID})")
    price = _PRICE.search(words.text)
    amount = Decimal(f"{re.sub(r'\D', '', price[1])}.{price[2]}") if price else None
    return Notice(
        platform=platform,
        event=NoticeEvent.MESSAGE if thread else event_of(words.subject),
        seller_login=words.said(_TO_SELLER),
        thread_id=thread,
        price=Money(amount=amount, currency="PLN") if amount is not None and thread else None,
    )


def _olx(words: _Words, platform: str) -> Notice:
    thread = words.linked(rf"/answer/({_UUID})")
    return Notice(
        platform=platform,
        event=NoticeEvent.MESSAGE if thread else event_of(words.subject),
        thread_id=thread,
        respond_by=_confirm_by(words.subject),
    )


def _confirm_by(subject: str) -> datetime | None:
    """``potwierdź sprzedaż do 15:29 16-12-2025``: the hour stands first."""
    found = re.search(r"\bdo (\d\d?):(\d\d),? (\d\d?)[-.](\d\d?)[-.](\d{4})", subject)
    if not found:
        return None
    hour, minute, day, month, year = (int(one) for one in found.groups())
    try:
        at = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Warsaw"))
    except ValueError:
        return None
    return at.astimezone(UTC)


def _by_words(words: _Words, platform: str) -> Notice:
    """Marketplaces whose mails nobody has shown us: clear words of the subject, and numbers of their known shape."""
    event = event_of(words.subject)
    return Notice(
        platform=platform,
        event=event,
        order_id=words.said(r"(?<![\d-])(\d{3}-\d{7}-\d{7}|\d{2}-\d{5}-\d{5})(?![\d-])"),
        buyer_login=words.said(
            r"^([\w.-]{2,64}) (?:sent a message|hat (?:eine|Ihnen eine) (?:Nachricht|Frage))"
        ),
        has_buyer_text=False,
    )


_ETSY_BUYER = (
    r"Etsy Conversation with ([^\n]{1,64})",
    r"New message from ([^\n]{1,64})",
    r"(?m)^([^\n]{1,64}) needs help with an order",
    r"(?m)^(?:Hi [^\n,]{1,64}, )?([^\n]{1,64}?)\s{1,8}sent you a message",
    r"(?m)^Buyer:\s{1,40}(\S[^\n]{0,63})",
)
_ETSY_EVENTS = (
    (NoticeEvent.REFUND, r"(You issued a refund)"),
    (NoticeEvent.HELP_REQUEST, r"(needs help with an order|Help Request: Order|You need help with)"),
    (NoticeEvent.CASE, r"(?i)\b(opened a case|case (?:has been )?opened)\b"),
    (NoticeEvent.SALE, r"(You made a sale on Etsy)"),
    (NoticeEvent.MESSAGE, r"(Etsy Conversation with|Etsy Conversations: New message)"),
)
"""Subjects seen in 2026; a refund is asked for first, as its mail names the order too."""


def _etsy(words: _Words, platform: str) -> Notice:
    """Etsy has no interface for messages: these mails are all there is, and the older form carries the text."""
    buyer = next((found for pattern in _ETSY_BUYER if (found := words.said(pattern))), "")
    thread = words.linked(r"etsy\.com/(?:conversations|messages)/(\d{4,20})")
    event = next((event for event, pattern in _ETSY_EVENTS if words.said(pattern)), NoticeEvent.OTHER)
    if event is NoticeEvent.OTHER:
        wrote = thread or "sent you a message" in words.text or words.sender.startswith("conversations@")
        event = NoticeEvent.MESSAGE if wrote else event_of(words.subject)
    return Notice(
        platform=platform,
        event=event,
        buyer_login=buyer,
        thread_id=thread,
        order_id=words.said(r"(?i)\border:?\s{1,8}(?:number:?\s{0,8})?#?\s?(\d{9,12})\b"),
        has_buyer_text=event is NoticeEvent.HELP_REQUEST
        or (event is NoticeEvent.MESSAGE and words.sender == "conversations@mail.etsy.com"),
    )


_READERS: dict[str, Callable[[_Words, str], Notice]] = {
    "allegro": _allegro,
    "allegro_lokalnie": _lokalnie,
    "olx": _olx,
    "etsy": _etsy,
}
