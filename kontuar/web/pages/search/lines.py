"""One line of the results: what it says, and where it leads."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, pgettext

from kontuar.store.queries.search import Kind
from kontuar.store.queries.search_hits import Hit
from kontuar.store.search import Question
from kontuar.web import labels, labels_sales
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.pages.search.marks import excerpt, is_asked_for, marked, number
from kontuar.web.rows import esc, lang, mark, tag

MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line, ready to be shown. ``numbers`` are identifiers, ``tags`` states."""

    url: str
    what: str
    platform: str
    letter: str
    account: str
    title: SafeString
    text: SafeString
    language: str
    at: str
    numbers: tuple[SafeString, ...]
    tags: tuple[str, ...]


def item(hit: Hit, asked: Question, look: Look) -> Item:
    """A found thing in words."""
    return Item(
        url=address(hit),
        what=_what(hit),
        platform=hit.platform,
        letter=labels.mark(hit.platform),
        account=hit.account,
        title=_title(hit, asked),
        text=excerpt(hit.text, asked) if hit.text else SafeString(""),
        language=hit.language if hit.role == "buyer" else "",
        at=labels.moment(hit.at, look),
        numbers=tuple(_numbers(hit, asked)),
        tags=tuple(tag for tag in _tags(hit) if tag),
    )


def row(one: Item, *, is_direct: bool = False) -> str:
    """A line as HTML; ``is_direct`` says what it is, for it stands among others."""
    what = f'<span class="quiet">{esc(one.what)}</span> ' if is_direct else ""
    words = f'<p class="words"{lang(one.language)}>{one.text}</p>' if one.text else ""
    meta = "".join(map(tag, one.tags))
    meta += "".join(f'<span class="copy-inline">{number}</span>' for number in one.numbers)
    return (
        f'<li class="hit" data-row>{mark(one.platform, one.letter, one.account)}'
        f'<a class="clip" href="{esc(one.url)}" data-open-row>{what}{one.title}</a>'
        f'<span class="at">{esc(one.at)}</span>{words}{f'<p class="meta">{meta}</p>' if meta else ""}</li>'
    )


def _what(hit: Hit) -> str:
    """The kind in one word, for lines that stand among others."""
    return {
        int(Kind.BUYER): pgettext("search result", "Buyer"),
        int(Kind.ORDER): pgettext("search result", "Order"),
        int(Kind.MESSAGE): pgettext("search result", "Message"),
        int(Kind.ISSUE): labels_sales.issue_kind(hit.detail),
        int(Kind.OFFER): pgettext("search result", "Offer"),
        int(Kind.RATING): pgettext("search result", "Rating"),
    }[hit.kind]


def _title(hit: Hit, asked: Question) -> SafeString:
    if hit.kind == Kind.OFFER:
        return marked(hit.name, asked)
    return marked(" · ".join(part for part in (hit.buyer, hit.name[:140]) if part), asked)


def _numbers(hit: Hit, asked: Question) -> list[SafeString]:
    """The thing's own number, and others when they are what was asked for."""
    found = [one for one in hit.numbers if is_asked_for(one, asked)]
    return [number(one, asked) for one in dict.fromkeys([hit.number, *found]) if one][:MOST_NUMBERS]


def _tags(hit: Hit) -> list[str]:
    if hit.kind == Kind.ORDER:
        return [labels.order_state(hit.state, hit.detail)]
    if hit.kind == Kind.BUYER and hit.count:
        return [ngettext("%(n)d order", "%(n)d orders", hit.count) % {"n": hit.count}]
    if hit.kind == Kind.ISSUE:
        return [labels_sales.issue_status(hit.detail, hit.state)]
    if hit.kind == Kind.RATING:
        return [pgettext("rating", "recommends") if hit.is_good else pgettext("rating", "does not recommend")]
    if hit.kind == Kind.MESSAGE and hit.role == "seller":
        return [pgettext("who wrote a message", "from us")]
    return []


def address(hit: Hit) -> str:
    """The page of the thing, or the one that shows it: a buyer's talks, a rating's order."""
    if hit.kind == Kind.MESSAGE:
        return f"{reverse('case', args=[hit.case_id])}#m-{hit.pk}"
    if hit.kind == Kind.BUYER:
        return f"{reverse('inbox')}?{urlencode({'f': 'all', 'q': hit.buyer})}"
    if hit.kind in (Kind.ORDER, Kind.ISSUE):
        return reverse("order" if hit.kind == Kind.ORDER else "issue", args=[hit.pk])
    if hit.kind == Kind.RATING and hit.order_id:
        return to("order", hit.order_id)
    place = "offers" if hit.kind == Kind.OFFER else "ratings"
    return f"{reverse(place)}?{urlencode({'f': 'all', 'q': hit.number})}"
