"""What the text engine tells of a message as it arrives: cheap marks that lists and clocks need."""

from kontuar.text.closers import is_closer
from kontuar.text.language import identify

__all__ = ["is_closer", "language"]
KNOWN = {"pl", "lt", "en", "de"}


def language(text: str) -> str:
    """``pl``, ``lt``, ``en``, ``de`` or empty."""
    found = identify(text)[0].value
    return found if found in KNOWN else ""
