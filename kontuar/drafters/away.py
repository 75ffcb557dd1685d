"""The automatic answer out of hours: it says that it is automatic, and when somebody is back. Nothing else is promised.

Impersonal and short; it asks nothing, offers nothing and names no rule, so that it may stand in any talk a buyer began.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

_TEXT = {
    "pl": "Dzień dobry,\n\nto jest odpowiedź automatyczna: wiadomość dotarła, ale teraz nikogo tu nie ma."
    " Wracamy: {day} {date}, godz. {time}. Wtedy odpowie człowiek.",
    "en": "Hello,\n\nThis is an automatic reply: your message has arrived, but nobody is here right now."
    " We are back on {day} {date} at {time}. A person will answer you then.",
    "de": "Guten Tag,\n\ndies ist eine automatische Antwort: Ihre Nachricht ist angekommen, aber im Moment ist niemand"
    " da. Wir sind wieder da: {day}, {date}, {time} Uhr. Dann antwortet Ihnen ein Mensch.",
    "lt": "Laba diena,\n\ntai automatinis atsakymas: žinutė gauta, bet šiuo metu čia nieko nėra."
    " Grįžtame: {day}, {date}, {time} val. Tada atsakys žmogus.",
}
_DAYS = {
    "pl": ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "lt": (
        "pirmadienis",
        "antradienis",
        "trečiadienis",
        "ketvirtadienis",
        "penktadienis",
        "šeštadienis",
        "sekmadienis",
    ),
}
_DATE = {"pl": "%d.%m", "en": "%d/%m", "de": "%d.%m.", "lt": "%m-%d"}
LANGUAGES = tuple(_TEXT)


def draft(back_at: datetime, *, language: str, zone: ZoneInfo) -> str:
    """The whole message; an unknown ``language`` is answered in English."""
    lang = language if language in _TEXT else "en"
    local = back_at.astimezone(zone)
    return _TEXT[lang].format(
        day=_DAYS[lang][local.weekday()], date=f"{local:{_DATE[lang]}}", time=f"{local:%H:%M}"
    )
