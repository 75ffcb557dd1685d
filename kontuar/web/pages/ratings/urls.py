"""Addresses of the ratings."""

from django.urls import path

from kontuar.web.pages.ratings import answer, show

urlpatterns = [
    path("", show.page, name="ratings"),
    path("<int:rating_id>/odpowiedz/", answer.page, name="rating_answer"),
]
