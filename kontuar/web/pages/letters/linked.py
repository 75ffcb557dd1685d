"""A mail's plain text as safe HTML: everything escaped, web and mail addresses made links that tell where they lead."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

LONGEST_LINK = 2_000
MOST_LINKS = 200
"""A page of nothing but addresses stays a page; the rest is text."""
_ADDRESS = re.compile(
    r"""(?<![\w@/.])(?:https?://[^\s<>"'`{}|\\^]{1,2000}|www\.[^\s<>"'`{}|\\^]{3,2000}"""
    r"""|[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24})""",
    re.IGNORECASE,
)
_BEHIND = ".,;:!?…»”'*_"
_PAIRS = {")": "(", "]": "["}


def linked(text: str, *, is_safe: bool = True) -> SafeString:
    """``text`` escaped, with links unless ``is_safe`` is False (a mail that pretends to be somebody else's)."""
    if not is_safe:
        return conditional_escape(text)
    return format_html_join("", "{}", ((part,) for part in _parts(text)))


def _parts(text: str) -> Iterator[str]:
    at = 0
    for number, match in enumerate(_ADDRESS.finditer(text)):
        if number >= MOST_LINKS:
            break
        shown = _trimmed(match[0])
        if link := _link(shown):
            yield text[at : match.start()]
            yield link
            at = match.start() + len(shown)
    yield text[at:]


def _trimmed(found: str) -> str:
    """Without the full stop or bracket that belongs to the sentence."""
    while found:
        last = found[-1]
        if last in _BEHIND or (last in _PAIRS and found.count(last) > found.count(_PAIRS[last])):
            found = found[:-1]
        else:
            return found
    return found


def _link(shown: str) -> SafeString | None:
    if "://" not in shown and shown[:4].lower() != "www.":
        return format_html('<a href="mailto:{}">{}</a>', shown, shown)
    href = shown if "://" in shown else f"https://{shown}"
    host = real_host(href)
    if not host:
        return None
    link = format_html('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>', href, shown)
    return link if is_plain(href, host) else format_html('{} <span class="goes-to">({})</span>', link, host)


def real_host(href: str) -> str:
    """The host a browser goes to, in the letters the network uses; ``""`` for no address of the web."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
        if parts.scheme.lower() not in ("http", "https") or not host:
            return ""
        return host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""


def is_plain(href: str, host: str) -> bool:
    """Whether one reads where it leads: no ``name@`` before the host, no letters that look like others."""
    after = href.partition("://")[2]
    return after.lower().startswith(host) and "xn--" not in host
