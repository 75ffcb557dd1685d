"""Whole numbers as people, browsers and servers write them."""

MOST_DIGITS = 18
"""What every database of ours holds in a whole number."""


def whole_number(text: str, *, digits: int = MOST_DIGITS) -> int | None:
    """The number that ``text`` is: 1 to ``digits`` digits from 0 to 9 and nothing else. None for anything else.

    ``str.isdigit`` is no such question: it is true of "²" and of a million nines, and ``int`` refuses both.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
