"""Deeds that ask once more who it is, unless that was shown in the last five minutes."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest, HttpResponse


def asks_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """allauth's middleware turns the refusal into the page that asks, and goes on with the deed afterwards."""

    @wraps(view)
    def ask(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise_if_reauthentication_required(request, app="allauth.mfa")
        return view(request, *args, **kwargs)

    return ask
