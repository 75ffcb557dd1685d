"""Addresses of Today."""

from django.urls import path

from kontuar.web.pages.today import show

urlpatterns = [
    path("", show.page, name="today"),
]
