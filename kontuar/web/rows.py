"""HTML of rows, written by Python: a template's loop costs a page ten times as much.

Whoever writes a row passes every value through :func:`esc`, numbers and our own codes excepted; what comes out is
joined by :func:`written` and by nothing else. ``tests/web/test_rows.py`` feeds every row with hostile values.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape as esc

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe

from kontuar.web.labels import Chip
from kontuar.web.templatetags.kontuar import SPOTS, inline, spot

__all__ = ["chip", "drawn", "esc", "facts", "lang", "mark", "seal", "tag", "title", "written"]


SEAL = "kontuar.seal"
"""Where a request keeps what its forms carry: it is put together once a page."""


def written(parts: Iterable[str]) -> SafeString:
    """Rows as a template takes them."""
    return mark_safe("".join(parts))  # noqa: S308 - every part escapes what it was given


@lru_cache(maxsize=256)
def mark(platform: str, letter: str, account: str) -> str:
    """The channel's letter, the account's name behind it."""
    return f'<span class="mark {esc(platform)}" title="{esc(account)}">{esc(letter)}</span>'


def drawn(icon: str) -> str:
    """An icon: by reference where the page holds its drawing anyway."""
    return spot(icon) if icon in SPOTS else inline(icon)


def lang(code: str) -> str:
    """The attribute that tells a text's language; nothing where it is not known."""
    return f' lang="{esc(code)}"' if code else ""


def title(words: str) -> str:
    """The attribute with what stands behind a word; nothing where there is nothing more to say."""
    return f' title="{esc(words)}"' if words else ""


def chip(one: Chip, within: str = "") -> str:
    """A clock. ``within`` is HTML that stands before its words."""
    aside = f'<span class="only-read"> {esc(one.aside)}</span>' if one.aside else ""
    return f'<span class="chip {one.css}"{title(one.title)}>{within}{esc(one.text)}{aside}</span>'


def tag(words: str, *, is_strong: bool = False, within: str = "") -> str:
    """A word in a frame; nothing for no words."""
    return f'<span class="tag{" strong" if is_strong else ""}">{within}{esc(words)}</span>' if words else ""


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A list of names and values; both are HTML already."""
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return f'<dl class="facts">{listed}</dl>'


def seal(request: HttpRequest) -> str:
    """What every form of a page carries, as ``{% csrf_token %}``."""
    made = request.META.get(SEAL)
    if made is None:
        made = f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
        request.META[SEAL] = made
    return str(made)
