"""What the text engine tells of a message as it arrives: cheap marks that lists and clocks need."""

from dataclasses import dataclass

from kontuar.text.closers import is_closer
from kontuar.text.language import identify


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """``is_closer``: a mere thank-you. ``language``: ``pl``, ``lt``, ``en``, ``de`` or empty."""

    is_closer: bool
    language: str


def marks(text: str) -> Marks:
    """Read a buyer's text."""
    language = identify(text)[0].value
    return Marks(is_closer=is_closer(text), language=language if language in {"pl", "lt", "en", "de"} else "")
