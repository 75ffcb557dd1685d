"""Addresses of the ratings."""

from django.urls import path

from kontuar.web.pages.ratings import answer, products, show

urlpatterns = [
    path("", show.page, name="ratings"),
    path("produkty/", products.page, name="rating_products"),
    path("<int:rating_id>/odpowiedz/", answer.page, name="rating_answer"),
]
