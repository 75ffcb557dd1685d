"""Template tags and filters that every template has without loading."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kontuar.web import labels
from kontuar.web.drawings import drawing

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A lucide icon as inline SVG. Decoration: the words beside it carry the meaning."""
    return _icon(name, size)


SPOTS = (
    *("clock", "package", "user-round", "ellipsis", "paperclip", "sticky-note", "split", "check", "send"),
    "external-link",
)
"""Icons of row loops: drawn once a page, then referred to in sixty characters instead of three hundred."""


@register.simple_tag
def spot(name: str) -> SafeString:
    """An icon by reference, for rows; it must be one of ``SPOTS``."""
    assert name in SPOTS, name
    return mark_safe(f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>')  # noqa: S308


@register.simple_tag
def spots() -> SafeString:
    """The drawings that :func:`spot` refers to; base.html holds them."""
    return _spots()


@lru_cache(maxsize=1)
def _spots() -> SafeString:
    drawings = "".join(
        _icon(name, 16).replace("<svg", f'<symbol id="i-{name}"').replace("</svg", "</symbol")
        for name in SPOTS
    )
    return mark_safe(f"<svg hidden>{drawings}</svg>")  # noqa: S308 - the package's own drawings


@register.simple_tag
def dialogs(has_keys: bool) -> SafeString:
    """The windows behind ``?`` and Ctrl+K: the same in every page of a language."""
    return _dialogs(bool(has_keys), get_language() or "", get_script_prefix())


@lru_cache(maxsize=16)
def _dialogs(has_keys: bool, language: str, prefix: str) -> SafeString:
    from kontuar.web.context import keys

    return render_to_string("dialogs.html", {"frame": {"has_keys": has_keys}, "keys": keys()})


@register.simple_tag(takes_context=True)
def when(context: template.Context, at: datetime | None) -> SafeString:
    """``<time>`` in the shop's zone: relative when near, absolute on hover. Needs ``look`` (web/look.py)."""
    return labels.time_tag(at, context["look"]) if at else mark_safe("")


@lru_cache(maxsize=256)
def _icon(name: str, size: int) -> SafeString:
    size_or_css = None if size == 16 else size
    svg = drawing(name, size=size_or_css, **{"class": "icon", "aria-hidden": "true", "stroke-width": "1.75"})
    if size_or_css is None:
        svg = svg.replace(' width="24" height="24"', "")
    return mark_safe(" ".join(svg.split()).replace("> <", "><"))  # noqa: S308 - the package's own drawings


@register.filter
def letter(platform: str) -> str:
    """The channel's letter."""
    return labels.mark(platform)
