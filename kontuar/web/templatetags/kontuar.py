"""Template tags and filters that every template has without loading."""

import re
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kontuar.web import labels
from kontuar.web.drawings import drawing
from kontuar.web.templatetags import fixed

register = template.Library()


register.tag("translate", fixed.translate)
register.tag("url", fixed.url)
register.tag("static", fixed.static)


@register.tag
def icon(parser: Parser, token: Token) -> template.Node:
    """A lucide icon as inline SVG, ``{% icon "name" size %}``. Decoration: the words beside it carry the meaning."""
    name, size = [*map(parser.compile_filter, token.split_contents()[1:]), parser.compile_filter("16")][:2]
    return fixed.text_or(Icon(name, size), name, size, drawn=inline)


class Icon(template.Node):
    """An icon that the page names."""

    def __init__(self, name: FilterExpression, size: FilterExpression) -> None:
        self.name, self.size = name, size

    def render(self, context: template.Context) -> SafeString:
        return inline(self.name.resolve(context), self.size.resolve(context))


SPOTS = (
    *("clock", "package", "user-round", "paperclip", "sticky-note", "check", "send"),
    "external-link",
)
"""Icons of row loops: drawn once a page, then referred to in sixty characters instead of three hundred."""


@register.tag(name="spot")
def spot_tag(parser: Parser, token: Token) -> template.Node:
    """An icon by reference, ``{% spot "name" %}``, for rows."""
    return TextNode(spot(token.split_contents()[1].strip("\"'")))


@cache
def spot(name: str) -> SafeString:
    """The same for rows that Python writes; the icon must be one of ``SPOTS``."""
    assert name in SPOTS, name
    return mark_safe(f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>')  # noqa: S308


@register.tag
def spots(parser: Parser, token: Token) -> template.Node:
    """The drawings that :func:`spot` refers to; base.html holds them."""
    drawings = "".join(
        inline(name, 16).replace("<svg", f'<symbol id="i-{name}"').replace("</svg", "</symbol")
        for name in SPOTS
    )
    return TextNode(f"<svg hidden>{drawings}</svg>")


@register.simple_tag
def dialogs(has_keys: bool) -> SafeString:
    """The windows behind ``?`` and Ctrl+K: the same in every page of a language."""
    return _dialogs(bool(has_keys), get_language() or "", get_script_prefix())


@lru_cache(maxsize=16)
def _dialogs(has_keys: bool, language: str, prefix: str) -> SafeString:
    from kontuar.web.context import keys

    return render_to_string("dialogs.html", {"frame": {"has_keys": has_keys}, "keys": keys()})


@register.simple_tag(name="navigation")
def navigation_tag(here: str, counts: Any) -> SafeString:
    """The screens, and what is counted beside them (``web/context.py``)."""
    from kontuar.web.context import navigation

    return navigation(here, counts)


@register.simple_tag
def menu_places(here: str) -> SafeString:
    """The screens of the person's menu."""
    from kontuar.web.context import menu

    return menu(here)


@register.simple_tag(name="themes")
def themes_tag(theme: str) -> SafeString:
    """The buttons of the appearance."""
    from kontuar.web.context import themes

    return themes(theme)


@register.simple_tag(takes_context=True)
def when(context: template.Context, at: datetime | None) -> SafeString:
    """``<time>`` in the shop's zone: relative when near, absolute on hover. Needs ``look`` (web/look.py)."""
    return labels.time_tag(at, context["look"]) if at else mark_safe("")


_SAME_FOR_ALL = re.compile(r' (fill|stroke|stroke-width|stroke-linecap|stroke-linejoin)="[^"]*"')


@lru_cache(maxsize=256)
def inline(name: str, size: int = 16) -> SafeString:
    """An icon's whole drawing."""
    size_or_css = None if size == 16 else size
    svg = drawing(name, size=size_or_css, **{"class": "icon", "aria-hidden": "true"})
    if size_or_css is None:
        svg = svg.replace(' width="24" height="24"', "")
    head, end, strokes = svg.partition(">")
    # How it is drawn is the same for all and stands in the style sheet.
    drawn = _SAME_FOR_ALL.sub("", head) + end + strokes
    return mark_safe(" ".join(drawn.split()).replace("> <", "><"))  # noqa: S308 - the package's own drawings


@register.filter
def letter(platform: str) -> str:
    """The channel's letter."""
    return labels.mark(platform)
