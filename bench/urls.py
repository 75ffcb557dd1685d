"""The desk's addresses and one more: a page with the frame and nothing in it, the floor of every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """The frame alone."""
    return render(request, "base.html")


urlpatterns = [path("bench/", empty), path("", include("kontuar.urls"))]
