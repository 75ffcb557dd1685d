"""Small moves every view makes: who is asking, and where to go after a deed."""

from functools import cache

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kontuar.actions.errors import NotAllowed
from kontuar.store.models import User

log = structlog.get_logger("kontuar.door")


def signed_in(request: HttpRequest) -> User:
    """The person; the middleware lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def see(url: str) -> HttpResponse:
    """303: what follows a deed is a plain reading."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def back_to(request: HttpRequest, default: str = "/") -> HttpResponse:
    """To the page named by the form's ``next``, if it is one of ours."""
    there = request.POST.get("next", "")
    return see(there if is_ours(request, there) else default)


def is_ours(request: HttpRequest, url: str) -> bool:
    """True for an address on this site (no other host, no other scheme)."""
    return bool(url) and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def done(request: HttpRequest, words: str, url: str, *, undo: str = "") -> HttpResponse:
    """Say what was done (in the strip) and go on. ``undo`` is an address that takes it back by a POST."""
    messages.success(request, words, extra_tags=undo)
    return see(url)


def failed(request: HttpRequest, problem: Exception, url: str) -> HttpResponse:
    """Say what happened, in the action's own words, and go on. Who asked for what is not his to do is noted."""
    if isinstance(problem, NotAllowed):
        match = request.resolver_match
        log.warning("door.not_allowed", person=request.user.pk, page=match.view_name if match else "")
    messages.error(request, str(getattr(problem, "text", "") or problem))
    return see(url)


def to(name: str, *args: object) -> str:
    """Short for ``reverse``. Rows have many addresses with numbers in them: their pattern is looked up once."""
    if all(type(one) is int and one >= 0 for one in args):
        return _pattern(get_script_prefix(), settings.ROOT_URLCONF, name, len(args)) % args
    return reverse(name, args=args)


@cache
def _pattern(_prefix: str, _urlconf: str, name: str, places: int) -> str:
    """The address with ``%d`` where its numbers stand."""
    stand_ins = [9_870_000_001 + place for place in range(places)]
    address = reverse(name, args=stand_ins).replace("%", "%%")
    for one in stand_ins:
        address = address.replace(str(one), "%d")
    return address
