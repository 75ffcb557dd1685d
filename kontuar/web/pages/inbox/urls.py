"""Addresses of the list of messages."""

from django.urls import path

from kontuar.web.pages.inbox import show

urlpatterns = [
    path("", show.page, name="inbox"),
]
