"""Addresses of the settings."""

from django.urls import path

from kontuar.web.pages.settings import hours, profile, shipping

urlpatterns = [
    path("ustawienia/", hours.page, name="settings"),
    path("ustawienia/wysylka/", shipping.page, name="shipping"),
    path("profil/", profile.page, name="profile"),
]
