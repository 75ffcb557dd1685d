"""Results in words: titles, marked places, where each leads."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kontuar.facts.numbers import whole_number
from kontuar.store.queries.search import MOST_SHOWN, Count, Group, Kind, Results, Wish
from kontuar.store.queries.search_hits import Hit
from kontuar.store.search import MOST_TYPED, Question, question
from kontuar.web.look import Look
from kontuar.web.pages.search import lines
from kontuar.web.pages.search.lines import Item
from kontuar.web.rows import written

SLUGS: dict[int, str] = {
    Kind.BUYER: "kupujacy",
    Kind.ORDER: "zamowienia",
    Kind.MESSAGE: "wiadomosci",
    Kind.ISSUE: "zgloszenia",
    Kind.OFFER: "oferty",
    Kind.RATING: "oceny",
}
KINDS = {slug: kind for kind, slug in SLUGS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A kind to look at alone, or all of them."""

    url: str
    label: str
    count: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Results of one kind."""

    slug: str
    title: str
    count: str
    items: tuple[Item, ...]
    rows: SafeString
    all_url: str
    more_url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows. ``is_asked``: there was something to search for."""

    text: str
    is_asked: bool
    direct: SafeString
    tabs: tuple[Tab, ...]
    sections: tuple[Section, ...]
    said: str


def wish_of(params: dict[str, str]) -> Wish:
    """What the address asks for; nonsense is left out."""
    return Wish(
        typed=params.get("q", "")[: MOST_TYPED * 4],
        kind=KINDS.get(params.get("rodzaj", ""), 0),
        below=whole_number(params.get("po", ""), digits=19),  # a row's number fills 63 bits
    )


def query_of(wish: Wish, *, kind: int = 0, below: int | None = None) -> str:
    """An address of the search."""
    values = {"q": question(wish.typed).text, "rodzaj": SLUGS.get(kind, ""), "po": str(below or "")}
    return f"{reverse('search')}?{urlencode({name: value for name, value in values.items() if value})}"


def results(found: Results, wish: Wish, look: Look) -> View:
    """The page's words."""
    return View(
        text=found.question.text,
        is_asked=bool(found.question.clauses),
        direct=written(
            lines.row(lines.item(hit, found.question, look), is_direct=True) for hit in found.direct
        ),
        tabs=tuple(_tabs(found, wish)),
        sections=tuple(_section(group, found.question, wish, look, found.direct) for group in found.groups),
        said=_said(found),
    )


def more(group: Group, wish: Wish, look: Look) -> Section:
    """Further lines of one kind."""
    return _section(group, question(wish.typed), wish, look)


def _tabs(found: Results, wish: Wish) -> list[Tab]:
    if len(found.counts) < 2 and not wish.kind:
        return []
    kinds = [count.kind for count in found.counts]
    counts = {count.kind: count for count in found.counts}
    if wish.kind and wish.kind not in kinds:
        kinds.append(wish.kind)
    every = Tab(
        url=query_of(wish), label=pgettext("kinds of results", "All"), count="", is_here=not wish.kind
    )
    return [every] + [
        Tab(
            url=query_of(wish, kind=kind),
            label=title(kind),
            count=_count(counts.get(kind)),
            is_here=kind == wish.kind,
        )
        for kind in kinds
    ]


def _count(count: Count | None) -> str:
    if count is None:
        return "0"
    return f"{count.number}+" if count.is_capped else str(count.number)


def title(kind: int) -> str:
    """What a kind is called above its results."""
    return {
        int(Kind.BUYER): _("Buyers"),
        int(Kind.ORDER): _("Orders"),
        int(Kind.MESSAGE): _("Messages"),
        int(Kind.ISSUE): _("Issues"),
        int(Kind.OFFER): _("Offers"),
        int(Kind.RATING): _("Ratings"),
    }[kind]


def _section(group: Group, asked: Question, wish: Wish, look: Look, direct: Collection[Hit] = ()) -> Section:
    """What stands at the top already is not said again, unless its kind was chosen."""
    kind = group.count.kind
    hits = group.hits if wish.kind == kind else [hit for hit in group.hits if hit not in direct]
    items = tuple(lines.item(hit, asked, look) for hit in hits)
    has_rest = wish.kind != kind and group.count.number > len(group.hits)
    return Section(
        slug=SLUGS[kind],
        title=title(kind),
        count=_count(group.count),
        items=items,
        rows=written(map(lines.row, items)),
        all_url=query_of(wish, kind=kind) if has_rest else "",
        more_url=query_of(wish, kind=kind, below=group.next) if group.next else "",
        note=_note(group.count) if group.is_cut else "",
    )


def _note(count: Count) -> str:
    """Said at the end of a list that is not whole."""
    if count.number <= MOST_SHOWN:
        return _("There may be more; these are the newest. Add a word to find the rest.")
    values = {"shown": MOST_SHOWN, "number": count.number}
    if count.is_capped:
        return _("The newest %(shown)d of more than %(number)d are shown. Add a word.") % values
    return _("The newest %(shown)d of %(number)d are shown. Add a word.") % values


def _said(found: Results) -> str:
    """For those who listen to the page: how much was found."""
    if not found.question.clauses:
        return ""
    number = sum(count.number for count in found.counts)
    if any(count.is_capped for count in found.counts):
        return _("More than %(n)d results") % {"n": number}
    return ngettext("%(n)d result", "%(n)d results", number) % {"n": number}
