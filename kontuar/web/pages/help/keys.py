"""The list of keys, for those who do not know ``?`` yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kontuar.web.context import keys


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "help/keys.html", {"keys": keys()})
