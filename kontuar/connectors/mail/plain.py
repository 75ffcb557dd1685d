"""Tokens of HTML as plain text: for search, for the text engine, for a mail that came without plain text."""

import re
from dataclasses import dataclass, field

from kontuar.connectors.mail.markup import BLOCKS, Token, names

_SPACES = re.compile(r"[ \t\n\r\f\xa0\u200c\ufeff]+")
_APART = names("""
    blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul
""")


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    now: list[str] = field(default_factory=list)
    quotes: int = 0
    pre: int = 0
    empty: bool = False
    last_quotes: int = 0

    def line(self, *, apart: bool = False) -> None:
        """End the line; ``apart`` wants an empty one after it."""
        text = "".join(self.now)
        text = text.rstrip() if self.pre else re.sub(" +", " ", text).strip()
        self.now = []
        if text:
            if self.empty and self.lines:
                self.lines.append(_mark(min(self.quotes, self.last_quotes)).rstrip())
            self.lines.append(_mark(self.quotes) + text)
            self.last_quotes = self.quotes
            self.empty = False
        self.empty = self.empty or apart


def _mark(quotes: int) -> str:
    return "> " * min(quotes, 20)


def to_text(stream: list[Token]) -> str:
    """Linear. A quote gets ``>``, a list item a dash or its number, a link its address if the words hide it."""
    page, lists, links = _Page(), list[int | None](), list[tuple[str, int]]()
    for token in stream:
        if token.kind == "text":
            _say(page, token.value)
        elif token.kind == "open":
            _open(page, lists, links, token)
        else:
            _close(page, lists, links, token.value)
    page.line()
    return "\n".join(page.lines)


def _say(page: _Page, text: str) -> None:
    if not page.pre:
        page.now.append(_SPACES.sub(" ", text))
        return
    first, *rest = text.split("\n")
    page.now.append(first)
    for one in rest:
        page.line()
        page.now.append(one)


def _open(page: _Page, lists: list[int | None], links: list[tuple[str, int]], token: Token) -> None:
    name = token.value
    if name == "br":
        if not "".join(page.now).strip():
            page.empty = True
        page.line()
    elif name == "img":
        page.now.append(f" [{alt}] " if (alt := token.attributes.get("alt", "")) else "")
    elif name == "a":
        links.append((token.attributes.get("href", ""), len(page.now)))
    elif name in ("td", "th"):
        page.now.append("  ")
    elif name in BLOCKS:
        page.line(apart=name in _APART)
        page.quotes += name == "blockquote"
        page.pre += name == "pre"
        if name in ("ul", "ol"):
            lists.append(1 if name == "ol" else None)
        elif name == "li":
            page.now.append(_bullet(lists))
        elif name == "hr":
            page.now.append("---")
            page.line()


def _bullet(lists: list[int | None]) -> str:
    number = lists[-1] if lists else None
    if number is None:
        return "- "
    lists[-1] = number + 1
    return f"{number}. "


def _close(page: _Page, lists: list[int | None], links: list[tuple[str, int]], name: str) -> None:
    if name == "a":
        href, at = links.pop() if links else ("", 0)
        words = "".join(page.now[at:]).strip() if at <= len(page.now) else ""
        web = href.lower().startswith(("http://", "https://"))
        if (
            web
            and words
            and href.rstrip("/") not in (words.rstrip("/"), "http://" + words, "https://" + words)
        ):
            page.now.append(f" ({href})")
    elif name in ("td", "th"):
        page.now.append(" ")
    elif name in BLOCKS:
        page.line(apart=name in _APART)
        page.quotes -= name == "blockquote"
        page.pre -= name == "pre"
        if name in ("ul", "ol") and lists:
            lists.pop()
