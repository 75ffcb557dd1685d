"""A short neutral holding answer: we have it, and by when we answer. It binds: the promised moment is a duty.

Impersonal, no excuse, no word about who is right. The sentences are written so that the text engine reads the very
moment back (tested), hence whatever follows promises sees it as one.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from kontuar.drafters.parcel import day

_TEXT = {
    "pl": "Dzień dobry,\n\ndziękuję za wiadomość. Sprawdzam tę sprawę i odpowiem do {day} do godziny {time}.",
    "en": "Hello,\n\nThank you for your message. I am looking into it and I will reply by {day} at {time}.",
    "de": "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich prüfe das. Ich melde mich am {date} bis {time} Uhr.",
    "lt": "Laba diena,\n\načiū už žinutę. Tikrinu šį klausimą ir atsakysiu {day} iki {time} val.",
}

_MOMENT = {
    "pl": "{day} do godziny {time}",
    "en": "{day} at {time}",
    "de": "{date} bis {time} Uhr",
    "lt": "{day} iki {time} val.",
}


def moment(promised_at: datetime, *, language: str, zone: ZoneInfo) -> str:
    """The promised moment as it stands behind "do", "by", "am" and "atsakysime" in the four languages."""
    lang = language if language in _MOMENT else "en"
    local = promised_at.astimezone(zone)
    return _MOMENT[lang].format(
        day=day(promised_at, lang, zone), date=f"{local:%d.%m.}", time=f"{local:%H:%M}"
    )


def draft(promised_at: datetime, *, language: str, zone: ZoneInfo) -> str:
    """The whole message; an unknown ``language`` is answered in English."""
    lang = language if language in _TEXT else "en"
    local = promised_at.astimezone(zone)
    return _TEXT[lang].format(day=day(promised_at, lang, zone), date=f"{local:%d.%m.}", time=f"{local:%H:%M}")
