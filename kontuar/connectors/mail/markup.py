"""HTML taken apart into a short, balanced list of tokens. A linear walk; the view that cleaning and text share.

The cleaner behind it (nh3) makes a tree as a browser does, and that can be made slow: 190 kB of unclosed
``<font>`` took it 9 s, 50 kB of ``<div>`` 0.3 s. So it is only ever given what is written anew from these
tokens: known tags, few attributes, closed in order, at most ``DEPTH`` deep.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from kontuar.connectors.mail import charsets

DEPTH = 60
MOST_TAGS = 40_000
"""A long newsletter has 5,000. After this many what follows is text alone."""
ATTRIBUTE_CHARACTERS = 2_000
PICTURE_CHARACTERS = 400_000


def names(words: str) -> frozenset[str]:
    """A set of tag names written as words."""
    return frozenset(words.split())


BLOCKS = names("""
    address article aside blockquote caption center dd div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section table tbody td tfoot th
    thead tr ul
""")
_INLINE = names("""
    a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike
    strong sub sup time tt u var
""")
VOID = names("""
    br hr img wbr
""")
_SILENT = names("""
    applet audio canvas embed iframe math noembed noframes object plaintext script select style svg
    template textarea title video xml xmp
""")
_CLOSED_BY_NEXT = {
    "p": "p",
    "li": "li",
    "td": "td th",
    "th": "td th",
    "tr": "tr",
    "dt": "dt dd",
    "dd": "dt dd",
}
_FENCES = names("""
    blockquote body div dl ol table td th ul
""")
_WANTED = {
    "a": ("href", "title"), "img": ("src", "alt", "title", "width", "height"), "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"), "ol": ("start",), "bdo": ("dir",),
}  # fmt: skip
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:_-]{0,40})|<[!?/]")
_ANY_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_STEP = re.compile(r"=\s*([\"'])|>")
_ATTRIBUTE = re.compile(r"(?<![^\s\"'/])([^\s\"'<>/=]++)\s*+=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: ``text`` (``value`` is the text), ``open`` or ``close`` (``value`` is the tag)."""

    kind: str
    value: str
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(source: str) -> list[Token]:
    """Balanced tokens of known tags. What is too deep or too much keeps its text and loses its tags."""
    out, stack = list[Token](), list[str]()
    for token in _raw_tokens(source):
        name = token.value
        if token.kind == "text":
            out.append(token)
        elif token.kind == "close":
            _close(out, stack, name)
        elif name in VOID:
            out.append(token)
        else:
            _close_before(out, stack, name)
            if len(stack) < DEPTH:
                stack.append(name)
                out.append(token)
    while stack:
        out.append(Token("close", stack.pop()))
    return out


def _close(out: list[Token], stack: list[str], name: str) -> None:
    if name not in stack or (name in _INLINE and name not in stack[_fence(stack) :]):
        return
    while stack:
        last = stack.pop()
        out.append(Token("close", last))
        if last == name:
            return


def _close_before(out: list[Token], stack: list[str], name: str) -> None:
    """``<li>`` ends the ``<li>`` before it, and so on; a link ends a link."""
    enders = _CLOSED_BY_NEXT.get(name, "a" if name == "a" else "").split()
    fences = _FENCES - set(enders)
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] in enders:
            while len(stack) > place:
                out.append(Token("close", stack.pop()))
            return
        if stack[place] in fences:
            return


def _fence(stack: list[str]) -> int:
    return next((i for i in range(len(stack) - 1, -1, -1) if stack[i] in _FENCES), 0)


def _raw_tokens(source: str) -> Iterator[Token]:
    at, text_from, lower, seen = 0, 0, _lower(source), 0
    never = set[str]()
    while (match := _TAG.search(source, at)) and seen < MOST_TAGS:
        seen += 1
        begin = match.start()
        if begin > text_from:
            yield from _text(source[text_from:begin])
        name = (match[1] or "").lower()
        if not name:
            at = text_from = _past_comment(source, begin, never)
            continue
        end = _tag_end(source, match.end(), never)
        closing = source[begin + 1] == "/"
        if end < 0:  # the rest is one unfinished tag: nothing of it is markup
            text_from = begin
            break
        at = text_from = end + 1
        if name in _SILENT and not closing:
            if source[end - 1] != "/" or name not in ("svg", "math", "xml", "embed"):
                at = text_from = _past_silent(source, lower, name, at, never)
        elif name in BLOCKS or name in _INLINE or name in VOID:
            yield _tag(name, closing, source[match.end() : end])
    yield from _text(_ANY_TAG.sub(" ", source[text_from:]))


def _lower(source: str) -> str:
    """Small letters of the same length (``İ`` would become two)."""
    return source.translate(_SMALL)


_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _text(raw: str) -> Iterator[Token]:
    text = charsets.printable(unescape(raw))
    if text:
        yield Token("text", text)


def _find(source: str, what: str, at: int, never: set[str]) -> int:
    """As ``str.find``, but a search that once found nothing is not made again: later ones would not either."""
    if what in never:
        return -1
    found = source.find(what, at)
    if found < 0:
        never.add(what)
    return found


def _past_comment(source: str, begin: int, never: set[str]) -> int:
    if source.startswith("<![CDATA[", begin):
        return begin + 9
    if source.startswith("<!--", begin):
        if source.startswith(("<!-->", "<!--->"), begin):
            return source.index(">", begin) + 1
        end = _find(source, "-->", begin + 4, never)
        if end >= 0:
            return end + 3
    end = _find(source, ">", begin, never)
    return end + 1 if end >= 0 else begin + 2


def _past_silent(source: str, lower: str, name: str, at: int, never: set[str]) -> int:
    """Behind the end of what is never shown. Without an end only the tag goes: its text is not lost."""
    end = _find(lower, f"</{name}", at, never)
    if end < 0:
        return len(source) if name in ("script", "style", "svg", "math", "iframe") else at
    close = _find(source, ">", end, never)
    return close + 1 if close >= 0 else len(source)


def _tag_end(source: str, at: int, never: set[str]) -> int:
    """Where the tag's ``>`` is: one within a quoted value does not count."""
    while step := _STEP.search(source, at):
        if step[1] is None:
            return step.start()
        close = _find(source, step[1], step.end(), never)
        at = close + 1 if close >= 0 else step.end()
    return -1


def _tag(name: str, closing: bool, inside: str) -> Token:
    if closing:
        return Token("close", name)
    wanted = _WANTED.get(name)
    if not wanted or not inside.strip(" /"):
        return Token("open", name)
    found = dict[str, str]()
    for match in _ATTRIBUTE.finditer(inside):
        key = match[1].lower()
        if key in wanted and key not in found:
            value = charsets.printable(unescape(match[2] or match[3] or match[4] or "")).strip()
            most = PICTURE_CHARACTERS if key == "src" else ATTRIBUTE_CHARACTERS
            found[key] = value if len(value) <= most else ""
    return Token("open", name, found)
