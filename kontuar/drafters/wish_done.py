"""What is said to a buyer whose wish came true: two sentences, no advertising, no link."""

_TEXT = {
    "pl": "Dzień dobry,\n\ndziękujemy za podpowiedź: {what}. Już to zrobiliśmy.",
    "en": "Hello,\n\nThank you for your suggestion: {what}. We have done it now.",
    "de": "Guten Tag,\n\nvielen Dank für Ihre Anregung: {what}. Wir haben das jetzt umgesetzt.",
    "lt": "Laba diena,\n\načiū už idėją: {what}. Jau tai padarėme.",
}


def draft(what: str, *, language: str) -> str:
    """The whole message; an unknown ``language`` is answered in English. ``what`` is in the desk's own words."""
    text = _TEXT.get(language, _TEXT["en"])
    return text.format(what=what.strip().rstrip("."))
