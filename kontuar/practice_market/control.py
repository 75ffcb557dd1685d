"""The control plane under `/_market`: JSON for tests and for whoever runs a demo. Loopback only.

Bodies must be `application/json`, so that no web page of a stranger can post here from a browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from kontuar.practice_market import (
    control_books,
    control_buyers,
    control_issues,
    control_market,
    control_returns,
    control_sellers,
)
from kontuar.practice_market.control_kit import Body, ControlError
from kontuar.practice_market.market import Market

Route = tuple[str, str, Callable[..., Any]]
ROUTES: tuple[Route, ...] = (
    *control_market.ROUTES,
    *control_sellers.ROUTES,
    *control_buyers.ROUTES,
    *control_issues.ROUTES,
    *control_returns.ROUTES,
    *control_books.ROUTES,
)


_MAP = Map(
    [Rule(f"/_market{path}", methods=[method], endpoint=deed) for method, path, deed in ROUTES],
    strict_slashes=False,
)


class Control:
    """Answers `/_market/…`."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def respond(self, request: Request) -> Response:
        """The answer as JSON; 400 for what is wrong in the request, 404 for unknown names."""
        try:
            deed, arguments = _MAP.bind("", path_info=request.path).match(method=request.method)
            with self._market.lock:
                result = deed(self._market, self._body(request), **arguments)
                self._market.tick()
            return self._json(result, 201 if request.method == "POST" else 200)
        except KeyError as error:
            return self._json({"error": f"unknown: {error.args[0] if error.args else ''}"}, 404)
        except (ValueError, TypeError) as error:
            return self._json({"error": str(error)}, 400)
        except ControlError as error:
            return self._json({"error": str(error)}, error.status)
        except HTTPException as error:
            return self._json({"error": error.description}, error.code or 500)

    def _body(self, request: Request) -> Body:
        if request.method not in {"POST", "PUT"}:
            return Body(dict(request.args))
        if request.mimetype != "application/json":
            raise ControlError(415, "the control plane takes application/json")
        try:
            values = json.loads(request.get_data() or b"{}")
        except ValueError:
            raise ControlError(400, "the body is not JSON") from None
        if not isinstance(values, dict):
            raise ControlError(400, "the body is not an object")
        return Body(values)

    def _json(self, body: Any, status: int) -> Response:
        return Response(json.dumps(body, ensure_ascii=False), status=status, mimetype="application/json")
