"""Addresses of the rulebook."""

from django.urls import path

from kontuar.web.pages.rules import listing, own, show

urlpatterns = [
    path("", listing.page, name="rules"),
    path("zmiany/", listing.changed, name="rules-changed"),
    path("niesprawdzone/", listing.unchecked, name="rules-unchecked"),
    path("wlasne/<int:pk>/koniec/", own.end, name="rule-own-end"),
    path("<slug:book>/<str:rule_id>/", show.page, name="rule"),
]
