"""Addresses of privacy."""

from django.urls import path

from kontuar.web.pages.privacy import person, show

urlpatterns = [
    path("", show.page, name="privacy"),
    path("<int:buyer_id>/", person.page, name="privacy-buyer"),
    path("<int:buyer_id>/dane.zip", person.download, name="privacy-export"),
]
