"""Small pages for people: applications, consent, the buyer's side, what a seller would open."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from kontuar.practice_market.market import Market
from kontuar.practice_market.screens import (
    apps,
    books,
    buyer,
    buyer_issues,
    home,
    issues,
    knobs,
    seller,
    signin,
)
from kontuar.practice_market.screens.html import View, page, tag

Route = tuple[str, str, Callable[..., Response]]


def style(view: View) -> Response:
    """The style sheet."""
    text = resources.files(__package__).joinpath("market.css").read_text(encoding="utf-8")
    return Response(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=60"})


def picture(view: View, **_: str) -> Response:
    """A plain picture for avatars and offers."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        '<rect width="64" height="64" fill="#d9d2c3"/><circle cx="32" cy="25" r="11" fill="#8d8371"/>'
        '<path d="M10 60a22 20 0 0 1 44 0z" fill="#8d8371"/></svg>'
    )
    return Response(svg, content_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


ROUTES: tuple[Route, ...] = (
    *home.ROUTES,
    *apps.ROUTES,
    *signin.ROUTES,
    *buyer.ROUTES,
    *seller.ROUTES,
    *issues.ROUTES,
    *buyer_issues.ROUTES,
    *books.ROUTES,
    *knobs.ROUTES,
    ("GET", "/assets/market.css", style),
    ("GET", "/avatar.svg", picture),
    ("GET", "/offers/<offer_id>/image.svg", picture),
)


_MAP = Map(
    [Rule(path, methods=[method], endpoint=deed) for method, path, deed in ROUTES], strict_slashes=False
)


class Screens:
    """Answers the paths of the pages."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._map = Map(
            [Rule(path, methods=[method], endpoint=deed) for method, path, deed in ROUTES],
            strict_slashes=False,
        )

    def respond(self, request: Request) -> Response | None:
        """The page, or None when the path is none of a page's."""
        try:
            deed, arguments = _MAP.bind("", path_info=request.path).match(method=request.method)
        except MethodNotAllowed:
            return None
        except HTTPException:
            return None
        view = View(self._market, request)
        if request.method == "POST" and not _same_origin(request):
            return page(view, view.w("Obca strona", "Foreign page"), status=403)
        try:
            with self._market.lock:
                response: Response = deed(view, **arguments)
                self._market.tick()
            return response
        except (KeyError, ValueError) as error:
            words = view.w("Nie udało się", "That did not work")
            return page(view, words, tag("p", str(error), class_="bad", role="alert"), status=400)


def _same_origin(request: Request) -> bool:
    """Browsers name the page a form came from; a stranger's page may not post here."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
