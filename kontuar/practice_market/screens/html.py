"""Building pages: escaping by markupsafe, one frame, two languages. No scripts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from kontuar.practice_market.market import Market
from kontuar.practice_market.workdays import WARSAW

FLAG = "Targ ćwiczebny – to nie jest Allegro / Practice market – this is not Allegro"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; "
    "frame-ancestors 'self'; form-action 'self'"
)


class View:
    """One request for a page: market, request, language."""

    def __init__(self, market: Market, request: Request) -> None:
        self.market = market
        self.request = request
        asked = request.args.get("lang") or request.cookies.get("market_lang")
        self.language = asked if asked in {"pl", "en"} else _preferred(request)

    def w(self, polish: str, english: str) -> str:
        """The words in the reader's language."""
        return polish if self.language == "pl" else english

    def field(self, name: str) -> str:
        """A field of the form, without the blanks around it."""
        return self.request.form.get(name, "").strip()

    def time(self, instant: datetime | None) -> str:
        """An instant in Warsaw time, or a dash."""
        return instant.astimezone(WARSAW).strftime("%d.%m.%Y %H:%M") if instant else "–"


def _preferred(request: Request) -> str:
    return request.accept_languages.best_match(["pl", "en"], default="pl")


def join(parts: Iterable[Markup]) -> Markup:
    """Markup side by side."""
    return Markup("").join(parts)


def tag(element: str, /, *parts: str | Markup, **attributes: str | bool | None) -> Markup:
    """An element with escaped content and attributes; `class_` and `for_` lose their underscore."""
    shown = Markup("").join(
        Markup(" {}").format(key.rstrip("_").replace("_", "-"))
        if value is True
        else Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if element in {"input", "meta", "link", "br"}:
        return Markup("<{}{}>").format(element, shown)
    return Markup("<{}{}>{}</{}>").format(element, shown, Markup("").join(parts), element)


def field(label: str, control: Markup, hint: str = "") -> Markup:
    """A labelled control."""
    return tag("label", label, control, tag("small", hint, class_="soft") if hint else "")


def options(choices: Iterable[tuple[str, str]], chosen: str | None = None) -> Markup:
    """Options of a select."""
    return join(tag("option", text, value=value, selected=value == chosen) for value, text in choices)


def table(head: Iterable[str], rows: Iterable[Iterable[str | Markup]]) -> Markup:
    """A table that scrolls on small screens."""
    top = tag("tr", *(tag("th", text, scope="col") for text in head))
    body = join(tag("tr", *(tag("td", cell) for cell in row)) for row in rows)
    return tag("div", tag("table", tag("thead", top), tag("tbody", body)), class_="wide")


def facts(rows: Iterable[tuple[str, str | Markup]]) -> Markup:
    """A list of names and values."""
    return tag("dl", *(join((tag("dt", name), tag("dd", value))) for name, value in rows))


def card(title: str, *parts: str | Markup) -> Markup:
    """A box with a heading."""
    return tag("section", tag("h2", title), *parts, class_="card")


def page(view: View, title: str, *parts: str | Markup, here: str = "", status: int = 200) -> Response:
    """A whole page in the market's frame."""
    links = (
        ("/aplikacje", view.w("Aplikacje", "Applications")),
        ("/skojarz-aplikacje", view.w("Skojarz aplikację", "Link a device")),
        ("/kupujacy", view.w("Strona kupującego", "Buyer's side")),
        ("/sprzedajacy", view.w("Panel sprzedawcy", "Seller's panel")),
        ("/zegar", view.w("Zegar i usterki", "Clock and faults")),
    )
    menu = join(
        Markup("{} ").format(tag("a", text, href=href, aria_current="page" if href == here else None))
        for href, text in links
    )
    other = ("en", "English") if view.language == "pl" else ("pl", "Polski")
    switch = tag("a", other[1], href=f"{view.request.path}?lang={other[0]}", lang=other[0], hreflang=other[0])
    name = tag("a", view.w("Targ ćwiczebny", "Practice market"), href="/", class_="name")
    now = view.w("Zegar targu", "Market clock") + ": " + view.time(view.market.clock.now())
    body = join(
        (
            tag("aside", FLAG, class_="flag", aria_label=view.w("Uwaga", "Note")),
            tag("header", name, menu, switch),
            tag("main", tag("h1", title), *parts),
            tag("footer", now),
        )
    )
    return document(view, title, body, status=status)


def document(
    view: View, title: str, body: Markup, *, status: int = 200, bare: bool = False, again: int = 0
) -> Response:
    """The HTML document itself."""
    head = join(
        (
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="refresh", content=str(again)) if again else Markup(""),
            tag("link", rel="icon", href="/avatar.svg"),
            tag("link", rel="stylesheet", href="/assets/market.css"),
            tag("title", f"{title} – {view.w('Targ ćwiczebny', 'Practice market')}"),
        )
    )
    text = Markup("<!doctype html>\n{}\n").format(
        tag("html", tag("head", head), tag("body", body, class_="bare" if bare else None), lang=view.language)
    )
    response = Response(text, status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _POLICY
    # "no-referrer" would make browsers send the Origin of our own forms as null, and we refuse those
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    if view.request.args.get("lang") in {"pl", "en"}:
        response.set_cookie("market_lang", view.language, samesite="Lax")
    return response


def go(to: str) -> Response:
    """See another page after a form."""
    return Response(status=303, headers={"Location": to})
