"""Addresses of the list of tags."""

from django.urls import path

from kontuar.web.pages.tags import show

urlpatterns = [
    path("", show.page, name="tags"),
    path("<int:tag_id>/", show.change, name="tag"),
    path("<int:tag_id>/koniec/", show.end, name="tag-end"),
]
