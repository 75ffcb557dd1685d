"""After buyers' words were taken out, every process gives up what it kept in memory of words, at its next look."""

from secrets import token_hex

from django.core.cache import cache

_KEY = "words-gone"


def tell() -> None:
    """Words were just taken out of the store."""
    cache.set(_KEY, token_hex(8), None)


def last() -> str:
    """A name of the last time that words were taken out, by whichever process; empty before the first."""
    return str(cache.get(_KEY, ""))
