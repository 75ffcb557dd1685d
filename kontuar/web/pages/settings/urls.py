"""Addresses of the settings."""

from django.urls import path

from kontuar.web.pages.settings import hours, profile

urlpatterns = [
    path("ustawienia/", hours.page, name="settings"),
    path("profil/", profile.page, name="profile"),
]
