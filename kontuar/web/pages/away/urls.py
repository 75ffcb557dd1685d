"""Addresses of the automatic answer."""

from django.urls import path

from kontuar.web.pages.away import show

urlpatterns = [
    path("", show.page, name="away"),
    path("<int:account_id>/", show.account, name="away-account"),
]
