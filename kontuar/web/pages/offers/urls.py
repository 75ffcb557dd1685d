"""Addresses of the offers."""

from django.urls import path

from kontuar.web.pages.offers import show

urlpatterns = [
    path("", show.page, name="offers"),
]
