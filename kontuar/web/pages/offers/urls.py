"""Addresses of the offers."""

from django.urls import path

from kontuar.web.pages.offers import one, show, times

urlpatterns = [
    path("", show.page, name="offers"),
    path("czasy/", times.page, name="offer-times"),
    path("<int:offer_id>/", one.page, name="offer"),
    path("<int:offer_id>/wybor/", one.change, name="offer-choice"),
]
