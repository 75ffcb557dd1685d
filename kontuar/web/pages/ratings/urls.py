"""Addresses of the ratings."""

from django.urls import path

from kontuar.web.pages.ratings import show

urlpatterns = [
    path("", show.page, name="ratings"),
    path("<int:rating_id>/odpowiedz/", show.answer, name="rating_answer"),
]
