"""Addresses of the settings."""

from django.urls import path

from kontuar.web.pages.settings import hours, profile, shipping, style

urlpatterns = [
    path("ustawienia/", hours.page, name="settings"),
    path("ustawienia/wysylka/", shipping.page, name="shipping"),
    path("ustawienia/styl/", style.page, name="style"),
    path("ustawienia/styl/plik/", style.export, name="style-file"),
    path("profil/", profile.page, name="profile"),
]
