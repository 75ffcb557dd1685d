"""Around every request: a number by which its lines in the log are found, and how long it took."""

import re
import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kontuar.connector_kit.meters import REQUESTS

HEADER = "X-Request-ID"
FORWARDED = "kontuar.forwarded"
"""In a request's ``META``: whether any proxy at all, believed or not, handed it on."""
SOUND = re.compile(r"[A-Za-z0-9-]{8,64}")


class Watched:
    """The outermost of all: what the others do counts too. A proxy's number is kept, a visitor's is not believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        number = given if SOUND.fullmatch(given) else secrets.token_hex(8)
        request.META[FORWARDED] = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
        match = request.resolver_match
        # The name of the page, never its address: that holds numbers and one-time links.
        view = (match.view_name if match else "") or "other"
        REQUESTS.took(time.perf_counter() - begun, view, _method(request), str(response.status_code))
        response.headers[HEADER] = number
        return response


def _method(request: HttpRequest) -> str:
    return request.method if request.method in {"GET", "HEAD", "POST"} else "other"
