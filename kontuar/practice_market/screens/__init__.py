"""Small pages for people: applications, consent, the buyer's side, what a seller would open."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from kontuar.practice_market.market import Market


class Screens:
    """Answers the paths of the pages."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def respond(self, request: Request) -> Response | None:
        """The page, or None when the path is none of a page's."""
        return None
