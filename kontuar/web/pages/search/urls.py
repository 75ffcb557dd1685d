"""Address of the search."""

from django.urls import path

from kontuar.web.pages.search import show

urlpatterns = [
    path("", show.page, name="search"),
]
