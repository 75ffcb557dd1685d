"""Words for codes, put together once in each language: a page tells the same few of them in every row."""

from collections.abc import Callable
from functools import lru_cache, wraps

from django.utils.translation import get_language

MOST = 4096
"""Different words kept of each function; arguments are codes and small numbers, never what people wrote."""


def once_a_language[**P, R](words: Callable[P, R]) -> Callable[P, R]:
    """Keep what ``words`` says for given arguments in the reader's language."""

    @lru_cache(maxsize=MOST)
    def kept(_language: str | None, *args: P.args, **kwargs: P.kwargs) -> R:
        return words(*args, **kwargs)

    @wraps(words)
    def said(*args: P.args, **kwargs: P.kwargs) -> R:
        return kept(get_language(), *args, **kwargs)  # type: ignore[arg-type]

    return said
