"""Words of a marketplace's subjects: what it tells. English, Polish, German, Lithuanian, Czech, Slovak, Hungarian."""

import re

from kontuar.facts.mails import NoticeEvent


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways), re.IGNORECASE)


_REFUND = _any(
    r"refund (issued|initiated|processed)|you (have )?(issued|sent) a refund|refunded",
    r"erstattung (veranlasst|eingeleitet)",
    r"zwrot (pieniędzy|płatności) (zlecon|wykonan|zrealizowan)|zwróciliśmy (pieniądze|płatność)",
)
_CASE = _any(
    r"a-to-z|opened a case|case (has been |was )?opened|chargeback",
    r"a-bis-z|(fall|antrag) (wurde )?(eröffnet|geöffnet)",
    r"reklamacj|roszczeni|\bsp[óo]r(u|em)?\b|otworzy\w+ sprawę",
    r"pretenzij|skund",
    r"reklamac|reklamáci",
)
_HELP = _any(
    r"return (request|opened|initiated)|requested a return|wants to return|cancel(lation)? request|item not received",
    r"rücksende|rückgabe|stornierung",
    r"zwrot|problem z (zamówieniem|przesyłką|zakupem)|anulowa\w+ zamówieni",
    r"grąžin",
    r"vrácen|vráten|zrušen\w+ objednáv|visszaküld",
)
_MESSAGE = _any(
    r"\b(new|unread) messages?|sent (you )?a message|message from|asked a question|question about|enquiry",
    r"nachricht|frage (zu|gestellt)|anfrage",
    r"now\w+ wiadomoś|wiadomoś\w+ (od|do|dotycząc)|nieprzeczytan\w+ wiadomoś|pytanie|pyta o",
    r"žinut|klausim",
    r"nov\w+ (zpráv|správ)|máte (zpráv|správ)|(zpráva|správa) od|dotaz|otázk|üzenet|kérdés",
)
_SALE = _any(
    r"\bsold\b|made (a|the) sale|new order|order received",
    r"verkauft|neue bestellung",
    r"sprzeda|now\w+ zamówieni|kupi[łl]\b|kupujący (już )?zapłacił|zakup|zamówienie (zostało )?opłacone",
    r"parduot|naujas užsakymas",
    r"prodali jste|predali ste|nová objednávk|új rendelés|eladt",
)
_EVENTS = (
    (NoticeEvent.REFUND, _REFUND),
    (NoticeEvent.CASE, _CASE),
    (NoticeEvent.HELP_REQUEST, _HELP),
    (NoticeEvent.MESSAGE, _MESSAGE),
    (NoticeEvent.SALE, _SALE),
)
"""What is owed a look is asked for before a sale, which its subject may name too."""


def event_of(subject: str) -> NoticeEvent:
    """OTHER when no word of it is known."""
    return next((event for event, pattern in _EVENTS if pattern.search(subject)), NoticeEvent.OTHER)
