"""A mail's HTML, made harmless to show and turned into text to read.

Two fences: ``markup`` writes only known tags anew, and nh3 (the Rust ``ammonia``) has the last word with an
allow-list of its own. No styles at all survive, so nothing can be hidden; what was hidden shows.
"""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

import nh3

from kontuar.connectors.mail import limits
from kontuar.connectors.mail.markup import Token, names, tokens
from kontuar.connectors.mail.plain import to_text as plain_text
from kontuar.facts.mails import ShownLetter

_RENAMED = {"font": "span", "label": "span", "center": "div", "form": "div", "fieldset": "div", "legend": "div",
            "big": "span", "tt": "code", "main": "div", "nav": "div", "strike": "s", "address": "div"}  # fmt: skip
_TAGS = names("""
    a abbr article aside b bdi bdo blockquote br caption cite code dd del dfn div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q s samp
    section small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr
""")
_ATTRIBUTES = {
    "a": {"href", "title", "target"},
    "img": {"src", "alt", "title", "width", "height", "loading", "referrerpolicy"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "bdo": {"dir"},
    "span": {"class", "title"},
}
_OURS = {"mail-picture", "mail-goes-to"}
_NUMBER = re.compile(r"\d{1,4}")
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+")
_SHOWN_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,24})(?:[/?#:]|\Z)", re.IGNORECASE)


def clean(
    source: str, *, remote: bool = False, inline: Mapping[str, str] | None = None, links: bool = True
) -> ShownLetter:
    """Harmless HTML. ``remote`` lets pictures of other servers in (asked for by a person); ``inline`` maps a
    Content-ID to the address of that file here; without ``links`` their words lead nowhere."""
    writing = _Writing(remote=remote, inline=inline or {}, links=links)
    written = writing.write(tokens(source[: limits.HTML_CHARACTERS]))
    html = nh3.clean(
        written,
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "template", "iframe"},
        attributes=_ATTRIBUTES,
        attribute_filter=writing.attribute,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return ShownLetter(html=html, blocked=writing.blocked, hosts=tuple(writing.hosts))


def to_text(source: str) -> str:
    """What a person would read: blocks on lines of their own, lists with dashes, links with where they lead."""
    return plain_text(tokens(source[: limits.HTML_CHARACTERS]))


class _Writing:
    """The tokens written anew."""

    def __init__(self, *, remote: bool, inline: Mapping[str, str], links: bool) -> None:
        self.remote, self.inline, self.links, self.blocked = remote, inline, links, 0
        self.hosts = dict[str, None]()
        self.pictures = set(inline.values())

    def write(self, stream: list[Token]) -> str:
        out, link, words = list[str](), "", list[str]()
        for token in stream:
            name = _RENAMED.get(token.value, token.value)
            if token.kind == "text":
                out.append(escape(token.value))
                words.append(token.value if link else "")
            elif token.kind == "close":
                out.append(f"</{name}>")
                if name == "a":
                    out.append(_goes_to(link, "".join(words)))
                    link, words = "", []
            elif name == "img":
                out.append(self._picture(token.attributes))
            elif name == "a":
                link, words = token.attributes.get("href", ""), []
                out.append(_link(token.attributes, link) if self.links else "<a>")
            else:
                out.append(_tag(name, token.attributes))
        return "".join(out)

    def _picture(self, given: dict[str, str]) -> str:
        source, alt = given.get("src", ""), given.get("alt", "")
        shown = self._source(source)
        if shown:
            self.pictures.add(shown)
            sizes = {key: given[key] for key in ("width", "height") if _NUMBER.fullmatch(given.get(key, ""))}
            quiet = {"src": shown, "alt": alt, "loading": "lazy", "referrerpolicy": "no-referrer"}
            return _tag("img", quiet | sizes)
        host = _host(source)
        if host:
            self.blocked += 1
            self.hosts[host] = None
        if not alt and not host:
            return ""
        return f'<span class="mail-picture" title="{escape(host)}">{escape(alt or host)}</span>'

    def _source(self, source: str) -> str:
        if source[:4].lower() == "cid:":
            return self.inline.get(source[4:].strip("<> "), "")
        if _DATA_PICTURE.fullmatch(source):
            return source
        if not self.remote or not _host(source):
            return ""
        return f"https:{source}" if source.startswith("//") else source

    def attribute(self, tag: str, name: str, value: str) -> str | None:
        """nh3 asks about every attribute that is left; None takes it away."""
        if name == "src":
            return value if value in self.pictures else None
        if name == "href":
            return value if _may_lead(value) else None
        if name == "class":
            return value if value in _OURS else None
        if name in ("width", "height", "colspan", "rowspan", "start"):
            return value if _NUMBER.fullmatch(value) and (name != "colspan" or int(value) <= 100) else None
        return value


def _tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}" + "".join(f' {key}="{escape(value)}"' for key, value in attributes.items()) + ">"


def _link(given: dict[str, str], href: str) -> str:
    if not _may_lead(href):
        return "<a>"
    return _tag("a", {"href": href, "title": given.get("title") or href[:300], "target": "_blank"})


def _may_lead(href: str) -> bool:
    return bool(_host(href)) or href[:7].lower() == "mailto:" or href[:4].lower() == "tel:"


def _host(address: str) -> str:
    """The host of a web address (``//host`` too); ``""`` if it is none."""
    try:
        parts = urlsplit(address if not address.startswith("//") else "https:" + address)
        return (parts.hostname or "") if parts.scheme.lower() in ("http", "https") else ""
    except ValueError:
        return ""


def _goes_to(href: str, words: str) -> str:
    """After a link whose words name another place: where it really leads."""
    host, shown = _host(href), _SHOWN_HOST.match(words.strip()[:300])
    if not host or not shown:
        return ""
    named = shown[1].casefold()
    if host == named or host.endswith("." + named) or named.endswith("." + host):
        return ""
    return f' <span class="mail-goes-to">({escape(host)})</span>'
